using System.Net;
using PrivateLinkPg.Core.Tests.Dns;
using PrivateLinkPg.Core.Tests.Postgres;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Paths;

/// <summary>Each outcome has its own code, and a command with the values of the case.</summary>
public sealed class ProbeDiagnosisTests : IDisposable
{
    private const string Host = CertificateLab.Host;
    private const string PrivateName = "db.privatelink.postgres.database.azure.com";
    private readonly CertificateLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(3, "NameNotFound", "New-PgPrivateDnsRecord -HostName db.postgres.database.azure.com -IpAddress <the endpoint's address, from Get-PgEndpointIp>")]
    [InlineData(0, "NameHasNoAddress", "New-PgPrivateDnsRecord -HostName db.postgres.database.azure.com")]
    [InlineData(2, "DnsServerFailed", "168.63.129.16")]
    [InlineData(5, "DnsServerRefused", "-DnsServer <address>")]
    public async Task Dns_answers_have_causes_of_their_own(int code, string cause, string remedy) =>
        Expect(await DiagnoseAsync(query => [query.Answer(code)]), cause, remedy);

    [Fact]
    public async Task An_empty_privatelink_zone_is_told_by_the_alias_that_led_into_it()
    {
        RootCause cause = await DiagnoseAsync(query => [query.Answer(3, records: [(null, PrivateName)])]);

        Expect(cause, "PrivateZoneLacksRecord", "-ResolutionPolicy NxDomainRedirect");
        Assert.Contains("zone privatelink.postgres.database.azure.com", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_privatelink_name_given_by_the_user_leads_to_the_public_name() =>
        Expect(await DiagnoseAsync(query => [query.Answer(3)], request => request with { HostName = PrivateName }), "ConnectedByPrivateLinkName", $"Test-PgPrivateConnection {Host}");

    [Fact]
    public async Task A_public_address_asks_for_the_record_and_the_link() =>
        Expect(await DiagnoseAsync(Leading("20.1.2.3")), "ResolvesToPublicAddress", $"New-PgPrivateDnsRecord -HostName {Host}");

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public async Task An_address_of_nobody_leads_to_the_filter_that_answers_so(string address)
    {
        IPAddress nowhere = IPAddress.Parse(address);
        bool isFour = nowhere.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        RootCause cause = await DiagnoseAsync(query => [query.AsksForIPv4 == isFour ? query.Answer(records: [(null, nowhere)]) : query.Answer()]);

        Expect(cause, "ResolvesToNowhere", "Allow the name at the filter of DNS server 127.0.0.1");
        Assert.Contains($"leads to {address}:", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alias_that_nobody_follows_asks_for_recursion() =>
        Expect(await DiagnoseAsync(query => [query.Answer(recurses: false, records: [(null, "db.example")])]), "AliasNotFollowed", "do recursion");

    [Fact]
    public async Task Aliases_in_a_circle_lead_to_the_record_that_closes_it() =>
        Expect(await DiagnoseAsync(query => [query.Answer(records: [(null, "db.example"), ("db.example", Host)])]), "AliasLoop", $"CNAME record of {Host}");

    [Fact]
    public async Task A_cut_off_answer_tells_that_udp_works() =>
        Expect(await DiagnoseAsync(query => [query.Answer(truncated: true)]), "DnsTcpClosed", "Open TCP port 53");

    [Fact]
    public async Task A_stale_address_asks_for_the_record_by_force_and_tells_that_the_path_works()
    {
        await using FakePostgresServer server = FakePostgresServer.Tls(_lab.Server("good"));
        RootCause cause = await DiagnoseAsync(Leading("10.9.9.9"), request => request with { Port = server.EndPoint.Port, ExpectedAddresses = [IPAddress.Loopback] });

        Expect(cause, "ResolvesToOtherAddress", "-IpAddress 127.0.0.1 -VirtualNetworkId <the clients' virtual network> -Force");
        Assert.EndsWith("The path itself works: the expected address 127.0.0.1 answers as it should.", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_path_behind_a_wrong_name_is_told_too()
    {
        await using FakePostgresServer server = FakePostgresServer.Answering("N");
        RootCause cause = await DiagnoseAsync(Leading("10.9.9.9"), request => request with { Port = server.EndPoint.Port, ExpectedAddresses = [IPAddress.Loopback] });

        Assert.Equal("ResolvesToOtherAddress", cause.Code);
        Assert.Contains("fails too, at step Tls: The server answers that it does not do TLS.", cause.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other name", Host, "CertificateNameMismatch", "Test-PgPrivateConnection other.postgres.database.azure.com -ExpectedIpAddress 127.0.0.1")]
    [InlineData("good", "127.0.0.1", "ConnectedByAddress", $"Test-PgPrivateConnection {Host} -ExpectedIpAddress 127.0.0.1")]
    [InlineData("good", PrivateName, "ConnectedByPrivateLinkName", $"Test-PgPrivateConnection {Host}")]
    [InlineData("self-signed", Host, "CertificateUntrusted", "-RootCertificate")]
    [InlineData("expired", Host, "CertificateExpired", "Renew")]
    [InlineData("not yet valid", Host, "CertificateNotYetValid", "clock")]
    public async Task Certificates_have_causes_of_their_own(string kind, string host, string cause, string remedy)
    {
        await using FakePostgresServer server = FakePostgresServer.Tls(_lab.Server(kind));
        Expect(await DiagnoseAsync(Leading("127.0.0.1"), request => request with { HostName = host, Port = server.EndPoint.Port }), cause, remedy);
    }

    [Theory]
    [InlineData(ProbeFault.PasswordRejected)]
    [InlineData(ProbeFault.SignInFailed)]
    internal void Names_of_users_go_into_commands_in_their_quotes(ProbeFault fault)
    {
        ProbeState state = new(new() { HostName = Host, SignIn = new("o\"brien", "secret", false) }, null!, TimeProvider.System);
        RootCause cause = SignInCauses.Of(fault, new ProbeWords(state), "Detail.");

        Assert.DoesNotContain("secret", cause.ToString(), StringComparison.Ordinal);
        if (fault == ProbeFault.PasswordRejected) Assert.Contains("ALTER ROLE \"o\"\"brien\"", cause.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_has_a_cause_of_its_own()
    {
        ProbeState state = new(new() { HostName = Host, SignIn = new("someone", "secret", false) }, null!, TimeProvider.System)
        {
            Address = IPAddress.Loopback,
            Tls = new("TLSv1.3", "", new() { Subject = "", Issuer = "", Names = [], ValidFrom = default, ValidUntil = default, ChainProblem = null, TimeProblem = null, HasDigest = true, NameMatches = false }),
        };
        string[] codes = [.. Enum.GetValues<ProbeFault>().Select(fault =>
        {
            RootCause cause = ProbeDiagnosis.Of(new(state with { Faults = [("Tcp", fault, "Detail.")] }, [], TimeSpan.Zero))!;
            Assert.EndsWith(".", cause.Message, StringComparison.Ordinal);
            Assert.NotEqual("", cause.Remedy);
            return cause.Code;
        })];

        Assert.Equal(codes.Distinct(), codes);
    }

    private static Func<DnsMessage, IEnumerable<byte[]>> Leading(string address) =>
        query => [query.AsksForIPv4 ? query.Answer(records: [(null, IPAddress.Parse(address))]) : query.Answer()];

    private static void Expect(RootCause cause, string code, string remedy)
    {
        Assert.Equal(code, cause.Code);
        Assert.Contains(remedy, cause.Remedy, StringComparison.Ordinal);
    }

    private async Task<RootCause> DiagnoseAsync(Func<DnsMessage, IEnumerable<byte[]>> dns, Func<ProbeRequest, ProbeRequest>? change = null)
    {
        await using FakeDnsServer server = new(dns);
        ProbeRequest request = new() { HostName = Host, DnsServer = server.EndPoint, RootCertificates = RootCertificates.Load(_lab.RootFile) };
        return ProbeDiagnosis.Of(await new ConnectionProbe(TimeProvider.System).RunAsync(change?.Invoke(request) ?? request, default))!;
    }
}
