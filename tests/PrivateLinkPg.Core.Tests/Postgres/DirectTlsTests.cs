using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;
using PrivateLinkPg.Sandbox.Certificates;
using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>TLS without asking for it first: servers take it from PostgreSQL 17 on, and libpq 18 is the referee.</summary>
public abstract class DirectTlsTests<T>(PostgresFixture<T> postgres) : IClassFixture<PostgresFixture<T>>
    where T : IPostgresUnderTest
{
    [PeerTheory]
    [InlineData(PostgresFault.None, true)]
    [InlineData(PostgresFault.None, false)]
    [InlineData(PostgresFault.CertificateExpired, true)]
    [InlineData(PostgresFault.CertificateWrongName, false)]
    [InlineData(PostgresFault.CertificateUntrusted, true)]
    [InlineData(PostgresFault.TlsRefused, true)]
    [InlineData(PostgresFault.TlsRefused, false)]
    [InlineData(PostgresFault.AccessRejected, true)]
    public async Task It_passes_where_libpq_connects(PostgresFault server, bool signsIn)
    {
        ProbeRequest request = await postgres.RequestAsync(server) with { SslNegotiation = PgSslNegotiation.Direct };
        ProbeResult result = await LocalProbe.RunAsync(signsIn ? request : request with { SignIn = null });

        Assert.Equal((await AskAsync(request)).Connected, result.State.Faults.Count == 0);
        if (server != PostgresFault.None) return;
        bool isTaken = (await PostgresUnderTest<T>.VersionAsync()).Major >= 17;
        Assert.Equal(isTaken ? [] : [ProbeFault.DirectTlsRefused], result.State.Faults.Select(each => each.Fault));
        Assert.Equal(isTaken, result.State.Tls?.NamesPostgres == true);
    }

    [PeerFact]
    public async Task Without_TLS_there_is_nothing_to_refuse()
    {
        ProbeRequest request = await postgres.RequestAsync(PostgresFault.TlsRefused) with { SslNegotiation = PgSslNegotiation.Direct, SignIn = null };
        Assert.NotEqual(ProbeFault.DirectTlsRefused, (await LocalProbe.RunAsync(request)).State.Faults[0].Fault);
    }

    private async Task<PostgresAnswer> AskAsync(ProbeRequest request) => await (await PostgresUnderTest<Postgres18>.ClientAsync()).AskAsync(
        $"host={request.HostName} hostaddr=127.0.0.1 port={request.Port} user={postgres.Role.User} dbname=postgres "
        + $"sslmode=verify-full sslnegotiation=direct sslrootcert={postgres.RootFile}", postgres.Role.Password, "select 1");
}

public sealed class DirectTlsOfMachinePostgresTests(PostgresFixture<MachinePostgres> postgres) : DirectTlsTests<MachinePostgres>(postgres);

public sealed class DirectTlsOfPostgres18Tests(PostgresFixture<Postgres18> postgres) : DirectTlsTests<Postgres18>(postgres);

/// <summary>What does TLS and is no PostgreSQL server, such as a web server at that port.</summary>
public sealed class DirectTlsToOthersTests
{
    [Theory]
    [InlineData(null, ProbeFault.DirectTlsRefused)]
    [InlineData("http/1.1", ProbeFault.TlsHandshakeFailed)]
    internal async Task Without_the_protocols_name_it_is_not_taken(string? named, ProbeFault fault)
    {
        using SandboxCertificateAuthority authority = new(TimeProvider.System);
        using X509Certificate2 root = X509Certificate2.CreateFromPem(authority.CertificatePem);
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using CancellationTokenSource closing = new();
        Task serving = ServeAsync();

        ProbeResult result = await LocalProbe.RunAsync(new()
        {
            HostName = "localhost", Port = ((IPEndPoint)listener.LocalEndpoint).Port, ExpectedAddresses = [IPAddress.Loopback],
            RootCertificates = [root], SslNegotiation = PgSslNegotiation.Direct,
        });

        Assert.Equal(fault, result.State.Faults[0].Fault);
        await closing.CancelAsync();
        await serving;

        async Task ServeAsync()
        {
            SslServerAuthenticationOptions options = new()
            {
                ServerCertificate = authority.Issue(["localhost"]).Certificate, ApplicationProtocols = named is null ? null : [new(named)],
            };
            try
            {
                while (true)
                {
                    using TcpClient client = await listener.AcceptTcpClientAsync(closing.Token);
                    await using SslStream secured = new(client.GetStream());
                    try
                    {
                        await secured.AuthenticateAsServerAsync(options, closing.Token);
                    }
                    catch (Exception e) when (e is AuthenticationException or IOException)
                    {
                        // The client may end it.
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }
    }
}
