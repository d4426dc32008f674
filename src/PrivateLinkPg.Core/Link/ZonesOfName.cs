namespace PrivateLinkPg.Link;

/// <summary>A private zone that serves a name, as one network sees it.</summary>
/// <param name="Id">Its resource id.</param>
/// <param name="RecordId">The A record set that the name has in it, or would have.</param>
/// <param name="IsOfEndpoint">Whether the endpoint's zone group holds it.</param>
/// <param name="Link">The network's link to it, without a network any link; null where there is none.</param>
/// <param name="Refusal">Why its links cannot be read.</param>
internal sealed record ZoneView(string Id, string RecordId, bool IsOfEndpoint, ZoneLinkResource? Link, ArmException? Refusal)
{
    /// <summary>All networks that are linked to it; empty also where its links cannot be read.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>Whether this module made it for another endpoint than the one that is asked about.</summary>
    public bool IsOfOther { get; init; }

    public string Name => ResourceIds.Name(Id);
}

/// <summary>The private zones that serve one name.</summary>
/// <param name="Zones">
/// The first is the one that answers or, where none is linked, the one to link. As in Azure's DNS, a linked zone that holds the public name
/// comes before one that holds its privatelink name, and the longest name before the others.
/// </param>
/// <param name="Refusals">Why the zones of a subscription cannot be read.</param>
internal sealed record ZonesOfName(IReadOnlyList<ZoneView> Zones, IReadOnlyDictionary<string, ArmException> Refusals)
{
    private const int AtOnce = 16;

    // Zones that were made for other endpoints, and that the network is not linked to.
    private const int MostOfOthers = 20;

    /// <summary>
    /// Reads the zones of the subscriptions of endpoint, network and context, and those of the zone group anywhere. What is null is not
    /// known; the usual zone is the one that ought to serve the name; everywhere are more subscriptions to look in.
    /// </summary>
    public static async Task<ZonesOfName> ReadAsync(
        string name, string usual, string? endpointId, string? networkId, IEnumerable<string> everywhere, LinkReader link)
    {
        IEnumerable<string> subscriptions =
            ((string?[])[ResourceIds.Subscription(endpointId), ResourceIds.Subscription(networkId), link.Connection.SubscriptionId])
            .OfType<string>().Concat(everywhere).Distinct(StringComparer.OrdinalIgnoreCase);
        var lists = await Task.WhenAll(subscriptions.Select(async id => (Id: id, Zones: await link.ZonesAsync(id))));
        HashSet<string> ofEndpoint = new(
            endpointId is null ? [] : (await link.ZoneGroupAsync(endpointId)).Value.ZoneIds(), StringComparer.OrdinalIgnoreCase);
        var byName = lists.SelectMany(list => list.Zones.Value ?? [])
            .Concat(ofEndpoint.Select(id => new ZoneResource { Id = id }))
            .DistinctBy(zone => zone.Id, StringComparer.OrdinalIgnoreCase)
            .Select(zone => (Zone: zone, Record: ZoneNames.RecordIn(ResourceIds.Name(zone.Id!), name)))
            .Where(each => each.Record is not null)
            .GroupBy(each => ResourceIds.Name(each.Zone.Id!), StringComparer.OrdinalIgnoreCase);
        string?[] groups = [.. ((string?[])[endpointId, networkId]).Select(id => id is null ? null : ResourceIds.GroupId(new(id)))];

        // The likelier ones first.
        int Likelihood(ZoneResource zone) => ofEndpoint.Contains(zone.Id!) ? 4
            : endpointId is not null && RecordOwner.IsMarkedFor(zone, endpointId) ? 3
            : groups.Any(group => ResourceIds.Same(group, ResourceIds.GroupId(new(zone.Id!)))) ? 2
            : IsOfOther(zone) ? 0
            : 1;

        bool IsOfOther(ZoneResource zone) => endpointId is not null && RecordOwner.MarkedFor(zone) is { Length: > 0 } other
            && !ResourceIds.Same(other, endpointId);

        async Task<IReadOnlyList<ZoneView>> LookAsync(IEnumerable<(ZoneResource Zone, string? Record)> zones)
        {
            List<ZoneView> seen = [];
            int others = 0;
            foreach (var some in zones.OrderByDescending(each => Likelihood(each.Zone)).Chunk(AtOnce))
            {
                ZoneView[] views = await Task.WhenAll(some.Select(each => ViewAsync(each.Zone, each.Record!)));
                // Azure links a network to one zone of a name alone: the rest of them is nothing to it.
                if (networkId is not null && Array.Find(views, view => view.Link is not null) is { } linked)
                    return [linked, .. seen.Where(each => each.Refusal is null)];
                // Hundreds of networks may have zones of their own.
                seen.AddRange(views.Where(view => view.Refusal is not null || !view.IsOfOther || others++ < MostOfOthers));
            }
            return seen;
        }

        async Task<ZoneView> ViewAsync(ZoneResource zone, string record)
        {
            var links = await link.ZoneLinksAsync(zone.Id!);
            return new(
                zone.Id!, $"{zone.Id}/A/{record}", ofEndpoint.Contains(zone.Id!),
                links.Value?.FirstOrDefault(each => networkId is null || ResourceIds.Same(each.NetworkId(), networkId)),
                links.Refusal)
            {
                Networks = [.. links.Value.NetworkIds()],
                IsOfOther = IsOfOther(zone),
            };
        }

        int Rank(ZoneView zone) => zone.Name.Length
            + (("." + name).EndsWith("." + zone.Name, StringComparison.OrdinalIgnoreCase) ? 1000 : 0);
        return new(
            [.. (await Task.WhenAll(byName.Select(LookAsync))).SelectMany(views => views)
                .OrderByDescending(zone => zone.Link is null ? 0 : Rank(zone))
                .ThenByDescending(zone => zone.IsOfEndpoint)
                .ThenByDescending(zone => AzureNames.Same(zone.Name, usual))
                .ThenByDescending(Rank)],
            lists.Where(list => !list.Zones.IsFound).ToDictionary(list => list.Id, list => list.Zones.Refusal!));
    }
}
