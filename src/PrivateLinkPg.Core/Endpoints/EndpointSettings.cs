namespace PrivateLinkPg.Endpoints;

/// <summary>What is wished of a private endpoint, as given.</summary>
internal record EndpointSettings
{
    public required string Target { get; init; }
    public string? SubnetId { get; init; }
    public string? VirtualNetworkName { get; init; }
    public string? SubnetName { get; init; }
    public string? VirtualNetworkResourceGroupName { get; init; }
    public string? Name { get; init; }
    public string? ResourceGroupName { get; init; }
    public string? Location { get; init; }
    public string? GroupId { get; init; }
    public bool ManualRequest { get; init; }
    public string? RequestMessage { get; init; }
    public string? ConnectionName { get; init; }
    public string? NetworkInterfaceName { get; init; }
    public IReadOnlyList<string> IpAddress { get; init; } = [];
    public string? IpVersion { get; init; }
    public IReadOnlyList<string> ApplicationSecurityGroupId { get; init; } = [];
    public string? EdgeZone { get; init; }
    public IReadOnlyDictionary<string, string>? Tag { get; init; }
    public IReadOnlyList<string> PrivateDnsZoneId { get; init; } = [];
    public bool NoWait { get; init; }
    public bool Force { get; init; }
    public bool SkipPreflight { get; init; }
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);
}
