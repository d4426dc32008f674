namespace PrivateLinkPg.Pictures;

/// <summary>The far end of a path: the connection, as both sides see it, and what it leads to.</summary>
internal static class ConnectionStations
{
    /// <summary>The connection and the server behind it.</summary>
    public static async Task<(Station Connection, Station Server)> OfAsync(EndpointResource endpoint, LinkReading reading)
    {
        LinkTarget? target = await reading.TargetAsync();
        if (target is null or { IsAlias: true }) return (ConnectionOf(endpoint, null), Behind(endpoint.TargetId(), target));
        var server = reading.ServerAsync();
        TargetConnection? connection = (await reading.ConnectionAsync()).Value;
        return (ConnectionOf(endpoint, connection), ServerOf(endpoint.ConnectionStatus(), target, await server));
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
                : endpoint.IsManual() ? "requested manually" : null,
        };
        if (status != own)
        {
            return station.As(
                StationState.Waiting, $"{status} / {own}", "target / endpoint",
                "The two sides report different states. Azure usually aligns them within minutes; if it does not, approve again.");
        }
        return status switch
        {
            "Approved" => station,
            "Pending" => station.As(
                StationState.Waiting, status,
                remedy: "The owner of the target must approve it:", command: $"Approve-PgEndpointConnection -Id '{endpoint.Id}'"),
            _ => station.As(
                StationState.Broken, status,
                remedy: "This state is final. Remove the endpoint, create it again, and have the owner approve it:",
                command: $"Remove-PgPrivateEndpoint -Id '{endpoint.Id}'"),
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
                ? station.As(StationState.Missing, "Not there", remedy: "It was removed, or this account cannot see it.")
                : station.As(StationState.Unknown, "Not readable", "owned by someone else");
        }
        TargetProperties properties = found.Properties ?? new();
        station = station with { Detail = found.Location is { } location ? AzureNames.Region(location) : null };
        if (properties.Network?.DelegatedSubnetResourceId is { Length: > 0 })
        {
            return station.As(
                StationState.Broken, "VNet-integrated", remedy: "A server with VNet integration cannot have private endpoints.");
        }
        return (properties.State ?? properties.ProvisioningState) switch
        {
            "Ready" or "Succeeded" or null => station,
            "Stopped" => station.As(
                StationState.Broken, "Stopped",
                remedy: "Start it:", command: $"az postgres flexible-server start --ids '{target.Value}'"),
            ("Disabled" or "Dropping" or "Failed" or "Deleting" or "Inaccessible") and var bad => station.As(StationState.Broken, bad),
            { } other => station.As(StationState.Waiting, other),
        };
    }

    private static Station Behind(string targetId, LinkTarget? target) =>
        new(StationKind.Server, targetId, target?.Name ?? (targetId.Length > 0 ? ResourceIds.Name(targetId) : "unnamed"),
            StationState.Unknown, "Not readable")
        {
            Label = target is null ? "Target" : Label(target),
            Detail = target is null ? null : "known only by its alias",
            Id = targetId.Length > 0 ? targetId : null,
        };

    private static string Label(LinkTarget target) =>
        target.Type == TargetType.ServerGroup ? "Cosmos DB cluster" : char.ToUpperInvariant(target.Type.Label[0]) + target.Type.Label[1..];
}
