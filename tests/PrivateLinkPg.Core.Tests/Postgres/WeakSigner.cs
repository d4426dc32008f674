using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>Signs certificates as authorities did twenty years ago, which .NET does not do by itself.</summary>
internal sealed class WeakSigner(AsymmetricAlgorithm key, string digest, bool pss) : X509SignatureGenerator
{
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier((key, digest, pss) switch
            {
                (RSA, _, true) => "1.2.840.113549.1.1.10",
                (RSA, "MD5", _) => "1.2.840.113549.1.1.4",
                (RSA, _, _) => "1.2.840.113549.1.1.5",
                _ => "1.2.840.10045.4.1",
            });
            // The parameters of PSS are SHA-1 where nothing else is said.
            if (pss) writer.PushSequence().Dispose();
            else if (key is RSA) writer.WriteNull();
        }
        return writer.Encode();
    }

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key switch
    {
        RSA rsa => rsa.SignData(data, new(digest), pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
        ECDsa curve => curve.SignData(data, new(digest), DSASignatureFormat.Rfc3279DerSequence),
        _ => throw new ArgumentException(key.ToString()),
    };

    protected override PublicKey BuildPublicKey() => key is RSA rsa ? new(rsa) : new((ECDsa)key);
}
