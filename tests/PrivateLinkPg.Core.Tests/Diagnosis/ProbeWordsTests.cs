using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;
using PrivateLinkPg.Probe.Dns;
using static PrivateLinkPg.Core.Tests.Diagnosis.PathFacts;

namespace PrivateLinkPg.Core.Tests.Diagnosis;

/// <summary>Sentences say what is known of a case, and stay whole where something is not.</summary>
public sealed class ProbeWordsTests
{
    [Fact]
    public void An_address_is_the_one_that_was_tried_else_where_the_name_leads()
    {
        ProbeWords words = new(State() with { Address = System.Net.IPAddress.Parse("10.1.0.5") });
        Assert.Equal(("10.1.0.5", "10.1.0.5:5432", Address), (words.Address, words.EndPoint, words.Resolved));
        words = new(State() with { Address = null });
        Assert.Equal((Address, $"{Host}:5432"), (words.Address, words.EndPoint));
        Assert.Equal([Host], words.Names);
        Resolution found = new() { Outcome = ResolutionOutcome.Found, Resolver = "DNS", Aliases = [new(Host, 60, null, $"db.{Zone}")] };
        Assert.Equal([Host, $"db.{Zone}"], new ProbeWords(State() with { Resolution = found }).Names);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("10.1.0.9", " instead of 10.1.0.9")]
    public void A_public_address_is_held_against_what_was_expected(string? expected, string words) =>
        Assert.Contains($"the public address {Public}{words}: ", Cause(ProbeFault.PublicAddress, State(Public, expected: expected)).Message, StringComparison.Ordinal);

    [Fact]
    public void Who_signs_in_and_with_what_is_told()
    {
        ProbeState nobody = State();
        ProbeState someone = nobody with { Request = nobody.Request with { SignIn = new("someone", "secret", false) } };
        ProbeState token = nobody with { Request = nobody.Request with { SignIn = new("someone", "secret", true) } };
        Assert.StartsWith("The server demands a client certificate, and none", Cause(ProbeFault.ClientCertificateMissing, nobody).Message, StringComparison.Ordinal);
        Assert.StartsWith("The server demands a client certificate for someone, and none", Cause(ProbeFault.ClientCertificateMissing, someone).Message, StringComparison.Ordinal);
        Assert.Contains("takes no password of this length", Cause(ProbeFault.PoolerPasswordTooLong, someone).Message, StringComparison.Ordinal);
        Assert.Contains("takes no token of this length", Cause(ProbeFault.PoolerPasswordTooLong, token).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("clientcert=verify-full", Cause(ProbeFault.PasswordRejected, someone).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_untrusted_chain_is_told_by_what_is_wrong_with_it()
    {
        ProbeState state = State() with { Tls = Tls(Host) };
        Assert.Contains(": Detail.", Cause(ProbeFault.CertificateUntrusted, state).Message, StringComparison.Ordinal);
        CertificateFacts flawed = state.Tls.Certificate with { ChainProblem = new(ProbeFault.CertificateUntrusted, CertificatePlace.Own, "CN=db", "no trust") };
        Assert.Contains(": no trust.", Cause(ProbeFault.CertificateUntrusted, state with { Tls = state.Tls with { Certificate = flawed } }).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost,db.example.com", "db.example.com")]
    [InlineData("a b.example,db.example.com", "db.example.com")]
    [InlineData("localhost", "<the server's public name>")]
    [InlineData("a b.example", "<the server's public name>")]
    public void A_name_to_connect_by_is_a_host_of_the_certificate(string names, string named) =>
        Assert.Contains($"Test-PgPrivateConnection {named} -Expected", Cause(ProbeFault.CertificateNameMismatch, State() with { Tls = Tls(names.Split(',')) }).Remedy, StringComparison.Ordinal);

    [Theory]
    [InlineData(PgSslMode.VerifyFull, false, " over TLSv1.3 with a valid certificate; sign-in was not asked for.")]
    [InlineData(PgSslMode.Require, true, " over TLSv1.3 with a valid certificate; sign-in was not asked for.")]
    [InlineData(PgSslMode.Require, false, " over TLSv1.3 with a certificate that was not checked; sign-in was not asked for.")]
    [InlineData(PgSslMode.Disable, false, " without TLS; sign-in was not asked for.")]
    public void What_passed_says_how_much_was_checked(PgSslMode mode, bool roots, string words)
    {
        ProbeState state = State();
        state = state with { Request = state.Request with { SslMode = mode, RootCertificates = roots ? [] : null }, Tls = mode == PgSslMode.Disable ? null : Tls(Host) };
        Assert.Equal($"{Host} is reached at {Address}{words}", ProbeDiagnosis.Success(new(state, [], TimeSpan.Zero)));
        state = state with { SessionFacts = new("16.4", "someone", "app", true, "TLSv1.3") };
        Assert.EndsWith("; someone is signed in to PostgreSQL 16.4.", ProbeDiagnosis.Success(new(state, [], TimeSpan.Zero)), StringComparison.Ordinal);
    }

    // Of a wrong name it is told whether the path behind it works, where that was tried.
    [Fact]
    public void What_is_behind_a_wrong_name_is_told_where_it_was_tried()
    {
        ProbeState state = Result(ProbeFault.PublicAddress).State;
        Assert.EndsWith($" The path itself works: the expected address {Public} answers as it should.", Message(state), StringComparison.Ordinal);
        Assert.EndsWith(
            $" The path to the expected address {Public} fails too, at step Tls: No TLS.", Message(state with { Faults = [.. state.Faults, ("Tls", ProbeFault.TlsRefused, "No TLS.")] }), StringComparison.Ordinal);
        Assert.DoesNotContain("The path", Message(state with { Address = null }), StringComparison.Ordinal);
        Assert.DoesNotContain("The path", Message(Result(ProbeFault.PortClosed).State), StringComparison.Ordinal);

        static string Message(ProbeState state) => ProbeDiagnosis.Of(new(state, [], TimeSpan.Zero))!.Message;
    }

    [Theory]
    [InlineData("TLS_AES_256_GCM_SHA384", 30, 0)]
    [InlineData("TLS_AES_256_GCM_SHA384", 29, 1)]
    [InlineData("TLS_AES_256_GCM_SHA384", 0, 0)]
    [InlineData("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", 90, 1)]
    public void What_may_fail_soon_or_elsewhere_is_noticed(string suite, int days, int notices)
    {
        Support.ManualClock clock = new();
        TlsFacts tls = Tls(Host) with { CipherSuite = suite };
        ProbeState state = new(new() { HostName = Host }, null!, clock) { Tls = tls with { Certificate = tls.Certificate with { ValidUntil = clock.GetUtcNow().AddDays(days) } } };
        Assert.Equal(notices, ProbeNotices.Of(state).Count());
    }

    private static RootCause Cause(ProbeFault fault, ProbeState state) => FaultRules.Of(fault).Cause(fault, new ProbeWords(state), "Detail");
}
