namespace PrivateLinkPg.Link;

/// <summary>Which path is meant; what is null or empty is found, as far as the rest tells.</summary>
/// <param name="EndpointId">The private endpoint.</param>
/// <param name="TargetId">What it leads to, as an id or an alias.</param>
/// <param name="HostName">The name that clients connect to.</param>
/// <param name="NetworkId">The clients' network; null is the endpoint's own.</param>
/// <param name="Addresses">Addresses that the endpoint should have.</param>
/// <param name="Resolved">Addresses that the name led to.</param>
/// <param name="Everywhere">Whether zones are looked for in all subscriptions that the account can see.</param>
internal sealed record LinkQuestion(
    string? EndpointId, string? TargetId = null, string? HostName = null, string? NetworkId = null,
    IReadOnlyCollection<string>? Addresses = null, IReadOnlyCollection<string>? Resolved = null, bool Everywhere = false)
{
    /// <summary>The host name, what DNS says that it is an alias of, and that of, in their order.</summary>
    public IReadOnlyList<string> Names { get; init; } = HostName is null ? [] : [HostName];

    /// <summary>Whether the routes of the clients are wanted.</summary>
    public bool Way { get; init; }
}
