using System.Net;
using System.Net.Sockets;
using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Probe;

/// <summary>What the steps have found so far. Each step writes its own facts and reads those before it.</summary>
internal sealed class ProbeState(ProbeRequest request, INameResolver resolver, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>What to probe.</summary>
    public ProbeRequest Request { get; } = request;

    /// <summary>Who is asked for names.</summary>
    public INameResolver Resolver { get; } = resolver;

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>How long the step that runs now may take.</summary>
    public TimeSpan StepLimit { get; set; }

    /// <summary>What DNS said; null where the host is an address, or where DNS never answered.</summary>
    public Resolution? Resolution { get; set; }

    /// <summary>The addresses that the name led to.</summary>
    public IReadOnlyList<IPAddress> Resolved { get; set; } = [];

    /// <summary>Where to connect, in order: what DNS said if that is right, else what was expected.</summary>
    public IReadOnlyList<IPAddress> Candidates { get; set; } = [];

    /// <summary>The address that took the connection; while none did, the one tried last.</summary>
    public IPAddress? Address { get; set; }

    /// <summary>The open connection of the TCP step, for a probe that does not sign in.</summary>
    public Socket? Socket { get; set; }

    /// <summary>What the TLS handshake showed.</summary>
    public TlsFacts? Tls { get; set; }

    /// <summary>The session, opening or open.</summary>
    public PostgresSession? Session { get; set; }

    /// <summary>What the server said about the session.</summary>
    public SessionFacts? SessionFacts { get; set; }

    /// <summary>What the server said when it refused the session: its SQLSTATE.</summary>
    public string? SqlState { get; set; }

    /// <summary>What is wrong, in the order of the steps; the first is the cause, what follows tells of the path behind it.</summary>
    public List<(string Step, ProbeFault Fault, string Detail)> Faults { get; } = [];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Socket?.Dispose();
        if (Session is not null) await Session.DisposeAsync().ConfigureAwait(false);
    }
}
