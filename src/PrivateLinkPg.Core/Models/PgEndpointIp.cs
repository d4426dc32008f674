namespace PrivateLinkPg.Models;

/// <summary>One private address of a private endpoint, with what its DNS record needs.</summary>
public sealed record PgEndpointIp
{
    /// <summary>The private address.</summary>
    public required string IpAddress { get; init; }

    /// <summary>
    /// The public host name that must lead to it; null where neither Azure (of a Private Link service) nor a row of a plan tells it.
    /// </summary>
    public string? HostName { get; init; }

    /// <summary>Where the address was read: NetworkInterface, ZoneGroup or CustomDnsConfig.</summary>
    public required string Source { get; init; }

    /// <summary>The endpoint's name.</summary>
    public required string EndpointName { get; init; }

    /// <summary>The endpoint's resource group.</summary>
    public required string ResourceGroupName { get; init; }

    /// <summary>The endpoint's resource id.</summary>
    public required string EndpointId { get; init; }

    /// <summary>The resource id, or the alias, of what the endpoint leads to.</summary>
    public required string TargetId { get; init; }

    /// <summary>The virtual network of the endpoint, whose clients need the record.</summary>
    public required string VirtualNetworkId { get; init; }

    /// <summary>
    /// The private DNS zone that a row of a plan said, else that Azure names for the target; null for a Private Link service.
    /// </summary>
    public string? ZoneName { get; init; }

    /// <summary>The zone's resource group that a row of a plan said; null where none did.</summary>
    public string? ZoneResourceGroupName { get; init; }

    /// <summary>The networks beside the endpoint's own that a row of a plan said the zone is to be linked to.</summary>
    public IReadOnlyList<string> LinkedVirtualNetworkId { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>The sub-resource behind the address.</summary>
    public string? GroupId { get; init; }

    /// <summary>The member of that sub-resource.</summary>
    public string? MemberName { get; init; }

    /// <summary>The endpoint's subscription.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The tenant that the command worked in.</summary>
    public string? TenantId { get; init; }
}
