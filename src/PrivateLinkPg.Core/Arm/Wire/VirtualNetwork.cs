namespace PrivateLinkPg.Arm.Wire;

/// <summary>Microsoft.Network/virtualNetworks.</summary>
internal sealed record VirtualNetworkProperties
{
    public AddressSpace? AddressSpace { get; init; }
    public DhcpOptions? DhcpOptions { get; init; }
    public IReadOnlyList<SubnetResource>? Subnets { get; init; }
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
}

internal sealed record DelegationProperties(string? ServiceName);
