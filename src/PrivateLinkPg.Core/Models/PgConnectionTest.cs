namespace PrivateLinkPg.Models;

/// <summary>What a test of a connection found, step by step.</summary>
public sealed record PgConnectionTest
{
    /// <summary>The host name that was tested.</summary>
    public required string HostName { get; init; }

    /// <summary>The TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>Passed or Failed.</summary>
    public required string Status { get; init; }

    /// <summary>The address that was connected to, else the first that the name leads to; null where it leads to none.</summary>
    public string? IpAddress { get; init; }

    /// <summary>The step that failed: Name, Address, Tcp, Tls, Certificate, SignIn or Query; null where all passed.</summary>
    public string? FailedStep { get; init; }

    /// <summary>The code of the root cause, such as NameNotFound or PasswordRejected; null where all passed.</summary>
    public string? Cause { get; init; }

    /// <summary>
    /// All causes that were found, the one that blocks the others first, which is Cause; more than one only with -Diagnose. Empty where all
    /// passed.
    /// </summary>
    public IReadOnlyList<PgConnectionCause> Causes { get; init => field = JoinedList<PgConnectionCause>.Of(value); } =
        JoinedList<PgConnectionCause>.Empty;

    /// <summary>The outcome in a sentence for each cause.</summary>
    public required string Message { get; init; }

    /// <summary>The command or action that mends it; null where all passed.</summary>
    public string? Remedy { get; init; }

    /// <summary>The steps in their order.</summary>
    public required IReadOnlyList<PgConnectionStep> Steps { get; init => field = JoinedList<PgConnectionStep>.Of(value); }

    /// <summary>
    /// Each name that DNS went through, ending in addresses; empty where there is no alias, or where the system resolver hides them.
    /// </summary>
    public IReadOnlyList<string> ResolutionChain { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>All addresses that the name led to.</summary>
    public IReadOnlyList<string> ResolvedAddress { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>The addresses that the name was expected to lead to, any of them; empty where none was given.</summary>
    public IReadOnlyList<string> ExpectedIpAddress { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>The TLS protocol, such as TLSv1.3; null where TLS was not reached.</summary>
    public string? TlsVersion { get; init; }

    /// <summary>The TLS cipher suite.</summary>
    public string? CipherSuite { get; init; }

    /// <summary>The subject of the server's certificate.</summary>
    public string? CertificateSubject { get; init; }

    /// <summary>The issuer of the server's certificate.</summary>
    public string? CertificateIssuer { get; init; }

    /// <summary>The names in the server's certificate.</summary>
    public IReadOnlyList<string> CertificateName { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>When the server's certificate expires, in UTC.</summary>
    public DateTimeOffset? CertificateExpires { get; init; }

    /// <summary>The server's version.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>The role that was signed in.</summary>
    public string? UserName { get; init; }

    /// <summary>The database that was opened.</summary>
    public string? Database { get; init; }

    /// <summary>How certificates were checked: VerifyFull, VerifyCA, Require or Disable.</summary>
    public required string SslMode { get; init; }

    /// <summary>How client and server came to TLS: Postgres or Direct.</summary>
    public required string SslNegotiation { get; init; }

    /// <summary>The time of the whole test.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How often it was tested: fewer times than -Count asks for where -TimeoutSec was over before.</summary>
    public int Attempts { get; init; }

    /// <summary>How many of the attempts failed; the first of them is the one that is shown.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>
    /// The time within which half of the attempts that passed were done, from the name to the last step; null where none passed.
    /// </summary>
    public TimeSpan? LatencyMedian { get; init; }

    /// <summary>The time within which 95 % of them were done.</summary>
    public TimeSpan? LatencyP95 { get; init; }

    /// <summary>The time within which all of them were done.</summary>
    public TimeSpan? LatencyMax { get; init; }

    /// <summary>What Azure said, with -Diagnose; empty otherwise.</summary>
    public IReadOnlyList<string> Finding { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>
    /// What is worth knowing though all passed: addresses that do not answer, a certificate near its end, a cipher suite that other clients
    /// refuse, no password asked for; with -Diagnose also a zone that is wider than it must be, a record that nobody noted the endpoint of,
    /// or that leads to others beside it. Empty otherwise.
    /// </summary>
    public IReadOnlyList<string> Notice { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>
    /// The private endpoint that was tested: as named, or the one in the clients' network that was given, or that has an address which the
    /// name leads to or should lead to; null where none is known to be meant.
    /// </summary>
    public string? EndpointId { get; init; }

    /// <summary>The target behind it; null where unknown.</summary>
    public string? TargetId { get; init; }

    /// <summary>The clients' virtual network that was given; null where none was.</summary>
    public string? VirtualNetworkId { get; init; }

    /// <summary>The DNS server that was asked; null for the system's.</summary>
    public string? DnsServer { get; init; }

    /// <summary>The file with the roots that were trusted; null for the system's.</summary>
    public string? RootCertificate { get; init; }
}
