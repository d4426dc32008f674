using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Test-PgPrivateConnection for one input, as given.</summary>
internal sealed record TestPgPrivateConnectionRequest
{
    public string? HostName { get; init; }

    public int Port { get; init; } = 5432;

    public IReadOnlyList<string> ExpectedIpAddress { get; init; } = [];

    public string? DnsServer { get; init; }

    public string Database { get; init; } = "postgres";

    /// <summary>User and password; null for the other two ways.</summary>
    public SignIn? Credential { get; init; }

    /// <summary>The role to sign in to with an Entra token of the command's context.</summary>
    public string? EntraUser { get; init; }

    public PgSslMode SslMode { get; init; } = PgSslMode.VerifyFull;

    /// <summary>A full path.</summary>
    public string? RootCertificate { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    public bool Diagnose { get; init; }

    public bool Quiet { get; init; }

    public string? EndpointId { get; init; }

    public string? TargetId { get; init; }
}
