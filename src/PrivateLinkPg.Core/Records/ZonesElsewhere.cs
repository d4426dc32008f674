namespace PrivateLinkPg.Records;

/// <summary>
/// Zones of a name that networks see already, in whatever subscription: Azure links a network to one of a name alone, and a second zone
/// would be left over beside the refusal.
/// </summary>
internal static class ZonesElsewhere
{
    /// <summary>Whether a zone may be made for these networks.</summary>
    /// <exception cref="CommandFailedException">NetworkSeesOtherZone.</exception>
    public static async Task DemandNoneAsync(RecordSettings wished, DnsPlan plan, LinkReader link, CommandHost host)
    {
        if (wished.NoLink || wished.VirtualNetworkId.Count == 0) return;
        var zonesOf = await host.OnceAsync($"zones elsewhere {plan.ZoneName}", () => ReadAsync(plan.ZoneName, link));
        foreach (string network in wished.VirtualNetworkId)
        {
            if (zonesOf[network].FirstOrDefault() is not { } zone) continue;
            string place = $"-ResourceGroupName {ResourceIds.Group(zone)} -SubscriptionId {ResourceIds.Subscription(zone)}";
            throw Failure.NetworkSeesOtherZone(network, zone, place);
        }
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
