namespace PrivateLinkPg.Removal;

/// <summary>Addresses that go out of one A record; the record goes with the last of them.</summary>
/// <param name="Id">The record set.</param>
/// <param name="Addresses">The addresses that go; null means all.</param>
internal sealed record RecordRemoval(string Id, IReadOnlyList<string>? Addresses)
{
    /// <summary>The endpoints that the addresses were written for; empty text stands for none.</summary>
    public IReadOnlyList<string> MadeFor { get; private init; } = [];

    /// <summary>The record's zone.</summary>
    public string ZoneId => ResourceIds.Parent(Id);

    /// <summary>The public host name that the record serves.</summary>
    public string HostName => ZoneNames.Host(ResourceIds.Name(Id), ResourceIds.Name(ZoneId));

    /// <summary>Which of a record's addresses go.</summary>
    public IEnumerable<string> Of(RecordResource record) =>
        record.Addresses().Where(address => Addresses?.Contains(address) != false);

    /// <summary>The removal, with whom the record's metadata says the addresses were written for.</summary>
    public RecordRemoval WithMadeFor(RecordResource record) =>
        this with { MadeFor = RecordOwner.Of(record).EndpointsOf(Of(record)) };

    /// <summary>Refuses a record that the zone group of an endpoint keeps: it would come back.</summary>
    /// <exception cref="CommandFailedException">RecordKeptByZoneGroup, RecordKeeperUnknown.</exception>
    public static async Task RefuseKeptAsync(string id, RecordOwner owner, LinkReader link)
    {
        if (owner.ZoneGroupEndpoint is null) return;
        AllocatedAddresses around = await RemainingZoneGroups.AroundAsync(ResourceIds.Parent(id), link);
        ExistingEndpoint? keeper = around.Endpoints.FirstOrDefault(each => owner.IsZoneGroupOf(each.Name, each.ResourceGuid));
        if (keeper is { Status: "Approved" }) throw Failure.RecordKeptByZoneGroup(id, keeper.Id);
        if (keeper is null && !around.Complete) throw Failure.RecordKeeperUnknown(id, owner.ZoneGroupEndpoint);
    }

    /// <summary>Takes the addresses, and with them the zone where that is asked for and nobody else uses it.</summary>
    public Task RunAsync(bool includeZone, RemovalContext removals) => removals.Host.InTurnAsync([ZoneId], async () =>
    {
        ZoneRemoval zone = new(ZoneId, [this], [], removals);
        if (includeZone) await zone.DecideAsync(removals.Link);
        await Locks.CheckAsync(await zone.GoingAsync(), removals.Link);
        zone.AskLinks();
        await zone.AskRecordsAsync();
        if (removals.WhatIf) return;
        await removals.Undo.GuardAsync(removals, async () =>
        {
            await zone.RemoveLinksAsync();
            await zone.RemoveRecordsAsync();
            await zone.RemoveZoneAsync();
        });
        if (includeZone) await zone.FinishAsync();
    });

    /// <summary>Asks whether the addresses may go out of the record as it is now. False where there is nothing to take, or not.</summary>
    public async Task<bool> AskAsync(RemovalContext removals)
    {
        if ((await removals.Now.RecordAsync(Id)).OrThrow() is not { } record) return false;
        (string[] going, string[] staying) = Divide(record);
        return (going.Length > 0 || staying.Length == 0) && removals.Confirm(Report(going, staying, removals), InWords(going, staying));
    }

    /// <summary>Takes the addresses out of the record as it is now, never over a change that was not seen.</summary>
    public async Task RemoveAsync(RemovalContext removals)
    {
        for (int attempt = 1; attempt <= Contention.Attempts; attempt++)
        {
            if ((await removals.Now.RecordAsync(Id)).OrThrow() is not { } record) return;
            (string[] going, string[] staying) = Divide(record);
            if (going.Length == 0 && staying.Length > 0) return;
            PgRemoval removal = Report(going, staying, removals);
            MatchConditions unchanged = ArmGateway.AsSeen(record);
            try
            {
                await removals.FollowAsync(removal, (_, cancellation) => staying.Length == 0
                    ? removals.Arm.DeleteARecordAsync(Id, unchanged, cancellation)
                    : removals.Arm.PutARecordAsync(Id, Reduced(record, staying, removals.EndpointId), unchanged, cancellation));
                removals.Done(removal, (_, cancellation) => RestoreAsync(record, going, removals, cancellation));
                return;
            }
            catch (ArmException e) when (e.IsOutdated)
            {
                // Changed in between: look again.
                await Contention.PauseAsync(attempt, removals.Host.Clock, removals.Host.Cancellation);
            }
        }
        throw Failure.RecordContended(Id);
    }

    /// <summary>Writes addresses again beside those that the record has now.</summary>
    /// <param name="before">The record as it was.</param>
    /// <param name="gone">What was taken out of it.</param>
    /// <param name="removals">The removal that took it.</param>
    /// <param name="cancellation">Ends the calls.</param>
    public async Task RestoreAsync(RecordResource before, IEnumerable<string> gone, RemovalContext removals, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            RecordResource? now = (await removals.Link.Now(cancellation).RecordAsync(Id)).OrThrow();
            string[] addresses = [.. (now?.Addresses() ?? []).Union(gone)];
            RecordResource body = RecordFacts.Body(addresses, before.Properties?.Ttl, before.Properties?.Metadata);
            try
            {
                await removals.Arm.PutARecordAsync(Id, body, ArmGateway.AsSeen(now), cancellation);
                return;
            }
            catch (ArmException e) when (e.IsOutdated && attempt < Contention.Attempts)
            {
                await Contention.PauseAsync(attempt, removals.Host.Clock, cancellation);
            }
        }
    }

    /// <summary>The record without some of its addresses, and without the endpoint's name.</summary>
    public static RecordResource Reduced(RecordResource record, IEnumerable<string> staying, string? endpointId) =>
        RecordFacts.Body(staying, record.Properties?.Ttl, RecordOwner.Left(record.Properties?.Metadata, endpointId));

    private (string[] Going, string[] Staying) Divide(RecordResource record)
    {
        string[] going = [.. Of(record)];
        return (going, [.. record.Addresses().Except(going)]);
    }

    private PgRemoval Report(string[] going, string[] staying, RemovalContext removals) =>
        removals.Of("ARecord", Id, HostName, going) with { Action = staying.Length == 0 ? "Removed" : "Reduced" };

    private string InWords(string[] going, string[] staying) => staying.Length == 0
        ? $"Remove A record {string.Join(", ", going)} of '{HostName}': DELETE {Id}"
        : $"Take {string.Join(", ", going)} out of the A record of '{HostName}', which keeps {string.Join(", ", staying)}: PUT {Id}";
}
