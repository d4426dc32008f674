using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Pictures;

/// <summary>The far end of a path: the connection, and the server behind it.</summary>
/// <param name="Connection">The connection, as both sides see it.</param>
/// <param name="Server">What it leads to.</param>
/// <param name="HostName">The public host name, where the target tells it.</param>
internal sealed record ConnectionStations(Station Connection, Station Server, string? HostName)
{
    public static async Task<ConnectionStations> ReadAsync(PgPrivateEndpoint endpoint, ArmGateway arm, CommandHost host)
    {
        LinkTarget? target = LinkTarget.TryParse(endpoint.TargetId);
        if (target is null or { IsAlias: true }) return new(ConnectionOf(endpoint, null), Behind(endpoint, target), null);
        Task<Seen<Resource<TargetProperties>>> server = host.OnceAsync("target " + target.Value, () => Seen.AsyncOf(arm.FindTargetAsync(target, host.Cancellation)));
        Task<Seen<IReadOnlyList<Resource<EndpointConnectionProperties>>>> listing =
            host.OnceAsync("connections " + target.Value, () => Seen.AsyncOf(arm.ListConnectionsAsync(target, host.Cancellation)));
        Resource<EndpointConnectionProperties>? mine = (await listing).Value?.FirstOrDefault(each => ResourceIds.Same(each.Properties?.PrivateEndpoint?.Id, endpoint.Id));
        return new(ConnectionOf(endpoint, mine is null ? null : new(target, mine)), ServerOf(endpoint, target, await server), HostNames.OfTarget((await server).Value));
    }

    private static Station ConnectionOf(PgPrivateEndpoint endpoint, TargetConnection? seen)
    {
        string status = seen?.Status ?? endpoint.ConnectionStatus;
        Station station = new(StationKind.Connection, endpoint.Id + "/connection", endpoint.ConnectionName ?? endpoint.Name, StationState.Good, status)
        {
            Id = seen?.Id,
            Detail = endpoint.ConnectionDescription is { Length: > 0 } words ? words : endpoint.ManualRequest ? "asked for by request" : null,
        };
        if (status != endpoint.ConnectionStatus)
        {
            return station with
            {
                State = StationState.Waiting, Word = $"{status} / {endpoint.ConnectionStatus}", Detail = "target / endpoint",
                Remedy = "The two sides do not say the same. Azure brings them together within minutes; if not, approve once more.",
            };
        }
        return status switch
        {
            "Approved" => station,
            "Pending" => station with { State = StationState.Waiting, Remedy = "The owner of the target approves it:", Command = $"Approve-PgEndpointConnection -Id '{endpoint.Id}'" },
            _ => station with
            {
                State = StationState.Broken, Remedy = "Azure does not take this back. Remove the endpoint, create it again, and let the owner approve it:",
                Command = $"Remove-PgPrivateEndpoint -Id '{endpoint.Id}'",
            },
        };
    }

    private static Station ServerOf(PgPrivateEndpoint endpoint, LinkTarget target, Seen<Resource<TargetProperties>> seen)
    {
        Station station = new(StationKind.Server, target.Value, target.Name, StationState.Good, "Ready") { Id = target.Value, Label = Label(target) };
        if (seen.Value is not { } found)
        {
            // An owner elsewhere shows nothing; that the connection stands is what tells that the server does.
            return seen.Readable && endpoint.ConnectionStatus == "Disconnected"
                ? station with { State = StationState.Missing, Word = "Not there", Remedy = "It was removed, or this account cannot see it." }
                : station with { State = StationState.Unknown, Word = "Not readable", Detail = "another owner's" };
        }
        TargetProperties properties = found.Properties ?? new();
        station = station with { Detail = found.Location is { } location ? AzureNames.Region(location) : null };
        if (properties.Network?.DelegatedSubnetResourceId is { Length: > 0 })
            return station with { State = StationState.Broken, Word = "Inside a network", Remedy = "A server with VNet integration takes no private endpoints." };
        return (properties.State ?? properties.ProvisioningState) switch
        {
            "Ready" or "Succeeded" or null => station,
            "Stopped" => station with { State = StationState.Broken, Word = "Stopped", Remedy = "Start it:", Command = $"az postgres flexible-server start --ids '{target.Value}'" },
            "Disabled" or "Dropping" or "Failed" or "Deleting" or "Inaccessible" => station with { State = StationState.Broken, Word = (properties.State ?? properties.ProvisioningState)! },
            { } other => station with { State = StationState.Waiting, Word = other },
        };
    }

    private static Station Behind(PgPrivateEndpoint endpoint, LinkTarget? target) =>
        new(StationKind.Server, endpoint.TargetId, target?.Name ?? (endpoint.TargetId.Length > 0 ? ResourceIds.Name(endpoint.TargetId) : "not named"), StationState.Unknown, "Not readable")
        {
            Label = target is null ? "Target" : Label(target),
            Detail = target is null ? null : "known by its alias",
            Id = endpoint.TargetId.Length > 0 ? endpoint.TargetId : null,
        };

    private static string Label(LinkTarget target) => target.Type == TargetType.ServerGroup ? "Cosmos DB cluster" : char.ToUpperInvariant(target.Type.Label[0]) + target.Type.Label[1..];
}
