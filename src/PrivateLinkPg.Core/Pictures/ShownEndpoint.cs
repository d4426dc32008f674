namespace PrivateLinkPg.Pictures;

/// <summary>One input of Show-PgPrivateLink: an endpoint, and what is known of its clients.</summary>
internal sealed record ShownEndpoint
{
    public string? EndpointId { get; init; }

    /// <summary>The name that clients connect to; null takes what Azure tells.</summary>
    public string? HostName { get; init; }

    /// <summary>The networks of the clients; none means the endpoint's own.</summary>
    public IReadOnlyList<string> VirtualNetworkId { get; init; } = [];

    /// <summary>A test of that path, where one was made.</summary>
    public ShownTest? Test { get; init; }
}

/// <summary>What a picture shows of a connection test.</summary>
internal sealed record ShownTest(
    string Status, string? FailedStep, string? Message, string? Remedy, TimeSpan Duration, IReadOnlyList<PgConnectionStep> Steps)
{
    public static ShownTest Of(PgConnectionTest test) =>
        new(test.Status, test.FailedStep, test.Message, test.Remedy, test.Duration, test.Steps);
}
