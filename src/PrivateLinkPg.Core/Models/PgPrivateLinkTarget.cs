namespace PrivateLinkPg.Models;

/// <summary>Something that a private endpoint to PostgreSQL can lead to, and whether it takes endpoints.</summary>
public sealed record PgPrivateLinkTarget
{
    /// <summary>The target's name.</summary>
    public required string Name { get; init; }

    /// <summary>FlexibleServer, ServerGroup (a Cosmos DB for PostgreSQL cluster) or PrivateLinkService.</summary>
    public required string Kind { get; init; }

    /// <summary>The target's resource group; null where only its alias is known.</summary>
    public string? ResourceGroupName { get; init; }

    /// <summary>The target's region, such as japaneast. Endpoints may lie in another.</summary>
    public string? Location { get; init; }

    /// <summary>The host name that clients connect to; null where the target does not tell it.</summary>
    public string? HostName { get; init; }

    /// <summary>
    /// Ready, Stopped, … of a server or cluster; the provisioning state of a Private Link service; null where only an alias is known.
    /// </summary>
    public string? State { get; init; }

    /// <summary>Primary, or the kind of replica, of a flexible server.</summary>
    public string? ReplicationRole { get; init; }

    /// <summary>The server that a replica is made from.</summary>
    public string? SourceServerId { get; init; }

    /// <summary>True where the target takes private endpoints, as far as Azure tells.</summary>
    public required bool CanTakeEndpoint { get; init; }

    /// <summary>Why it takes none; null where it does.</summary>
    public string? Reason { get; init; }

    /// <summary>What to do about that; null where nothing has to be done.</summary>
    public string? Remedy { get; init; }

    /// <summary>The alias of a Private Link service, which its owner gives to consumers.</summary>
    public string? Alias { get; init; }

    /// <summary>The sub-resource that endpoints lead to (postgresqlServer, coordinator); null for a Private Link service.</summary>
    public string? GroupId { get; init; }

    /// <summary>The private DNS zone that Azure names for the target; null for a Private Link service.</summary>
    public string? ZoneName { get; init; }

    /// <summary>How many connections it has, in whatever state; null where only an alias is known.</summary>
    public int? ConnectionCount { get; init; }

    /// <summary>The target's resource id; where only the alias is known, the alias.</summary>
    public required string Id { get; init; }

    /// <summary>The target's subscription; null where only the alias is known.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>The tenant that the command worked in.</summary>
    public string? TenantId { get; init; }
}
