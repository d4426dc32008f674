using System.Net.Security;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;
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

/// <summary>What answers to TLS at once and is no PostgreSQL server of today: a web server at that port, an older server.</summary>
public sealed class DirectTlsToOthersTests : IDisposable
{
    private readonly CertificateLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(null, ProbeFault.DirectTlsRefused, "What answers does TLS and does not name PostgreSQL's protocol in it (ALPN).")]
    [InlineData("http/1.1", ProbeFault.TlsHandshakeFailed, "The handshake failed: ")]
    [InlineData("postgresql", null, "TLSv1.3, TLS_")]
    internal async Task Without_the_protocols_name_it_is_not_taken(string? named, ProbeFault? fault, string words)
    {
        await using FakePostgresServer server = FakePostgresServer.Secured(Options(named));

        Told(await ProbeAsync(server), fault, words);
    }

    [Fact]
    public async Task A_server_that_wants_to_be_asked_first_is_told_as_one()
    {
        await using FakePostgresServer server = FakePostgresServer.Secured(Options(), takesDirect: false);

        Told(await ProbeAsync(server), ProbeFault.DirectTlsRefused, "The server does TLS when it is asked for it first, and not at once.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_cannot_be_asked_either_keeps_what_was_found(bool stops)
    {
        int met = 0;
        FakePostgresServer? self = null;
        await using FakePostgresServer server = self = new((_, _) =>
        {
            if (stops) self!.StopListening();
            return Task.FromResult(Interlocked.Increment(ref met));
        });

        Told(await ProbeAsync(server), ProbeFault.TlsHandshakeFailed, "The handshake failed: ");
        Assert.Equal(stops ? 1 : 2, met);
    }

    [Fact]
    public async Task What_has_a_name_of_its_own_is_not_tried_the_other_way()
    {
        int met = 0;
        await using FakePostgresServer server = FakePostgresServer.Secured(
            FakePostgresServer.Asking(_lab.Server("good")), (_, _) => Task.FromResult(Interlocked.Increment(ref met)));

        Told(await ProbeAsync(server), ProbeFault.ClientCertificateMissing, "The server asked for a client certificate");
        Assert.Equal(1, met);
    }

    private SslServerAuthenticationOptions Options(string? named = "postgresql") => new()
    {
        ServerCertificateContext = _lab.Server("good"), ApplicationProtocols = named is null ? null : [new(named)],
    };

    private Task<ProbeResult> ProbeAsync(FakePostgresServer server) => LocalProbe.RunAsync(new()
    {
        HostName = CertificateLab.Host, Port = server.EndPoint.Port, RootCertificates = RootCertificates.Load(_lab.RootFile), SslNegotiation = PgSslNegotiation.Direct,
    });

    private static void Told(ProbeResult result, ProbeFault? fault, string words)
    {
        Assert.Equal(fault, result.FirstFault());
        Assert.StartsWith(words, result.Detail("Tls"), StringComparison.Ordinal);
    }
}
