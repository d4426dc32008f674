using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Probe;

/// <summary>What the steps have found so far: each step reads it and gives the next one.</summary>
internal sealed record ProbeState(ProbeRequest Request, INameResolver Resolver, TimeProvider Clock)
{
    /// <summary>What DNS said; null where the host is an address, or where DNS never answered.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>The addresses that the name led to.</summary>
    public IReadOnlyList<IPAddress> Resolved { get; init; } = [];

    /// <summary>
    /// Where to connect, in order: what DNS said if that is right, else what was expected. Should DNS fail, these are tried all the same:
    /// that tells a DNS fault from a dead path.
    /// </summary>
    public IReadOnlyList<IPAddress> Candidates { get; init; } = Request.ExpectedAddresses;

    /// <summary>The address that took the connection; while none did, the one tried last.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>What is wrong with the other addresses of the name, though one took the connection.</summary>
    public IReadOnlyList<string> DeadAddresses { get; init; } = [];

    /// <summary>True where the server let the client in without a look at a password or certificate.</summary>
    public bool IsTrusted { get; init; }

    /// <summary>What the TLS handshake showed.</summary>
    public TlsFacts? Tls { get; init; }

    /// <summary>What the server said about the session.</summary>
    public SessionFacts? SessionFacts { get; init; }

    /// <summary>What is wrong, in the order of the steps; the first is the cause, what follows tells of the path behind it.</summary>
    public IReadOnlyList<(string Step, ProbeFault Fault, string Detail)> Faults { get; init; } = [];
}

/// <summary>What a probe found.</summary>
internal sealed record ProbeResult(ProbeState State, IReadOnlyList<PgConnectionStep> Steps, TimeSpan Duration);
