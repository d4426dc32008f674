using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;

namespace PrivateLinkPg.Records;

/// <summary>
/// Which zone a record goes to. Without -ResourceGroupName a zone of that name anywhere in the subscription is the one; of several, the
/// one that the networks are linked to, since a network can be linked to only one of each name; else the one nearest to the endpoint.
/// </summary>
internal static class ZoneChoice
{
    /// <summary>The zone's id, and whether it exists.</summary>
    public static async Task<(string Id, bool Exists)> FindAsync(RecordSettings request, DnsPlan plan, ArmGateway arm, CommandHost host)
    {
        string id = $"/subscriptions/{plan.SubscriptionId}/resourceGroups/{plan.GroupName}/providers/Microsoft.Network/privateDnsZones/{plan.ZoneName}";
        if (request.ResourceGroupName is not null)
            return (id, await host.OnceAsync("find " + id, async () => await arm.FindZoneAsync(id, host.Cancellation) is not null));

        IReadOnlyList<string> found = await host.OnceAsync($"zones {plan.SubscriptionId} {plan.ZoneName}", () => NamedAsync(plan, arm, host.Cancellation));
        return found switch
        {
            // Inputs from several groups share the zone that the first of them will make.
            [] => (await host.OnceAsync($"new zone {plan.SubscriptionId} {plan.ZoneName}", () => Task.FromResult(id)), false),
            [string only] => (only, true),
            _ => (await OfSeveralAsync(found, id, request, plan, arm, host), true),
        };
    }

    private static async Task<string> OfSeveralAsync(
        IReadOnlyList<string> found, string near, RecordSettings request, DnsPlan plan, ArmGateway arm, CommandHost host)
    {
        List<string> linked = [];
        foreach (string zone in found)
        {
            var links = await host.OnceAsync("links " + zone, () => ZoneLinks.ListAsync(zone, arm, host.Cancellation));
            if (links.Any(link => request.VirtualNetworkId.Any(network => ResourceIds.Same(network, link.Properties?.VirtualNetwork?.Id)))) linked.Add(zone);
        }
        if (linked.Count == 1) return linked[0];
        return (linked.Count == 0 ? found.FirstOrDefault(each => ResourceIds.Same(each, near)) : null) ?? throw Failure.AmbiguousZone(plan.ZoneName, found);
    }

    private static async Task<IReadOnlyList<string>> NamedAsync(DnsPlan plan, ArmGateway arm, CancellationToken cancellation)
    {
        List<string> found = [];
        await foreach (Resource<PrivateDnsZoneProperties> zone in arm.ListZonesAsync(plan.SubscriptionId, cancellation))
        {
            if (string.Equals(zone.Name, plan.ZoneName, StringComparison.OrdinalIgnoreCase)) found.Add(zone.Id!);
        }
        return found;
    }
}
