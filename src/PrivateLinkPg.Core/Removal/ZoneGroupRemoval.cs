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

    /// <summary>The records that go with the zone group.</summary>
    public IReadOnlyList<RecordRemoval> Records { get; } =
        [.. group.RecordSets().Where(each => each.Set.RecordType is "A" or null)
            .Select(each => new RecordRemoval($"{each.ZoneId}/A/{each.Set.RecordSetName}", addresses))];

    /// <summary>True where others need what would go, so that the zone group must not just go with the endpoint.</summary>
    public bool ConcernsOthers { get; private set; }

    /// <summary>Looks at the records as they are now.</summary>
    public async Task ReadAsync()
    {
        foreach (RecordRemoval record in Records)
        {
            if ((await removals.Now.RecordAsync(record.Id)).OrThrow() is { } before) _before[record.Id] = before;
        }
        ConcernsOthers = Records.Any(record => Needed(record.Id) is not null);
    }

    /// <summary>Removes the zone group, and writes again what others need.</summary>
    /// <returns>False where the user declined.</returns>
    public async Task<bool> RunAsync()
    {
        if (group is not null)
        {
            PgRemoval removal = removals.Of("ZoneGroup", group.Id!, group.Name!);
            if (!removals.Confirm(removal, InWords())) return false;
            PgRemoval[] records = [.. Records.Where(record => _before.ContainsKey(record.Id) && record.Of(_before[record.Id]).Any())
                .Select(record => removals.Of("ARecord", record.Id, record.HostName, record.Of(_before[record.Id])))];
            if (removals.WhatIf)
            {
                foreach (PgRemoval record in records) removals.Ledger.Note(record);
                return true;
            }
            await removals.FollowAsync(removal,
                (tracking, cancellation) => removals.Arm.DeleteZoneGroupAsync(group.Id!, tracking, cancellation));
            removals.Done(removal);
            foreach (PgRemoval record in records) removals.Done(record);
        }
        // Also after an earlier run that was interrupted between the two.
        foreach (string id in Records.Select(record => record.Id).Concat(shared.Select(each => each.RecordId))
            .Distinct(StringComparer.OrdinalIgnoreCase))
            await RestoreAsync(id);
        return true;
    }

    private async Task RestoreAsync(string recordId)
    {
        if (Needed(recordId) is not { } needed || (await removals.Now.RecordAsync(recordId)).OrThrow() is not null) return;
        if ((await removals.Now.ZoneAsync(ResourceIds.Parent(recordId))).OrThrow() is null) return;
        string[] back = [.. needed.Body.Addresses()];
        PgRemoval removal = removals.Of("ARecord", recordId, new RecordRemoval(recordId, null).HostName, back) with
        {
            Action = "Restored", EndpointId = needed.EndpointId,
        };
        string action = $"Write A record {string.Join(", ", back)} again, which '{needed.EndpointId}' needs: PUT {recordId}";
        if (group is null && !removals.Host.Output.ShouldProcess(recordId, action)) return;
        try
        {
            await removals.Arm.PutARecordAsync(recordId, needed.Body, ArmGateway.IfAbsent, removals.Host.Cancellation);
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
