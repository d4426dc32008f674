namespace PrivateLinkPg.Arm.Wire;

/// <summary>Microsoft.Authorization/locks.</summary>
internal sealed record ManagementLockProperties
{
    /// <summary>CanNotDelete or ReadOnly.</summary>
    public string? Level { get; init; }

    public string? Notes { get; init; }
}
