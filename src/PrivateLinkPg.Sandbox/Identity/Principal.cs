namespace PrivateLinkPg.Sandbox.Identity;

/// <summary>Who calls, and what Azure's role assignments would let them do.</summary>
/// <param name="Name">The name of the managed identity.</param>
/// <param name="ClientId">What a client passes as client_id to the token endpoint to become this principal.</param>
/// <param name="ObjectId">The id of its service principal in the tenant.</param>
internal sealed record Principal(string Name, string ClientId, string ObjectId)
{
    /// <summary>May read everything.</summary>
    public bool IsReader { get; init; }

    /// <summary>May do everything in these subscriptions; null stands for all.</summary>
    public IReadOnlySet<string>? OwnedSubscriptions { get; init; }

    public bool Can(string action, string? subscription)
    {
        if (OwnedSubscriptions is null || (subscription is not null && OwnedSubscriptions.Contains(subscription))) return true;
        return IsReader && action.EndsWith("/read", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The actions that this principal has in a subscription, as its roles would list them.</summary>
    public IReadOnlyList<string> Actions(string subscription) =>
        OwnedSubscriptions is null || OwnedSubscriptions.Contains(subscription) ? ["*"] : IsReader ? ["*/read"] : [];

    /// <summary>Whether the subscription appears in this principal's list.</summary>
    public bool Sees(string subscription) => IsReader || OwnedSubscriptions is null || OwnedSubscriptions.Contains(subscription);
}

/// <summary>The principals of a sandbox. The first is the one that a client gets without asking for another.</summary>
internal sealed class Principals(string developmentSubscription, string testSubscription)
{
    public Principal Owner { get; } = new("sandbox-owner", "0ea10000-5a4d-4b0c-8000-000000000001", "0ea10000-5a4d-4b0c-8000-000000000101");

    public Principal Reader { get; } = new("sandbox-reader", "0ea10000-5a4d-4b0c-8000-000000000002", "0ea10000-5a4d-4b0c-8000-000000000102")
    {
        IsReader = true,
        OwnedSubscriptions = new HashSet<string>(),
    };

    /// <summary>Owns one subscription and has no right at all on the other.</summary>
    public Principal Developer { get; } = new(
        "sandbox-developer", "0ea10000-5a4d-4b0c-8000-000000000003", "0ea10000-5a4d-4b0c-8000-000000000103")
    {
        OwnedSubscriptions = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { developmentSubscription },
    };

    /// <summary>
    /// The other side of the developer: owns the subscription of the client networks and has no right at all on the servers.
    /// </summary>
    public Principal Consumer { get; } = new(
        "sandbox-consumer", "0ea10000-5a4d-4b0c-8000-000000000004", "0ea10000-5a4d-4b0c-8000-000000000104")
    {
        OwnedSubscriptions = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { testSubscription },
    };

    /// <summary>As the consumer, but may read everything: sees the servers and may not approve on them.</summary>
    public Principal NetworkAdmin { get; } = new(
        "sandbox-network-admin", "0ea10000-5a4d-4b0c-8000-000000000005", "0ea10000-5a4d-4b0c-8000-000000000105")
    {
        IsReader = true,
        OwnedSubscriptions = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { testSubscription },
    };

    public IReadOnlyList<Principal> All => [Owner, Reader, Developer, Consumer, NetworkAdmin];

    /// <summary>By client id or object id; the owner when none is asked for; null when there is no such identity.</summary>
    public Principal? Find(string? id) => string.IsNullOrEmpty(id)
        ? Owner
        : All.FirstOrDefault(principal => principal.ClientId.Equals(id, StringComparison.OrdinalIgnoreCase)
            || principal.ObjectId.Equals(id, StringComparison.OrdinalIgnoreCase));
}
