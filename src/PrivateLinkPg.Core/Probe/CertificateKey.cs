using System.Formats.Asn1;

namespace PrivateLinkPg.Probe;

/// <summary>The public key of a certificate.</summary>
/// <param name="Algorithm">RSA, DSA, EC, or the number of another one.</param>
/// <param name="Bits">Its size; the largest number where a size says nothing, as for Ed25519.</param>
/// <param name="IsCurve">Whether it is a point on a curve, which needs fewer bits.</param>
internal readonly record struct CertificateKey(string Algorithm, int Bits, bool IsCurve)
{
    /// <summary>Reads it out of the certificate: not every system makes key objects of weak and rare keys.</summary>
    public static CertificateKey Of(X509Certificate2 certificate)
    {
        PublicKey key = certificate.PublicKey;
        try
        {
            return key.Oid.Value switch
            {
                "1.2.840.113549.1.1.1" or "1.2.840.113549.1.1.10" => new("RSA", First(key.EncodedKeyValue.RawData), IsCurve: false),
                "1.2.840.10040.4.1" => new("DSA", First(key.EncodedParameters.RawData), IsCurve: false),
                "1.2.840.10045.2.1" => new("EC", Field(key.EncodedKeyValue.RawData), IsCurve: true),
                var other => new(other ?? "unknown", int.MaxValue, IsCurve: true),
            };
        }
        catch (AsnContentException)
        {
            return new("damaged", 0, IsCurve: false);
        }
    }

    // An RSA key begins with its modulus, the parameters of DSA with the prime.
    private static int First(byte[] sequence) =>
        (int)new AsnReader(sequence, AsnEncodingRules.DER).ReadSequence().ReadInteger().GetBitLength();

    // A point is its kind and one or two numbers of the field.
    private static int Field(byte[] point) => point is [0x04, ..] ? (point.Length - 1) / 2 * 8 : (point.Length - 1) * 8;
}
