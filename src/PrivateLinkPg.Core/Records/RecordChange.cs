namespace PrivateLinkPg.Records;

/// <summary>
/// The steps around one input's record: zone, then record or zone group, then links, since for a network that is linked to a zone names
/// that are not in it do not exist. What would be refused is found before the first write.
/// </summary>
internal sealed class RecordChange
{
    private readonly string _zoneId;
    private readonly bool _zoneExists;
    private readonly RecordSettings _wished;
    private readonly DnsPlan _plan;
    private readonly LinkReader _link;
    private readonly CommandHost _host;
    private readonly ZoneLinks _links;
    private readonly List<string> _written = [];

    public RecordChange(string zoneId, bool zoneExists, RecordSettings wished, DnsPlan plan, LinkReader link, CommandHost host)
    {
        (_zoneId, _zoneExists, _wished, _plan, _link, _host) = (zoneId, zoneExists, wished, plan, link, host);
        _links = new(zoneId, !zoneExists, wished, link, host);
        Record = new($"{zoneId}/A/{plan.RecordName}", plan, wished, link, host);
    }

    /// <summary>The record, which is written between the zone and the links.</summary>
    public ARecordSet Record { get; }

    /// <summary>Looks for what would be refused, and makes the zone where there is none.</summary>
    /// <returns>False where the user declined the zone.</returns>
    public async Task<bool> BeginAsync()
    {
        RecordSettings wished = _wished.AsZoneGroup ? await ZoneGroupChange.PrepareAsync(_wished, _zoneId, _link.Now()) : _wished;
        Record.Take(wished.IpAddress);
        if (_zoneExists) await Record.ReadAsync();
        if (_zoneExists && !_wished.NoLink) await _links.CheckAsync();
        if (_zoneExists || await MakeZoneAsync()) return true;
        return _host.Output.WhatIf || (await _link.Now().ZoneAsync(_zoneId)).OrThrow() is not null;
    }

    /// <summary>
    /// Makes the zone again where somebody has removed it since it was found, such as with the last record of another endpoint.
    /// </summary>
    /// <param name="refusal">What the record's write met.</param>
    /// <returns>True where it is there again, by this input or another.</returns>
    public async Task<bool> ZoneAgainAsync(ArmException refusal)
    {
        if (!(await _link.Now().ZoneAsync(_zoneId)).IsMissing) return refusal.Status == 404 || refusal.Code == "InvalidResourceReference";
        return await MakeZoneAsync() || (await _link.Now().ZoneAsync(_zoneId)).IsFound;
    }

    /// <summary>Takes note of the record, or of the zone group by which Azure writes it.</summary>
    /// <param name="written">True where it was written just now; null where the user declined it.</param>
    public async Task RecordedAsync(bool? written)
    {
        if (written is null) return;
        if (written is true) _written.Add(_wished.AsZoneGroup ? $"{_wished.EndpointId}/privateDnsZoneGroups" : Record.Id);
        if (_wished.AsZoneGroup && !_host.Output.WhatIf) await Record.ReadWrittenAsync();
    }

    /// <summary>Takes note that the name has no record, for the links of all inputs.</summary>
    /// <returns>The failure, with what had been written by then.</returns>
    public async Task<CommandFailedException> RefusedAsync(Exception refusal)
    {
        (await RefusedNames.OfAsync(_zoneId, _host)).Add(Record.Id);
        return new(FailureMapper.Map(refusal, _wished.HostName).After(_written));
    }

    /// <summary>Links the networks.</summary>
    /// <returns>The record as users see it; null where they declined it.</returns>
    public async Task<PgDnsRecord?> LinkAsync()
    {
        bool whatIf = _host.Output.WhatIf;
        if (Record.Current is null && !whatIf) return null;
        if (!_wished.NoLink)
        {
            ZonePlans plans = await ZonePlans.OfAsync(_plan.SubscriptionId, _plan.ZoneName, _host);
            await _links.ConvergeAsync(await RefusedNames.OfAsync(_zoneId, _host), plans, _written);
        }
        return Record.Current is null || whatIf
            ? null
            : RecordOutput.Of(Record.Current, _wished, _plan, _zoneId, _link.Connection) with { Changed = _written.Count > 0 };
    }

    private async Task<bool> MakeZoneAsync()
    {
        bool made = await ZoneCreation.RunAsync(_zoneId, _wished, _link, _host);
        if (made) _written.Add(_zoneId);
        return made;
    }
}
