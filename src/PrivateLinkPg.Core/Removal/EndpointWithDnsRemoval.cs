namespace PrivateLinkPg.Removal;

/// <summary>The DNS side of the removal of one endpoint.</summary>
internal sealed class EndpointDnsRemoval(EndpointResource? endpoint, RemovalContext removals)
{
    private ZoneGroupRemoval _zoneGroup = new(null, [], [], removals);
    private IReadOnlyList<string> _zoneIds = [];
    private IReadOnlyList<RecordRemoval> _records = [];
    private bool _includeDns;

    /// <summary>True where the endpoint has nothing in DNS.</summary>
    public bool IsEmpty => _zoneIds.Count == 0;

    /// <summary>Finds what the endpoint has in DNS.</summary>
    /// <param name="includeDns">False for its zone group only, whose records go with it anyway.</param>
    /// <param name="subscriptions">Where to look for zones, besides the endpoint's subscription and the context's.</param>
    public async Task FindAsync(bool includeDns, IReadOnlyList<string> subscriptions)
    {
        _includeDns = includeDns;
        (ExistingEndpoint? existing, ZoneGroupResource? group) = (null, null);
        if (endpoint is not null)
        {
            existing = ExistingEndpoint.From(
                endpoint, (await removals.Now.AddressesAsync(endpoint)).OrThrow()!.Select(each => each.Ip), removals.Link.Connection.Cloud);
            group = (await removals.Now.ZoneGroupAsync(endpoint.Id!)).OrThrow();
            _zoneGroup = new(group, existing.Addresses, await RemainingZoneGroups.SharingAsync(endpoint, removals), removals);
        }
        string[] places = [ResourceIds.Subscription(removals.EndpointId!)!, .. subscriptions];
        EndpointDnsRecords found = new(existing, removals.Link.Connection.SubscriptionId is { } own ? [own, .. places] : places, removals);
        if (includeDns) await found.FindAsync();
        _records = [.. found.Records.Where(record => !_zoneGroup.Records.Any(kept => ResourceIds.Same(kept.Id, record.Id)))];
        _zoneIds = [.. _records.Select(record => record.ZoneId).Concat(found.EmptyZones).Concat(group.ZoneIds())
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Removes it; inputs that share a zone take turns, so that the last of them finds it without use.</summary>
    /// <returns>False where the endpoint must stay, since the user declined what must go before it.</returns>
    public async Task<bool> RemoveAsync()
    {
        bool goOn = true;
        await removals.Host.InTurnAsync(_zoneIds, async () =>
        {
            await _zoneGroup.ReadAsync();
            List<ZoneRemoval> zones = [.. _includeDns ? _zoneIds.Select(Removal) : []];
            foreach (ZoneRemoval zone in zones) await zone.DecideAsync(() => RemainingZoneGroups.UseAsync(zone.ZoneId, removals));
            foreach (ZoneRemoval zone in zones) await zone.RemoveLinksAsync();
            if (_includeDns || _zoneGroup.ConcernsOthers) goOn = await _zoneGroup.RunAsync();
            if (!goOn) return;
            foreach (ZoneRemoval zone in zones) await zone.RemoveRecordsAsync();
            foreach (ZoneRemoval zone in zones) await zone.RemoveZoneAsync();
        });
        return goOn;
    }

    private ZoneRemoval Removal(string zoneId) => new(zoneId, In(zoneId, _records), In(zoneId, _zoneGroup.Records), removals);

    private static RecordRemoval[] In(string zoneId, IEnumerable<RecordRemoval> records) =>
        [.. records.Where(record => ResourceIds.Same(record.ZoneId, zoneId))];
}
