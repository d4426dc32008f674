namespace PrivateLinkPg.Pictures;

/// <summary>
/// The near end of a path: which private zone answers the clients of a network for the host name, where anybody tells it, and with what.
/// </summary>
internal sealed class DnsStations(EndpointResource endpoint, string? hostName, IReadOnlyList<string> addresses, string network)
{
    private string RecordCommand(bool force = false) =>
        $"Get-PgEndpointIp -Id '{endpoint.Id}' | New-PgPrivateDnsRecord -HostName {hostName}"
        + (ResourceIds.Same(network, endpoint.NetworkId()) ? "" : $" -VirtualNetworkId '{network}'") + (force ? " -Force" : "");

    /// <summary>The link and the record.</summary>
    public async Task<(Station Link, Station Record)> OfAsync(LinkReading reading)
    {
        if (hostName is null) return Nameless();
        ZonesOfName zones = await reading.ZonesAsync(hostName);
        return zones.Zones is [{ } zone, ..]
            ? (Link(zone), Record(await reading.RecordAsync(zone), zone.RecordId, hostName))
            : NoZone(hostName, await reading.UsualZoneAsync(hostName), complete: zones.Refusals.Count == 0);
    }

    private Station Link(ZoneView zone)
    {
        Station station = new(StationKind.Link, $"{zone.Id} {network}", zone.Name, StationState.Good, "Linked")
        {
            Id = zone.Link?.Id ?? zone.Id,
        };
        if (zone.Refusal is not null) return station.As(StationState.Unknown, "Not readable");
        if (zone.Link is not { } link)
            return station.As(StationState.Missing, "Not linked", "the network does not see it", command: RecordCommand());
        return link.Properties?.VirtualNetworkLinkState is "InProgress"
            ? station.As(StationState.Waiting, "Being linked")
            : station with { Detail = link.Properties?.ResolutionPolicy == "NxDomainRedirect" ? "other names: public DNS" : null };
    }

    private Station Record(Fact<RecordResource> fact, string id, string name)
    {
        Station station = new(StationKind.Record, id, name, StationState.Good, "Leads here") { Id = id };
        if (fact.IsNotReadable) return station.As(StationState.Unknown, "Not readable");
        string[] held = fact.Value is null ? [] : [.. fact.Value.Addresses()];
        if (held.Length == 0)
            return station.As(StationState.Missing, "No record", "the zone has no such name", command: RecordCommand());
        station = station with { Detail = string.Join(", ", held) };
        if (addresses.Count == 0)
            return station.As(StationState.Unknown, "Not comparable", remedy: "The endpoint has no address that can be read.");
        if (!held.Intersect(addresses).Any())
        {
            return station.As(
                StationState.Broken, "Leads elsewhere",
                remedy: $"It is stale or another endpoint's ({RecordOwner.Of(fact.Value!).InWords()}). If nobody needs the old address:",
                command: RecordCommand(force: true));
        }
        return held.Except(addresses).Any()
            ? station.As(
                StationState.Unknown, "Shared", remedy: "It holds the addresses of other endpoints too, and clients take any of them.")
            : station;
    }

    private (Station, Station) Nameless() => (
        new(StationKind.Link, $"{endpoint.Id} {network} link", "zone not known", StationState.Unknown, "Not known"),
        new(StationKind.Record, $"{endpoint.Id} {network} record", "name not known", StationState.Unknown, "Not known")
        {
            Remedy = "The target does not tell the name that clients connect to: pass it with -HostName.",
        });

    private (Station, Station) NoZone(string name, string zone, bool complete)
    {
        StationState state = complete ? StationState.Missing : StationState.Unknown;
        return (
            new(StationKind.Link, $"{zone} {network}", zone, state, complete ? "No zone" : "Not readable")
            {
                Remedy = complete ? null : "The zones are not all readable for this account.", Command = complete ? RecordCommand() : null,
            },
            new(StationKind.Record, $"{name} {endpoint.Id}", name, state, complete ? "No record" : "Not readable")
            {
                Detail = complete ? "public DNS answers" : null,
            });
    }
}
