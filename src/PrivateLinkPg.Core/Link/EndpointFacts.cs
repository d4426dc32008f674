namespace PrivateLinkPg.Link;

/// <summary>What an endpoint tells of itself.</summary>
internal static class EndpointFacts
{
    /// <summary>Its connection; null only for an endpoint that is not there.</summary>
    public static ServiceConnection? ConnectionEntry(this EndpointResource? endpoint) =>
        endpoint?.Properties?.ManualPrivateLinkServiceConnections is [{ } manual, ..] ? manual
        : endpoint?.Properties?.PrivateLinkServiceConnections is [{ } automatic, ..] ? automatic
        : null;

    /// <summary>The properties of its connection.</summary>
    public static ServiceConnectionProperties? Connection(this EndpointResource? endpoint) =>
        endpoint.ConnectionEntry()?.Properties;

    /// <summary>True where the target's owner must approve its connection.</summary>
    public static bool IsManual(this EndpointResource? endpoint) =>
        endpoint?.Properties?.ManualPrivateLinkServiceConnections is [{ }, ..];

    /// <summary>The state of its connection.</summary>
    public static string ConnectionStatus(this EndpointResource? endpoint) =>
        endpoint.Connection()?.PrivateLinkServiceConnectionState?.Status ?? "Pending";

    /// <summary>What it leads to, as an id or an alias; empty where it does not tell.</summary>
    public static string TargetId(this EndpointResource? endpoint) => endpoint.Connection()?.PrivateLinkServiceId ?? "";

    /// <summary>The network that it lies in.</summary>
    public static string? NetworkId(this EndpointResource? endpoint) =>
        endpoint?.Properties?.Subnet?.Id is { } subnet ? ResourceIds.Parent(subnet) : null;
}
