namespace PrivateLinkPg.Removal;

/// <summary>
/// The zone group of an endpoint that goes. Azure takes its records away whole, also where another endpoint has written over them or
/// shares them; what the others need is written again.
/// </summary>
/// <param name="group">The zone group; null where the endpoint has none, or none any more.</param>
/// <param name="addresses">The endpoint's addresses.</param>
/// <param name="shared">What zone groups of other endpoints keep.</param>
/// <param name="removals">The removal that it belongs to.</param>
internal sealed class ZoneGroupRemoval(
    ZoneGroupResource? group, IReadOnlyList<string> addresses, IReadOnlyList<SharedRecordSet> shared,
    RemovalContext removals)
{
    private readonly Dictionary<string, RecordResource> _before = new(StringComparer.OrdinalIgnoreCase);
    private bool _goes;

    /// <summary>The records that go with the zone group.</summary>
    public IReadOnlyList<RecordRemoval> Records { get; } =
        [.. group.ARecords().Select(each => new RecordRemoval(each.Id, addresses))];

    /// <summary>True where others need what would go, so that the zone group must not just go with the endpoint.</summary>
    public bool ConcernsOthers { get; private set; }

    /// <summary>What is to go of it and with it.</summary>
    public IEnumerable<LockedChange> Going =>
        [.. Records.Where(record => _before.ContainsKey(record.Id)).Select(record => new LockedChange(record.Id)),
            .. group is null ? [] : (LockedChange[])[new(group.Id!)]];

    /// <summary>Looks at the records as they are now. One that may not be read goes with the endpoint all the same.</summary>
    /// <exception cref="CommandFailedException">SharedRecordNotReadable.</exception>
    public async Task ReadAsync()
    {
        foreach (RecordRemoval record in Records)
        {
            var before = await removals.Now.RecordAsync(record.Id);
            if (before.Value is { } found) _before[record.Id] = found;
            else if (before.IsNotReadable) await TellUnreadAsync(record, before.Refusal!);
        }
        ConcernsOthers = Records.Any(record => Needed(record.Id) is not null);
    }

    /// <summary>Asks for the zone group. False where the user declined; true where there is none.</summary>
    public bool Ask()
    {
        if (group is null) return true;
        _goes = removals.Confirm(removals.Of("ZoneGroup", group.Id!, group.Name!), InWords());
        if (_goes && removals.WhatIf)
        {
            foreach (PgRemoval record in Reports()) removals.Ledger.Note(record);
        }
        return _goes;
    }

    /// <summary>Removes the zone group if it was asked for, and writes again what others need.</summary>
    public async Task RunAsync()
    {
        if (_goes)
        {
            PgRemoval removal = removals.Of("ZoneGroup", group!.Id!, group.Name!);
            PgRemoval[] records = Reports();
            await removals.FollowAsync(removal,
                (tracking, cancellation) => removals.Arm.DeleteZoneGroupAsync(group.Id!, tracking, cancellation));
            removals.Done(removal, PutBackAsync);
            foreach (PgRemoval record in records) removals.Done(record);
        }
        // Also after an earlier run that was interrupted between the two.
        foreach (string id in Records.Select(record => record.Id).Concat(shared.Select(each => each.RecordId))
            .Distinct(StringComparer.OrdinalIgnoreCase))
            await RestoreAsync(id);
    }

    private PgRemoval[] Reports() =>
        [.. Records.Where(record => _before.ContainsKey(record.Id) && record.Of(_before[record.Id]).Any())
            .Select(record => removals.Of("ARecord", record.Id, record.HostName, record.Of(_before[record.Id])))];

    // Azure writes its records again.
    private Task PutBackAsync(OperationTracking tracking, CancellationToken cancellation)
    {
        PrivateDnsZoneConfig[] configs = [.. group.Configs().Select(config => new PrivateDnsZoneConfig
        {
            Name = config.Name, Properties = new() { PrivateDnsZoneId = config.Properties?.PrivateDnsZoneId },
        })];
        ZoneGroupResource body = new() { Name = group!.Name, Properties = new() { PrivateDnsZoneConfigs = configs } };
        return removals.Arm.PutZoneGroupAsync(group.Id!, body, ArmGateway.IfAbsent, tracking, cancellation);
    }

    private Task TellUnreadAsync(RecordRemoval record, ArmException refusal)
    {
        if (SharedWith(record.Id) is { } other) throw Failure.SharedRecordNotReadable(record.Id, other.EndpointId);
        return removals.WarnAsync(
            $"The A record '{record.Id}' may not be read ({refusal.Code}). Azure takes it away with the zone group, also if a hand has put "
            + "other addresses into it.");
    }

    private async Task RestoreAsync(string recordId)
    {
        if (Needed(recordId) is null || !(await removals.Now.RecordAsync(recordId)).IsMissing) return;
        if ((await removals.Now.ZoneAsync(ResourceIds.Parent(recordId))).IsMissing || !await IsKeptAsync(recordId)) return;
        if (Needed(recordId) is not { } needed) return; // Another input has taken its zone group meanwhile.
        string[] back = [.. needed.Body.Addresses()];
        PgRemoval removal = removals.Of("ARecord", recordId, new RecordRemoval(recordId, null).HostName, back) with
        {
            Action = "Restored", EndpointId = needed.EndpointId,
        };
        string action = $"Write A record {string.Join(", ", back)} again, which '{needed.EndpointId}' needs: PUT {recordId}";
        if (group is null && !removals.Host.Output.ShouldProcess(recordId, action)) return;
        try
        {
            await removals.FollowAsync(removal, (_, cancellation) =>
                removals.Arm.PutARecordAsync(recordId, needed.Body, ArmGateway.IfAbsent, cancellation));
            removals.Host.Output.WriteObject(removal);
        }
        catch (ArmException e) when (e.IsOutdated)
        {
            // Somebody else put it there already.
        }
    }

    /// <summary>What must be in the record afterwards; null for nothing.</summary>
    private (RecordResource Body, string? EndpointId)? Needed(string recordId)
    {
        if (_before.TryGetValue(recordId, out var before) && before.Addresses().Except(addresses).ToArray() is { Length: > 0 } others)
        {
            RecordResource body = RecordRemoval.Reduced(before, others, removals.EndpointId);
            return (body, RecordOwner.Of(body).EndpointIds is [{ } made, ..] ? made : SharedWith(recordId)?.EndpointId);
        }
        if (SharedWith(recordId) is not { } other) return null;
        Dictionary<string, string> metadata = RecordOwner.ByZoneGroup(ResourceIds.Name(other.EndpointId), other.ResourceGuid);
        return (RecordFacts.Body(other.Set.IpAddresses!, other.Set.Ttl, metadata), other.EndpointId);
    }

    // Where the record is missing since its own zone group goes as well, by whomever, it must stay missing.
    private async Task<bool> IsKeptAsync(string recordId)
    {
        if (SharedWith(recordId) is not { } other) return true;
        var group = await removals.Now.ZoneGroupAsync(other.EndpointId);
        return group.Value?.Properties?.ProvisioningState is "Succeeded"
            && group.Value.ARecords().Any(each => ResourceIds.Same(each.Id, recordId));
    }

    // Another input of the same command may have taken its zone group meanwhile.
    private SharedRecordSet? SharedWith(string recordId) => shared.FirstOrDefault(each =>
        ResourceIds.Same(each.RecordId, recordId) && !removals.Ledger.Has(each.ZoneGroupId) && !removals.Ledger.Has(each.EndpointId));

    private string InWords()
    {
        string records = string.Join(", ", Records.Where(record => _before.ContainsKey(record.Id))
            .Select(record => $"'{record.HostName}' ({string.Join(", ", _before[record.Id].Addresses())})"));
        var needed = Records.Select(record => Needed(record.Id)).OfType<(RecordResource Body, string? EndpointId)>();
        string again = string.Join(", ", needed.Select(each =>
            $"{string.Join(", ", each.Body.Addresses())}{(each.EndpointId is null ? "" : $", which '{each.EndpointId}' needs")}"));
        return $"Remove zone group{(records.Length == 0 ? "" : $" with the A record of {records}")}"
            + $"{(again.Length == 0 ? "" : $"; write again {again}")}: DELETE {group!.Id}";
    }
}
