namespace PrivateLinkPg.Endpoints;

/// <summary>Which endpoints are meant. Those to storage, key vaults and so on are not this module's matter.</summary>
/// <param name="Name">Their names.</param>
/// <param name="ResourceGroupName">Their group; null for any. Rights on a group do not let one list a subscription.</param>
/// <param name="Target">What they lead to: an id, an alias, or a name or wildcard; null for any.</param>
/// <param name="State">The states of the connection or of the endpoint; none means any.</param>
internal sealed record EndpointSearch(NamePattern Name, string? ResourceGroupName, string? Target, IReadOnlySet<string> State)
{
    private readonly NamePattern? _target = Target is null ? null : new(Target);

    /// <summary>Those of a subscription.</summary>
    public async Task<IReadOnlyList<EndpointResource>> FindAsync(string subscriptionId, LinkReader link) =>
        [.. (await link.EndpointsAsync(subscriptionId, ResourceGroupName)).OrThrow()!.Where(IsMeant)];

    private bool IsMeant(EndpointResource endpoint) =>
        Name.Matches(endpoint.Name)
        && LinkTarget.TryParse(endpoint.TargetId()) is { } target
        && (_target is null || ResourceIds.Same(Target, target.Value) || _target.Matches(target.Name))
        && (State.Count == 0
            || State.Contains(endpoint.ConnectionStatus()) || State.Contains(endpoint.Properties?.ProvisioningState ?? ""));
}
