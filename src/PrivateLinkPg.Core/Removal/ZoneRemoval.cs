namespace PrivateLinkPg.Removal;

/// <summary>
/// One zone that loses records. Where this module made it for them, or the user named it, and nobody else uses it, it goes: its links first
/// (so that clients never ask an empty zone, and names resolve as in public again), and the zone then takes its records along: until the
/// zone is gone, they tell a second run what to do. Of another's zone that is without use then, only links that were made for them go.
/// </summary>
/// <param name="zoneId">The zone.</param>
/// <param name="leaving">The records that lose addresses.</param>
/// <param name="byZoneGroup">Those that the removal of a zone group takes.</param>
/// <param name="removals">The removal that it belongs to.</param>
internal sealed class ZoneRemoval(
    string zoneId, IReadOnlyList<RecordRemoval> leaving, IReadOnlyList<RecordRemoval> byZoneGroup, RemovalContext removals)
{
    private readonly List<RecordRemoval> _records = [];
    private readonly ZoneOwners _owners = new(zoneId, removals);
    private ZoneResource? _zone;
    private List<ZoneLinkResource> _links = [];
    private bool _goes;
    private bool _inUse;

    public string ZoneId => zoneId;
    public string Name { get; } = ResourceIds.Name(zoneId);

    /// <summary>What is to go of it and in it; a record that keeps other addresses is only written.</summary>
    public async Task<IReadOnlyList<LockedChange>> GoingAsync()
    {
        List<LockedChange> changes = [.. _links.Select(link => new LockedChange(link.Id!))];
        if (_goes) changes.Add(new(zoneId));
        foreach ((RecordRemoval each, RecordResource record) in await RecordsAsync())
            changes.Add(new(each.Id, _goes || !record.Addresses().Except(each.Of(record)).Any()));
        return changes;
    }

    /// <summary>Looks at the zone as it is now, and decides.</summary>
    /// <param name="link">Reads who uses the zone though no record shows it; asked only where no record does.</param>
    public async Task DecideAsync(LinkReader link)
    {
        if (removals.Ledger.Has(zoneId)) return;
        foreach (RecordRemoval each in leaving) _owners.Note(each);
        (Fact<ZoneResource> zone, var links) = (await removals.Now.ZoneAsync(zoneId), await removals.Now.ZoneLinksAsync(zoneId));
        if (zone.IsMissing) return;
        Fact<RecordResource> other = await OtherRecordAsync();
        if ((zone.Refusal ?? links.Refusal ?? other.Refusal) is { } refusal)
        {
            await LeftAsync($"it may not be read as a whole ({refusal.Code})");
            return;
        }
        _inUse = other.IsFound;
        if (_inUse) return; // Nobody expects it to go.
        if (await RemainingZoneGroups.UseAsync(zoneId, link, removals) is { } user)
        {
            await LeftAsync(user);
            return;
        }
        await DecideOnOwnersAsync(zone.Value!, links.Value!);
    }

    private async Task DecideOnOwnersAsync(ZoneResource zone, IReadOnlyList<ZoneLinkResource> links)
    {
        bool named = removals.IsNamed(zoneId);
        List<ZoneLinkResource> own = [];
        foreach (ZoneLinkResource link in links)
        {
            if (await _owners.IsOfRemovalAsync(link)) own.Add(link);
        }
        ZoneLinkResource? registering = links.FirstOrDefault(each => each.Properties?.RegistrationEnabled == true);
        bool isOwn = named || await _owners.IsOfRemovalAsync(zone);
        ZoneLinkResource? foreign = named ? null : links.Except(own).FirstOrDefault(link => !_owners.IsOfSameNetwork(link));
        _zone = zone;
        _goes = isOwn && foreign is null && registering is null;
        _links = _goes ? [.. links] : own;
        if (registering is not null) await LeftAsync($"virtual machines of '{registering.NetworkId()}' register in it");
        else if (!isOwn) await LeftAsync($"it {ZoneOwners.InWords(zone)}", "it");
        else if (foreign is not null)
        {
            await LeftAsync(
                $"its link '{foreign.Name}' to virtual network '{foreign.NetworkId()}' {ZoneOwners.InWords(foreign)}", "both");
        }
    }

    /// <summary>Asks for its links.</summary>
    public void AskLinks()
    {
        foreach (ZoneLinkResource link in _links.ToArray())
        {
            string action = $"Remove the link of zone '{Name}' to virtual network '{link.NetworkId()}': DELETE {link.Id}";
            if (removals.Confirm(Report(link), action)) continue;
            // A zone cannot go before its links, and then the others are of use.
            if (_goes) _links = [];
            else _links.Remove(link);
            _goes = false;
        }
    }

    /// <summary>Asks for the zone with its records or, where it stays, for each of them.</summary>
    public async Task AskRecordsAsync()
    {
        if (_goes && await AskZoneAsync()) return;
        if (_goes) (_goes, _links) = (false, []);
        if (removals.Ledger.Has(zoneId)) return; // With all records, by an input before.
        foreach (RecordRemoval record in leaving)
        {
            if (await record.AskAsync(removals)) _records.Add(record);
        }
    }

    /// <summary>Takes the links that go.</summary>
    public async Task RemoveLinksAsync()
    {
        foreach (ZoneLinkResource link in _links)
        {
            PgRemoval removal = Report(link);
            await removals.FollowAsync(removal, (tracking, cancellation) =>
                removals.Arm.DeleteLinkAsync(link.Id!, ArmGateway.AsSeen(link), tracking, cancellation));
            removals.Done(removal, (tracking, cancellation) => RestoreAsync(link, tracking, cancellation));
        }
    }

    /// <summary>Takes the addresses out of the records of a zone that stays.</summary>
    public async Task RemoveRecordsAsync()
    {
        foreach (RecordRemoval record in _records) await record.RemoveAsync(removals);
    }

    /// <summary>Takes a zone that goes, with its records, if still nobody else uses it; else its links are put back.</summary>
    public async Task RemoveZoneAsync()
    {
        if (!_goes) return;
        if ((await OtherRecordAsync()).OrThrow() is not null || (await removals.Now.ZoneLinksAsync(zoneId)).OrThrow() is { Count: > 0 })
        {
            string links = await removals.Undo.RunAsync(removals, IsLink);
            removals.Host.Output.WriteWarning(
                $"The zone '{zoneId}' was left, since somebody has just put a record or a link into it. {links}");
            foreach (RecordRemoval record in leaving) await record.RemoveAsync(removals);
            return;
        }
        IReadOnlyList<(RecordRemoval Removal, RecordResource Before)> records = await RecordsAsync();
        PgRemoval removal = removals.Of("PrivateDnsZone", zoneId, Name);
        await removals.FollowAsync(removal, (tracking, cancellation) =>
            removals.Arm.DeleteZoneAsync(zoneId, ArmGateway.AsSeen(_zone), tracking, cancellation));
        foreach ((RecordRemoval each, RecordResource before) in records)
        {
            removals.Done(
                removals.Of("ARecord", each.Id, each.HostName, each.Of(before)),
                (_, cancellation) => each.RestoreAsync(before, before.Addresses(), removals, cancellation));
        }
        removals.Done(removal, (tracking, cancellation) =>
            removals.Arm.CreateZoneAsync(zoneId, _zone!.Tags ?? [], tracking, cancellation));
    }

    /// <summary>
    /// Looks once more at a zone that others used at first. Two sessions that take the last records leave it to each other otherwise, and
    /// clients find no names in a linked zone without records.
    /// </summary>
    public async Task FinishAsync()
    {
        if (!_inUse || !(await removals.Now.FirstRecordAsync(zoneId, record => !IsStartOfAuthority(record))).IsMissing) return;
        try
        {
            await DecideAsync(removals.Now);
            await Locks.CheckAsync(await GoingAsync(), removals.Link);
            AskLinks();
            await AskRecordsAsync();
            await RemoveLinksAsync();
            await RemoveZoneAsync();
        }
        catch (ArmException e) when (e.IsOutdated || e.Status == 404)
        {
            // The other session takes it.
        }
        catch (Exception e) when (FailureMapper.Known(e, zoneId) is { } failure)
        {
            string back = await removals.Undo.RunAsync(removals, IsLink);
            removals.Host.Output.WriteWarning($"The zone '{zoneId}' is left without records: {failure.And(back).Message}");
        }
    }

    private async Task<bool> AskZoneAsync()
    {
        var records = await RecordsAsync();
        string names = string.Join(", ", records.Select(each =>
            $"'{each.Removal.HostName}' ({string.Join(", ", each.Removal.Of(each.Before))})"));
        string with = records.Count == 0 ? "" : $" with the A record of {names}";
        return removals.Confirm(removals.Of("PrivateDnsZone", zoneId, Name), $"Remove private DNS zone{with}: DELETE {zoneId}");
    }

    private async Task<IReadOnlyList<(RecordRemoval Removal, RecordResource Before)>> RecordsAsync()
    {
        List<(RecordRemoval, RecordResource)> records = [];
        foreach (RecordRemoval each in leaving.Where(each => !removals.Ledger.Has(each.Id)))
        {
            if ((await removals.Now.RecordAsync(each.Id)).OrThrow() is { } record) records.Add((each, record));
        }
        return records;
    }

    // The first record of the zone that would stay.
    private Task<Fact<RecordResource>> OtherRecordAsync() => removals.Now.FirstRecordAsync(zoneId, record =>
    {
        if (IsStartOfAuthority(record)) return false;
        if (record.Type?.EndsWith("/A", StringComparison.OrdinalIgnoreCase) != true) return true;
        RecordRemoval? going = leaving.Concat(byZoneGroup).FirstOrDefault(each => ResourceIds.Same(each.Id, record.Id));
        IEnumerable<string> staying = record.Addresses().Except(going?.Of(record) ?? [])
            .Where(address => !removals.Ledger.Has(record.Id!, address));
        return staying.Any() || (going is null && !removals.Ledger.Has(record.Id!));
    });

    private Task RestoreAsync(ZoneLinkResource link, OperationTracking tracking, CancellationToken cancellation)
    {
        ZoneLinkResource body = new()
        {
            Location = "global",
            Tags = link.Tags,
            Properties = link.Properties! with { ProvisioningState = null, VirtualNetworkLinkState = null },
        };
        return removals.Arm.PutLinkAsync(link.Id!, body, ArmGateway.IfAbsent, tracking, cancellation);
    }

    private bool IsLink(PgRemoval gone) => _links.Exists(link => ResourceIds.Same(link.Id, gone.Id));

    // Which every zone has.
    private static bool IsStartOfAuthority(RecordResource record) =>
        record.Type?.EndsWith("/SOA", StringComparison.OrdinalIgnoreCase) == true;

    private Task LeftAsync(string why, string? unnamed = null) => removals.WarnAsync(
        $"The zone '{zoneId}' is left, since {why}.{(unnamed is null ? "" : $" -PrivateDnsZoneId lets {unnamed} go all the same.")}");

    private PgRemoval Report(ZoneLinkResource link) =>
        removals.Of("VirtualNetworkLink", link.Id!, ResourceIds.TryParse(link.NetworkId())?.Name ?? link.Name!);
}
