namespace PrivateLinkPg.Removal;

/// <summary>The removal of one endpoint and, where asked, of what only it uses in private DNS.</summary>
internal sealed class EndpointWithDnsRemoval(EndpointResource? endpoint, bool includeDns, bool noWait, RemovalContext removals)
{
    private readonly EndpointRemoval? _endpoint = endpoint is null ? null : new(endpoint, noWait, removals);
    private ZoneGroupRemoval _zoneGroup = new(null, [], [], removals);
    private IReadOnlyList<string> _zoneIds = [];
    private IReadOnlyList<RecordRemoval> _records = [];

    /// <summary>True where there is nothing to remove.</summary>
    public bool IsEmpty => endpoint is null && _zoneIds.Count == 0;

    /// <summary>Finds what the endpoint has in DNS: without -IncludeDns its zone group only, whose records go with it anyway.</summary>
    /// <param name="subscriptions">Where to look for zones, besides the endpoint's subscription and the context's.</param>
    public async Task FindAsync(IReadOnlyList<string> subscriptions)
    {
        (ExistingEndpoint? existing, ZoneGroupResource? group) = (null, null);
        if (endpoint is not null)
        {
            group = (await removals.Now.ZoneGroupAsync(endpoint.Id!)).OrThrow();
            IReadOnlyList<EndpointAddress> addresses = (await removals.Now.AddressesAsync(endpoint)).OrThrow()!;
            existing = ExistingEndpoint.From(endpoint, addresses.Select(each => each.Ip), removals.Link.Connection.Cloud);
            _zoneGroup = new(group, existing.Addresses, await RemainingZoneGroups.SharingAsync(endpoint, removals), removals);
        }
        string[] places = [ResourceIds.Subscription(removals.EndpointId!)!, .. subscriptions];
        EndpointDnsRecords found = new(existing, removals.Link.Connection.SubscriptionId is { } own ? [own, .. places] : places, removals);
        if (includeDns) await found.FindAsync();
        _records = [.. found.Records.Where(record => !_zoneGroup.Records.Any(kept => ResourceIds.Same(kept.Id, record.Id)))];
        _zoneIds = [.. _records.Select(record => record.ZoneId).Concat(found.EmptyZones).Concat(group.ZoneIds())
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>
    /// Looks for what stands against it, asks for all of it, and only then begins. Inputs that share a zone take turns, so that the last of
    /// them finds it without use. The endpoint goes last: as long as it is there, the same line finds what is left to do.
    /// </summary>
    public Task RunAsync() => removals.Host.InTurnAsync(_zoneIds, async () =>
    {
        await _zoneGroup.ReadAsync();
        List<ZoneRemoval> zones = [.. includeDns ? _zoneIds.Select(Removal) : []];
        foreach (ZoneRemoval zone in zones) await zone.DecideAsync(removals.Link);
        List<LockedChange> changes = [.. _zoneGroup.Going, .. _endpoint?.Going ?? []];
        foreach (ZoneRemoval zone in zones) changes.AddRange(await zone.GoingAsync());
        await Locks.CheckAsync(changes, removals.Link);
        if (!await AskAsync(zones) || removals.WhatIf) return;
        await removals.Undo.GuardAsync(removals, async () =>
        {
            foreach (ZoneRemoval zone in zones) await zone.RemoveLinksAsync();
            await _zoneGroup.RunAsync();
            foreach (ZoneRemoval zone in zones) await zone.RemoveRecordsAsync();
            foreach (ZoneRemoval zone in zones) await zone.RemoveZoneAsync();
            if (_endpoint is not null) await _endpoint.RunAsync();
        });
        foreach (ZoneRemoval zone in zones) await zone.FinishAsync();
    });

    // Whoever keeps the zone group or the endpoint keeps the names by which clients find it.
    private async Task<bool> AskAsync(List<ZoneRemoval> zones)
    {
        foreach (ZoneRemoval zone in zones) zone.AskLinks();
        if ((includeDns || _zoneGroup.ConcernsOthers) && !_zoneGroup.Ask()) return false;
        foreach (ZoneRemoval zone in zones) await zone.AskRecordsAsync();
        return _endpoint?.Ask() != false;
    }

    private ZoneRemoval Removal(string zoneId) => new(zoneId, In(zoneId, _records), In(zoneId, _zoneGroup.Records), removals);

    private static RecordRemoval[] In(string zoneId, IEnumerable<RecordRemoval> records) =>
        [.. records.Where(record => ResourceIds.Same(record.ZoneId, zoneId))];
}
