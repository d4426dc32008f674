namespace PrivateLinkPg.Pacing;

/// <summary>A limit of Azure's to the rate of requests.</summary>
/// <param name="Host">Who is asked; each region counts for itself.</param>
/// <param name="Principal">Under whose name.</param>
/// <param name="SubscriptionId">About what; null where a request is about the tenant as a whole.</param>
/// <param name="Kind">What is counted.</param>
/// <param name="Type">The resource type, for a limit of its provider's; null for Azure Resource Manager's own.</param>
internal sealed record AzureLimit(string Host, string Principal, string? SubscriptionId, RequestKind Kind, string? Type)
{
    /// <summary>Names it in a table; Azure compares without case.</summary>
    public string Key => $"{Host} {Principal} {SubscriptionId} {Kind} {Type}";

    /// <summary>The header of an answer that tells how many requests are left.</summary>
    public string RemainingHeader =>
        $"x-ms-ratelimit-remaining-{(SubscriptionId is null ? "tenant" : "subscription")}-{Kind.ToString().ToLowerInvariant()}";

    /// <summary>Azure Resource Manager's own, which the request counts for as well.</summary>
    public AzureLimit OfResourceManager => this with { Type = null };

    /// <summary>The documented size of Azure's bucket, and how many requests a second come back to it.</summary>
    public (int Size, int PerSecond) Documented => Kind == RequestKind.Reads ? (250, 25) : (200, 10);

    /// <summary>The narrowest limit that a request may run into.</summary>
    public static AzureLimit Of(RequestMethod method, Uri url, string principal)
    {
        string[] parts = url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string? subscription = parts is [var root, var id, ..] && Is(root, "subscriptions") ? id : null;
        // The last provider counts: what stands before it is a scope that the type extends.
        int at = Array.FindLastIndex(parts, part => Is(part, "providers"));
        string? type = at >= 0 && parts.Length > at + 2
            ? string.Join('/', parts.Skip(at + 1).Where((_, i) => i == 0 || i % 2 == 1))
            : null;
        return new(url.Authority, principal, subscription, KindOf(method), type);
    }

    /// <summary>For a sentence that says what is waited for.</summary>
    public override string ToString() =>
        $"Azure's limit of {Kind.ToString().ToLowerInvariant()}{(Type is null ? "" : $" of {Type}")} "
        + (SubscriptionId is null ? "in the tenant" : $"in subscription {SubscriptionId}");

    private static RequestKind KindOf(RequestMethod method) =>
        method == RequestMethod.Get || method == RequestMethod.Head ? RequestKind.Reads
        : method == RequestMethod.Delete ? RequestKind.Deletes : RequestKind.Writes;

    private static bool Is(string part, string name) => part.Equals(name, StringComparison.OrdinalIgnoreCase);
}
