namespace PrivateLinkPg.Models;

/// <summary>One thing that a removal took away, or put back for somebody else.</summary>
public sealed record PgRemoval
{
    /// <summary>What it was: PrivateEndpoint, ZoneGroup, ARecord, VirtualNetworkLink or PrivateDnsZone.</summary>
    public required string Kind { get; init; }

    /// <summary>Its name: of a record the host name that it served, of a link the virtual network.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Removed; Reduced where addresses of others are left in a record; Restored where Azure had taken a record away that another
    /// endpoint needs, or where a later step was refused, and it was written again.
    /// </summary>
    public required string Action { get; init; }

    /// <summary>The addresses that were removed, or restored.</summary>
    public IReadOnlyList<string> IpAddress { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>Its resource id.</summary>
    public required string Id { get; init; }

    /// <summary>The endpoint that was being removed; of a restored record, the one that needs it; null where there was none.</summary>
    public string? EndpointId { get; init; }

    /// <summary>Where the state of the operation can be read, with -NoWait; else null.</summary>
    public string? OperationUrl { get; init; }

    /// <summary>Its subscription.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The tenant that the command worked in.</summary>
    public string? TenantId { get; init; }
}
