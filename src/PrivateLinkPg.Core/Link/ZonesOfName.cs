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
        HashSet<string> ids = new(
            lists.SelectMany(list => list.Zones.Value ?? []).Select(zone => zone.Id!).Concat(ofEndpoint), StringComparer.OrdinalIgnoreCase);

        async Task<ZoneView?> ViewAsync(string id)
        {
            if (ZoneNames.RecordIn(ResourceIds.Name(id), name) is not { } record) return null;
            var links = await link.ZoneLinksAsync(id);
            return new(
                id, $"{id}/A/{record}", ofEndpoint.Contains(id),
                links.Value?.FirstOrDefault(each => networkId is null || ResourceIds.Same(each.Properties?.VirtualNetwork?.Id, networkId)),
                links.Refusal)
            {
                Networks = [.. (links.Value ?? []).Select(each => each.Properties?.VirtualNetwork?.Id).OfType<string>()],
            };
        }

        int Rank(ZoneView zone) => zone.Name.Length
            + (("." + name).EndsWith("." + zone.Name, StringComparison.OrdinalIgnoreCase) ? 1000 : 0);
        return new(
            [.. (await Task.WhenAll(ids.Select(ViewAsync))).OfType<ZoneView>()
                .OrderByDescending(zone => zone.Link is null ? 0 : Rank(zone))
                .ThenByDescending(zone => zone.IsOfEndpoint)
                .ThenByDescending(zone => AzureNames.Same(zone.Name, usual))
                .ThenByDescending(Rank)],
            lists.Where(list => !list.Zones.IsFound).ToDictionary(list => list.Id, list => list.Zones.Refusal!));
    }
}
