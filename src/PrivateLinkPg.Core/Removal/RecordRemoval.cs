namespace PrivateLinkPg.Removal;

/// <summary>Addresses that go out of one A record; the record goes with the last of them.</summary>
/// <param name="Id">The record set.</param>
/// <param name="Addresses">The addresses that go; null means all.</param>
internal sealed record RecordRemoval(string Id, IReadOnlyList<string>? Addresses)
{
    private const int Attempts = 5;

    /// <summary>The record's zone.</summary>
    public string ZoneId => ResourceIds.Parent(Id);

    /// <summary>The public host name that the record serves.</summary>
    public string HostName => ZoneNames.Host(ResourceIds.Name(Id), ResourceIds.Name(ZoneId));

    /// <summary>Which of a record's addresses go.</summary>
    public IEnumerable<string> Of(RecordResource record) =>
        record.Addresses().Where(address => Addresses?.Contains(address) != false);

    /// <summary>Refuses a record that the zone group of an endpoint keeps: it would come back.</summary>
    /// <exception cref="CommandFailedException">RecordKeptByZoneGroup.</exception>
    public static async Task RefuseKeptAsync(string id, RecordOwner owner, LinkReader link)
    {
        if (owner.ZoneGroupEndpoint is null) return;
        AllocatedAddresses around = await RemainingZoneGroups.AroundAsync(ResourceIds.Parent(id), link);
        ExistingEndpoint? keeper = around.Endpoints.FirstOrDefault(each =>
            owner.IsZoneGroupOf(each.Name, each.ResourceGuid) && each.Status == "Approved");
        if (keeper is not null) throw Failure.RecordKeptByZoneGroup(id, keeper.Id);
    }

    /// <summary>Takes the addresses, and with them the zone where that is asked for and nobody else uses it.</summary>
    public Task RunAsync(bool includeZone, RemovalContext removals) => removals.Host.InTurnAsync([ZoneId], async () =>
    {
        ZoneRemoval zone = new(ZoneId, [this], [], removals);
        if (includeZone) await zone.DecideAsync(() => RemainingZoneGroups.UseAsync(ZoneId, removals));
        await zone.RemoveLinksAsync();
        await zone.RemoveRecordsAsync();
        await zone.RemoveZoneAsync();
    });

    /// <summary>Takes the addresses out of the record as it is now, never over a change that was not seen.</summary>
    public async Task RemoveAsync(RemovalContext removals)
    {
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            if ((await removals.Now.RecordAsync(Id)).OrThrow() is not { } record) return;
            string[] going = [.. Of(record)];
            string[] staying = [.. record.Addresses().Except(going)];
            if (going.Length == 0 && staying.Length > 0) return;
            PgRemoval removal = removals.Of("ARecord", Id, HostName, going) with { Action = staying.Length == 0 ? "Removed" : "Reduced" };
            if (attempt == 1 && !removals.Confirm(removal, InWords(going, staying))) return;
            if (removals.WhatIf) return;
            MatchConditions unchanged = ArmGateway.IfUnchanged(record.Etag) ?? ArmGateway.IfAbsent;
            try
            {
                RecordResource rest = Reduced(record, staying, removals.EndpointId);
                if (staying.Length == 0) await removals.Arm.DeleteARecordAsync(Id, unchanged, removals.Host.Cancellation);
                else await removals.Arm.PutARecordAsync(Id, rest, unchanged, removals.Host.Cancellation);
                removals.Done(removal);
                return;
            }
            catch (ArmException e) when (e.IsOutdated)
            {
                // Changed in between: look again.
            }
        }
        throw Failure.RecordContended(Id);
    }

    /// <summary>The record without some of its addresses, and without the endpoint's name.</summary>
    public static RecordResource Reduced(RecordResource record, IEnumerable<string> staying, string? endpointId) =>
        RecordFacts.Body(staying, record.Properties?.Ttl, RecordOwner.Left(record.Properties?.Metadata, endpointId));

    private string InWords(string[] going, string[] staying) => staying.Length == 0
        ? $"Remove A record {string.Join(", ", going)} of '{HostName}': DELETE {Id}"
        : $"Take {string.Join(", ", going)} out of the A record of '{HostName}', which keeps {string.Join(", ", staying)}: PUT {Id}";
}
