using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Pictures;

/// <summary>
/// The near end of a path: which private zone answers the clients of a network for the host name, and with what. As Azure's DNS does,
/// a linked zone that holds the public name comes before one that holds its privatelink name, and the longest name before the others.
/// </summary>
internal sealed class DnsStations(PgPrivateEndpoint endpoint, IReadOnlyList<string> addresses, ArmGateway arm, CommandHost host)
{
    private string RecordCommand(string network, bool force = false) =>
        $"Get-PgEndpointIp -Id '{endpoint.Id}' | New-PgPrivateDnsRecord -HostName {endpoint.HostName}"
        + (ResourceIds.Same(network, endpoint.VirtualNetworkId) ? "" : $" -VirtualNetworkId '{network}'") + (force ? " -Force" : "");

    /// <summary>The link and the record, for the clients of <paramref name="network"/>.</summary>
    public async Task<(Station Link, Station Record)> ReadAsync(string network)
    {
        if (endpoint.HostName is not { } name) return Nameless(network);
        (IReadOnlyList<ZoneView> zones, bool complete) = await ViewsAsync(name, network);
        ZoneView? zone = zones.Where(each => each.Link is not null).OrderByDescending(each => each.Rank(name)).FirstOrDefault()
            ?? zones.OrderByDescending(each => each.OfEndpoint).ThenByDescending(each => each.Name.Equals(UsualZone(name), StringComparison.OrdinalIgnoreCase))
                .ThenByDescending(each => each.Rank(name)).FirstOrDefault();
        if (zone is null) return NoZone(name, network, complete);
        string recordId = $"{zone.Id}/A/{ZoneNames.RecordIn(zone.Name, name)}";
        Seen<Resource<RecordSetProperties>> record = await host.OnceAsync("record " + recordId, () => Seen.AsyncOf(arm.FindARecordAsync(recordId, host.Cancellation)));
        return (Link(zone, network), Record(record, recordId, name, network));
    }

    private Station Link(ZoneView zone, string network)
    {
        Station station = new(StationKind.Link, $"{zone.Id} {network}", zone.Name, StationState.Good, "Linked") { Id = zone.Link?.Id ?? zone.Id };
        if (!zone.Readable) return station with { State = StationState.Unknown, Word = "Not readable" };
        if (zone.Link is not { } link)
            return station with { State = StationState.Missing, Word = "Not linked", Detail = "the network does not see it", Command = RecordCommand(network) };
        return link.Properties?.VirtualNetworkLinkState is "InProgress"
            ? station with { State = StationState.Waiting, Word = "Being linked" }
            : station with { Detail = link.Properties?.ResolutionPolicy == "NxDomainRedirect" ? "other names: public DNS" : null };
    }

    private Station Record(Seen<Resource<RecordSetProperties>> seen, string id, string name, string network)
    {
        Station station = new(StationKind.Record, id, name, StationState.Good, "Leads here") { Id = id };
        if (!seen.Readable) return station with { State = StationState.Unknown, Word = "Not readable" };
        string[] held = seen.Value is null ? [] : [.. seen.Value.Addresses()];
        if (held.Length == 0)
            return station with { State = StationState.Missing, Word = "No record", Detail = "the zone has no such name", Command = RecordCommand(network) };
        station = station with { Detail = string.Join(", ", held) };
        if (addresses.Count == 0) return station with { State = StationState.Unknown, Word = "Not comparable", Remedy = "The endpoint has no address that can be read." };
        if (!held.Intersect(addresses).Any())
        {
            return station with
            {
                State = StationState.Broken, Word = "Leads elsewhere",
                Remedy = $"It is stale or another endpoint's ({RecordOwner.Of(seen.Value!).InWords()}). If nobody needs the old address:",
                Command = RecordCommand(network, force: true),
            };
        }
        return held.Except(addresses).Any()
            ? station with { State = StationState.Unknown, Word = "Shared", Remedy = "It holds the addresses of other endpoints too, and clients take any of them." }
            : station;
    }

    private (Station, Station) Nameless(string network) => (
        new(StationKind.Link, $"{endpoint.Id} {network} link", "zone not known", StationState.Unknown, "Not known"),
        new(StationKind.Record, $"{endpoint.Id} {network} record", "name not known", StationState.Unknown, "Not known")
        {
            Remedy = "The target does not tell the name that clients connect to: pass it with -HostName.",
        });

    private (Station, Station) NoZone(string name, string network, bool complete)
    {
        string zone = UsualZone(name);
        StationState state = complete ? StationState.Missing : StationState.Unknown;
        return (
            new(StationKind.Link, $"{zone} {network}", zone, state, complete ? "No zone" : "Not readable") 
            {
                Remedy = complete ? null : "The zones are not all readable for this account.", Command = complete ? RecordCommand(network) : null,
            },
            new(StationKind.Record, $"{name} {endpoint.Id}", name, state, complete ? "No record" : "Not readable")
            {
                Detail = complete ? "public DNS answers" : null,
            });
    }

    // Where New-PgPrivateDnsRecord puts the record.
    private string UsualZone(string name) => ZoneNames.OfAzure(name, endpoint.TargetId, arm.Connection.Cloud) ?? ZoneNames.Narrowest(name);

    // Of the subscriptions of endpoint, network and context, and of the zone group, which may lead into another.
    private async Task<(IReadOnlyList<ZoneView> Zones, bool Complete)> ViewsAsync(string name, string network)
    {
        IEnumerable<string> subscriptions = ((string?[])[endpoint.SubscriptionId, ResourceIds.Subscription(network), arm.Connection.SubscriptionId])
            .OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
        Seen<IReadOnlyList<Resource<PrivateDnsZoneProperties>>>[] lists = await Task.WhenAll(subscriptions.Select(subscription =>
            host.OnceAsync("zones " + subscription, () => Seen.AsyncOf(arm.ListZonesAsync(subscription, host.Cancellation)))));
        var groups = await host.OnceAsync("zone groups " + endpoint.Id, () => Seen.AsyncOf(arm.ListZoneGroupsAsync(endpoint.Id, host.Cancellation)));
        HashSet<string> ofEndpoint = new((groups.Value ?? []).SelectMany(ZoneGroups.ZoneIds), StringComparer.OrdinalIgnoreCase);
        HashSet<string> ids = new(lists.SelectMany(list => list.Value ?? []).Select(zone => zone.Id!).Concat(ofEndpoint), StringComparer.OrdinalIgnoreCase);
        ZoneView[] views = await Task.WhenAll(ids.Where(id => ZoneNames.RecordIn(ResourceIds.Name(id), name) is not null).Select(id => ViewAsync(id, network, ofEndpoint.Contains(id))));
        return (views, Array.TrueForAll(lists, list => list.Readable));
    }

    private async Task<ZoneView> ViewAsync(string id, string network, bool ofEndpoint)
    {
        var links = await host.OnceAsync("links seen " + id, () => Seen.AsyncOf(arm.ListLinksAsync(id, host.Cancellation)));
        return new(
            id, ResourceIds.Name(id), links.Readable, ofEndpoint,
            links.Value?.FirstOrDefault(link => ResourceIds.Same(link.Properties?.VirtualNetwork?.Id, network)));
    }

    /// <summary>A zone as the network sees it.</summary>
    private sealed record ZoneView(string Id, string Name, bool Readable, bool OfEndpoint, Resource<VirtualNetworkLinkProperties>? Link)
    {
        public int Rank(string host) => Name.Length + (("." + host).EndsWith("." + Name, StringComparison.OrdinalIgnoreCase) ? 1000 : 0);
    }
}
