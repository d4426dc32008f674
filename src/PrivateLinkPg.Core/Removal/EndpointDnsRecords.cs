namespace PrivateLinkPg.Removal;

/// <summary>
/// Finds what an endpoint has in private DNS zones: records that were made for it, that its zone group left, or that a hand made for its
/// address; and zones that an interrupted removal has left empty. What may not be read is told and left.
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
            var zones = await removals.Link.ZonesAsync(subscription);
            string what = $"The private DNS zones of subscription {subscription}";
            if (!zones.IsFound) await TellUnreadAsync(what, zones.Refusal!, "the endpoint's records there stay");
            foreach (ZoneResource[] some in (zones.Value ?? []).Chunk(8))
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
        var records = await removals.Link.RecordsAsync(zone.Id!);
        if (records.IsNotReadable)
            await TellUnreadAsync($"The records of zone '{zone.Id}'", records.Refusal!, "those of the endpoint stay there");
        foreach (RecordResource record in records.Value ?? [])
        {
            if (!await IsOursAsync(record, zone)) continue;
            RecordOwner owner = RecordOwner.Of(record);
            string[] going = [.. record.Addresses().Where(address => Goes(address, owner, allocated))];
            if (going.Length > 0) Records.Add(new RecordRemoval(record.Id!, going).WithMadeFor(record));
            else if (owner.IsMadeFor(_id)) await TellLeftAsync(record);
        }
    }

    private async Task<bool> IsOursAsync(RecordResource record, ZoneResource zone)
    {
        RecordOwner owner = RecordOwner.Of(record);
        if (owner.IsMadeFor(_id)) return true;
        return endpoint is not null && (owner.ZoneGroupEndpoint is not null
            ? owner.IsZoneGroupOf(endpoint.Name, endpoint.ResourceGuid)
            : owner.EndpointIds.Count == 0 && record.Addresses().Intersect(endpoint.Addresses).Any() && await IsByHandAsync(record, zone));
    }

    // Made by hand for its address. Address spaces recur, so the network or the name must fit as well, and nobody else's.
    private async Task<bool> IsByHandAsync(RecordResource record, ZoneResource zone)
    {
        string host = ZoneNames.Host(record.Name!, zone.Name!);
        bool named = AzureNames.Same(host, endpoint!.HostName);
        var links = await removals.Link.ZoneLinksAsync(zone.Id!);
        string[] networks = [.. links.Value.NetworkIds()];
        bool linked = Array.Exists(networks, network => ResourceIds.Same(network, endpoint.VirtualNetworkId));
        if (!named && !linked) return false;
        AllocatedAddresses around = await removals.Link.AllocatedAsync(
            [ResourceIds.Subscription(_id), ResourceIds.Subscription(zone.Id), .. networks.Select(ResourceIds.Subscription)]);
        bool others = around.Endpoints.Any(other => !ResourceIds.Same(other.Id, _id)
            && other.Addresses.Intersect(record.Addresses()).Intersect(endpoint.Addresses).Any()
            && (Array.Exists(networks, network => ResourceIds.Same(network, other.VirtualNetworkId))
                || (!linked && AzureNames.Same(other.HostName, host))));
        if (others) return false;
        if (around.Complete && links.IsFound) return true;
        await removals.WarnAsync(
            $"The A record '{record.Id}' is left: a hand made it for an address that the endpoint has, and whether another endpoint that "
            + "cannot be seen has it too is not known. Remove-PgPrivateDnsRecord removes it.");
        return false;
    }

    // Its own, unless another that the record was made for has it too; and those that were written for it before, unless something may
    // have them now. Whatever else is in the record, somebody else has put there.
    private bool Goes(string address, RecordOwner owner, AllocatedAddresses allocated) =>
        endpoint?.Addresses.Contains(address) == true
            ? !allocated.Endpoints.Any(other => !ResourceIds.Same(other.Id, _id) && other.Addresses.Contains(address)
                && owner.IsMadeFor(other.Id))
            : owner.IsMadeFor(_id, address) && allocated.Complete && !allocated.InUse.Contains(address);

    private Task TellLeftAsync(RecordResource record) => removals.WarnAsync(
        $"The A record '{record.Id}' is left, though it was made for the endpoint: {string.Join(", ", record.Addresses())} may be somebody "
        + "else's now. Remove-PgPrivateDnsRecord removes it.");

    // Created by this module, empty, and seen by no network but the endpoint's, or by none and made for it: what a removal leaves if it is
    // stopped before its end. Another zone without links may just be about to get its first.
    private async Task<bool> IsLeftEmptyAsync(ZoneResource zone)
    {
        if (!RecordOwner.IsMarked(zone)) return false;
        var links = await removals.Link.ZoneLinksAsync(zone.Id!);
        return links.Value switch
        {
            null => false,
            [] => RecordOwner.IsMarkedFor(zone, _id),
            var some => endpoint is not null && IsForNames(zone)
                && some.NetworkIds().All(network => ResourceIds.Same(network, endpoint.VirtualNetworkId)),
        };
    }

    private bool IsForNames(ZoneResource zone) => endpoint!.HostName is null
        ? !ZoneNames.IsPrivateLink(zone.Name!)
        : ZoneNames.RecordIn(zone.Name!, endpoint.HostName) is not null;

    private Task TellUnreadAsync(string what, ArmException refusal, string consequence) =>
        removals.WarnAsync($"{what} may not be read ({refusal.Code}), so {consequence}.");
}
