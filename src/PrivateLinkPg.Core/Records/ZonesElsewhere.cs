namespace PrivateLinkPg.Records;

/// <summary>
/// Zones of a name that networks see already, in whatever subscription: Azure links a network to one of a name alone, and a second zone,
/// or a record in it, would be left over beside the refusal.
/// </summary>
internal static class ZonesElsewhere
{
    /// <summary>
    /// Whether any of these networks sees the zone, or can be linked to it; one that another session has just made of this id is no other.
    /// Where some can, Azure refuses the others' links, and each is told.
    /// </summary>
    /// <exception cref="CommandFailedException">NetworkSeesOtherZone.</exception>
    public static async Task DemandNoneAsync(
        string id, bool exists, RecordSettings wished, DnsPlan plan, LinkReader link, CommandHost host)
    {
        if (wished.NoLink || wished.VirtualNetworkId.Count == 0) return;
        IEnumerable<string> linked = exists ? (await link.ZoneLinksAsync(id)).Value.NetworkIds() : [];
        if (wished.VirtualNetworkId.Intersect(linked, StringComparer.OrdinalIgnoreCase).Any()) return;
        var zonesOf = await host.OnceAsync($"zones elsewhere {plan.ZoneName}", () => ReadAsync(plan.ZoneName, link));
        string?[] others =
            [.. wished.VirtualNetworkId.Select(network => zonesOf[network].FirstOrDefault(zone => !ResourceIds.Same(zone, id)))];
        if (others.Contains(null)) return;
        string place = $"-ResourceGroupName {ResourceIds.Group(others[0]!)} -SubscriptionId {ResourceIds.Subscription(others[0]!)}";
        throw Failure.NetworkSeesOtherZone(wished.VirtualNetworkId[0], others[0]!, place);
    }

    // What may not be read is for Azure to tell, when it is asked for the link.
    private static async Task<ILookup<string, string>> ReadAsync(string name, LinkReader link)
    {
        var subscriptions = (await link.SubscriptionsAsync()).Value ?? [];
        var lists = await Task.WhenAll(subscriptions.Take(LinkReader.MostSubscriptions)
            .Select(each => link.ZonesAsync(each.SubscriptionId)));
        return (await NamedZones.OfNameAsync(lists.SelectMany(list => list.Value ?? []), name, link))
            .SelectMany(each => NamedZones.Networks(each.Zone, each.Links.Value ?? []))
            .ToLookup(each => each.Network, each => each.Zone, StringComparer.OrdinalIgnoreCase);
    }
}
