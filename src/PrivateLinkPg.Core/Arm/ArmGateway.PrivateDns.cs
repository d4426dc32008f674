namespace PrivateLinkPg.Arm;

/// <content>Private DNS zones, their links and A records.</content>
internal sealed partial class ArmGateway
{
    /// <summary>Only if it does not exist yet.</summary>
    public static readonly MatchConditions IfAbsent = new() { IfNoneMatch = ETag.All };

    /// <summary>Only if it exists, in whatever state.</summary>
    public static readonly MatchConditions IfPresent = new() { IfMatch = ETag.All };

    /// <summary>Only if it still is as it was seen: absent, or unchanged, or at least there.</summary>
    public static MatchConditions AsSeen<T>(Resource<T>? seen) where T : class =>
        seen is null ? IfAbsent : seen.Etag is { } etag ? new() { IfMatch = new ETag(etag) } : IfPresent;

    public IAsyncEnumerable<ZoneResource> ListZonesAsync(string subscriptionId, CancellationToken cancellation) =>
        ListAsync(subscriptionId, ResourceIds.PrivateDnsZone, ApiVersions.PrivateDns, WireJson.Default.PrivateDnsZones, cancellation);

    /// <summary>A private zone, or null where there is none.</summary>
    public Task<ZoneResource?> FindZoneAsync(string id, CancellationToken cancellation) =>
        FindAsync(_zones, id, ResourceIds.PrivateDnsZone, cancellation);

    /// <summary>Creates a zone; fails with PreconditionFailed where somebody was faster.</summary>
    public Task CreateZoneAsync(string id, Dictionary<string, string> tags, OperationTracking tracking, CancellationToken cancellation)
    {
        BinaryData body = ArmPipeline.Json(new() { Location = "global", Tags = tags }, WireJson.Default.PrivateDnsZone);
        string zones = ListPath(ResourceIds.Subscription(id)!, ResourceIds.PrivateDnsZone);
        _zones.Expect(zones);
        tracking.MadeState = MadeState(_zones, zones, id, zone => zone.Properties?.ProvisioningState);
        return _pipeline.ChangeAsync(RequestMethod.Put, id, ApiVersions.PrivateDns, body, IfAbsent, tracking, cancellation);
    }

    /// <summary>Removes a zone with its record sets; refused while it has links.</summary>
    public Task DeleteZoneAsync(string id, MatchConditions conditions, OperationTracking tracking, CancellationToken cancellation) =>
        _pipeline.ChangeAsync(RequestMethod.Delete, id, ApiVersions.PrivateDns, null, conditions, tracking, cancellation);

    public IAsyncEnumerable<ZoneLinkResource> ListLinksAsync(string zoneId, CancellationToken cancellation) =>
        _links.ListAsync($"{zoneId}/virtualNetworkLinks", cancellation);

    /// <summary>A link of a zone, or null where there is none.</summary>
    public Task<ZoneLinkResource?> FindLinkAsync(string id, CancellationToken cancellation) =>
        FindChildAsync(_links, id, cancellation);

    /// <summary>Creates or, with an etag, updates a link.</summary>
    public Task PutLinkAsync(
        string id, ZoneLinkResource link, MatchConditions conditions, OperationTracking tracking, CancellationToken cancellation)
    {
        BinaryData body = ArmPipeline.Json(link, WireJson.Default.VirtualNetworkLink);
        string links = ChildrenPath(id);
        _links.Expect(links);
        // Of a link that was there before, a read may still tell the state that it had.
        if (conditions == IfAbsent) tracking.MadeState = MadeState(_links, links, id, each => each.Properties?.ProvisioningState);
        return _pipeline.ChangeAsync(RequestMethod.Put, id, ApiVersions.PrivateDns, body, conditions, tracking, cancellation);
    }

    public Task DeleteLinkAsync(string id, MatchConditions conditions, OperationTracking tracking, CancellationToken cancellation) =>
        _pipeline.ChangeAsync(RequestMethod.Delete, id, ApiVersions.PrivateDns, null, conditions, tracking, cancellation);

    /// <summary>The record sets of a zone, of all types.</summary>
    public IAsyncEnumerable<RecordResource> ListRecordSetsAsync(string zoneId, CancellationToken cancellation) =>
        _pipeline.ListAsync($"{zoneId}/ALL", ApiVersions.PrivateDns, WireJson.Default.RecordSets, cancellation);

    /// <summary>An A record set, or null where there is none.</summary>
    public Task<RecordResource?> FindARecordAsync(string id, CancellationToken cancellation) =>
        FindChildAsync(_records, id, cancellation);

    /// <summary>A record set of any type, or null where there is none.</summary>
    public Task<RecordResource?> FindRecordSetAsync(string id, CancellationToken cancellation) =>
        _pipeline.FindAsync(id, ApiVersions.PrivateDns, WireJson.Default.RecordSet, cancellation);

    public IAsyncEnumerable<RecordResource> ListARecordsAsync(string zoneId, CancellationToken cancellation) =>
        _records.ListAsync($"{zoneId}/A", cancellation);

    /// <summary>Writes an A record set under a condition; fails with PreconditionFailed where it does not hold.</summary>
    public async Task<RecordResource> PutARecordAsync(
        string id, RecordResource record, MatchConditions conditions, CancellationToken cancellation)
    {
        BinaryData body = ArmPipeline.Json(record, WireJson.Default.RecordSet);
        Response answer = await _pipeline.ChangeAsync(
            RequestMethod.Put, id, ApiVersions.PrivateDns, body, conditions, new(_ => { }), cancellation).ConfigureAwait(false);
        return ArmAnswers.Read(answer, WireJson.Default.RecordSet)!;
    }

    /// <summary>Removes an A record set under a condition; fails with PreconditionFailed where it does not hold.</summary>
    public Task DeleteARecordAsync(string id, MatchConditions conditions, CancellationToken cancellation) =>
        _pipeline.ChangeAsync(RequestMethod.Delete, id, ApiVersions.PrivateDns, null, conditions, new(_ => { }), cancellation);
}
