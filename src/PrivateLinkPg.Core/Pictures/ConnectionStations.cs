namespace PrivateLinkPg.Pictures;

/// <summary>The far end of a path: the connection, as both sides see it, and what it leads to.</summary>
internal static class ConnectionStations
{
    /// <summary>The connection and the server behind it.</summary>
    public static async Task<(Station Connection, Station Server)> OfAsync(
        EndpointResource endpoint, LinkReading reading)
    {
        LinkTarget? target = await reading.TargetAsync();
        if (target is null or { IsAlias: true }) return (ConnectionOf(endpoint, null), Behind(endpoint.TargetId(), target));
        var server = reading.ServerAsync();
        return (ConnectionOf(endpoint, await reading.ConnectionAsync()), ServerOf(endpoint.ConnectionStatus(), target, await server));
    }

    private static Station ConnectionOf(EndpointResource endpoint, TargetConnection? seen)
    {
        string own = endpoint.ConnectionStatus();
        string status = seen?.Status ?? own;
        Station station = new(StationKind.Connection, endpoint.Id + "/connection", endpoint.ConnectionEntry()?.Name ?? endpoint.Name!,
            StationState.Good, status)
        {
            Id = seen?.Id,
            Detail = endpoint.Connection()?.PrivateLinkServiceConnectionState?.Description is { Length: > 0 } words ? words
                : endpoint.IsManual() ? "asked for by request" : null,
        };
        if (status != own)
        {
            return station with
            {
                State = StationState.Waiting, Word = $"{status} / {own}", Detail = "target / endpoint",
                Remedy = "The two sides do not say the same. Azure brings them together within minutes; if not, approve once more.",
            };
        }
        return status switch
        {
            "Approved" => station,
            "Pending" => station with
            {
                State = StationState.Waiting, Remedy = "The owner of the target approves it:",
                Command = $"Approve-PgEndpointConnection -Id '{endpoint.Id}'",
            },
            _ => station with
            {
                State = StationState.Broken,
                Remedy = "Azure does not take this back. Remove the endpoint, create it again, and let the owner approve it:",
                Command = $"Remove-PgPrivateEndpoint -Id '{endpoint.Id}'",
            },
        };
    }

    private static Station ServerOf(string connectionStatus, LinkTarget target, Fact<TargetResource> fact)
    {
        Station station = new(StationKind.Server, target.Value, target.Name, StationState.Good, "Ready")
        {
            Id = target.Value, Label = Label(target),
        };
        if (fact.Value is not { } found)
        {
            // An owner elsewhere shows nothing; that the connection stands is what tells that the server does.
            return !fact.IsNotReadable && connectionStatus == "Disconnected"
                ? station with
                {
                    State = StationState.Missing, Word = "Not there", Remedy = "It was removed, or this account cannot see it.",
                }
                : station with { State = StationState.Unknown, Word = "Not readable", Detail = "another owner's" };
        }
        TargetProperties properties = found.Properties ?? new();
        station = station with { Detail = found.Location is { } location ? AzureNames.Region(location) : null };
        if (properties.Network?.DelegatedSubnetResourceId is { Length: > 0 })
            return station with
            {
                State = StationState.Broken, Word = "Inside a network",
                Remedy = "A server with VNet integration takes no private endpoints.",
            };
        return (properties.State ?? properties.ProvisioningState) switch
        {
            "Ready" or "Succeeded" or null => station,
            "Stopped" => station with
            {
                State = StationState.Broken, Word = "Stopped", Remedy = "Start it:",
                Command = $"az postgres flexible-server start --ids '{target.Value}'",
            },
            ("Disabled" or "Dropping" or "Failed" or "Deleting" or "Inaccessible") and var bad => station with
            {
                State = StationState.Broken, Word = bad,
            },
            { } other => station with { State = StationState.Waiting, Word = other },
        };
    }

    private static Station Behind(string targetId, LinkTarget? target) =>
        new(StationKind.Server, targetId, target?.Name ?? (targetId.Length > 0 ? ResourceIds.Name(targetId) : "not named"),
            StationState.Unknown, "Not readable")
        {
            Label = target is null ? "Target" : Label(target),
            Detail = target is null ? null : "known by its alias",
            Id = targetId.Length > 0 ? targetId : null,
        };

    private static string Label(LinkTarget target) =>
        target.Type == TargetType.ServerGroup ? "Cosmos DB cluster" : char.ToUpperInvariant(target.Type.Label[0]) + target.Type.Label[1..];
}
