using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>Certificates of clients in files of every kind, from one authority with an intermediate one.</summary>
internal sealed class ClientCertificateLab : IDisposable
{
    public const string Password = "key-Password-1";
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048);
    private readonly string _folder = Directory.CreateTempSubdirectory("clients-").FullName;
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;

    public ClientCertificateLab()
    {
        // A server of another account reads the authority's file.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder, (UnixFileMode)Convert.ToInt32("755", 8));
        _root = Authority("Client Root", null);
        _intermediate = Authority("Client Intermediate", _root);
        AuthorityFile = Write("authority.pem", _root.ExportCertificatePem());
    }

    public string AuthorityFile { get; }

    public X509Certificate2 Root => _root;

    /// <summary>A PEM file with the certificate for this role, its intermediate where there is one, and its key.</summary>
    /// <param name="role">Who signs in with it.</param>
    /// <param name="deep">Whether an intermediate authority issues it.</param>
    /// <param name="until">The days that it is valid from now.</param>
    /// <param name="foreign">Whether it is from another authority.</param>
    /// <param name="alone">Without the intermediate.</param>
    /// <param name="issuerUrl">Where the certificate says that its issuer's is.</param>
    public string Pem(string role, bool deep = false, int until = 20, bool foreign = false, bool alone = false, string? issuerUrl = null)
    {
        using X509Certificate2 made = Make(role, deep, until, foreign, issuerUrl);
        using ECDsa key = made.GetECDsaPrivateKey()!;
        return Write($"{Guid.NewGuid():n}.pem",
            $"{made.ExportCertificatePem()}\n{(deep && !alone ? _intermediate.ExportCertificatePem() + "\n" : "")}{key.ExportPkcs8PrivateKeyPem()}\n");
    }

    /// <summary>Certificate and key in files of their own.</summary>
    public (string Certificate, string Key) Pair(string role, bool encrypted = false)
    {
        using X509Certificate2 made = Make(role, false, 20, false);
        using ECDsa key = made.GetECDsaPrivateKey()!;
        string name = $"{Guid.NewGuid():n}";
        return (Write($"{name}.crt", made.ExportCertificatePem()),
            Write($"{name}.key", encrypted ? key.ExportEncryptedPkcs8PrivateKeyPem(Password, Encryption) : key.ExportPkcs8PrivateKeyPem()));
    }

    public string Pfx(string role, string? password, bool withKey = true)
    {
        using X509Certificate2 made = Make(role, false, 20, false);
        using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(made.RawData);
        string path = Path.Combine(_folder, $"{Guid.NewGuid():n}.pfx");
        File.WriteAllBytes(path, new X509Certificate2Collection(withKey ? made : bare).Export(X509ContentType.Pfx, password)!);
        return path;
    }

    public string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        // psql refuses a key that others may read; the authority is for others.
        if (!OperatingSystem.IsWindows() && name != "authority.pem") File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    public void Dispose()
    {
        _root.Dispose();
        _intermediate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private X509Certificate2 Make(string role, bool deep, int until, bool foreign, string? issuerUrl = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={role}", key, HashAlgorithmName.SHA256);
        if (issuerUrl is not null) request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocspUris: null, [issuerUrl]));
        using X509Certificate2 other = Authority("Other Root", null);
        using X509Certificate2 signed = request.Create(
            foreign ? other : deep ? _intermediate : _root, At(-15), At(until), RandomNumberGenerator.GetBytes(16));
        return signed.CopyWithPrivateKey(key);
    }

    private static X509Certificate2 Authority(string name, X509Certificate2? issuer)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (issuer is null) return request.CreateSelfSigned(At(-30), At(30));
        using X509Certificate2 signed = request.Create(issuer, At(-29), At(29), RandomNumberGenerator.GetBytes(16));
        return signed.CopyWithPrivateKey(key);
    }

    private static DateTimeOffset At(int days) => TimeProvider.System.GetUtcNow().AddDays(days);
}
