namespace PrivateLinkPg.Removal;

/// <summary>A record that another endpoint's zone group keeps, and that endpoint.</summary>
/// <param name="EndpointId">The endpoint.</param>
/// <param name="ZoneGroupId">Its zone group.</param>
/// <param name="ResourceGuid">The GUID by which Azure notes it in records.</param>
/// <param name="RecordId">The record set.</param>
/// <param name="Set">What Azure wrote for it, and takes away with any endpoint that shares it.</param>
internal sealed record SharedRecordSet(
    string EndpointId, string ZoneGroupId, string? ResourceGuid, string RecordId, ZoneGroupRecordSet Set);

/// <summary>
/// The zone groups of the endpoints that stay, each read once for all inputs: what those take away themselves, the ledger knows.
/// </summary>
internal static class RemainingZoneGroups
{
    /// <summary>The endpoints that may have to do with a zone: of its subscription, the context's, and those of linked networks.</summary>
    public static async Task<AllocatedAddresses> AroundAsync(string zoneId, LinkReader link)
    {
        var links = await link.ZoneLinksAsync(zoneId);
        string[] places = [zoneId, .. links.Value.NetworkIds()];
        AllocatedAddresses around = await link.AllocatedAsync([link.Connection.SubscriptionId, .. places.Select(ResourceIds.Subscription)]);
        return links.IsNotReadable ? around with { Complete = false } : around;
    }

    /// <summary>
    /// Who uses the zone though no record shows it, in words: the zone group of an endpoint that stays, which has no record while it is
    /// Pending, or whoever cannot be seen. Null where nobody does.
    /// </summary>
    public static async Task<string?> UseAsync(string zoneId, LinkReader link, RemovalContext removals)
    {
        string name = ResourceIds.Name(zoneId);
        AllocatedAddresses around = await AroundAsync(zoneId, link);
        foreach (ExistingEndpoint endpoint in around.Endpoints.Where(each => Stays(each.Id, removals)))
        {
            string? zone = LinkTarget.TryParse(endpoint.TargetId)?.Type.ZoneName(link.Connection.Cloud);
            if (!AzureNames.Same(name, zone)) continue;
            var group = await link.ZoneGroupAsync(endpoint.Id);
            if (group.IsNotReadable) return $"the zone group of private endpoint '{endpoint.Id}' may not be read ({group.Refusal!.Code})";
            if (group.Value is { } found && !removals.Ledger.Has(found.Id!) && found.ZoneIds().Any(held => ResourceIds.Same(held, zoneId)))
                return $"the zone group of private endpoint '{endpoint.Id}' holds it";
        }
        // Only zones that Azure names for a target are held by zone groups.
        return around.Complete || !ZoneNames.IsPrivateLink(name) || removals.IsNamed(zoneId)
            ? null
            : "not all private endpoints around it can be seen, and one of them may use it; -PrivateDnsZoneId lets it go all the same";
    }

    /// <summary>The records of zone groups of other endpoints to the same target: Azure removes such a record with either one.</summary>
    public static async Task<IReadOnlyList<SharedRecordSet>> SharingAsync(EndpointResource endpoint, RemovalContext removals)
    {
        LinkTarget? target = LinkTarget.TryParse(endpoint.TargetId());
        if (target?.Type.ZoneName(removals.Link.Connection.Cloud) is null) return []; // Zone groups write no records for it.
        List<SharedRecordSet> shared = [];
        foreach ((string id, string? guid) in await OfTargetAsync(target, removals))
        {
            var group = await removals.Link.ZoneGroupAsync(id);
            if (group.IsNotReadable)
            {
                await removals.WarnAsync(
                    $"Whether '{id}' shares a record with the endpoint is not known, since its zone group may not be read "
                    + $"({group.Refusal!.Code}). Azure takes a shared record away with either of them.");
            }
            shared.AddRange(group.Value.ARecords().Where(each => each.Set.IpAddresses is { Count: > 0 })
                .Select(each => new SharedRecordSet(id, group.Value!.Id!, guid, each.Id, each.Set)));
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
        var connections = (await removals.Link.ConnectionsAsync(target)).Value ?? [];
        foreach (string id in connections.Select(each => each.Properties?.PrivateEndpoint?.Id).OfType<string>())
        {
            if (!Stays(id, removals) || found.ContainsKey(id)) continue;
            if ((await removals.Link.EndpointAsync(id)).Value is { } each) found[each.Id!] = each.Properties?.ResourceGuid;
        }
        return [.. found.Select(pair => (pair.Key, pair.Value))];
    }

    private static bool Stays(string endpointId, RemovalContext removals) =>
        !ResourceIds.Same(endpointId, removals.EndpointId) && !removals.Ledger.Has(endpointId);
}
