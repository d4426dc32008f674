namespace PrivateLinkPg.Arm.Wire;

internal sealed record Subscription(string Id, string SubscriptionId, string DisplayName, string? State, string? TenantId);

/// <summary>A resource provider in a subscription.</summary>
internal sealed record Provider
{
    public string? Namespace { get; init; }

    /// <summary>Registered, Registering, NotRegistered, Unregistering or Unregistered.</summary>
    public string? RegistrationState { get; init; }
}

/// <summary>What the account may do at a scope: actions with wildcards, less those that are taken out again.</summary>
internal sealed record Permission
{
    public IReadOnlyList<string>? Actions { get; init; }
    public IReadOnlyList<string>? NotActions { get; init; }
}

/// <summary>Properties that nobody here asks for, of resources that are only listed.</summary>
internal sealed record PlainProperties;

/// <summary>A region.</summary>
internal sealed record Location(string Name, string? DisplayName);
