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
/// The real PostgreSQL servers behind the sandbox's targets: one for each target and kind of fault, started at first need, with a
/// certificate for that target's host names alone (PostgreSQL has no server-side SNI) and with that fault for every client. So who is led
/// to another target finds another certificate, and a fault touches nobody else. Data is not shared between them.
/// </summary>
/// <param name="installation">The programs to run.</param>
/// <param name="authority">Issues the servers' certificates.</param>
/// <param name="clock">Limits the wait for a server that does not start.</param>
/// <param name="parentFolder">Where each server makes its folder; the user <c>postgres</c> must be able to enter it when this
/// process is root. Default: the system's temporary folder, or memory where there is plenty (see ServerPlace).</param>
public sealed class PostgresServers(
    PostgresInstallation installation, SandboxCertificateAuthority authority, TimeProvider clock, string? parentFolder = null)
    : IAsyncDisposable
{
    private const string OtherHostName = "another-server.postgres.database.azure.com";
    private readonly SandboxCertificateAuthority unknownAuthority = new(clock, "Unknown CA");
    private readonly ConcurrentDictionary<(string Target, PostgresFault Fault), Place> places = new();
    private volatile bool disposed;

    /// <summary>See <see cref="PostgresSetup.UnderShell"/>.</summary>
    internal bool UnderShell { get; init; } = !OperatingSystem.IsWindows();

    /// <summary>How to sign in.</summary>
    public PostgresSignIn SignIn { get; } =
        new("edb_admin", "edb_guest", RandomNumberGenerator.GetHexString(24, lowercase: true), "postgres");

    /// <summary>
    /// Where the target's server with this fault listens (loopback), starting it if it does not run; null for
    /// <see cref="PostgresFault.Stopped"/>. Concurrent calls share one start. One that runs gets another certificate, without a restart,
    /// where the names are others than before; it is in effect when the call returns.
    /// </summary>
    /// <param name="target">What the server is of, such as an id; compared without case.</param>
    /// <param name="hostNames">The public host names of its certificate; <c>*.zone</c> is allowed.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="cancellation">Gives up; a start that others wait for begins anew.</param>
    /// <exception cref="PostgresStartException">PostgreSQL could not be started.</exception>
    public async Task<IPEndPoint?> GetEndpointAsync(
        string target, IReadOnlyCollection<string> hostNames, PostgresFault fault = PostgresFault.None,
        CancellationToken cancellation = default)
    {
        if (fault == PostgresFault.Stopped)
            return null;
        var place = places.GetOrAdd((target.ToUpperInvariant(), fault), _ => new Place());
        if (place.Of(hostNames) is { } running)
            return running.Endpoint;

        await place.Turn.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (place.Of(hostNames) is { } started)
                return started.Endpoint;
            using var certificate = Certificate(fault, hostNames);
            if (place.Server is { HasEnded: false } renamed)
            {
                await renamed.ReplaceCertificateAsync(certificate, cancellation);
            }
            else
            {
                await place.StopAsync();
                var setup = new PostgresSetup(
                    installation, parentFolder ?? ServerPlace.Default(), PostgresConduct.Of(fault), SignIn, certificate, clock)
                {
                    UnderShell = UnderShell,
                };
                place.Server = await PostgresServer.StartAsync(setup, cancellation);
            }
            place.HostNames = [.. hostNames];
            return place.Server.Endpoint;
        }
        finally
        {
            place.Turn.Release();
        }
    }

    /// <summary>Stops all servers and removes their folders.</summary>
    public async ValueTask DisposeAsync()
    {
        disposed = true;
        await Task.WhenAll(places.Values.Select(async place =>
        {
            await place.Turn.WaitAsync();
            await place.StopAsync();
            place.Turn.Release();
        }));
        unknownAuthority.Dispose();
    }

    private ServerCertificate Certificate(PostgresFault fault, IReadOnlyCollection<string> hostNames) => fault switch
    {
        PostgresFault.CertificateExpired => authority.IssueExpired(hostNames),
        PostgresFault.CertificateWrongName => authority.Issue([OtherHostName]),
        PostgresFault.CertificateUntrusted => unknownAuthority.Issue(hostNames),
        _ => authority.Issue(hostNames),
    };

    // Where the server of one target, with one kind of fault, runs or will run.
    private sealed class Place
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public PostgresServer? Server { get; set; }

        public HashSet<string> HostNames { get; set; } = [];

        public PostgresServer? Of(IReadOnlyCollection<string> hostNames) =>
            Server is { HasEnded: false } server && HostNames.SetEquals(hostNames) ? server : null;

        public async Task StopAsync()
        {
            if (Server is not null)
                await Server.DisposeAsync();
            Server = null;
        }
    }
}
