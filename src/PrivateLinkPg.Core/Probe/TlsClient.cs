using System.Net.Security;
using System.Security.Authentication;

namespace PrivateLinkPg.Probe;

/// <summary>The client's side of one TLS handshake: what it offers, whom it trusts, and which certificate it has.</summary>
internal sealed class TlsClient
{
    // TLS 1.2's in the order of OpenSSL's default list at its security level 2, which psql takes; .NET's own list is much shorter on Linux.
    private static readonly TlsCipherSuite[] Suites =
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256, TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, TlsCipherSuite.TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384, TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_CBC_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA256, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA, TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA, TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256, TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
    ];

    private static readonly string[] Alerts = ["certificate", "unknown ca", "access denied"];

    private readonly ProbeRequest _request;
    private readonly ServerTrust _trust;
    private volatile bool _asked;
    private volatile bool _accepts;

    public TlsClient(ProbeState state)
    {
        _request = state.Request;
        _trust = ServerTrust.For(state);
    }

    /// <summary>Completes when the server has shown its certificate, whatever was decided.</summary>
    public Task<TlsFacts> Judged => _trust.Judged;

    /// <summary>Whether the server's certificate was accepted; false too where none was shown.</summary>
    public bool Accepts => _accepts;

    /// <summary>Whether the server asked for a client certificate, and there is none to show. It may do without.</summary>
    public bool LacksCertificate => _asked;

    /// <summary>Whether the server asked for a client certificate and may yet say no, as in TLS 1.3 after the handshake.</summary>
    public bool AwaitsVerdict(SslStream secured) => Accepts && (_asked || secured.IsMutuallyAuthenticated);

    /// <summary>Makes a handshake go by this.</summary>
    public void Apply(SslClientAuthenticationOptions options)
    {
        _trust.Apply(options);
        RemoteCertificateValidationCallback judge = options.RemoteCertificateValidationCallback!;
        options.RemoteCertificateValidationCallback = (sender, shown, chain, errors) => _accepts = judge(sender, shown, chain, errors);
        // libpq's lowest, whatever the system allows.
        options.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        if (OperatingSystem.IsLinux()) options.CipherSuitesPolicy = new(Suites);
        // Npgsql may have put one here that nobody passed.
        options.ClientCertificateContext = _request.ClientCertificate?.Context;
        if (_request.ClientCertificate is null) options.LocalCertificateSelectionCallback = NoCertificate;
    }

    /// <summary>What is wrong where a handshake fails, or what follows it, and the server's certificate was not refused.</summary>
    /// <returns>Null where it was not for the client's certificate.</returns>
    public ProbeFault? Refusal(Exception? failure) =>
        LacksCertificate ? ProbeFault.ClientCertificateMissing
        : _request.ClientCertificate is not null && failure is not null && IsOfCertificate(failure) ? ProbeFault.ClientCertificateRejected
        : null;

    // Called once before the server has said anything, and again where it asks.
    private X509Certificate NoCertificate(
        object sender, string target, X509CertificateCollection local, X509Certificate? remote, string[] issuers)
    {
        if (remote is not null || issuers.Length > 0) _asked = true;
        return null!;
    }

    // An alert of the peer's about a certificate, in the system's words: by number there is none.
    private static bool IsOfCertificate(Exception failure)
    {
        for (Exception? each = failure; each is not null; each = each.InnerException)
        {
            if (Array.Exists(Alerts, word => each.Message.Contains(word, StringComparison.OrdinalIgnoreCase))) return true;
        }
        return false;
    }
}
