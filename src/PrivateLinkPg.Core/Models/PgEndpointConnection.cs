namespace PrivateLinkPg.Models;

/// <summary>A connection of a private endpoint as its target sees it.</summary>
public sealed record PgEndpointConnection
{
    /// <summary>The connection's name: the endpoint's name, a dot and a GUID that Azure makes.</summary>
    public required string Name { get; init; }

    /// <summary>Pending, Approved, Rejected or Disconnected, on the target's side.</summary>
    public required string Status { get; init; }

    /// <summary>The owner's words on that state.</summary>
    public string? Description { get; init; }

    /// <summary>What the requester wrote, where it can be seen.</summary>
    public string? RequestMessage { get; init; }

    /// <summary>The state on the endpoint's side; null where that endpoint cannot be read, as in another tenant.</summary>
    public string? EndpointStatus { get; init; }

    /// <summary>Succeeded, or what the target is doing with the connection.</summary>
    public string? ProvisioningState { get; init; }

    /// <summary>The connection's resource id.</summary>
    public required string Id { get; init; }

    /// <summary>The endpoint's resource id.</summary>
    public required string EndpointId { get; init; }

    /// <summary>The target's resource id.</summary>
    public required string TargetId { get; init; }

    /// <summary>The host name that clients connect to, where the piped object said it; else null.</summary>
    public string? HostName { get; init; }

    /// <summary>The zone that a row of a plan said for the host name; null where none did.</summary>
    public string? ZoneName { get; init; }

    /// <summary>The zone's resource group that a row of a plan said; null where none did.</summary>
    public string? ZoneResourceGroupName { get; init; }

    /// <summary>The networks beside the endpoint's own that a row of a plan said the zone is to be linked to.</summary>
    public IReadOnlyList<string> LinkedVirtualNetworkId { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>The sub-resources that it leads to.</summary>
    public IReadOnlyList<string> GroupId { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>True where this run wrote something.</summary>
    public bool Changed { get; init; }

    /// <summary>Where the state of the operation can be read, with -NoWait; else null.</summary>
    public string? OperationUrl { get; init; }

    /// <summary>The target's subscription.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The tenant that the command worked in.</summary>
    public string? TenantId { get; init; }
}
