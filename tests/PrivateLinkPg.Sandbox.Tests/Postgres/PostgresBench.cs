using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PrivateLinkPg.Sandbox.Certificates;
using PrivateLinkPg.Sandbox.Network.Relays;
using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>Servers behind an endpoint's address, and psql as a client that we did not write.</summary>
public sealed class PostgresBench<T> : PostgresBench
    where T : IPostgresUnderTest
{
    private protected override Task<PostgresInstallation?> FindAsync() => PostgresUnderTest<T>.FindAsync();
}

/// <summary>The part of it that is the same for every PostgreSQL.</summary>
public abstract class PostgresBench : IAsyncLifetime, IDisposable
{
    internal const string HostName = "orders.postgres.database.azure.com";
    private readonly SandboxCertificateAuthority authority = new(TimeProvider.System);
    private readonly EndpointRelays relays = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();
    private PostgresServers? servers;

    internal IPEndPoint Address { get; } = FreeEndpoint();

    internal PostgresServers Servers => servers ?? throw new InvalidOperationException("This PostgreSQL cannot be had.");

    internal PostgresSignIn SignIn => Servers.SignIn;

    private string RootCertificate => Path.Combine(folder.FullName, "ca.pem");

    public async Task InitializeAsync()
    {
        await authority.WritePemAsync(RootCertificate);
        if (await FindAsync() is not { } installation)
            return;
        servers = new PostgresServers(installation, authority, TimeProvider.System);
        await servers.SetHostNamesAsync([HostName]);
    }

    public async Task DisposeAsync()
    {
        await relays.DisposeAsync();
        if (servers is not null)
            await servers.DisposeAsync();
        folder.Delete(recursive: true);
    }

    public void Dispose()
    {
        authority.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<PostgresInstallation?> FindAsync();

    /// <summary>Leads the endpoint's address to the server with this fault.</summary>
    internal async Task LeadToAsync(PostgresFault fault) => Assert.Empty(
        await relays.ApplyAsync(await Servers.GetEndpointAsync(fault) is { } target ? [new RelaySpec("endpoint", Address, target)] : []));

    /// <summary>Signs in through the endpoint's address and runs a query.</summary>
    internal Task<ProgramRun> PsqlAsync(
        string query = "select 1", string host = HostName, string sslMode = "verify-full", string? user = null, string? password = null, string database = "postgres") =>
        ProgramRun.OfAsync("psql", ["-XAtc", query, Connection(host, sslMode, user ?? SignIn.User, database)], Environment(password ?? SignIn.Password));

    /// <summary>Signs in through the endpoint's address and stays.</summary>
    internal async Task<PsqlSession> OpenSessionAsync()
    {
        var session = new PsqlSession(Connection(HostName, "verify-full", SignIn.User, SignIn.Database), Environment(SignIn.Password));
        Assert.Equal("1", await session.AskAsync("select 1"));
        return session;
    }

    /// <summary>What OpenSSL says of the server's certificate, more exactly than psql does.</summary>
    internal Task<ProgramRun> OpensslAsync() => ProgramRun.OfAsync("openssl",
        ["s_client", "-starttls", "postgres", "-connect", Address.ToString(), "-CAfile", RootCertificate, "-verify_hostname", HostName]);

    private string Connection(string host, string sslMode, string user, string database) => string.Create(CultureInfo.InvariantCulture,
        $"host={host} hostaddr={Address.Address} port={Address.Port} dbname={database} user={user} sslmode={sslMode} sslrootcert={RootCertificate} connect_timeout=10");

    private static Dictionary<string, string> Environment(string password) => new() { ["PGPASSWORD"] = password, ["LC_ALL"] = "C" };

    private static IPEndPoint FreeEndpoint()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Parse("127.9.0.4"), 0));
        return (IPEndPoint)probe.LocalEndPoint!;
    }
}
