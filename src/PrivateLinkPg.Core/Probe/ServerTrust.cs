using System.Net.Security;
using System.Security.Authentication;

namespace PrivateLinkPg.Probe;

/// <summary>
/// Decides whether a server's certificate will do, as libpq decides for the same sslmode, and keeps what it saw. One per handshake.
/// </summary>
internal sealed class ServerTrust(string hostName, PgSslMode mode, X509Certificate2Collection? roots, TimeProvider clock)
{
    private readonly TaskCompletionSource<TlsFacts> _judged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>For a handshake of this probe.</summary>
    public static ServerTrust For(ProbeState state) =>
        new(state.Request.HostName, state.Request.SslMode, state.Request.RootCertificates, state.Clock);

    /// <summary>Completes when the server has shown its certificate, whatever was decided.</summary>
    public Task<TlsFacts> Judged => _judged.Task;

    /// <summary>Makes a TLS client judge by this.</summary>
    public void Apply(SslClientAuthenticationOptions options)
    {
        options.TargetHost = hostName;
        // With a policy of its own the chain is built once, by it, and not again here.
        options.CertificateChainPolicy = Policy();
        options.RemoteCertificateValidationCallback = Judge;
    }

    /// <summary>What <paramref name="mode"/> has against a certificate; null where nothing.</summary>
    public static ProbeFault? Objection(CertificateFacts certificate, PgSslMode mode, bool hasRoots)
    {
        // libpq's compatibility rule: "require" with a root certificate verifies the chain.
        if (mode == PgSslMode.Require && !hasRoots) return null;
        return (certificate.ChainProblem ?? certificate.TimeProblem)?.Fault
            ?? (mode == PgSslMode.VerifyFull && !certificate.NameMatches ? ProbeFault.CertificateNameMismatch : null);
    }

    private X509ChainPolicy Policy()
    {
        X509ChainPolicy policy = new()
        {
            RevocationMode = X509RevocationMode.NoCheck,
            // libpq fetches no missing intermediates either: the server has to send them.
            DisableCertificateDownloads = true,
            VerificationTime = clock.GetUtcNow().LocalDateTime,
        };
        if (roots is null) return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    private bool Judge(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        if (shown is not X509Certificate2 certificate || chain is null) return false;
        CertificateFacts facts = CertificateReader.Read(certificate, chain, roots, hostName, clock.GetUtcNow());
        SslStream stream = (SslStream)sender;
        _judged.TrySetResult(new(Name(stream.SslProtocol), stream.NegotiatedCipherSuite.ToString(), facts)
        {
            NamesPostgres = stream.NegotiatedApplicationProtocol == SslRequest.Protocol,
        });
        return Objection(facts, mode, roots is not null) is null;
    }

    // As in pg_stat_ssl.
    private static string Name(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls12 => "TLSv1.2",
        SslProtocols.Tls13 => "TLSv1.3",
        _ => protocol.ToString(),
    };
}
