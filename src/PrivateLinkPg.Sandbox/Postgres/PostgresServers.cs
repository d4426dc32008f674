using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using PrivateLinkPg.Sandbox.Certificates;

namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>Trouble that a target's PostgreSQL shall have.</summary>
public enum PostgresFault
{
    /// <summary>None: TLS with a good certificate, passwords by SCRAM.</summary>
    None,

    /// <summary>Not running.</summary>
    Stopped,

    /// <summary>Answers <c>N</c> to the request for TLS.</summary>
    TlsRefused,

    /// <summary>The certificate's validity ended yesterday.</summary>
    CertificateExpired,

    /// <summary>The certificate stands for another host.</summary>
    CertificateWrongName,

    /// <summary>The certificate comes from an authority that nobody trusts.</summary>
    CertificateUntrusted,

    /// <summary>Refuses every session: SQLSTATE 53300.</summary>
    TooManyConnections,

    /// <summary>pg_hba.conf rejects every client: SQLSTATE 28000.</summary>
    AccessRejected,
}

/// <summary>How to sign in; the same on every server of one sandbox.</summary>
/// <param name="User">The administrator; not a superuser, as on Azure.</param>
/// <param name="RestrictedUser">A role that may sign in but has no right on the database: SQLSTATE 42501. Same password.</param>
/// <param name="Password">Random, made for this sandbox.</param>
/// <param name="Database">The database to sign in to.</param>
public sealed record PostgresSignIn(string User, string RestrictedUser, string Password, string Database);

/// <summary>A PostgreSQL server could not be started; the message says why and what to do.</summary>
public sealed class PostgresStartException(string message) : Exception(message);

/// <summary>
/// The real PostgreSQL servers behind the sandbox's targets. All healthy targets share one server, whose certificate carries
/// all their public host names (PostgreSQL has no server-side SNI). A faulty target is led to another server, one per kind of
/// fault, that is started at first need and has that fault for every client: so a fault never touches another target, and any
/// number of targets costs at most one server per kind. Data is not shared between them.
/// </summary>
/// <param name="installation">The programs to run.</param>
/// <param name="authority">Issues the servers' certificates.</param>
/// <param name="clock">Limits the wait for a server that does not start.</param>
/// <param name="parentFolder">Where each server makes its folder; the user <c>postgres</c> must be able to enter it when this
/// process is root. Default: the system's temporary folder.</param>
public sealed class PostgresServers(
    PostgresInstallation installation, SandboxCertificateAuthority authority, TimeProvider clock, string? parentFolder = null)
    : IAsyncDisposable
{
    private const string OtherHostName = "another-server.postgres.database.azure.com";
    private readonly SandboxCertificateAuthority unknownAuthority = new(clock, "Unknown CA");
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly ConcurrentDictionary<PostgresFault, PostgresServer> running = new();
    private IReadOnlyCollection<string> hostNames = [];
    private bool disposed;

    /// <summary>See <see cref="PostgresSetup.UnderShell"/>.</summary>
    internal bool UnderShell { get; init; } = !OperatingSystem.IsWindows();

    /// <summary>How to sign in.</summary>
    public PostgresSignIn SignIn { get; } =
        new("edb_admin", "edb_guest", RandomNumberGenerator.GetHexString(24, lowercase: true), "postgres");

    /// <summary>
    /// The public host names that certificates carry from now on (<c>*.zone</c> is allowed); servers that run get a new
    /// certificate without a restart. In effect when the call returns.
    /// </summary>
    public async Task SetHostNamesAsync(IReadOnlyCollection<string> names, CancellationToken cancellation = default)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            hostNames = [.. names];
            foreach (var (fault, server) in running)
            {
                using var certificate = Certificate(fault);
                await server.ReplaceCertificateAsync(certificate, cancellation);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// Where the server with this fault listens (loopback), starting it if it does not run; null for
    /// <see cref="PostgresFault.Stopped"/>. Concurrent calls share one start.
    /// </summary>
    /// <exception cref="PostgresStartException">PostgreSQL could not be started.</exception>
    public async Task<IPEndPoint?> GetEndpointAsync(PostgresFault fault = PostgresFault.None, CancellationToken cancellation = default)
    {
        if (fault == PostgresFault.Stopped)
            return null;
        if (running.TryGetValue(fault, out var server) && !server.HasEnded)
            return server.Endpoint;

        await turn.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (running.TryGetValue(fault, out server) && !server.HasEnded)
                return server.Endpoint;
            if (running.TryRemove(fault, out var ended))
                await ended.DisposeAsync();

            using var certificate = Certificate(fault);
            var setup = new PostgresSetup(
                installation, parentFolder ?? Path.GetTempPath(), PostgresConduct.Of(fault), SignIn, certificate, clock)
            {
                UnderShell = UnderShell,
            };
            server = await PostgresServer.StartAsync(setup, cancellation);
            running[fault] = server;
            return server.Endpoint;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Stops all servers and removes their folders.</summary>
    public async ValueTask DisposeAsync()
    {
        await turn.WaitAsync();
        try
        {
            disposed = true;
            await Task.WhenAll(running.Values.Select(server => server.DisposeAsync().AsTask()));
            running.Clear();
            unknownAuthority.Dispose();
        }
        finally
        {
            turn.Release();
        }
    }

    private ServerCertificate Certificate(PostgresFault fault) => fault switch
    {
        PostgresFault.CertificateExpired => authority.IssueExpired(hostNames),
        PostgresFault.CertificateWrongName => authority.Issue([OtherHostName]),
        PostgresFault.CertificateUntrusted => unknownAuthority.Issue(hostNames),
        _ => authority.Issue(hostNames),
    };
}
