namespace PrivateLinkPg.Arm.Wire;

/// <summary>Microsoft.Network/privateDnsZones.</summary>
internal sealed record PrivateDnsZoneProperties
{
    public string? ProvisioningState { get; init; }
    public long? NumberOfRecordSets { get; init; }
    public long? NumberOfVirtualNetworkLinks { get; init; }
}

/// <summary>privateDnsZones/virtualNetworkLinks.</summary>
internal sealed record VirtualNetworkLinkProperties
{
    public Reference? VirtualNetwork { get; init; }
    public bool? RegistrationEnabled { get; init; }
    public string? ResolutionPolicy { get; init; }
    public string? ProvisioningState { get; init; }
    public string? VirtualNetworkLinkState { get; init; }
}

/// <summary>privateDnsZones/A and privateDnsZones/CNAME.</summary>
internal sealed record RecordSetProperties
{
    public long? Ttl { get; init; }
    public string? Fqdn { get; init; }
    public Dictionary<string, string>? Metadata { get; init; }
    public IReadOnlyList<ARecord>? ARecords { get; init; }
    public AliasRecord? CnameRecord { get; init; }
}

internal sealed record ARecord(string? Ipv4Address);

internal sealed record AliasRecord(string? Cname);

/// <summary>privateEndpoints/privateDnsZoneGroups.</summary>
internal sealed record PrivateDnsZoneGroupProperties
{
    public string? ProvisioningState { get; init; }
    public IReadOnlyList<PrivateDnsZoneConfig>? PrivateDnsZoneConfigs { get; init; }
}

internal sealed record PrivateDnsZoneConfig
{
    public string? Name { get; init; }
    public PrivateDnsZoneConfigProperties? Properties { get; init; }
}

internal sealed record PrivateDnsZoneConfigProperties
{
    public string? PrivateDnsZoneId { get; init; }
    public IReadOnlyList<ZoneGroupRecordSet>? RecordSets { get; init; }
}

internal sealed record ZoneGroupRecordSet
{
    public string? RecordType { get; init; }
    public string? RecordSetName { get; init; }
    public string? Fqdn { get; init; }
    public long? Ttl { get; init; }
    public IReadOnlyList<string>? IpAddresses { get; init; }
}
