namespace PrivateLinkPg.Arm.Wire;

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
