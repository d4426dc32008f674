using System.Text.Json.Serialization;

namespace PrivateLinkPg.Arm.Wire;

/// <summary>Microsoft.Network/privateEndpoints.</summary>
internal sealed record PrivateEndpointProperties
{
    public string? ProvisioningState { get; init; }
    public string? ResourceGuid { get; init; }
    public Reference? Subnet { get; init; }
    public IReadOnlyList<InterfaceResource>? NetworkInterfaces { get; init; }
    public IReadOnlyList<ServiceConnection>? PrivateLinkServiceConnections { get; init; }
    public IReadOnlyList<ServiceConnection>? ManualPrivateLinkServiceConnections { get; init; }
    public IReadOnlyList<CustomDnsConfig>? CustomDnsConfigs { get; init; }
    public IReadOnlyList<Reference>? ApplicationSecurityGroups { get; init; }
    public IReadOnlyList<EndpointIpConfiguration>? IpConfigurations { get; init; }
    public string? CustomNetworkInterfaceName { get; init; }
    public string? IpVersionType { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Other { get; set; }
}

/// <summary>An entry of privateLinkServiceConnections or manualPrivateLinkServiceConnections.</summary>
internal sealed record ServiceConnection
{
    public string? Name { get; init; }
    public ServiceConnectionProperties? Properties { get; init; }
}

internal sealed record ServiceConnectionProperties
{
    public string? PrivateLinkServiceId { get; init; }
    public IReadOnlyList<string>? GroupIds { get; init; }
    public string? RequestMessage { get; init; }
    public ConnectionState? PrivateLinkServiceConnectionState { get; init; }
}

internal sealed record CustomDnsConfig
{
    public string? Fqdn { get; init; }
    public IReadOnlyList<string>? IpAddresses { get; init; }
}

internal sealed record EndpointIpConfiguration
{
    public string? Name { get; init; }
    public EndpointIpConfigurationProperties? Properties { get; init; }
}

internal sealed record EndpointIpConfigurationProperties
{
    public string? GroupId { get; init; }
    public string? MemberName { get; init; }

    [JsonPropertyName("privateIPAddress")]
    public string? PrivateIpAddress { get; init; }
}

/// <summary>Where an endpoint in an edge zone lies.</summary>
internal sealed record ExtendedLocation(string Name, string Type = "EdgeZone");
