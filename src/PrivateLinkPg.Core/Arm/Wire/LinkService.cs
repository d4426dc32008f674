namespace PrivateLinkPg.Arm.Wire;

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
