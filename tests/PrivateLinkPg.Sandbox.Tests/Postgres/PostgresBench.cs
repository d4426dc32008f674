using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PrivateLinkPg.Sandbox.Certificates;
using PrivateLinkPg.Sandbox.Network.Relays;
using PrivateLinkPg.Sandbox.Postgres;
using PrivateLinkPg.Sandbox.Tests.Certificates;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>Servers behind an endpoint's address, and the client that came with them.</summary>
public sealed class PostgresBench<T> : PostgresBench
    where T : IPostgresUnderTest
{
    private protected override Task<PostgresInstallation?> FindAsync() => PostgresUnderTest<T>.FindAsync();

    private protected override Task<PostgresClient> ClientAsync() => PostgresUnderTest<T>.ClientAsync();
}

/// <summary>The part of it that is the same for every PostgreSQL.</summary>
public abstract class PostgresBench : IAsyncLifetime, IDisposable
{
    internal const string HostName = "orders.postgres.database.azure.com";
    private static readonly byte[] SslRequest = [0, 0, 0, 8, 4, 210, 22, 47];
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

    private protected abstract Task<PostgresClient> ClientAsync();

    /// <summary>Leads the endpoint's address to the server with this fault.</summary>
    internal async Task LeadToAsync(PostgresFault fault) => Assert.Empty(
        await relays.ApplyAsync(await ServeAsync(fault, HostName) is { } target ? [new RelaySpec("endpoint", Address, RelayTarget.At(target))] : []));

    /// <summary>The server with this fault, whose certificate has these names.</summary>
    internal Task<IPEndPoint?> ServeAsync(PostgresFault fault, params string[] names) => Servers.GetEndpointAsync("orders", names, fault);

    /// <summary>Signs in through the endpoint's address and runs a query.</summary>
    internal async Task<PostgresAnswer> AskAsync(
        string query = "select 1", string host = HostName, string sslMode = "verify-full", string? user = null, string? password = null, string database = "postgres") =>
        await (await ClientAsync()).AskAsync(Connection(host, sslMode, user ?? SignIn.User, database), password ?? SignIn.Password, query);

    /// <summary>Signs in through the endpoint's address and stays.</summary>
    internal async Task<IPostgresSession> OpenSessionAsync()
    {
        var session = (await ClientAsync()).Open(Connection(HostName, "verify-full", SignIn.User, SignIn.Database), SignIn.Password);
        Assert.Equal("1", await session.AskAsync("select 1"));
        return session;
    }

    /// <summary>What OpenSSL says of the server's certificate, more exactly than libpq does.</summary>
    internal Task<ProgramRun> OpensslAsync() => ProgramRun.OfAsync("openssl",
        ["s_client", "-starttls", "postgres", "-connect", Address.ToString(), "-CAfile", RootCertificate, "-verify_hostname", HostName]);

    /// <summary>What .NET says of it.</summary>
    internal async Task<(SslPolicyErrors Errors, X509ChainStatusFlags Chain)> VerifyAsync()
    {
        (SslPolicyErrors Errors, X509ChainStatusFlags Chain)? verdict = null;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var client = new TcpClient();
        await client.ConnectAsync(Address, limit.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(SslRequest, limit.Token);
        var answer = new byte[1];
        await stream.ReadExactlyAsync(answer, limit.Token);
        Assert.Equal((byte)'S', answer[0]);
        await using var tls = new SslStream(stream);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = HostName,
            CertificateChainPolicy = Trust.In(authority.CertificatePem),
            RemoteCertificateValidationCallback = (_, _, chain, errors) =>
            {
                verdict = (errors, Trust.Faults(chain!));
                return errors == SslPolicyErrors.None;
            },
        };
        try
        {
            await tls.AuthenticateAsClientAsync(options, limit.Token);
        }
        catch (AuthenticationException) when (verdict is { Errors: not SslPolicyErrors.None })
        {
            // As was said.
        }
        return verdict ?? throw new InvalidOperationException("The server showed no certificate.");
    }

    private string Connection(string host, string sslMode, string user, string database) => string.Create(CultureInfo.InvariantCulture,
        $"host={host} hostaddr={Address.Address} port={Address.Port} dbname={database} user={user} sslmode={sslMode} sslrootcert={RootCertificate} connect_timeout=10");

    private static IPEndPoint FreeEndpoint()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Parse("127.9.0.4"), 0));
        return (IPEndPoint)probe.LocalEndPoint!;
    }
}
