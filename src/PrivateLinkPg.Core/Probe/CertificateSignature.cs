using System.Formats.Asn1;

namespace PrivateLinkPg.Probe;

/// <summary>How a certificate is signed.</summary>
/// <param name="Digest">The digest that the signature rests on; null where it has none of its own, as with Ed25519.</param>
/// <param name="IsWeak">Whether the digest is SHA-1 or weaker.</param>
internal readonly record struct CertificateSignature(string? Digest, bool IsWeak)
{
    private const string Pss = "1.2.840.113549.1.1.10";

    // All that X.509 had before SHA-2, by its number: as a signature, or as a digest in the parameters of PSS.
    private static readonly Dictionary<string, string> Weak = new()
    {
        ["1.2.840.113549.1.1.2"] = "MD2", ["1.2.840.113549.1.1.3"] = "MD4", ["1.2.840.113549.1.1.4"] = "MD5",
        ["1.2.840.113549.2.5"] = "MD5", ["1.3.14.3.2.3"] = "MD5", ["1.3.36.3.3.1.2"] = "RIPEMD-160", ["1.3.36.3.2.1"] = "RIPEMD-160",
        ["1.3.14.3.2.13"] = "SHA", ["1.3.14.3.2.15"] = "SHA", ["1.2.840.113549.1.1.5"] = "SHA-1", ["1.3.14.3.2.29"] = "SHA-1",
        ["1.3.14.3.2.26"] = "SHA-1", ["1.2.840.10040.4.3"] = "SHA-1", ["1.3.14.3.2.27"] = "SHA-1", ["1.2.840.10045.4.1"] = "SHA-1",
    };

    /// <summary>Reads the signature's algorithm.</summary>
    public static CertificateSignature Of(X509Certificate2 certificate)
    {
        string algorithm = certificate.SignatureAlgorithm.Value ?? "";
        // RFC 8032's signatures digest as they like.
        if (algorithm is "1.3.101.112" or "1.3.101.113") return new(null, IsWeak: false);
        string digest = algorithm == Pss ? PssDigest(certificate.RawData) : algorithm;
        return Weak.TryGetValue(digest, out string? name) ? new(name, IsWeak: true) : new(digest, IsWeak: false);
    }

    // Certificate ::= SEQUENCE { what is signed, algorithm { number, parameters { [0] digest, … } }, signature }.
    // Where the parameters name no digest, it is SHA-1 (RFC 4055).
    private static string PssDigest(byte[] certificate)
    {
        const string sha1 = "1.3.14.3.2.26";
        try
        {
            AsnReader parts = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence();
            parts.ReadEncodedValue();
            AsnReader algorithm = parts.ReadSequence();
            algorithm.ReadObjectIdentifier();
            return algorithm.ReadSequence().ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence().ReadObjectIdentifier();
        }
        catch (AsnContentException)
        {
            return sha1; // They name none, or are damaged.
        }
    }
}
