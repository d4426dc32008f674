namespace PrivateLinkPg.Removal;

/// <summary>
/// One zone that loses records. Where nothing else uses it, its links go first (so that clients never ask an empty zone, and names
/// resolve as in public again), and the zone then takes its records along: until the zone is gone, they tell a second run what to do.
/// </summary>
/// <param name="zoneId">The zone.</param>
/// <param name="leaving">The records that lose addresses.</param>
/// <param name="byZoneGroup">Those that the removal of a zone group takes.</param>
/// <param name="removals">The removal that it belongs to.</param>
internal sealed class ZoneRemoval(
    string zoneId, IReadOnlyList<RecordRemoval> leaving, IReadOnlyList<RecordRemoval> byZoneGroup, RemovalContext removals)
{
    private IReadOnlyList<ZoneLinkResource> _links = [];
    private string? _etag;

    public string ZoneId => zoneId;
    public string Name { get; } = ResourceIds.Name(zoneId);

    /// <summary>True where the whole zone goes.</summary>
    public bool Goes { get; private set; }

    /// <summary>Looks at the zone as it is now, and decides.</summary>
    /// <param name="usedElsewhere">Whether somebody uses the zone though no record shows it; asked only where no record does.</param>
    public async Task DecideAsync(Func<Task<bool>> usedElsewhere)
    {
        if (removals.Ledger.Has(zoneId) || (await removals.Now.ZoneAsync(zoneId)).OrThrow() is not { } zone) return;
        _etag = zone.Etag;
        _links = (await removals.Now.ZoneLinksAsync(zoneId)).OrThrow()!;
        Goes = !_links.Any(link => link.Properties?.RegistrationEnabled == true) && !await HasOtherRecordsAsync() && !await usedElsewhere();
    }

    /// <summary>Takes the links of a zone that goes.</summary>
    public async Task RemoveLinksAsync()
    {
        foreach (ZoneLinkResource link in Goes ? _links : [])
        {
            string network = link.Properties?.VirtualNetwork?.Id ?? "";
            PgRemoval removal = removals.Of("VirtualNetworkLink", link.Id!, ResourceIds.TryParse(network)?.Name ?? link.Name!);
            if (!removals.Confirm(removal, $"Remove the link of zone '{Name}' to virtual network '{network}': DELETE {link.Id}"))
            {
                Goes = false; // A zone cannot go before its links.
                return;
            }
            if (removals.WhatIf) continue;
            await removals.FollowAsync(removal, (tracking, cancellation) =>
                removals.Arm.DeleteLinkAsync(link.Id!, ArmGateway.IfUnchanged(link.Etag), tracking, cancellation));
            removals.Done(removal);
        }
    }

    /// <summary>Takes the addresses out of the records of a zone that stays.</summary>
    public async Task RemoveRecordsAsync()
    {
        foreach (RecordRemoval record in Goes ? [] : leaving) await record.RemoveAsync(removals);
    }

    /// <summary>Takes a zone that goes, with its records, if still nobody else uses it.</summary>
    public async Task RemoveZoneAsync()
    {
        if (!Goes) return;
        PgRemoval removal = removals.Of("PrivateDnsZone", zoneId, Name);
        IReadOnlyList<PgRemoval> records = await RecordsAsync();
        if (!removals.WhatIf && (await HasOtherRecordsAsync() || (await removals.Now.ZoneLinksAsync(zoneId)).OrThrow()!.Count > 0))
        {
            removals.Host.Output.WriteWarning($"The zone '{zoneId}' was left, since somebody has just put a record or a link into it.");
            Goes = false;
            await RemoveRecordsAsync();
            return;
        }
        string names = string.Join(", ", records.Select(each => $"'{each.Name}' ({string.Join(", ", each.IpAddress)})"));
        string with = records.Count == 0 ? "" : $" with the A record of {names}";
        if (!removals.Confirm(removal, $"Remove private DNS zone{with}: DELETE {zoneId}") || removals.WhatIf) return;
        await removals.FollowAsync(removal, (tracking, cancellation) =>
            removals.Arm.DeleteZoneAsync(zoneId, ArmGateway.IfUnchanged(_etag), tracking, cancellation));
        foreach (PgRemoval record in records) removals.Done(record);
        removals.Done(removal);
    }

    private async Task<IReadOnlyList<PgRemoval>> RecordsAsync()
    {
        List<PgRemoval> records = [];
        foreach (RecordRemoval each in leaving.Where(each => !removals.Ledger.Has(each.Id)))
        {
            if ((await removals.Now.RecordAsync(each.Id)).OrThrow() is { } record)
                records.Add(removals.Of("ARecord", each.Id, each.HostName, each.Of(record)));
        }
        return records;
    }

    private async Task<bool> HasOtherRecordsAsync()
    {
        await foreach (RecordResource record in removals.Now.RecordSets(zoneId))
        {
            if (record.Type?.EndsWith("/SOA", StringComparison.OrdinalIgnoreCase) == true) continue;
            if (record.Type?.EndsWith("/A", StringComparison.OrdinalIgnoreCase) != true) return true;
            RecordRemoval? going = leaving.Concat(byZoneGroup).FirstOrDefault(each => ResourceIds.Same(each.Id, record.Id));
            IEnumerable<string> staying = record.Addresses().Except(going?.Of(record) ?? [])
                .Where(address => !removals.Ledger.Has(record.Id!, address));
            if (staying.Any() || (going is null && !removals.Ledger.Has(record.Id!))) return true;
        }
        return false;
    }
}
