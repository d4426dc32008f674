namespace PrivateLinkPg.Models;

/// <summary>An A record in a private DNS zone, with the virtual networks that see it.</summary>
public sealed record PgDnsRecord
{
    /// <summary>The public host name that clients connect to and that the record serves.</summary>
    public required string HostName { get; init; }

    /// <summary>The name of the record in its zone.</summary>
    public required string RecordName { get; init; }

    /// <summary>The private DNS zone.</summary>
    public required string ZoneName { get; init; }

    /// <summary>The record's addresses.</summary>
    public required IReadOnlyList<string> IpAddress { get; init => field = JoinedList<string>.Of(value); }

    /// <summary>How long resolvers may keep it, in seconds.</summary>
    public long TimeToLive { get; init; }

    /// <summary>Who keeps the record: Manual, or ZoneGroup.</summary>
    public required string Owner { get; init; }

    /// <summary>
    /// The resource id of the endpoint whose zone group keeps the record, that it was made for, or whose address it has; null where
    /// unknown.
    /// </summary>
    public string? EndpointId { get; init; }

    /// <summary>The name of that endpoint, which is known even after the endpoint is gone.</summary>
    public string? EndpointName { get; init; }

    /// <summary>
    /// True where none of the addresses is of use any more, false where one is, null where that cannot be told (no right to look, or
    /// not looked for, as when the record was just written).
    /// </summary>
    public bool? Stale { get; init; }

    /// <summary>The addresses that are of no use any more.</summary>
    public IReadOnlyList<string> StaleIpAddress { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>Why they are not, or why it cannot be told.</summary>
    public string? StaleReason { get; init; }

    /// <summary>The virtual networks that see the record; after a write, those that were asked for.</summary>
    public IReadOnlyList<string> VirtualNetworkId { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>The record set's resource id.</summary>
    public required string Id { get; init; }

    /// <summary>The zone's resource id.</summary>
    public required string ZoneId { get; init; }

    /// <summary>The zone's resource group.</summary>
    public required string ResourceGroupName { get; init; }

    /// <summary>The resource id, or the alias, of the target behind the record; null where unknown.</summary>
    public string? TargetId { get; init; }

    /// <summary>True where this run wrote something.</summary>
    public bool Changed { get; init; }

    /// <summary>The zone's subscription.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The tenant that the command worked in.</summary>
    public string? TenantId { get; init; }
}
