namespace PrivateLinkPg.Records;

/// <summary>
/// Which zone a record goes to. Without -ResourceGroupName a zone of that name anywhere in the subscription is the one; of several, the
/// one that the networks are linked to, since a network can be linked to only one of each name; else the one nearest to the endpoint.
/// </summary>
internal static class ZoneChoice
{
    /// <summary>The zone's id, and whether it exists.</summary>
    public static async Task<(string Id, bool Exists)> FindAsync(RecordSettings wished, DnsPlan plan, LinkReader link, CommandHost host)
    {
        string group = $"/subscriptions/{plan.SubscriptionId}/resourceGroups/{plan.GroupName}";
        string id = $"{group}/providers/Microsoft.Network/privateDnsZones/{plan.ZoneName}";
        if (wished.ResourceGroupName is not null) return (id, (await link.ZoneAsync(id)).OrThrow() is not null);

        var zones = await link.ZonesAsync(plan.SubscriptionId);
        if (zones.IsNotReadable) throw Failure.ZonesNotReadable(plan.ZoneName, plan.SubscriptionId, zones.Refusal!);
        string[] found = [.. zones.OrThrow()!
            .Where(zone => AzureNames.Same(zone.Name, plan.ZoneName)).Select(zone => zone.Id!)];
        return found switch
        {
            // Inputs from several groups share the zone that the first of them will make.
            [] => (await host.OnceAsync($"new zone {plan.SubscriptionId} {plan.ZoneName}", () => Task.FromResult(id)), false),
            [string only] => (only, true),
            _ => (await OfSeveralAsync(found, id, wished, plan, link), true),
        };
    }

    private static async Task<string> OfSeveralAsync(string[] found, string near, RecordSettings wished, DnsPlan plan, LinkReader link)
    {
        List<string> linked = [];
        foreach (string zone in found)
        {
            var links = (await link.ZoneLinksAsync(zone)).OrThrow()!;
            if (links.Any(each => wished.VirtualNetworkId.Any(network => ResourceIds.Same(network, each.Properties?.VirtualNetwork?.Id))))
                linked.Add(zone);
        }
        if (linked.Count == 1) return linked[0];
        string? nearest = linked.Count == 0 ? Array.Find(found, each => ResourceIds.Same(each, near)) : null;
        return nearest ?? throw Failure.AmbiguousZone(plan.ZoneName, found);
    }
}
