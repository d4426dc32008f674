using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Endpoints;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Get-PgPrivateEndpoint for one input.</summary>
/// <param name="Id">The id of one endpoint, or null to look for some.</param>
/// <param name="Name">The name or wildcard.</param>
/// <param name="ResourceGroupName">The group to look in, or null for whole subscriptions.</param>
/// <param name="SubscriptionId">Where to look; none means the context's.</param>
/// <param name="Target">What they lead to: an id, an alias, or a name or wildcard; null for any.</param>
/// <param name="State">The states of the connection or of the endpoint that are meant; none means any.</param>
internal sealed record GetPgPrivateEndpointRequest(
    string? Id, string Name, string? ResourceGroupName, IReadOnlyList<string> SubscriptionId, string? Target, IReadOnlySet<string> State);

/// <summary>Finds the private endpoints that lead to PostgreSQL targets.</summary>
internal static class GetPgPrivateEndpoint
{
    public static async Task RunAsync(GetPgPrivateEndpointRequest request, CommandHost host)
    {
        if (request.Id is not null) ResourceIds.Parse(request.Id, ResourceIds.PrivateEndpoint, "EndpointId");
        if (request.ResourceGroupName is not null) AzureNames.CheckResourceGroup(request.ResourceGroupName);
        ArmGateway arm = await host.ArmAsync();
        if (request.Id is not null)
        {
            await WriteAsync(await arm.FindPrivateEndpointAsync(request.Id, host.Cancellation) ?? throw Failure.EndpointNotFound(request.Id), arm, host);
            return;
        }
        NamePattern name = new(request.Name);
        bool found = false;
        IReadOnlyList<string> subscriptions = request.SubscriptionId is [] ? [arm.Connection.RequiredSubscriptionId] : request.SubscriptionId;
        await host.ForEachAsync(subscriptions, subscription => $"/subscriptions/{subscription}", async subscription =>
        {
            List<Resource<PrivateEndpointProperties>> meant = [];
            await foreach (Resource<PrivateEndpointProperties> each in List(subscription, request.ResourceGroupName, arm, host.Cancellation))
            {
                if (name.Matches(each.Name) && IsMeant(each, request)) meant.Add(each);
            }
            found |= meant.Count > 0;
            await host.ForEachAsync(meant, each => each.Id, each => WriteAsync(each, arm, host));
        });
        if (!found && !name.IsWildcard) throw Failure.NoSuchEndpoint(request.Name, request.ResourceGroupName, subscriptions);
    }

    // Rights on a group do not let one list a subscription.
    private static IAsyncEnumerable<Resource<PrivateEndpointProperties>> List(string subscription, string? group, ArmGateway arm, CancellationToken cancellation) =>
        group is null ? arm.ListPrivateEndpointsAsync(subscription, cancellation) : arm.ListPrivateEndpointsAsync(subscription, group, cancellation);

    // Endpoints to storage, key vaults and so on are not this module's matter.
    private static bool IsMeant(Resource<PrivateEndpointProperties> endpoint, GetPgPrivateEndpointRequest request)
    {
        ServiceConnectionProperties? connection = endpoint.Connection();
        if (LinkTarget.TryParse(connection?.PrivateLinkServiceId ?? "") is not { } target) return false;
        if (request.Target is not null && !ResourceIds.Same(request.Target, target.Value) && !new NamePattern(request.Target).Matches(target.Name)) return false;
        return request.State.Count == 0
            || request.State.Contains(connection!.PrivateLinkServiceConnectionState?.Status ?? "Pending")
            || request.State.Contains(endpoint.Properties?.ProvisioningState ?? "");
    }

    private static async Task WriteAsync(Resource<PrivateEndpointProperties> endpoint, ArmGateway arm, CommandHost host)
    {
        PgPrivateEndpoint record = EndpointOutput.From(endpoint, arm.Connection);
        host.Output.WriteObject(record with { PrivateDnsZoneId = [.. (await ZoneGroups.FindAsync(endpoint.Id!, arm, host.Cancellation)).ZoneIds()] });
    }
}
