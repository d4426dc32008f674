namespace PrivateLinkPg.Arm.Wire;

/// <summary>Microsoft.Network/virtualNetworks.</summary>
internal sealed record VirtualNetworkProperties
{
    public AddressSpace? AddressSpace { get; init; }
    public DhcpOptions? DhcpOptions { get; init; }
    public IReadOnlyList<SubnetResource>? Subnets { get; init; }
    public IReadOnlyList<PeeringResource>? VirtualNetworkPeerings { get; init; }
}

/// <summary>virtualNetworks/virtualNetworkPeerings: one network's half.</summary>
internal sealed record PeeringProperties
{
    public string? PeeringState { get; init; }
    public Reference? RemoteVirtualNetwork { get; init; }
    public bool? AllowVirtualNetworkAccess { get; init; }
    public bool? UseRemoteGateways { get; init; }
}

internal sealed record AddressSpace(IReadOnlyList<string>? AddressPrefixes);

/// <summary>The DNS servers of the network's own; none means Azure's.</summary>
internal sealed record DhcpOptions(IReadOnlyList<string>? DnsServers);

internal sealed record SubnetProperties
{
    public string? AddressPrefix { get; init; }
    public IReadOnlyList<string>? AddressPrefixes { get; init; }
    public string? PrivateEndpointNetworkPolicies { get; init; }
    public IReadOnlyList<Reference>? IpConfigurations { get; init; }
    public IReadOnlyList<Reference>? PrivateEndpoints { get; init; }
    public IReadOnlyList<Resource<DelegationProperties>>? Delegations { get; init; }
    public Reference? NetworkSecurityGroup { get; init; }
    public Reference? RouteTable { get; init; }
}

internal sealed record DelegationProperties(string? ServiceName);

/// <summary>Microsoft.Network/networkSecurityGroups.</summary>
internal sealed record SecurityGroupProperties
{
    public IReadOnlyList<SecurityRuleResource>? SecurityRules { get; init; }
    public IReadOnlyList<SecurityRuleResource>? DefaultSecurityRules { get; init; }
}

/// <summary>Microsoft.Network/routeTables.</summary>
internal sealed record RouteTableProperties
{
    public IReadOnlyList<RouteResource>? Routes { get; init; }
}

internal sealed record RouteProperties
{
    public string? AddressPrefix { get; init; }
    public string? NextHopType { get; init; }
    public string? NextHopIpAddress { get; init; }
}

/// <summary>One of a pair is given: the single value, or the list.</summary>
internal sealed record SecurityRuleProperties
{
    public string? Protocol { get; init; }
    public string? SourceAddressPrefix { get; init; }
    public IReadOnlyList<string>? SourceAddressPrefixes { get; init; }
    public IReadOnlyList<Reference>? SourceApplicationSecurityGroups { get; init; }
    public string? DestinationAddressPrefix { get; init; }
    public IReadOnlyList<string>? DestinationAddressPrefixes { get; init; }
    public IReadOnlyList<Reference>? DestinationApplicationSecurityGroups { get; init; }
    public string? DestinationPortRange { get; init; }
    public IReadOnlyList<string>? DestinationPortRanges { get; init; }
    public string? Access { get; init; }
    public int Priority { get; init; }
    public string? Direction { get; init; }
}
