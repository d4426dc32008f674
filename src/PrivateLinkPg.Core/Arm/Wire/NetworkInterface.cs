using System.Text.Json.Serialization;

namespace PrivateLinkPg.Arm.Wire;

/// <summary>Microsoft.Network/networkInterfaces, as far as a private endpoint's needs go.</summary>
internal sealed record NetworkInterfaceProperties
{
    public IReadOnlyList<NetworkInterfaceIpConfiguration>? IpConfigurations { get; init; }

    /// <summary>The private endpoint that it belongs to, if it does.</summary>
    public Reference? PrivateEndpoint { get; init; }
}

internal sealed record NetworkInterfaceIpConfiguration
{
    public string? Name { get; init; }
    public NetworkInterfaceIpConfigurationProperties? Properties { get; init; }
}

internal sealed record NetworkInterfaceIpConfigurationProperties
{
    [JsonPropertyName("privateIPAddress")]
    public string? PrivateIpAddress { get; init; }

    [JsonPropertyName("privateIPAddressVersion")]
    public string? PrivateIpAddressVersion { get; init; }

    public PrivateLinkConnectionProperties? PrivateLinkConnectionProperties { get; init; }
}

internal sealed record PrivateLinkConnectionProperties
{
    public string? GroupId { get; init; }
    public string? RequiredMemberName { get; init; }
    public IReadOnlyList<string>? Fqdns { get; init; }
}
