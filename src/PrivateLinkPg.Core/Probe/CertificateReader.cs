using System.Globalization;

namespace PrivateLinkPg.Probe;

/// <summary>Reads a certificate and its built chain.</summary>
internal static class CertificateReader
{
    // Time and usage are judged by us, certificate by certificate.
    private const X509ChainStatusFlags OurOwn =
        X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.NotTimeNested | X509ChainStatusFlags.NotValidForUsage;

    /// <summary>Reads <paramref name="certificate"/>; chain, time and name are judged apart.</summary>
    /// <param name="certificate">The server's own.</param>
    /// <param name="chain">Built, from it to the root.</param>
    /// <param name="roots">What alone the client trusts; null for the system's.</param>
    /// <param name="hostName">Whom it should stand for.</param>
    /// <param name="now">When it should be valid.</param>
    /// <exception cref="CryptographicException">Something in it cannot be read.</exception>
    public static CertificateFacts Read(
        X509Certificate2 certificate, X509Chain chain, X509Certificate2Collection? roots, string hostName, DateTimeOffset now)
    {
        CertificateNames names = new(certificate);
        X509Certificate2[] certificates = [.. chain.ChainElements.Select(element => element.Certificate)];
        return new()
        {
            Subject = certificate.Subject,
            Issuer = certificate.Issuer,
            Names = names.All,
            ValidFrom = new DateTimeOffset(certificate.NotBefore).ToUniversalTime(),
            ValidUntil = new DateTimeOffset(certificate.NotAfter).ToUniversalTime(),
            ChainProblem = ChainProblem(chain.ChainStatus, certificates, roots) ?? ClientPolicy.Violation(certificates),
            TimeProblem = TimeProblem(certificates, now),
            HasDigest = CertificateSignature.Of(certificate).Digest is not null,
            NameMatches = names.StandFor(hostName),
        };
    }

    private static CertificateFlaw? ChainProblem(
        X509ChainStatus[] found, X509Certificate2[] chain, X509Certificate2Collection? roots)
    {
        X509ChainStatus[] problems = [.. found.Where(status => (status.Status & ~OurOwn) != X509ChainStatusFlags.NoError)];
        if (problems.Length == 0) return null;
        X509Certificate2 last = chain[^1];
        X509ChainStatusFlags all = problems.Aggregate(X509ChainStatusFlags.NoError, (flags, status) => flags | status.Status);
        (ProbeFault fault, string words) = true switch
        {
            true when all.HasFlag(X509ChainStatusFlags.PartialChain) && roots?.Contains(last) == true => (ProbeFault.CertificateUntrusted,
                $"the client's file has '{last.Subject}', which is no root, and lacks the root '{last.Issuer}' above it"),
            // A server that sends one authority sends all; one that sends none may have forgotten it.
            true when all.HasFlag(X509ChainStatusFlags.PartialChain) => chain.Length == 1
                ? (ProbeFault.CertificateIssuerMissing,
                    $"its issuer '{last.Issuer}' is neither sent by the server nor among the client's roots")
                : (ProbeFault.CertificateUntrusted,
                    $"the server sends '{last.Subject}' with it, and '{last.Issuer}' above that is not among the client's roots"),
            true when all.HasFlag(X509ChainStatusFlags.NotSignatureValid) => (ProbeFault.CertificateUntrusted,
                "a signature does not fit: the client trusts another authority of the same name, or an older key of it"),
            true when !all.HasFlag(X509ChainStatusFlags.UntrustedRoot) =>
                (ProbeFault.CertificateChainBroken, problems[0].StatusInformation.Trim().TrimEnd('.')),
            _ => (ProbeFault.CertificateUntrusted,
                chain.Length == 1 ? "it is self-signed and not trusted itself" : $"its root '{last.Subject}' is not trusted"),
        };
        return new(fault, CertificatePlace.Own, last.Subject, words);
    }

    private static CertificateFlaw? TimeProblem(X509Certificate2[] chain, DateTimeOffset now)
    {
        for (int i = 0; i < chain.Length; i++)
        {
            CertificatePlace place = ClientPolicy.Place(i, chain.Length);
            // As to OpenSSL, it is over in the second that it is valid until.
            if (now >= chain[i].NotAfter)
            {
                ProbeFault fault = place switch
                {
                    CertificatePlace.Own => ProbeFault.CertificateExpired,
                    CertificatePlace.Authority => ProbeFault.AuthorityExpired,
                    _ => ProbeFault.RootExpired,
                };
                return new(fault, place, chain[i].Subject, $"it expired on {Text(chain[i].NotAfter)}");
            }
            if (now < chain[i].NotBefore)
            {
                return new(
                    ProbeFault.CertificateNotYetValid, place, chain[i].Subject, $"it is not valid before {Text(chain[i].NotBefore)}");
            }
        }
        return null;
    }

    private static string Text(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
