using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PrivateLinkPg.Core.Tests.Postgres;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Probe;

/// <summary>What a handshake offers, whom it trusts, and what its failure is for.</summary>
public sealed class TlsClientTests : IDisposable
{
    private readonly ClientCertificateLab _lab = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void A_handshake_offers_what_psqls_does()
    {
        (_, SslClientAuthenticationOptions options) = Client();

        Assert.Equal(SslProtocols.Tls12 | SslProtocols.Tls13, options.EnabledSslProtocols);
        Assert.Equal("db.example.com", options.TargetHost);
        if (OperatingSystem.IsLinux()) Assert.Equal(30, options.CipherSuitesPolicy!.AllowedCipherSuites.Distinct().Count());
    }

    [Fact]
    public void Chains_are_built_of_what_is_at_hand_and_for_the_time_of_the_probe()
    {
        X509ChainPolicy policy = Client().Options.CertificateChainPolicy!;

        Assert.Equal((X509RevocationMode.NoCheck, true), (policy.RevocationMode, policy.DisableCertificateDownloads));
        Assert.Equal((_clock.GetUtcNow().LocalDateTime, false), (policy.VerificationTime, policy.VerificationTimeIgnored));
        Assert.Equal(X509ChainTrustMode.System, policy.TrustMode);
        X509ChainPolicy own = Client(roots: [_lab.Root]).Options.CertificateChainPolicy!;
        Assert.Equal((X509ChainTrustMode.CustomRootTrust, _lab.Root), (own.TrustMode, Assert.Single(own.CustomTrustStore)));
    }

    // Npgsql may have put one into the options that nobody passed.
    [Fact]
    public void The_certificate_that_was_passed_is_shown_and_no_other()
    {
        using TlsIdentity other = TlsIdentity.Load(_lab.Pem("other"), null, null);
        using TlsIdentity identity = TlsIdentity.Load(_lab.Pem("app"), null, null);
        (_, SslClientAuthenticationOptions none) = Client(options: new() { ClientCertificateContext = other.Context });
        Assert.Null(none.ClientCertificateContext);
        Assert.NotNull(none.LocalCertificateSelectionCallback);
        (_, SslClientAuthenticationOptions own) = Client(identity, options: new() { ClientCertificateContext = other.Context });
        Assert.Same(identity.Context, own.ClientCertificateContext);
        Assert.Null(own.LocalCertificateSelectionCallback);
    }

    [Theory]
    [InlineData(false, "", false)]
    [InlineData(true, "", true)]
    [InlineData(false, "CN=ca", true)]
    public void A_server_that_asks_for_a_certificate_is_noted(bool isKnown, string issuer, bool asked)
    {
        (TlsClient client, SslClientAuthenticationOptions options) = Client();
        Assert.False(client.LacksCertificate);

        Assert.Null(options.LocalCertificateSelectionCallback!(this, "db", [], isKnown ? _lab.Root : null, issuer.Length > 0 ? [issuer] : []));
        Assert.Equal(asked, client.LacksCertificate);
        Assert.Equal(asked ? ProbeFault.ClientCertificateMissing : null, client.Refusal(new IOException("reset")));
    }

    [Fact]
    public void What_is_shown_without_a_chain_or_not_at_all_is_not_accepted()
    {
        (TlsClient client, SslClientAuthenticationOptions options) = Client();
        using X509Chain chain = new();

        Assert.False(options.RemoteCertificateValidationCallback!(this, null, chain, SslPolicyErrors.None));
        Assert.False(options.RemoteCertificateValidationCallback(this, _lab.Root, null, SslPolicyErrors.None));
        Assert.False(client.Accepts);
        Assert.False(client.Judged.IsCompleted);
    }

    [Theory]
    [InlineData("The remote party sent a TLS alert: 'BadCertificate'.", true)]
    [InlineData("sslv3 alert certificate expired", true)]
    [InlineData("tlsv1 alert Unknown CA", true)]
    [InlineData("alert ACCESS DENIED", true)]
    [InlineData("connection reset by peer", false)]
    [InlineData(null, false)]
    public void An_alert_about_a_certificate_is_told_from_other_ends(string? words, bool refused)
    {
        using TlsIdentity identity = TlsIdentity.Load(_lab.Pem("app"), null, null);
        Exception? failure = words is null ? null : new IOException("broken off", new AuthenticationException("see within", new InvalidOperationException(words)));

        Assert.Equal(refused ? ProbeFault.ClientCertificateRejected : null, Client(identity).Client.Refusal(failure));
        Assert.Null(Client().Client.Refusal(failure));
    }

    private (TlsClient Client, SslClientAuthenticationOptions Options) Client(
        TlsIdentity? identity = null, SslClientAuthenticationOptions? options = null, X509Certificate2Collection? roots = null)
    {
        TlsClient client = new(new(new() { HostName = "db.example.com", ClientCertificate = identity, RootCertificates = roots }, null!, _clock));
        options ??= new();
        client.Apply(options);
        return (client, options);
    }
}
