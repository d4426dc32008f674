namespace PrivateLinkPg.Probe;

/// <summary>
/// What clients ask of a chain besides trust, time and name: what OpenSSL asks for a TLS server at its security level 2, which psql has
/// on current systems. This machine's own TLS may ask for less; so every chain is held to it here.
/// </summary>
internal static class ClientPolicy
{
    private const int LeastModulus = 2048;
    private const int LeastCurve = 224;
    private const byte NetscapeServer = 0x40;

    // Server authentication, and what stood for it before: the gated cryptography of Netscape and Microsoft.
    private static readonly string[] ServerPurposes = ["1.3.6.1.5.5.7.3.1", "2.16.840.1.113730.4.1", "1.3.6.1.4.1.311.10.3.3"];

    private const X509KeyUsageFlags ServerUsages =
        X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.KeyAgreement;

    /// <summary>The first thing that clients refuse; null where they refuse nothing.</summary>
    /// <param name="chain">The server's certificate first, the trusted root last.</param>
    public static CertificateFlaw? Violation(IReadOnlyList<X509Certificate2> chain)
    {
        Func<X509Certificate2, int, (ProbeFault Fault, string Words)?>[] rules =
        [
            (certificate, place) => Usage(certificate, isOwn: place == 0),
            (certificate, _) => Key(certificate),
            // Nobody relies on the signature of what is trusted itself.
            (certificate, place) => place == chain.Count - 1 ? null : Digest(certificate),
        ];
        foreach (var rule in rules)
        {
            for (int i = 0; i < chain.Count; i++)
            {
                if (rule(chain[i], i) is { } found) return new(found.Fault, Place(i, chain.Count), chain[i].Subject, found.Words);
            }
        }
        return null;
    }

    /// <summary>Where the certificate at an index stands.</summary>
    public static CertificatePlace Place(int index, int count) =>
        index == 0 ? CertificatePlace.Own : index == count - 1 ? CertificatePlace.Root : CertificatePlace.Authority;

    private static (ProbeFault, string)? Usage(X509Certificate2 certificate, bool isOwn)
    {
        foreach (X509Extension extension in certificate.Extensions)
        {
            string? words = extension switch
            {
                X509EnhancedKeyUsageExtension { EnhancedKeyUsages: var purposes } when !purposes.Cast<Oid>().Any(IsForServers) =>
                    "its extended key usage does not name TLS servers (serverAuth)",
                X509KeyUsageExtension { KeyUsages: var usages } when isOwn && (usages & ServerUsages) == 0 =>
                    $"its key usage ({usages}) allows no TLS (DigitalSignature, KeyEncipherment or KeyAgreement)",
                X509KeyUsageExtension { KeyUsages: var usages } when !isOwn && !usages.HasFlag(X509KeyUsageFlags.KeyCertSign) =>
                    $"its key usage ({usages}) does not allow to sign certificates (KeyCertSign)",
                { Oid.Value: "2.16.840.1.113730.1.1" } when isOwn && !IsNetscapeServer(extension.RawData) =>
                    "its Netscape certificate type does not name TLS servers",
                _ => null,
            };
            if (words is not null) return (ProbeFault.CertificateUsageWrong, words);
        }
        return null;
    }

    private static bool IsForServers(Oid purpose) => ServerPurposes.Contains(purpose.Value);

    // A BIT STRING: tag, length, unused bits, bits.
    private static bool IsNetscapeServer(byte[] type) => type is [0x03, _, _, var bits, ..] && (bits & NetscapeServer) != 0;

    private static (ProbeFault, string)? Key(X509Certificate2 certificate)
    {
        CertificateKey key = CertificateKey.Of(certificate);
        int least = key.IsCurve ? LeastCurve : LeastModulus;
        return key.Bits >= least
            ? null
            : (ProbeFault.CertificateKeyTooSmall, $"its {key.Algorithm} key has {key.Bits} bits, and clients ask for {least} or more");
    }

    private static (ProbeFault, string)? Digest(X509Certificate2 certificate) =>
        CertificateSignature.Of(certificate) is { IsWeak: true } signed
            ? (ProbeFault.CertificateDigestTooWeak, $"its signature rests on {signed.Digest}, and clients ask for SHA-224 or better")
            : null;
}
