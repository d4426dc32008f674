namespace PrivateLinkPg.Records;

/// <summary>What is wished of a host name's A record, its zone and its links, as given.</summary>
internal record RecordSettings
{
    public string? HostName { get; init; }
    public IReadOnlyList<string> IpAddress { get; init; } = [];
    public IReadOnlyList<string> VirtualNetworkId { get; init; } = [];
    public string? ZoneName { get; init; }
    public string? ResourceGroupName { get; init; }
    public string? SubscriptionId { get; init; }
    public string? EndpointId { get; init; }
    public string? TargetId { get; init; }
    public IReadOnlyDictionary<string, string>? Tag { get; init; }
    public long? TimeToLive { get; init; }
    public string? ResolutionPolicy { get; init; }
    public bool NoLink { get; init; }
    public bool AsZoneGroup { get; init; }
    public bool Append { get; init; }
    public bool Force { get; init; }
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);
}
