namespace PrivateLinkPg.Arm.Wire;

/// <summary>What the kinds of target have in their properties, together: flexible servers, clusters and Private Link services.</summary>
internal sealed record TargetProperties
{
    /// <summary>flexibleServers: the public host name.</summary>
    public string? FullyQualifiedDomainName { get; init; }

    /// <summary>flexibleServers and serverGroupsv2: Ready, Stopped, ….</summary>
    public string? State { get; init; }

    /// <summary>flexibleServers.</summary>
    public ServerNetwork? Network { get; init; }

    /// <summary>serverGroupsv2: the nodes' names.</summary>
    public IReadOnlyList<ClusterServerName>? ServerNames { get; init; }

    /// <summary>privateLinkServices.</summary>
    public string? Alias { get; init; }

    public string? ProvisioningState { get; init; }

    public IReadOnlyList<Resource<EndpointConnectionProperties>>? PrivateEndpointConnections { get; init; }
}

internal sealed record ServerNetwork
{
    public string? PublicNetworkAccess { get; init; }

    public string? DelegatedSubnetResourceId { get; init; }

    public string? PrivateDnsZoneArmResourceId { get; init; }
}

internal sealed record ClusterServerName(string? Name, string? FullyQualifiedDomainName);

/// <summary>privateEndpointConnections, on any kind of target.</summary>
internal sealed record EndpointConnectionProperties
{
    public Reference? PrivateEndpoint { get; init; }

    public ConnectionState? PrivateLinkServiceConnectionState { get; init; }

    public IReadOnlyList<string>? GroupIds { get; init; }

    public string? ProvisioningState { get; init; }

    public string? PrivateEndpointLocation { get; init; }

    public string? LinkIdentifier { get; init; }
}
