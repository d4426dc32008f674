using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CsCheck;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>A certificate as it is to be signed; everything that is not here is right.</summary>
/// <param name="Subject">In DER.</param>
/// <param name="Extensions">By number, whether critical, and the value.</param>
/// <param name="Version">As it stands there: 2 for X.509's third.</param>
/// <param name="Serial">The serial number's bytes.</param>
/// <param name="From">From when it is valid, in days from now.</param>
/// <param name="Until">Until when.</param>
internal sealed record HostileCertificate(
    byte[] Subject, (string Oid, bool Critical, byte[] Value)[] Extensions, int Version, byte[] Serial, int From, int Until)
{
    private static readonly string[] Policies = ["2.5.29.32", "2.5.29.33", "2.5.29.36", "2.5.29.54"];

    public bool HasPolicies => Array.Exists(Extensions, each => Policies.Contains(each.Oid));

    public override string ToString() =>
        $"{Convert.ToHexString(Subject)} v{Version} {Convert.ToHexString(Serial)} {From}..{Until} "
        + string.Join(' ', Extensions.Select(each => $"{each.Oid}{(each.Critical ? "!" : "")}={Convert.ToHexString(each.Value)}"));
}

/// <summary>A server's certificate and, where <paramref name="Between"/> is there, the authority that signed it.</summary>
internal sealed record HostileChain(HostileCertificate Leaf, HostileCertificate? Between)
{
    /// <summary>Whether it says by which policies it was issued, or by which the others may be: .NET reads that, OpenSSL only when asked.</summary>
    public bool HasPolicies => Leaf.HasPolicies || Between?.HasPolicies == true;

    public override string ToString() => $"{Leaf}{(Between is null ? "" : $" by {Between}")}";
}

/// <summary>Certificates that no authority would issue, signed all the same.</summary>
internal sealed class HostileCertificates : IDisposable
{
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    private const string Basic = "2.5.29.19";
    private const string KeyUsage = "2.5.29.15";
    private const string Purposes = "2.5.29.37";
    private const string Alternatives = "2.5.29.17";

    private static readonly Gen<byte[]> Junk = Gen.Byte.Array[0, 12];

    private static readonly Gen<byte[]> BasicValue = OneOf(
        Der(writer => { }), Der(writer => writer.WriteBoolean(true)), Der(writer => writer.WriteBoolean(false)),
        Der(writer => { writer.WriteBoolean(true); writer.WriteInteger(0); }), Der(writer => { writer.WriteBoolean(true); writer.WriteInteger(-1); }),
        Der(writer => writer.WriteInteger(3)));

    private static readonly Gen<byte[]> Bits = Gen.Select(
        OneOf<byte>(0x80, 0x40, 0x20, 0x10, 0x08, 0x04, 0x02, 0x01, 0xA0, 0x86, 0x00, 0xFF), Gen.Int[0, 2], (bits, more) =>
        {
            AsnWriter writer = new(AsnEncodingRules.BER);
            writer.WriteBitString(more == 2 ? [] : [bits, .. new byte[more]], 0);
            return writer.Encode();
        });

    private static readonly Gen<byte[]> PurposeList = OneOf(
            "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.9", "2.5.29.37.0", "2.16.840.1.113730.4.1", "1.3.6.1.4.1.311.10.3.3", "1.2.3.4")
        .Array[0, 3].Select(purposes => Der(writer => Array.ForEach(purposes, purpose => writer.WriteObjectIdentifier(purpose))));

    private static readonly Gen<byte[]> NameList = Gen.Select(
            OneOf(1, 2, 2, 2, 4, 6, 7, 7), Gen.OneOf(Gen.Const(Encoding.ASCII.GetBytes(ChainLab.Host)), Junk, Gen.Const("*\0.x"u8.ToArray())))
        .Array[0, 4].Select(names => Der(writer =>
            Array.ForEach(names, name => writer.WriteOctetString(name.Item2, new Asn1Tag(TagClass.ContextSpecific, name.Item1)))));

    // Known to X.509 or to Netscape, or to nobody.
    private static readonly Gen<string> AnyOid = OneOf(
        Basic, KeyUsage, Purposes, Alternatives, "2.5.29.14", "2.5.29.35", "2.5.29.30", "2.5.29.32", "2.5.29.31", "2.5.29.36", "2.5.29.54",
        "2.16.840.1.113730.1.1", "1.3.6.1.5.5.7.1.1", "1.3.6.1.5.5.7.1.24", "1.3.6.1.5.5.7.1.7", "1.3.6.1.4.1.99999.1");

    private static readonly Gen<(string, bool, byte[])> Extension = Gen.Select(
        Gen.Frequency(
            (3, BasicValue.Select(value => (Basic, value))), (3, Bits.Select(value => (KeyUsage, value))),
            (3, PurposeList.Select(value => (Purposes, value))), (3, NameList.Select(value => (Alternatives, value))),
            (2, Bits.Select(value => ("2.16.840.1.113730.1.1", value))), (2, Gen.Select(AnyOid, Junk)),
            (1, Gen.Select(AnyOid, Gen.OneOf(BasicValue, Bits, PurposeList, NameList)))),
        Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true))), (found, critical) => (found.Item1, critical, found.Item2));

    // Half of them stand for the host.
    private static readonly Gen<(string, bool, byte[])[]> Extensions = Gen.Select(Gen.Bool, Extension.Array[0, 4], (right, others) =>
        right ? [.. others, (Alternatives, false, ChainLab.Names(ChainLab.Host).RawData)] : others);

    private static readonly Gen<byte[]> Name = Gen.Frequency(
        (5, Gen.Const(new X500DistinguishedName("CN=server").RawData)), (1, Gen.Const(new X500DistinguishedName("CN=a, O=b, CN=c").RawData)),
        (1, Gen.Const(Der(writer => { }))), (1, Junk.Select(text => Named(text, UniversalTagNumber.UTF8String))),
        (1, Junk.Select(text => Named(text, UniversalTagNumber.BMPString))), (1, Junk.Select(text => Named(text, UniversalTagNumber.Integer))));

    private static readonly Gen<HostileCertificate> Leaf = Gen.Select(
        Name, Extensions, Gen.Frequency((9, Gen.Const(2)), (1, Gen.Int[0, 3])),
        Gen.OneOf(Gen.Const(new byte[] { 7 }), Gen.Byte.Array[1, 24]), Gen.Frequency((9, Gen.Const((-1, 9))), (1, Gen.Select(Gen.Int[-9, 9], Gen.Int[-9, 9]))),
        (name, extensions, version, serial, time) =>
            new HostileCertificate(name, extensions, version, Shortest(serial), time.Item1, time.Item2));

    // Most are such as may sign; else none would be looked at any further.
    private static readonly Gen<HostileCertificate> Authority = Gen.Select(Leaf, Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false))),
        (made, able) => able ? made with { Extensions = [.. made.Extensions, (Basic, true, Der(writer => writer.WriteBoolean(true)))] } : made);

    private readonly ECDsa _leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _betweenKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ChainLab _lab = new();

    /// <summary>Any chain: half of them right under the root.</summary>
    public static Gen<HostileChain> Any { get; } =
        Gen.Select(Leaf, Gen.OneOf(Gen.Const((HostileCertificate?)null), Authority!), (leaf, between) => new HostileChain(leaf, between));

    /// <summary>What alone is trusted.</summary>
    public X509Certificate2 Root => _lab.Root.Certificate;

    /// <summary>The key of every server's certificate.</summary>
    public ECDsa Key => _leafKey;

    /// <summary>The server's certificate in DER, and the authority between where there is one.</summary>
    /// <param name="chain">What to sign.</param>
    /// <param name="number">In the name of the authority between, which no other chain has.</param>
    public (byte[] Leaf, byte[]? Between) Sign(HostileChain chain, int number = 0)
    {
        ECDsa root = (ECDsa)_lab.Root.Key;
        byte[] above = Root.SubjectName.RawData;
        if (chain.Between is null) return (Sign(chain.Leaf, _leafKey, above, root), null);
        HostileCertificate between = chain.Between with { Subject = new X500DistinguishedName($"CN=between {number}").RawData };
        return (Sign(chain.Leaf, _leafKey, between.Subject, _betweenKey), Sign(between, _betweenKey, above, root));
    }

    public void Dispose()
    {
        _lab.Dispose();
        _leafKey.Dispose();
        _betweenKey.Dispose();
    }

    private static byte[] Sign(HostileCertificate certificate, ECDsa key, byte[] issuer, ECDsa by)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        byte[] signed = Der(writer =>
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0))) writer.WriteInteger(certificate.Version);
            writer.WriteInteger(certificate.Serial);
            Algorithm(writer);
            writer.WriteEncodedValue(issuer);
            using (writer.PushSequence())
            {
                writer.WriteUtcTime(now.AddDays(certificate.From));
                writer.WriteUtcTime(now.AddDays(certificate.Until));
            }
            writer.WriteEncodedValue(certificate.Subject);
            writer.WriteEncodedValue(key.ExportSubjectPublicKeyInfo());
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3)))
            using (writer.PushSequence())
            {
                foreach ((string oid, bool critical, byte[] value) in certificate.Extensions)
                {
                    using AsnWriter.Scope one = writer.PushSequence();
                    writer.WriteObjectIdentifier(oid);
                    if (critical) writer.WriteBoolean(true);
                    writer.WriteOctetString(value);
                }
            }
        });
        return Der(writer =>
        {
            writer.WriteEncodedValue(signed);
            Algorithm(writer);
            writer.WriteBitString(by.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        });
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static void Algorithm(AsnWriter writer)
    {
        using AsnWriter.Scope algorithm = writer.PushSequence();
        writer.WriteObjectIdentifier(EcdsaWithSha256);
    }

    private static byte[] Named(byte[] text, UniversalTagNumber kind) => Der(writer =>
    {
        using AsnWriter.Scope set = writer.PushSetOf();
        using AsnWriter.Scope one = writer.PushSequence();
        writer.WriteObjectIdentifier("2.5.4.3");
        writer.WriteEncodedValue([(byte)kind, (byte)text.Length, .. text]);
    });

    // DER has no number with a byte that says nothing.
    private static byte[] Shortest(byte[] number) => new System.Numerics.BigInteger(number, isBigEndian: true).ToByteArray(isBigEndian: true);

    private static byte[] Der(Action<AsnWriter> sequence)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence()) sequence(writer);
        return writer.Encode();
    }
}
