using System.Globalization;
using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Diagnosis;

/// <summary>Servers that do not prove who they are.</summary>
internal static class CertificateCauses
{
    /// <summary>The root cause behind a fault of a server's certificate.</summary>
    public static RootCause Of(ProbeFault fault, ProbeWords words, string detail)
    {
        if (fault == ProbeFault.CertificateUnreadable)
        {
            return new(
                "CertificateUnreadable",
                $"Clients refuse the certificate of {words.Host}: it, or one that the server sends with it, is damaged. {detail}",
                "Have the authority issue it anew; openssl x509 -noout -text shows which part of it cannot be read.");
        }
        CertificateFacts certificate = words.Certificate!;
        return fault switch
        {
            ProbeFault.CertificateNameMismatch => Mismatch(words, certificate),
            ProbeFault.ChannelBindingImpossible => new(
                "ChannelBindingImpossible",
                $"psql and its kin give up the sign-in: the server offers SCRAM bound to the certificate of {words.Host}, whose signature "
                    + "(Ed25519 or Ed448) has no digest to bind to.",
                "Have it issued by an authority with an RSA or EC key. Until then clients sign in with channel_binding=disable."),
            ProbeFault.CertificateExpired or ProbeFault.AuthorityExpired or ProbeFault.RootExpired or ProbeFault.CertificateNotYetValid =>
                Time(fault, Whose(words, certificate.TimeProblem), words),
            _ => Chain(fault, Whose(words, certificate.ChainProblem), certificate.ChainProblem?.Words ?? detail),
        };
    }

    /// <summary>A certificate that will not do for as long as it is wanted; null where it will, or where nothing is wanted.</summary>
    /// <param name="state">What the probe found.</param>
    /// <param name="days">For how many days more it shall be valid.</param>
    public static RootCause? OfAge(ProbeState state, int? days)
    {
        if (days is not { } wanted || state.Tls?.Certificate is not { TimeProblem: null } certificate) return null;
        double left = (certificate.ValidUntil - state.Clock.GetUtcNow()).TotalDays;
        return left >= wanted ? null : new(
            "CertificateEndsSoon",
            string.Create(CultureInfo.InvariantCulture,
                $"The certificate of {state.Request.HostName} ends on {certificate.ValidUntil:yyyy-MM-dd}, in {Math.Floor(left):0} days; "
                + $"{wanted} were asked for."),
            "Have it renewed, and the server load the new one. Azure and EDB renew those of their servers themselves: ask them.")
        {
            Layer = CauseLayer.Tls,
        };
    }

    private static RootCause Chain(ProbeFault fault, string whose, string what) => fault switch
    {
        ProbeFault.CertificateUntrusted => new(
            "CertificateUntrusted", $"Clients do not trust {whose}: {what}.",
            "Pass the authority's root certificate with -RootCertificate. The certificates of Azure's servers chain to "
                + "DigiCert Global Root G2 or Microsoft RSA Root Certificate Authority 2017; a client's root file needs both."),
        ProbeFault.CertificateIssuerMissing => new(
            "CertificateIssuerMissing", $"Clients do not trust {whose}: {what}.",
            "Have the server send its whole chain: in the file of its ssl_cert_file its own certificate comes first, and those of the "
                + "authorities between after it. Where the issuer is a root itself, pass its certificate with -RootCertificate."),
        ProbeFault.CertificateChainBroken => new(
            "CertificateChainBroken", $"Clients refuse the chain of {whose}: {what}.",
            "Have the authority issue a certificate that OpenSSL accepts: openssl verify -purpose sslserver tells of each link."),
        ProbeFault.CertificateUsageWrong => new(
            "CertificateUsageWrong", $"Clients refuse {whose}: {what}.",
            "Have it issued for TLS servers: key usage digitalSignature, extended key usage serverAuth; for an authority keyCertSign."),
        ProbeFault.CertificateKeyTooSmall => new(
            "CertificateKeyTooSmall", $"Clients refuse {whose}: {what} (OpenSSL's security level 2).",
            "Have it issued anew for a larger key: RSA of 3072 bits, or the curve P-256."),
        ProbeFault.CertificateDigestTooWeak => new(
            "CertificateDigestTooWeak", $"Clients refuse {whose}: {what} (OpenSSL's security level 2).",
            "Have the authority issue it anew with SHA-256."),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private static RootCause Time(ProbeFault fault, string whose, ProbeWords words)
    {
        string message = $"Clients refuse {whose}: {words.Certificate!.TimeProblem?.Words}.";
        return fault switch
        {
            ProbeFault.CertificateExpired =>
                new("CertificateExpired", message, "Renew the certificate at the server; check this machine's clock first."),
            ProbeFault.AuthorityExpired => new(
                "AuthorityExpired", message,
                "Have the server send the authority's present certificate, behind its own in the file of its ssl_cert_file. "
                    + "Where the authority has no newer one, have the server's own issued by another."),
            ProbeFault.RootExpired => new(
                "RootExpired", message,
                "Nothing is wrong at the server: put the authority's present root certificate into the client's file (-RootCertificate; "
                    + "sslrootcert of psql), or update this machine's store."),
            _ => new(
                "CertificateNotYetValid", message,
                "Correct this machine's clock; if it is right, the certificate was put into use too early."),
        };
    }

    // For the middle of a sentence.
    private static string Whose(ProbeWords words, CertificateFlaw? flaw) => flaw switch
    {
        { Place: CertificatePlace.Authority } => $"the certificate of the authority '{flaw.Subject}' above that of {words.Host}",
        { Place: CertificatePlace.Root } => $"the root certificate '{flaw.Subject}' in the client's store, above that of {words.Host}",
        _ => $"the certificate of {words.Host}",
    };

    private static RootCause Mismatch(ProbeWords words, CertificateFacts certificate)
    {
        string names = certificate.Names.Count > 0 ? string.Join(", ", certificate.Names) : "no name";
        if (words.HostIsAddress)
        {
            return new("ConnectedByAddress",
                $"The client connected to the address {words.Host}, but the certificate is valid for {names} only.",
                $"Connect by name: Test-PgPrivateConnection {Named(certificate)} -ExpectedIpAddress {words.Host}");
        }
        return words.PublicName is { } name
            ? new("ConnectedByPrivateLinkName",
                $"The client connected to the privatelink name {words.Host}, but the certificate is valid for {names} only.",
                $"Connect by the public name: Test-PgPrivateConnection {name}")
            : new("CertificateNameMismatch",
                $"The certificate is valid for {names}, not for {words.Host}: "
                    + "the address leads to another server, or clients use another name.",
                $"Connect by a name of the certificate: Test-PgPrivateConnection {Named(certificate)} -ExpectedIpAddress {words.Address}");
    }

    // The common name of an authority is no host.
    private static string Named(CertificateFacts certificate) =>
        certificate.Names.FirstOrDefault(name => name.Contains('.', StringComparison.Ordinal) && HostName.TryParse(name, out _))
            ?? "<the server's public name>";
}
