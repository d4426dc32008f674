namespace PrivateLinkPg.Models;

/// <summary>A private endpoint to a PostgreSQL target, as New-PgPrivateEndpoint leaves it.</summary>
public sealed record PgPrivateEndpoint
{
    /// <summary>The endpoint's name.</summary>
    public required string Name { get; init; }

    /// <summary>The endpoint's resource group.</summary>
    public required string ResourceGroupName { get; init; }

    /// <summary>The endpoint's region, the same as its virtual network's.</summary>
    public required string Location { get; init; }

    /// <summary>Succeeded, Updating, Deleting or Failed.</summary>
    public required string ProvisioningState { get; init; }

    /// <summary>The state of its connection: Pending, Approved, Rejected or Disconnected.</summary>
    public required string ConnectionStatus { get; init; }

    /// <summary>The owner's words on that state.</summary>
    public string? ConnectionDescription { get; init; }

    /// <summary>The name of its connection entry; the target lists the connection as endpoint name, dot, GUID.</summary>
    public string? ConnectionName { get; init; }

    /// <summary>The endpoint's resource id.</summary>
    public required string Id { get; init; }

    /// <summary>The resource id, or the alias, of what it leads to.</summary>
    public required string TargetId { get; init; }

    /// <summary>The sub-resource it leads to (postgresqlServer, coordinator); null for a Private Link service.</summary>
    public string? GroupId { get; init; }

    /// <summary>
    /// The public host name of the target that clients connect to; null where neither the target nor a row of a plan tells it.
    /// </summary>
    public string? HostName { get; init; }

    /// <summary>The zone that a row of a plan said for the host name; null where none did.</summary>
    public string? ZoneName { get; init; }

    /// <summary>The zone's resource group that a row of a plan said; null where none did.</summary>
    public string? ZoneResourceGroupName { get; init; }

    /// <summary>The networks beside the endpoint's own that a row of a plan said the zone is to be linked to.</summary>
    public IReadOnlyList<string> LinkedVirtualNetworkId { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>The subnet that its address comes from.</summary>
    public required string SubnetId { get; init; }

    /// <summary>The virtual network of that subnet.</summary>
    public required string VirtualNetworkId { get; init; }

    /// <summary>Its network interface; null while Azure has made none.</summary>
    public string? NetworkInterfaceId { get; init; }

    /// <summary>The private DNS zones of its zone group; empty where it has none.</summary>
    public IReadOnlyList<string> PrivateDnsZoneId { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tag { get; init => field = JoinedTable.Of(value); } = JoinedTable.Empty;

    /// <summary>True where the owner of the target must approve.</summary>
    public bool ManualRequest { get; init; }

    /// <summary>True where this run wrote something.</summary>
    public bool Changed { get; init; }

    /// <summary>Where the state of the operation can be read, with -NoWait; else null.</summary>
    public string? OperationUrl { get; init; }

    /// <summary>The endpoint's subscription.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The tenant that the command worked in.</summary>
    public string? TenantId { get; init; }
}
