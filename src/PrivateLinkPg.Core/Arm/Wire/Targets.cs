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

    /// <summary>privateLinkServices: the host names that the provider gives to its consumers.</summary>
    public IReadOnlyList<string>? Fqdns { get; init; }

    /// <summary>privateLinkServices: who needs no approval.</summary>
    public SubscriptionSet? AutoApproval { get; init; }

    /// <summary>flexibleServers: Primary, AsyncReplica or GeoAsyncReplica.</summary>
    public string? ReplicationRole { get; init; }

    /// <summary>flexibleServers: what a replica is made from.</summary>
    public string? SourceServerResourceId { get; init; }

    public string? ProvisioningState { get; init; }
    public IReadOnlyList<ConnectionResource>? PrivateEndpointConnections { get; init; }
}

internal sealed record SubscriptionSet(IReadOnlyList<string>? Subscriptions)
{
    /// <summary>Whether a subscription is meant; * means all.</summary>
    public bool Covers(string subscriptionId) =>
        Subscriptions?.Any(each => each == "*" || each.Equals(subscriptionId, StringComparison.OrdinalIgnoreCase)) == true;
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

/// <summary>The body of checkPrivateLinkServiceVisibility.</summary>
internal sealed record VisibilityRequest(string PrivateLinkServiceAlias);

/// <summary>Its answer.</summary>
internal sealed record Visibility
{
    public bool? Visible { get; init; }
}

/// <summary>privateLinkResources of a server or cluster: a sub-resource that endpoints can lead to.</summary>
internal sealed record LinkResourceProperties
{
    public string? GroupId { get; init; }
    public IReadOnlyList<string>? RequiredZoneNames { get; init; }
}
