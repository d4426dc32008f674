namespace PrivateLinkPg.Probe.Dns;

/// <summary>What came of looking up a name.</summary>
internal sealed record Resolution
{
    public required ResolutionOutcome Outcome { get; init; }

    /// <summary>Who was asked: "the system resolver" or "DNS server 10.0.0.2".</summary>
    public required string Resolver { get; init; }

    /// <summary>The addresses; IPv4 first from a chosen server, in the system's order otherwise.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>The aliases gone through, from the name asked for; empty where there are none, or the system resolver hides them.</summary>
    public IReadOnlyList<DnsRecord> Aliases { get; init; } = [];

    /// <summary>How long the answer may be kept, in seconds: the shortest on the way. Null where unknown.</summary>
    public uint? TimeToLive { get; init; }

    /// <summary>The server's words on a failure: a response code by its name, or the system's message. Null on success.</summary>
    public string? Reason { get; init; }
}

/// <summary>How the look-up of a name ended.</summary>
internal enum ResolutionOutcome
{
    /// <summary>The name has addresses.</summary>
    Found,
    /// <summary>The name does not exist (NXDOMAIN).</summary>
    NameNotFound,
    /// <summary>The name exists and has no address (NODATA); the system resolver tells some of these as not found.</summary>
    NoAddress,
    /// <summary>The name is an alias, and the server does not ask others where that leads.</summary>
    AliasNotFollowed,
    /// <summary>The name is an alias that leads back to itself.</summary>
    AliasLoop,
    /// <summary>The answer is too large for UDP, and the server takes no TCP.</summary>
    TcpClosed,
    /// <summary>The server could not get an answer (SERVFAIL and kin).</summary>
    ServerFailure,
    /// <summary>The server does not answer this client, or not for this name (REFUSED).</summary>
    Refused,
    /// <summary>No answer came in time.</summary>
    TimedOut,
    /// <summary>The server cannot be reached: no route, or nothing listens there.</summary>
    Unreachable,
}

/// <summary>Finds the addresses of host names.</summary>
internal interface INameResolver
{
    /// <summary>Looks up all addresses of <paramref name="name"/>. Failures are results, never exceptions.</summary>
    /// <param name="name">A host name in ASCII, without a final dot.</param>
    /// <param name="cancellation">Ends the wait at once, with <see cref="OperationCanceledException"/>.</param>
    Task<Resolution> ResolveAsync(string name, CancellationToken cancellation);
}
