using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Probe;

/// <summary>Keys and signatures of every kind, as they stand in the certificate.</summary>
public sealed class CertificateKeyTests
{
    private static readonly byte[] Null = [5, 0];

    // The key's algorithm, its parameters, the key itself: what is read of it.
    public static readonly TheoryData<string, byte[], byte[], string, int, bool> Keys = new()
    {
        { "1.2.840.113549.1.1.1", Null, Numbers(2048), "RSA", 2048, false },
        { "1.2.840.113549.1.1.10", Null, Numbers(1024), "RSA", 1024, false },
        { "1.2.840.10040.4.1", Numbers(1024, 160), Numbers(1000)[4..], "DSA", 1024, false },
        { "1.2.840.10045.2.1", Null, [4, .. new byte[64]], "EC", 256, true },
        { "1.2.840.10045.2.1", Null, [2, .. new byte[24]], "EC", 192, true },
        { "1.3.101.112", Null, new byte[32], "1.3.101.112", int.MaxValue, true },
        { "1.2.840.113549.1.1.1", Null, [1, 2, 3], "damaged", 0, false },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_has_its_size(string algorithm, byte[] parameters, byte[] key, string name, int bits, bool isCurve)
    {
        using X509Certificate2 certificate = Certificate(new(new Oid(algorithm), new AsnEncodedData(parameters), new AsnEncodedData(key)), "1.2.840.10045.4.3.2", null);

        Assert.Equal(new(name, bits, isCurve), CertificateKey.Of(certificate));
    }

    // The digest of PSS stands in its parameters, which may leave it out (RFC 4055).
    public static readonly TheoryData<string, byte[]?, string?, bool> Signatures = new()
    {
        { "1.2.840.10045.4.3.2", null, "1.2.840.10045.4.3.2", false },
        { "1.2.840.113549.1.1.5", Null, "SHA-1", true },
        { "1.3.101.112", null, null, false },
        { "1.2.840.113549.1.1.10", Pss("2.16.840.1.101.3.4.2.1"), "2.16.840.1.101.3.4.2.1", false },
        { "1.2.840.113549.1.1.10", Pss("1.3.14.3.2.26"), "SHA-1", true },
        { "1.2.840.113549.1.1.10", Pss("1.2.840.113549.2.5"), "MD5", true },
        { "1.2.840.113549.1.1.10", [0x30, 0], "SHA-1", true },
        { "1.2.840.113549.1.1.10", [0x30, 5, 0xA2, 3, 2, 1, 32], "SHA-1", true },
        { "1.2.840.113549.1.1.10", Null, "SHA-1", true },
        { "1.2.840.113549.1.1.10", null, "SHA-1", true },
    };

    [Theory]
    [MemberData(nameof(Signatures))]
    public void A_signature_has_its_digest(string algorithm, byte[]? parameters, string? digest, bool isWeak)
    {
        using X509Certificate2 certificate = Certificate(new(new Oid("1.3.101.112"), new AsnEncodedData(Null), new AsnEncodedData(new byte[32])), algorithm, parameters);

        Assert.Equal(new(digest, isWeak), CertificateSignature.Of(certificate));
    }

    private static X509Certificate2 Certificate(PublicKey key, string signature, byte[]? parameters)
    {
        DateTimeOffset now = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);
        return new CertificateRequest(new("CN=db"), key, HashAlgorithmName.SHA256).Create(new("CN=ca"), new Signer(signature, parameters), now, now.AddDays(1), [1]);
    }

    private static byte[] Numbers(params int[] bits) => Sequence(writer =>
    {
        foreach (int each in bits) writer.WriteInteger(System.Numerics.BigInteger.One << (each - 1));
    });

    private static byte[] Pss(string digest) => Sequence(writer =>
    {
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        using (writer.PushSequence())
            writer.WriteObjectIdentifier(digest);
    });

    private static byte[] Sequence(Action<AsnWriter> write)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence()) write(writer);
        return writer.Encode();
    }

    private sealed class Signer(string algorithm, byte[]? parameters) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => Sequence(writer =>
        {
            writer.WriteObjectIdentifier(algorithm);
            if (parameters is not null) writer.WriteEncodedValue(parameters);
        });

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => [1, 2, 3];

        protected override PublicKey BuildPublicKey() => throw new NotSupportedException();
    }
}
