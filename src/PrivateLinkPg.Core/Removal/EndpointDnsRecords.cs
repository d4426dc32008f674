using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Link;
using PrivateLinkPg.Records;

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
        AllocatedAddresses living = await AllocatedAddresses.OfAllAsync([ResourceIds.Subscription(_id), .. subscriptions], removals.Arm, removals.Host);
        foreach (string subscription in subscriptions)
        {
            var zones = await removals.Host.OnceAsync("zones " + subscription, () => ZonesAsync(subscription));
            foreach (Resource<PrivateDnsZoneProperties>[] some in zones.Chunk(8)) await Task.WhenAll(some.Select(zone => LookAsync(zone, living)));
        }
    }

    private async Task LookAsync(Resource<PrivateDnsZoneProperties> zone, AllocatedAddresses living)
    {
        if (zone.Properties?.NumberOfRecordSets <= 1)
        {
            if (await IsLeftEmptyAsync(zone)) EmptyZones.Add(zone.Id!);
            return;
        }
        foreach (Resource<RecordSetProperties> record in await removals.Host.OnceAsync("records " + zone.Id, () => RecordsAsync(zone.Id!)))
        {
            string[] going = await IsOursAsync(record, zone, living) ? [.. record.Addresses().Where(address => Goes(address, living))] : [];
            if (going.Length > 0) Records.Add(new(record.Id!, going));
        }
    }

    private async Task<bool> IsOursAsync(Resource<RecordSetProperties> record, Resource<PrivateDnsZoneProperties> zone, AllocatedAddresses living)
    {
        RecordOwner owner = RecordOwner.Of(record);
        if (owner.IsMadeFor(_id)) return true;
        if (endpoint is null) return false;
        if (owner.ZoneGroupEndpoint is not null) return owner.IsZoneGroupOf(endpoint.Name, endpoint.ResourceGuid);
        if (owner.EndpointIds.Count > 0 || !record.Addresses().Intersect(endpoint.Addresses).Any()) return false;

        // Made by hand for its address. Address spaces recur, so the name or the network must fit as well, and nobody else's.
        if (string.Equals(ZoneNames.Host(record.Name!, zone.Name!), endpoint.HostName, StringComparison.OrdinalIgnoreCase)) return true;
        string[] networks = await NetworksAsync(zone.Id!);
        return Array.Exists(networks, network => ResourceIds.Same(network, endpoint.VirtualNetworkId))
            && !living.Endpoints.Any(other => !ResourceIds.Same(other.Id, _id) && other.Addresses.Intersect(record.Addresses()).Intersect(endpoint.Addresses).Any()
                && Array.Exists(networks, network => ResourceIds.Same(network, other.VirtualNetworkId)));
    }

    // Its own, and those that it had before: an address that something else has stays.
    private bool Goes(string address, AllocatedAddresses living) => endpoint?.Addresses.Contains(address) == true || !living.InUse.Contains(address);

    // Created by this module, empty, and seen by no network but the endpoint's: what a removal leaves if it is stopped before its end.
    private async Task<bool> IsLeftEmptyAsync(Resource<PrivateDnsZoneProperties> zone) =>
        endpoint is not null && RecordOwner.IsOurs(zone)
        && (endpoint.HostName is null ? !ZoneNames.IsPrivateLink(zone.Name!) : ZoneNames.RecordIn(zone.Name!, endpoint.HostName) is not null)
        && Array.TrueForAll(await NetworksAsync(zone.Id!), network => ResourceIds.Same(network, endpoint.VirtualNetworkId));

    private async Task<string[]> NetworksAsync(string zoneId) =>
        [.. (await removals.Host.OnceAsync("links " + zoneId, () => ZoneLinks.ListAsync(zoneId, removals.Arm, removals.Host.Cancellation)))
            .Select(link => link.Properties?.VirtualNetwork?.Id).OfType<string>()];

    private async Task<IReadOnlyList<Resource<PrivateDnsZoneProperties>>> ZonesAsync(string subscription)
    {
        List<Resource<PrivateDnsZoneProperties>> zones = [];
        await foreach (Resource<PrivateDnsZoneProperties> zone in removals.Arm.ListZonesAsync(subscription, removals.Host.Cancellation)) zones.Add(zone);
        return zones;
    }

    private async Task<IReadOnlyList<Resource<RecordSetProperties>>> RecordsAsync(string zoneId)
    {
        List<Resource<RecordSetProperties>> records = [];
        await foreach (Resource<RecordSetProperties> record in removals.Arm.ListARecordsAsync(zoneId, removals.Host.Cancellation)) records.Add(record);
        return records;
    }
}
