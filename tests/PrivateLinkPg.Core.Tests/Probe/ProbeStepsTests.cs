using System.Net;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;
using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Core.Tests.Probe;

/// <summary>What each step concludes of what was found: where the name leads, whether that is right, whether the certificate will do.</summary>
public sealed class ProbeStepsTests
{
    private const string Host = "db.example.com";

    [Theory]
    [InlineData(ResolutionOutcome.Found, null)]
    [InlineData(ResolutionOutcome.NameNotFound, ProbeFault.NameNotFound)]
    [InlineData(ResolutionOutcome.NoAddress, ProbeFault.NameHasNoAddress)]
    [InlineData(ResolutionOutcome.AliasNotFollowed, ProbeFault.AliasNotFollowed)]
    [InlineData(ResolutionOutcome.AliasLoop, ProbeFault.AliasLoop)]
    [InlineData(ResolutionOutcome.TcpClosed, ProbeFault.DnsTcpClosed)]
    [InlineData(ResolutionOutcome.ServerFailure, ProbeFault.DnsServerFailed)]
    [InlineData(ResolutionOutcome.Refused, ProbeFault.DnsServerRefused)]
    [InlineData(ResolutionOutcome.TimedOut, ProbeFault.DnsServerSilent)]
    [InlineData(ResolutionOutcome.Unreachable, ProbeFault.DnsServerUnreachable)]
    internal async Task What_became_of_a_look_up_is_told(ResolutionOutcome outcome, ProbeFault? fault)
    {
        StepOutcome told = await NameAsync(Host, new() { Outcome = outcome, Resolver = "DNS server 10.0.0.2", Addresses = outcome == ResolutionOutcome.Found ? [IPAddress.Parse("10.1.0.4")] : [] });
        Assert.Equal((fault is null ? "Passed" : "Failed", fault), (told.Status, told.Fault));
        Assert.Equal(fault is null ? 1 : 0, told.State!.Resolved.Count);
        Assert.NotNull(told.State.Resolution);
    }

    [Fact]
    public async Task A_look_up_is_told_with_its_aliases_and_how_long_it_holds()
    {
        Resolution found = new()
        {
            Outcome = ResolutionOutcome.Found, Resolver = "DNS server 10.0.0.2", Addresses = [IPAddress.Parse("::ffff:10.1.0.4"), IPAddress.Parse("10.1.0.5")],
            Aliases = [new(Host, 300, null, "p.example.com")],
        };
        StepOutcome told = await NameAsync(Host, found);
        Assert.EndsWith(", from DNS server 10.0.0.2.", told.Detail, StringComparison.Ordinal);
        Assert.StartsWith($"{Host} → p.example.com → ", told.Detail, StringComparison.Ordinal);
        Assert.Equal([IPAddress.Parse("10.1.0.4"), IPAddress.Parse("10.1.0.5")], told.State!.Resolved);
        Assert.EndsWith(", kept for 30 s.", (await NameAsync(Host, found with { TimeToLive = 30 })).Detail, StringComparison.Ordinal);
        Assert.Equal($"{Host}: no address from DNS server 10.0.0.2.", (await NameAsync(Host, new() { Outcome = ResolutionOutcome.NoAddress, Resolver = "DNS server 10.0.0.2" })).Detail);
        Assert.Equal($"{Host}: REFUSED from DNS server 10.0.0.2.", (await NameAsync(Host, new() { Outcome = ResolutionOutcome.Refused, Resolver = "DNS server 10.0.0.2", Reason = "REFUSED" })).Detail);
    }

    [Fact]
    public async Task An_address_is_not_looked_up()
    {
        StepOutcome told = await NameAsync("10.1.0.4", null);
        Assert.Equal("Skipped", told.Status);
        Assert.Equal(IPAddress.Parse("10.1.0.4"), Assert.Single(told.State!.Resolved));
        Assert.Equal(told.State.Resolved, told.State.Candidates);
    }

    // Where the name leads, where it should: the fault, and where the next step goes.
    [Theory]
    [InlineData("10.1.0.4", "", null, "10.1.0.4")]
    [InlineData("203.0.113.7", "", ProbeFault.PublicAddress, "")]
    [InlineData("10.1.0.4,203.0.113.7", "", ProbeFault.PublicAddress, "")]
    [InlineData("10.1.0.4", "10.1.0.4", null, "10.1.0.4")]
    [InlineData("10.1.0.4", "::ffff:10.1.0.4", null, "10.1.0.4")]
    [InlineData("10.1.0.5", "10.1.0.4,10.1.0.5", null, "10.1.0.5")]
    [InlineData("10.1.0.4,10.1.0.5", "10.1.0.4", ProbeFault.UnexpectedAddress, "10.1.0.4")]
    [InlineData("10.9.9.9", "10.1.0.4", ProbeFault.UnexpectedAddress, "10.1.0.4")]
    [InlineData("203.0.113.7", "10.1.0.4", ProbeFault.PublicAddress, "10.1.0.4")]
    [InlineData("10.9.9.9,203.0.113.7", "10.1.0.4", ProbeFault.PublicAddress, "10.1.0.4")]
    [InlineData("203.0.113.7", "203.0.113.7", null, "203.0.113.7")]
    [InlineData("0.0.0.0", "", ProbeFault.SinkholeAddress, "")]
    [InlineData("::", "10.1.0.4", ProbeFault.SinkholeAddress, "10.1.0.4")]
    [InlineData("10.1.0.4,0.0.0.0", "10.1.0.4", ProbeFault.SinkholeAddress, "10.1.0.4")]
    internal async Task Where_a_name_leads_is_held_against_where_it_should(string resolved, string expected, ProbeFault? fault, string next)
    {
        ProbeState state = State(Addresses(expected)) with { Resolved = Addresses(resolved) };
        AddressStep step = new();
        StepOutcome told = await step.RunAsync(state, null!, default);
        Assert.Equal((fault is null ? "Passed" : "Failed", fault), (told.Status, told.Fault));
        Assert.Equal(Addresses(next), (told.State ?? state).Candidates);
        Assert.Equal(expected.Length > 0, step.CanGoOn(state));
        Assert.False(step.IsAfterDial);
        Assert.Equal(fault == ProbeFault.PublicAddress && expected.Length > 0, told.Detail.Contains(" (public) is not the expected ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_look_up_there_is_nothing_to_compare()
    {
        StepOutcome told = await new AddressStep().RunAsync(State(Addresses("10.1.0.4")), null!, default);
        Assert.Equal(("Skipped", null), (told.Status, told.Fault));
        Assert.True(new NameStep().CanGoOn(State(Addresses("10.1.0.4"))));
        Assert.False(new NameStep().CanGoOn(State([])));
    }

    // The mode, whether roots were given, what is wrong with the certificate: what it comes to.
    [Theory]
    [InlineData(PgSslMode.Require, false, "chain time name", null)]
    [InlineData(PgSslMode.Require, true, "chain", ProbeFault.CertificateUntrusted)]
    [InlineData(PgSslMode.Require, true, "name", null)]
    [InlineData(PgSslMode.VerifyCA, false, "chain", ProbeFault.CertificateUntrusted)]
    [InlineData(PgSslMode.VerifyCA, false, "time", ProbeFault.CertificateExpired)]
    [InlineData(PgSslMode.VerifyCA, false, "name", null)]
    [InlineData(PgSslMode.VerifyFull, false, "name", ProbeFault.CertificateNameMismatch)]
    [InlineData(PgSslMode.VerifyFull, false, "chain time name", ProbeFault.CertificateUntrusted)]
    [InlineData(PgSslMode.VerifyFull, false, "time name", ProbeFault.CertificateExpired)]
    [InlineData(PgSslMode.VerifyFull, false, "", null)]
    internal async Task A_certificate_is_judged_as_the_mode_asks(PgSslMode mode, bool roots, string wrong, ProbeFault? fault)
    {
        ProbeState state = State([], mode, roots) with { Tls = new("TLSv1.3", "", Certificate(wrong)) };
        StepOutcome told = await new CertificateStep().RunAsync(state, null!, default);
        Assert.Equal((fault is null ? "Passed" : "Failed", fault), (told.Status, told.Fault));
        Assert.Equal(mode == PgSslMode.Require && !roots, told.Detail.StartsWith("Not checked (SslMode is Require).", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_is_told_by_trust_time_and_names()
    {
        Assert.Equal("CN=db: trusted, from CN=ca; valid until 2027-01-31; stands for db.example.com, other.", await DetailAsync(Certificate("")));
        Assert.Equal("CN=db: not accepted, no trust; it expired; stands for db.example.com, other, not for db.example.com.", await DetailAsync(Certificate("chain time name")));
        CertificateFacts above = Certificate("") with
        {
            ChainProblem = new(ProbeFault.CertificateUntrusted, CertificatePlace.Authority, "CN=between", "too weak"), TimeProblem = new(ProbeFault.AuthorityExpired, CertificatePlace.Authority, "CN=between", "it expired"),
            Names = [],
        };
        Assert.Equal("CN=db: not accepted, 'CN=between' above it: too weak; 'CN=between' above it: it expired; stands for no name.", await DetailAsync(above));
        Assert.Equal("Skipped", (await new CertificateStep().RunAsync(State([]), null!, default)).Status);

        static async Task<string> DetailAsync(CertificateFacts certificate) =>
            (await new CertificateStep().RunAsync(State([]) with { Tls = new("TLSv1.3", "", certificate) }, null!, default)).Detail;
    }

    private static CertificateFacts Certificate(string wrong) => new()
    {
        Subject = "CN=db", Issuer = "CN=ca", Names = [Host, "other"], ValidFrom = default, ValidUntil = new(2027, 1, 31, 0, 0, 0, TimeSpan.Zero), HasDigest = true,
        ChainProblem = wrong.Contains("chain", StringComparison.Ordinal) ? new(ProbeFault.CertificateUntrusted, CertificatePlace.Own, "CN=db", "no trust") : null,
        TimeProblem = wrong.Contains("time", StringComparison.Ordinal) ? new(ProbeFault.CertificateExpired, CertificatePlace.Own, "CN=db", "it expired") : null,
        NameMatches = !wrong.Contains("name", StringComparison.Ordinal),
    };

    private static IPAddress[] Addresses(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)];

    private static ProbeState State(IReadOnlyList<IPAddress> expected, PgSslMode mode = PgSslMode.VerifyFull, bool roots = false, string host = Host, INameResolver? resolver = null) =>
        new(new() { HostName = host, ExpectedAddresses = expected, SslMode = mode, RootCertificates = roots ? [] : null }, resolver!, TimeProvider.System);

    private static Task<StepOutcome> NameAsync(string host, Resolution? found) => new NameStep().RunAsync(State([], host: host, resolver: new Told(found)), null!, default);

    private sealed class Told(Resolution? found) : INameResolver
    {
        public Task<Resolution> ResolveAsync(string name, CancellationToken cancellation) => Task.FromResult(found!);
    }
}
