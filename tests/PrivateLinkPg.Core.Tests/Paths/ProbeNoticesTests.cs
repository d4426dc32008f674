using System.Net;
using PrivateLinkPg.Core.Tests.Dns;
using PrivateLinkPg.Core.Tests.Postgres;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Paths;

/// <summary>What a test that passed tells all the same.</summary>
public sealed class ProbeNoticesTests : IDisposable
{
    private readonly CertificateLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("TLS_AES_256_GCM_SHA384", 31, null)]
    [InlineData("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 31, null)]
    [InlineData("TLS_RSA_WITH_AES_256_GCM_SHA384", 31, "no forward secrecy")]
    [InlineData("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", 31, "SHA-1")]
    [InlineData("TLS_AES_256_GCM_SHA384", 29, "ends on 2026-01-30, in 29 days.")]
    public void A_cipher_suite_and_a_certificate_near_its_end_are_told(string suite, int days, string? words)
    {
        ProbeState state = State(suite, days);

        if (words is null) Assert.Empty(ProbeNotices.Of(state));
        else Assert.Contains(words, Assert.Single(ProbeNotices.Of(state)), StringComparison.Ordinal);
        Assert.Empty(ProbeNotices.Of(state with { Faults = [("Query", ProbeFault.QueryFailed, "")] }));
    }

    [Theory]
    [InlineData(30, 31, true)]
    [InlineData(31, 31, false)]
    [InlineData(29, null, false)]
    public void A_certificate_that_ends_sooner_than_wished_is_a_cause(int days, int? wished, bool isCause)
    {
        ProbeState state = State("TLS_AES_256_GCM_SHA384", days);
        RootCause? cause = CertificateCauses.OfAge(state, wished);
        Assert.Equal(isCause ? "CertificateEndsSoon" : null, cause?.Code);
        if (isCause) Assert.Contains("ends on 2026-01-31, in 30 days; 31 were asked for.", cause!.Message, StringComparison.Ordinal);
        Assert.Null(CertificateCauses.OfAge(state with { Tls = null }, 31));
    }

    [Fact]
    public void Trust_is_told() =>
        Assert.Contains("without any proof (trust)", Assert.Single(ProbeNotices.Of(State("TLS_AES_256_GCM_SHA384", 31) with { IsTrusted = true })), StringComparison.Ordinal);

    [Theory]
    [InlineData("127.0.0.2", "127.0.0.3")]
    [InlineData("127.0.0.3", "127.0.0.2")]
    public async Task An_address_that_is_dead_is_told_wherever_it_stands(string first, string second)
    {
        await using FakePostgresServer server = FakePostgresServer.Tls(_lab.Server("good"), IPAddress.Parse("127.0.0.3"));
        await using FakeDnsServer dns = new(query =>
            [query.AsksForIPv4 ? query.Answer(records: [(null, IPAddress.Parse(first)), (null, IPAddress.Parse(second))]) : query.Answer()]);
        ProbeResult result = await new ConnectionProbe(TimeProvider.System).RunAsync(
            new() { HostName = CertificateLab.Host, Port = server.EndPoint.Port, RootCertificates = RootCertificates.Load(_lab.RootFile), DnsServer = dns.EndPoint },
            default);

        Assert.Empty(result.State.Faults);
        Assert.Contains($"127.0.0.2:{server.EndPoint.Port} refuses connections.", ProbeNotices.Of(result.State).First(), StringComparison.Ordinal);
    }

    private static ProbeState State(string suite, int days)
    {
        ManualClock clock = new();
        return new(new() { HostName = "db", SignIn = new("someone", "", false) }, null!, clock)
        {
            Tls = new("TLSv1.2", suite, new()
            {
                Subject = "CN=db",
                Issuer = "CN=ca",
                Names = ["db"],
                ValidFrom = clock.GetUtcNow(),
                ValidUntil = clock.GetUtcNow().AddDays(days),
                ChainProblem = null,
                TimeProblem = null,
                HasDigest = true, NameMatches = true,
            }),
        };
    }
}
