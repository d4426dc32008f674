namespace PrivateLinkPg.Records;

/// <summary>What is wished of a host name's A record, its zone and its links, as given.</summary>
internal record RecordSettings
{
    /// <summary>What a link can do with names that its zone does not have.</summary>
    public static readonly IReadOnlyList<string> ResolutionPolicies = ["Default", "NxDomainRedirect"];

    public string? HostName { get; init; }
    public IReadOnlyList<string> IpAddress { get; init; } = [];
    public IReadOnlyList<string> VirtualNetworkId { get; init; } = [];

    /// <summary>
    /// The networks that a pattern in the group's name is about: the endpoint's own, not those that are linked beside it.
    /// </summary>
    public IReadOnlyList<string> PatternNetworkId { get => field ?? VirtualNetworkId; init; }

    public string? ZoneName { get; init; }
    public string? ResourceGroupName { get; init; }
    public bool CreateResourceGroup { get; init; }
    public string? SubscriptionId { get; init; }
    public string? EndpointId { get; init; }
    public string? TargetId { get; init; }
    public IReadOnlyDictionary<string, string>? Tag { get; init; }
    public long? TimeToLive { get; init; }

    /// <summary>One of <see cref="ResolutionPolicies"/>, in Azure's spelling.</summary>
    public string? ResolutionPolicy
    {
        get;
        init => field = ResolutionPolicies.FirstOrDefault(known => AzureNames.Same(known, value)) ?? value;
    }

    public bool NoLink { get; init; }
    public bool AsZoneGroup { get; init; }
    public bool Append { get; init; }
    public bool Force { get; init; }
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);
}
