namespace PrivateLinkPg.Pictures;

/// <summary>One station of a path: what it is, what it is called and how it stands.</summary>
/// <param name="Kind">Its place in the path.</param>
/// <param name="Key">Names the same thing in all paths, so that it is drawn once: a resource id; compared without case.</param>
/// <param name="Name">What people call it.</param>
/// <param name="State">How it stands.</param>
/// <param name="Word">That state in one or two words, as Azure or the field calls it: Approved, Stale, Not linked.</param>
internal sealed record Station(StationKind Kind, string Key, string Name, StationState State, string Word)
{
    /// <summary>What kind of thing it is, in words.</summary>
    public string Label { get; init; } = Kind switch
    {
        StationKind.Network => "Virtual network",
        StationKind.Link => "DNS zone link",
        StationKind.Record => "DNS record",
        StationKind.Endpoint => "Private endpoint",
        StationKind.Connection => "Connection",
        StationKind.Server => "Server",
        _ => "Connection test",
    };

    /// <summary>What more is to say, in one short line: an address, a region.</summary>
    public string? Detail { get; init; }

    /// <summary>Why it stands so, or what to do; null where there is nothing to say.</summary>
    public string? Remedy { get; init; }

    /// <summary>The command that mends it, where one does.</summary>
    public string? Command { get; init; }

    /// <summary>The resource id, where it has one.</summary>
    public string? Id { get; init; }

    /// <summary>True where nothing gets past it.</summary>
    public bool Stops => State is StationState.Waiting or StationState.Missing or StationState.Broken;

    /// <summary>The station in another state; what is not said here stays as it is.</summary>
    public Station As(StationState state, string word, string? detail = null, string? remedy = null, string? command = null) =>
        this with { State = state, Word = word, Detail = detail ?? Detail, Remedy = remedy ?? Remedy, Command = command ?? Command };
}

/// <summary>The stations between a client and its server, in their order.</summary>
internal enum StationKind
{
    /// <summary>The virtual network of the clients.</summary>
    Network,
    /// <summary>The link by which that network sees a private DNS zone.</summary>
    Link,
    /// <summary>The A record of the host name in that zone.</summary>
    Record,
    /// <summary>The private endpoint, with its address.</summary>
    Endpoint,
    /// <summary>The connection between endpoint and target, which the target's owner approves.</summary>
    Connection,
    /// <summary>The server, cluster or Private Link service.</summary>
    Server,
    /// <summary>What a connection test found at the end of the path.</summary>
    Test,
}

/// <summary>How a station of a path stands. Each has a shape and a word of its own in a picture, besides its colour.</summary>
internal enum StationState
{
    /// <summary>As it must be.</summary>
    Good,
    /// <summary>Not known: it may not be read, or nothing says it.</summary>
    Unknown,
    /// <summary>Somebody must act, or Azure is at work.</summary>
    Waiting,
    /// <summary>It is not there.</summary>
    Missing,
    /// <summary>It is there and wrong.</summary>
    Broken,
}
