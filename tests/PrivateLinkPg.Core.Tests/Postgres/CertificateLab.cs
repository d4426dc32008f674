using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>Certificates of every kind that servers show, good and bad.</summary>
internal sealed class CertificateLab : IDisposable
{
    public const string Host = "db.postgres.database.azure.com";
    private readonly string _folder = Directory.CreateTempSubdirectory("certificates-").FullName;
    private readonly List<IDisposable> _made = [];
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;

    public CertificateLab()
    {
        _root = Authority("Lab Root", null);
        _intermediate = Authority("Lab Intermediate", _root);
        RootFile = Write("root.pem", _root);
        OtherRootFile = Write("other.pem", Authority("Other Root", null));
        IntermediateFile = Write("intermediate.pem", _intermediate);
        EmptyFile = Path.Combine(_folder, "empty.pem");
        File.WriteAllText(EmptyFile, "");
    }

    public string RootFile { get; }

    public string OtherRootFile { get; }

    /// <summary>A file with an intermediate authority alone, which libpq does not take for a root.</summary>
    public string IntermediateFile { get; }

    public string EmptyFile { get; }

    /// <summary>What a server shows, by the name of the case.</summary>
    public SslStreamCertificateContext Server(string kind) => kind switch
    {
        "good" => Context(Leaf(_root, [Host])),
        "wildcard" => Context(Leaf(_root, ["*.postgres.database.azure.com"])),
        "wildcard of the parent" => Context(Leaf(_root, ["*.database.azure.com"])),
        "bare wildcard" => Context(Leaf(_root, ["*"])),
        "partial wildcard" => Context(Leaf(_root, ["d*.postgres.database.azure.com"])),
        "upper case" => Context(Leaf(_root, [Host.ToUpperInvariant()])),
        "other name" => Context(Leaf(_root, ["other.postgres.database.azure.com"])),
        "privatelink name" => Context(Leaf(_root, ["db.privatelink.postgres.database.azure.com"])),
        "common name only" => Context(Leaf(_root, [], commonName: Host)),
        "common name beside another alternative name" => Context(Leaf(_root, ["other.example"], commonName: Host)),
        "address" => Context(Leaf(_root, [], address: IPAddress.Loopback)),
        "address beside the name" => Context(Leaf(_root, [Host], address: IPAddress.Loopback)),
        "expired" => Context(Leaf(_root, [Host], from: -20, until: -10)),
        "not yet valid" => Context(Leaf(_root, [Host], from: 10, until: 20)),
        "expired and other name" => Context(Leaf(_root, ["other.example"], from: -20, until: -10)),
        "for clients only" => Context(Leaf(_root, [Host], purpose: "1.3.6.1.5.5.7.3.2")),
        "self-signed" => Context(SelfSigned("self-signed.pem")),
        "intermediate sent" => Context(Leaf(_intermediate, [Host]), _intermediate),
        "intermediate missing" => Context(Leaf(_intermediate, [Host])),
        _ => throw new ArgumentException(kind),
    };

    /// <summary>The root file of a case by its name.</summary>
    public string Roots(string kind) => kind switch
    {
        "root" => RootFile,
        "other" => OtherRootFile,
        "intermediate" => IntermediateFile,
        "itself" => Path.Combine(_folder, "self-signed.pem"),
        _ => throw new ArgumentException(kind),
    };

    public void Dispose()
    {
        foreach (IDisposable made in _made) made.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Offline and without the machine's stores: only what is given here is sent.
    private static SslStreamCertificateContext Context(X509Certificate2 leaf, params X509Certificate2[] others) =>
        SslStreamCertificateContext.Create(leaf, [.. others], offline: true);

    private X509Certificate2 SelfSigned(string file)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        X509Certificate2 certificate = Keep(Request(Host, key, [Host], null, null).CreateSelfSigned(At(-1), At(30)));
        Write(file, certificate);
        return certificate;
    }

    private X509Certificate2 Authority(string name, X509Certificate2? issuer)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return Keep(issuer is null ? request.CreateSelfSigned(At(-30), At(30)) : Sign(request, key, issuer, -29, 29));
    }

    private X509Certificate2 Leaf(
        X509Certificate2 issuer, string[] names, IPAddress? address = null, string commonName = "server", int from = -1, int until = 20, string? purpose = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Keep(Sign(Request(commonName, key, names, address, purpose), key, issuer, from, until));
    }

    private static CertificateRequest Request(string commonName, ECDsa key, string[] names, IPAddress? address, string? purpose)
    {
        CertificateRequest request = new($"CN={commonName}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder alternatives = new();
        foreach (string name in names) alternatives.AddDnsName(name);
        if (address is not null) alternatives.AddIpAddress(address);
        if (names.Length > 0 || address is not null) request.CertificateExtensions.Add(alternatives.Build());
        if (purpose is not null) request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        return request;
    }

    private static X509Certificate2 Sign(CertificateRequest request, ECDsa key, X509Certificate2 issuer, int from, int until)
    {
        using X509Certificate2 signed = request.Create(issuer, At(from), At(until), RandomNumberGenerator.GetBytes(16));
        return signed.CopyWithPrivateKey(key);
    }

    private static DateTimeOffset At(int days) => TimeProvider.System.GetUtcNow().AddDays(days);

    private X509Certificate2 Keep(X509Certificate2 certificate)
    {
        _made.Add(certificate);
        return certificate;
    }

    private string Write(string name, X509Certificate2 certificate)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, certificate.ExportCertificatePem());
        return path;
    }
}
