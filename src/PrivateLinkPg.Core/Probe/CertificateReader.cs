namespace PrivateLinkPg.Probe;

/// <summary>Reads a certificate and its built chain.</summary>
internal static class CertificateReader
{
    private const X509ChainStatusFlags Untimely = X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.NotTimeNested;

    /// <summary>Reads <paramref name="certificate"/>; chain, time and name are judged apart.</summary>
    public static CertificateFacts Read(X509Certificate2 certificate, X509Chain chain, string hostName, DateTimeOffset now) => new()
    {
        Subject = certificate.Subject,
        Issuer = certificate.Issuer,
        Names = Names(certificate),
        ValidFrom = new DateTimeOffset(certificate.NotBefore).ToUniversalTime(),
        ValidUntil = new DateTimeOffset(certificate.NotAfter).ToUniversalTime(),
        ChainProblem = ChainProblem(chain),
        TimeProblem = TimeProblem(chain, now),
        NameMatches = certificate.MatchesHostname(hostName),
    };

    private static string[] Names(X509Certificate2 certificate)
    {
        foreach (X509Extension extension in certificate.Extensions)
        {
            if (extension is X509SubjectAlternativeNameExtension names)
                return [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(address => address.ToString())];
        }
        // Without alternative names clients fall back to the common name.
        string common = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        return common.Length > 0 ? [common] : [];
    }

    private static string? ChainProblem(X509Chain chain)
    {
        X509ChainStatus[] problems = [.. chain.ChainStatus.Where(status => (status.Status & ~Untimely) != X509ChainStatusFlags.NoError)];
        if (problems.Length == 0) return null;
        X509Certificate2 leaf = chain.ChainElements[0].Certificate;
        X509Certificate2 last = chain.ChainElements[^1].Certificate;
        X509ChainStatusFlags all = problems.Aggregate(X509ChainStatusFlags.NoError, (flags, status) => flags | status.Status);
        if (all.HasFlag(X509ChainStatusFlags.PartialChain)) return $"the certificate of its issuer '{last.Issuer}' is missing";
        if (!all.HasFlag(X509ChainStatusFlags.UntrustedRoot)) return problems[0].StatusInformation.Trim().TrimEnd('.');
        return leaf.Equals(last) ? "it is self-signed and not trusted itself" : $"its root '{last.Subject}' is not trusted";
    }

    private static ProbeFault? TimeProblem(X509Chain chain, DateTimeOffset now)
    {
        foreach (X509ChainElement element in chain.ChainElements)
        {
            if (now > element.Certificate.NotAfter) return ProbeFault.CertificateExpired;
            if (now < element.Certificate.NotBefore) return ProbeFault.CertificateNotYetValid;
        }
        return null;
    }
}
