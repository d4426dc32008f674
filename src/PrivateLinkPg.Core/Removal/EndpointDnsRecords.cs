namespace PrivateLinkPg.Removal;

/// <summary>
/// Finds what an endpoint has in private DNS zones: records that were made for it, that its zone group left, or that a hand made for its
/// address; and zones that an interrupted removal has left empty.
/// </summary>
internal sealed class EndpointDnsRecords(ExistingEndpoint? endpoint, IReadOnlyList<string> zoneSubscriptions, RemovalContext removals)
{
    private readonly string _id = removals.EndpointId!;

    /// <summary>The records that lose addresses.</summary>
    public List<RecordRemoval> Records { get; } = [];

    /// <summary>The zones that are empty and of no use.</summary>
    public List<string> EmptyZones { get; } = [];

    /// <summary>Looks through all zones of the subscriptions.</summary>
    public async Task FindAsync()
    {
        IReadOnlyList<string> subscriptions = [.. zoneSubscriptions.Distinct(StringComparer.OrdinalIgnoreCase)];
        AllocatedAddresses allocated = await removals.Link.AllocatedAsync([ResourceIds.Subscription(_id), .. subscriptions]);
        foreach (string subscription in subscriptions)
        {
            // A zone that was not read must not look empty.
            var zones = (await removals.Link.ZonesAsync(subscription)).OrThrow()!;
            foreach (ZoneResource[] some in zones.Chunk(8))
                await Task.WhenAll(some.Select(zone => LookAsync(zone, allocated)));
        }
    }

    private async Task LookAsync(ZoneResource zone, AllocatedAddresses allocated)
    {
        if (zone.Properties?.NumberOfRecordSets <= 1)
        {
            if (await IsLeftEmptyAsync(zone)) EmptyZones.Add(zone.Id!);
            return;
        }
        foreach (RecordResource record in (await removals.Link.RecordsAsync(zone.Id!)).OrThrow()!)
        {
            if (!await IsOursAsync(record, zone, allocated)) continue;
            string[] going = [.. record.Addresses().Where(address => Goes(address, allocated))];
            if (going.Length > 0) Records.Add(new(record.Id!, going));
        }
    }

    private async Task<bool> IsOursAsync(RecordResource record, ZoneResource zone, AllocatedAddresses allocated)
    {
        RecordOwner owner = RecordOwner.Of(record);
        if (owner.IsMadeFor(_id)) return true;
        if (endpoint is null) return false;
        if (owner.ZoneGroupEndpoint is not null) return owner.IsZoneGroupOf(endpoint.Name, endpoint.ResourceGuid);
        if (owner.EndpointIds.Count > 0 || !record.Addresses().Intersect(endpoint.Addresses).Any()) return false;

        // Made by hand for its address. Address spaces recur, so the name or the network must fit as well, and nobody else's.
        if (AzureNames.Same(ZoneNames.Host(record.Name!, zone.Name!), endpoint.HostName)) return true;
        string[] networks = await NetworksAsync(zone.Id!);
        return Array.Exists(networks, network => ResourceIds.Same(network, endpoint.VirtualNetworkId))
            && !allocated.Endpoints.Any(other => !ResourceIds.Same(other.Id, _id)
                && other.Addresses.Intersect(record.Addresses()).Intersect(endpoint.Addresses).Any()
                && Array.Exists(networks, network => ResourceIds.Same(network, other.VirtualNetworkId)));
    }

    // Its own, and those that it had before: an address that something else has stays.
    private bool Goes(string address, AllocatedAddresses allocated) =>
        endpoint?.Addresses.Contains(address) == true || !allocated.InUse.Contains(address);

    // Created by this module, empty, and seen by no network but the endpoint's: what a removal leaves if it is stopped before its end.
    private async Task<bool> IsLeftEmptyAsync(ZoneResource zone) =>
        endpoint is not null && RecordOwner.IsOurs(zone)
        && (endpoint.HostName is null
            ? !ZoneNames.IsPrivateLink(zone.Name!)
            : ZoneNames.RecordIn(zone.Name!, endpoint.HostName) is not null)
        && Array.TrueForAll(await NetworksAsync(zone.Id!), network => ResourceIds.Same(network, endpoint.VirtualNetworkId));

    private async Task<string[]> NetworksAsync(string zoneId) =>
        [.. (await removals.Link.ZoneLinksAsync(zoneId)).OrThrow()!.Select(link => link.Properties?.VirtualNetwork?.Id).OfType<string>()];
}
