using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Records;

namespace PrivateLinkPg.Removal;

/// <summary>A record that another endpoint's zone group keeps, and that endpoint.</summary>
/// <param name="EndpointId">The endpoint.</param>
/// <param name="ZoneGroupId">Its zone group.</param>
/// <param name="ResourceGuid">The GUID by which Azure notes it in records.</param>
/// <param name="RecordId">The record set.</param>
/// <param name="Set">What Azure wrote for it, and takes away with any endpoint that shares it.</param>
internal sealed record SharedRecordSet(string EndpointId, string ZoneGroupId, string? ResourceGuid, string RecordId, ZoneGroupRecordSet Set);

/// <summary>The zone groups of the endpoints that stay.</summary>
internal static class RemainingZoneGroups
{
    /// <summary>The endpoints that may have to do with a zone: of its own subscription, the context's, and those of the networks that are linked to it.</summary>
    public static async Task<AllocatedAddresses> AroundAsync(string zoneId, ArmGateway arm, CommandHost host)
    {
        var links = await host.OnceAsync("links " + zoneId, () => ZoneLinks.ListAsync(zoneId, arm, host.Cancellation));
        string?[] places = [zoneId, .. links.Select(link => link.Properties?.VirtualNetwork?.Id)];
        return await AllocatedAddresses.OfAllAsync([arm.Connection.SubscriptionId, .. places.Select(ResourceIds.Subscription)], arm, host);
    }

    /// <summary>Whether a zone group of an endpoint that stays holds the zone, though no record may show it, as while its connection is Pending.</summary>
    public static async Task<bool> UseAsync(string zoneId, RemovalContext removals)
    {
        string name = ResourceIds.Name(zoneId);
        foreach (ExistingEndpoint endpoint in (await AroundAsync(zoneId, removals.Arm, removals.Host)).Endpoints.Where(each => Stays(each.Id, removals)))
        {
            if (!name.Equals(LinkTarget.TryParse(endpoint.TargetId)?.Type.ZoneName(removals.Arm.Connection.Cloud), StringComparison.OrdinalIgnoreCase)) continue;
            var group = await ZoneGroups.FindAsync(endpoint.Id, removals.Arm, removals.Host.Cancellation);
            if (group is not null && !removals.Ledger.Has(group.Id!) && group.ZoneIds().Any(held => ResourceIds.Same(held, zoneId))) return true;
        }
        return false;
    }

    /// <summary>The records that zone groups of other endpoints of the same target keep: Azure removes such a record with either endpoint.</summary>
    public static async Task<IReadOnlyList<SharedRecordSet>> SharingAsync(Resource<PrivateEndpointProperties> endpoint, RemovalContext removals)
    {
        LinkTarget? target = LinkTarget.TryParse(endpoint.TargetId());
        if (target?.Type.ZoneName(removals.Arm.Connection.Cloud) is null) return []; // Zone groups write no records for it.
        List<SharedRecordSet> survivors = [];
        foreach ((string id, string? guid) in await OfTargetAsync(target, removals))
        {
            var group = await ZoneGroups.FindAsync(id, removals.Arm, removals.Host.Cancellation);
            survivors.AddRange(group.RecordSets().Where(each => each.Set is { RecordType: "A" or null, IpAddresses.Count: > 0 })
                .Select(each => new SharedRecordSet(id, group!.Id!, guid, $"{each.ZoneId}/A/{each.Set.RecordSetName}", each.Set)));
        }
        return survivors;
    }

    // Those of the subscriptions at hand, and those that the target knows beyond them.
    private static async Task<IReadOnlyList<(string Id, string? Guid)>> OfTargetAsync(LinkTarget target, RemovalContext removals)
    {
        string?[] places = [removals.EndpointId, target.ResourceId?.ToString()];
        AllocatedAddresses living = await AllocatedAddresses.OfAllAsync(places.Select(ResourceIds.Subscription), removals.Arm, removals.Host);
        Dictionary<string, string?> found = new(StringComparer.OrdinalIgnoreCase);
        foreach (ExistingEndpoint each in living.Endpoints.Where(each => ResourceIds.Same(each.TargetId, target.Value) && Stays(each.Id, removals))) found[each.Id] = each.ResourceGuid;
        foreach (string id in await ConnectedAsync(target, removals.Arm, removals.Host.Cancellation))
        {
            if (Stays(id, removals) && !found.ContainsKey(id) && await ReadableAsync(() => removals.Arm.FindPrivateEndpointAsync(id, removals.Host.Cancellation)) is { } each)
                found[each.Id!] = each.Properties?.ResourceGuid;
        }
        return [.. found.Select(pair => (pair.Key, pair.Value))];
    }

    private static async Task<IReadOnlyList<string>> ConnectedAsync(LinkTarget target, ArmGateway arm, CancellationToken cancellation) => await ReadableAsync(async () =>
    {
        List<string> ids = [];
        await foreach (Resource<EndpointConnectionProperties> each in arm.ListConnectionsAsync(target, cancellation))
        {
            if (each.Properties?.PrivateEndpoint?.Id is { } id) ids.Add(id);
        }
        return ids;
    }) ?? [];

    // The target, or an endpoint to it, may be another tenant's.
    private static async Task<T?> ReadableAsync<T>(Func<Task<T?>> read) where T : class
    {
        try
        {
            return await read();
        }
        catch (ArmException e) when (e.Status is 401 or 403 or 404)
        {
            return null;
        }
    }

    private static bool Stays(string endpointId, RemovalContext removals) => !ResourceIds.Same(endpointId, removals.EndpointId) && !removals.Ledger.Has(endpointId);
}
