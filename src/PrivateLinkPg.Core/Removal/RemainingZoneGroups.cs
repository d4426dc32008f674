namespace PrivateLinkPg.Removal;

/// <summary>A record that another endpoint's zone group keeps, and that endpoint.</summary>
/// <param name="EndpointId">The endpoint.</param>
/// <param name="ZoneGroupId">Its zone group.</param>
/// <param name="ResourceGuid">The GUID by which Azure notes it in records.</param>
/// <param name="RecordId">The record set.</param>
/// <param name="Set">What Azure wrote for it, and takes away with any endpoint that shares it.</param>
internal sealed record SharedRecordSet(
    string EndpointId, string ZoneGroupId, string? ResourceGuid, string RecordId, ZoneGroupRecordSet Set);

/// <summary>The zone groups of the endpoints that stay.</summary>
internal static class RemainingZoneGroups
{
    /// <summary>The endpoints that may have to do with a zone: of its subscription, the context's, and those of linked networks.</summary>
    public static async Task<AllocatedAddresses> AroundAsync(string zoneId, LinkReader link)
    {
        string?[] places = [zoneId, .. (await link.ZoneLinksAsync(zoneId)).OrThrow()!.Select(each => each.Properties?.VirtualNetwork?.Id)];
        return await link.AllocatedAsync([link.Connection.SubscriptionId, .. places.Select(ResourceIds.Subscription)]);
    }

    /// <summary>Whether the zone group of an endpoint that stays holds the zone, even without a record, as while it is Pending.</summary>
    public static async Task<bool> UseAsync(string zoneId, RemovalContext removals)
    {
        string name = ResourceIds.Name(zoneId);
        foreach (ExistingEndpoint endpoint in (await AroundAsync(zoneId, removals.Link)).Endpoints.Where(each => Stays(each.Id, removals)))
        {
            string? zone = LinkTarget.TryParse(endpoint.TargetId)?.Type.ZoneName(removals.Link.Connection.Cloud);
            if (!AzureNames.Same(name, zone)) continue;
            var group = (await removals.Now.ZoneGroupAsync(endpoint.Id)).OrThrow();
            if (group is not null && !removals.Ledger.Has(group.Id!) && group.ZoneIds().Any(held => ResourceIds.Same(held, zoneId)))
                return true;
        }
        return false;
    }

    /// <summary>The records of zone groups of other endpoints to the same target: Azure removes such a record with either one.</summary>
    public static async Task<IReadOnlyList<SharedRecordSet>> SharingAsync(EndpointResource endpoint, RemovalContext removals)
    {
        LinkTarget? target = LinkTarget.TryParse(endpoint.TargetId());
        if (target?.Type.ZoneName(removals.Link.Connection.Cloud) is null) return []; // Zone groups write no records for it.
        List<SharedRecordSet> shared = [];
        foreach ((string id, string? guid) in await OfTargetAsync(target, removals))
        {
            var group = (await removals.Now.ZoneGroupAsync(id)).OrThrow();
            shared.AddRange(group.RecordSets().Where(each => each.Set is { RecordType: "A" or null, IpAddresses.Count: > 0 })
                .Select(each => new SharedRecordSet(id, group!.Id!, guid, $"{each.ZoneId}/A/{each.Set.RecordSetName}", each.Set)));
        }
        return shared;
    }

    // Those of the subscriptions at hand, and those that the target knows beyond them; target and endpoints may be another tenant's.
    private static async Task<IReadOnlyList<(string Id, string? Guid)>> OfTargetAsync(LinkTarget target, RemovalContext removals)
    {
        string?[] places = [removals.EndpointId, target.ResourceId?.ToString()];
        AllocatedAddresses allocated = await removals.Link.AllocatedAsync(places.Select(ResourceIds.Subscription));
        Dictionary<string, string?> found = new(StringComparer.OrdinalIgnoreCase);
        foreach (ExistingEndpoint each in allocated.Endpoints.Where(each => ResourceIds.Same(each.TargetId, target.Value)))
        {
            if (Stays(each.Id, removals)) found[each.Id] = each.ResourceGuid;
        }
        var connections = (await removals.Now.ConnectionsAsync(target)).Value ?? [];
        foreach (string id in connections.Select(each => each.Properties?.PrivateEndpoint?.Id).OfType<string>())
        {
            if (!Stays(id, removals) || found.ContainsKey(id)) continue;
            if ((await removals.Now.EndpointAsync(id)).Value is { } each) found[each.Id!] = each.Properties?.ResourceGuid;
        }
        return [.. found.Select(pair => (pair.Key, pair.Value))];
    }

    private static bool Stays(string endpointId, RemovalContext removals) =>
        !ResourceIds.Same(endpointId, removals.EndpointId) && !removals.Ledger.Has(endpointId);
}
