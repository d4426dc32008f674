using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PrivateLinkPg.Sandbox.Certificates;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>A certificate with its key, able to sign others.</summary>
internal sealed record Issued(X509Certificate2 Certificate, AsymmetricAlgorithm Key)
{
    /// <summary>As .NET's own servers want it.</summary>
    public X509Certificate2 WithKey => Key is RSA rsa ? Certificate.CopyWithPrivateKey(rsa) : Certificate.CopyWithPrivateKey((ECDsa)Key);

    /// <summary>As a server reads it.</summary>
    public ServerCertificate ForServer(params Issued[] sent) =>
        new(Certificate, Key.ExportPkcs8PrivateKeyPem(), [.. sent.Select(each => each.Certificate)]);
}

/// <summary>Makes certificates of any kind, also such as no authority would issue.</summary>
internal sealed class ChainLab : IDisposable
{
    public const string Host = CertificateLab.Host;
    private static readonly ConcurrentDictionary<string, AsymmetricAlgorithm> RsaKeys = new();
    private readonly List<IDisposable> _made = [];

    /// <summary>A good root, which everything below is issued by unless told otherwise.</summary>
    public Issued Root { get; }

    public ChainLab() => Root = Authority("Chain Root");

    public void Dispose()
    {
        foreach (IDisposable made in _made) made.Dispose();
    }

    /// <summary>An authority; its own root where it has no issuer.</summary>
    public Issued Authority(
        string name, Issued? issuer = null, string key = "p256", string digest = "SHA256", int from = -30, int until = 30, int? depth = null,
        bool basic = true, X509KeyUsageFlags usage = X509KeyUsageFlags.KeyCertSign, params X509Extension[] more)
    {
        List<X509Extension> extensions = [.. more];
        if (basic) extensions.Add(new X509BasicConstraintsExtension(true, depth is not null, depth ?? 0, critical: true));
        if (usage != X509KeyUsageFlags.None) extensions.Add(new X509KeyUsageExtension(usage, critical: true));
        return Issue($"CN={name}", issuer, key, digest, from, until, extensions);
    }

    /// <summary>A server's certificate.</summary>
    public Issued Leaf(
        Issued? issuer = null, string[]? names = null, string key = "p256", string digest = "SHA256", int from = -1, int until = 20,
        string subject = "CN=server", bool pss = false, params X509Extension[] more)
    {
        List<X509Extension> extensions = [.. more];
        names ??= [Host];
        if (names.Length > 0) extensions.Add(Names(names));
        return Issue(subject, issuer ?? Root, key, digest, from, until, extensions, pss);
    }

    /// <summary>A certificate that vouches for itself.</summary>
    public Issued SelfSigned(string key = "p256", string digest = "SHA256", params X509Extension[] more) =>
        Issue("CN=server", null, key, digest, -1, 20, [.. more, Names(Host)]);

    /// <summary>Alternative names of a server, written as DNS names whatever they hold.</summary>
    public static X509Extension Names(params string[] names)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (string name in names) writer.WriteOctetString(Encoding.Latin1.GetBytes(name), new Asn1Tag(TagClass.ContextSpecific, 2));
        }
        return new X509Extension("2.5.29.17", writer.Encode(), critical: false);
    }

    public static X509Extension Purposes(params string[] purposes) => new X509EnhancedKeyUsageExtension([.. Oids(purposes)], critical: false);

    public static X509Extension Usage(X509KeyUsageFlags usage) => new X509KeyUsageExtension(usage, critical: true);

    /// <summary>Netscape's certificate type: 0x80 a client, 0x40 a server, 0x04 an authority for TLS.</summary>
    public static X509Extension NetscapeType(byte bits)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteBitString([bits], System.Numerics.BitOperations.TrailingZeroCount(bits));
        return new X509Extension("2.16.840.1.113730.1.1", writer.Encode(), critical: false);
    }

    /// <summary>Something that no client knows.</summary>
    public static X509Extension Unknown(bool critical) => new("1.3.6.1.4.1.99999.1", [5, 0], critical);

    private static IEnumerable<Oid> Oids(string[] purposes) => purposes.Select(purpose => new Oid(purpose));

    private Issued Issue(
        string subject, Issued? issuer, string key, string digest, int from, int until, IEnumerable<X509Extension> extensions, bool pss = false)
    {
        AsymmetricAlgorithm pair = Key(key);
        HashAlgorithmName hash = new(digest);
        CertificateRequest request = pair is RSA rsa
            ? new(new X500DistinguishedName(subject), rsa, hash, RSASignaturePadding.Pkcs1)
            : new(new X500DistinguishedName(subject), (ECDsa)pair, hash);
        foreach (X509Extension extension in extensions) request.CertificateExtensions.Add(extension);
        X509SignatureGenerator signer = digest is "SHA1" or "MD5" ? new WeakSigner(issuer?.Key ?? pair, digest, pss) : (issuer?.Key ?? pair) switch
        {
            RSA by => X509SignatureGenerator.CreateForRSA(by, pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
            ECDsa by => X509SignatureGenerator.CreateForECDsa(by),
            var other => throw new ArgumentException(other.ToString()),
        };
        X509Certificate2 signed = request.Create(
            issuer?.Certificate.SubjectName ?? request.SubjectName, signer, At(from), At(until), RandomNumberGenerator.GetBytes(16));
        _made.Add(signed);
        return new(signed, pair);
    }

    // RSA keys take long to make; which one it is does not matter.
    private AsymmetricAlgorithm Key(string kind)
    {
        if (kind.StartsWith("rsa", StringComparison.Ordinal))
        {
            string name = kind;
            return RsaKeys.GetOrAdd(name, _ => RSA.Create(int.Parse(name.AsSpan(3, 4), System.Globalization.CultureInfo.InvariantCulture)));
        }
        ECDsa key = ECDsa.Create(ECCurve.CreateFromFriendlyName(kind switch
        {
            "p192" => "nistP192",
            "p224" => "nistP224",
            "p384" => "nistP384",
            "p521" => "nistP521",
            _ => "nistP256",
        }));
        _made.Add(key);
        return key;
    }

    private static DateTimeOffset At(int days) => TimeProvider.System.GetUtcNow().AddDays(days);
}
