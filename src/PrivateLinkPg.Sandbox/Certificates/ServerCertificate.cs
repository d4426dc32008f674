using System.Security.Cryptography.X509Certificates;

namespace PrivateLinkPg.Sandbox.Certificates;

/// <summary>A server's certificate with its key: as .NET wants it (Kestrel), and as PEM texts (PostgreSQL).</summary>
public sealed class ServerCertificate : IDisposable
{
    internal ServerCertificate(X509Certificate2 certificate, string privateKeyPem, params X509Certificate2[] above)
    {
        // Windows cannot serve TLS with a key that was never in a key container.
        Certificate = OperatingSystem.IsWindows()
            ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null)
            : certificate;
        CertificatePem = string.Concat(new[] { certificate }.Concat(above).Select(each => each.ExportCertificatePem() + "\n"));
        PrivateKeyPem = privateKeyPem + "\n";
    }

    /// <summary>The certificate with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The certificate, and the authorities above it that are sent with it; PEM.</summary>
    public string CertificatePem { get; }

    /// <summary>The private key, PKCS #8 PEM, not encrypted.</summary>
    public string PrivateKeyPem { get; }

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();
}
