namespace PrivateLinkPg.Records;

/// <summary>
/// Brings about what is missing of zone, record or zone group, and links, in this order: for a network that is linked to a zone, names that
/// are not in it do not exist. What would be refused is found before the first write.
/// </summary>
internal sealed class RecordChange(
    string zoneId, bool zoneExists, RecordSettings asked, DnsPlan plan, LinkReader link, CommandHost host)
{
    private readonly List<string> _written = [];

    /// <summary>Writes what is not so already.</summary>
    /// <returns>The record; null where the user declined.</returns>
    public async Task<PgDnsRecord?> ConvergeAsync()
    {
        RefusedNames refused = await RefusedNames.OfAsync(zoneId, host);
        RecordSettings wished = asked;
        ARecordSet record;
        try
        {
            if (asked.AsZoneGroup) wished = await ZoneGroupChange.PrepareAsync(asked, zoneId, link.Now());
            record = await RecordAsync(wished);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            refused.Add(RecordId);
            throw new CommandFailedException(FailureMapper.Map(e, asked.HostName).After(_written));
        }
        if (record.Current is null && !host.Output.WhatIf) return null; // Declined.
        if (!wished.NoLink) await Links(wished).ConvergeAsync(refused, _written);
        return record.Current is null || host.Output.WhatIf
            ? null
            : RecordOutput.Of(record.Current, wished, plan, zoneId, link.Connection) with { Changed = _written.Count > 0 };
    }

    private string RecordId => $"{zoneId}/A/{plan.RecordName}";

    private ZoneLinks Links(RecordSettings wished) => new(zoneId, !zoneExists, wished, link, host);

    private async Task<ARecordSet> RecordAsync(RecordSettings wished)
    {
        ARecordSet record = new(RecordId, plan, wished, link, host);
        await record.ClaimAsync();
        if (zoneExists) await record.ReadAsync();
        if (zoneExists && !wished.NoLink) await Links(wished).CheckAsync();

        bool created = !zoneExists && await ZoneCreation.RunAsync(zoneId, wished, link, host);
        if (created) _written.Add(zoneId);
        bool declined = !zoneExists && !created && !host.Output.WhatIf && (await link.Now().ZoneAsync(zoneId)).OrThrow() is null;
        if (!declined) await WriteAsync(record, wished);
        return record;
    }

    private async Task WriteAsync(ARecordSet record, RecordSettings wished)
    {
        if (!wished.AsZoneGroup)
        {
            if (await record.ConvergeAsync()) _written.Add(record.Id);
            return;
        }
        if (await ZoneGroupChange.AddAsync(zoneId, wished, link, host)) _written.Add($"{wished.EndpointId}/privateDnsZoneGroups");
        if (!host.Output.WhatIf) await record.ReadWrittenAsync();
    }
}
