using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PrivateLinkPg.Sandbox.Certificates;

/// <summary>
/// A certificate authority that lives in memory only: its key is never written anywhere. It signs the sandbox's https
/// endpoint and its PostgreSQL servers. Keys are ECDSA P-256: made in a millisecond, and accepted by OpenSSL, libpq, Python,
/// .NET and Go alike. The extensions satisfy strict RFC 5280 checking (Python 3.13's default): critical basicConstraints and
/// keyUsage, subject and authority key identifiers.
/// </summary>
/// <remarks>Clients compare validity with the machine's clock, so an instance for real clients needs the system's clock.</remarks>
public sealed class SandboxCertificateAuthority : IDisposable
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromDays(1);
    private readonly TimeProvider clock;
    private readonly X509Certificate2 certificate;

    /// <summary>Makes a new authority. Two of them never trust each other, even with the same name.</summary>
    /// <param name="clock">Decides the validity: from a day ago, for ten years (server certificates: one year).</param>
    /// <param name="commonName">The subject's common name, as diagnostics show it.</param>
    public SandboxCertificateAuthority(TimeProvider clock, string commonName = "PrivateLinkPg sandbox CA")
    {
        this.clock = clock;
        var now = clock.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(CommonName(commonName), key, HashAlgorithmName.SHA256);
        var keyIdentifier = new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority(pathLengthConstraint: 0));
        var usages = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign;
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usages, critical: true));
        request.CertificateExtensions.Add(keyIdentifier);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(keyIdentifier));
        certificate = request.CreateSelfSigned(now - ClockSkew, now.AddYears(10));
    }

    /// <summary>The authority's own certificate, PEM, without its key: what clients are given to trust.</summary>
    public string CertificatePem => certificate.ExportCertificatePem();

    /// <summary>Writes <see cref="CertificatePem"/> to a file that everybody may read.</summary>
    public Task WritePemAsync(string path, CancellationToken cancellation = default) =>
        File.WriteAllTextAsync(path, CertificatePem + "\n", cancellation);

    /// <summary>Issues a certificate for TLS servers that is valid now.</summary>
    /// <param name="dnsNames">Names the certificate stands for; <c>*.zone</c> is allowed. The first is the common name.</param>
    /// <param name="addresses">Addresses the certificate stands for, if any.</param>
    public ServerCertificate Issue(IReadOnlyCollection<string> dnsNames, IReadOnlyCollection<IPAddress>? addresses = null) =>
        Sign(dnsNames, addresses ?? [], clock.GetUtcNow() - ClockSkew, clock.GetUtcNow().AddYears(1));

    /// <summary>Issues a certificate whose validity ended yesterday.</summary>
    /// <inheritdoc cref="Issue"/>
    public ServerCertificate IssueExpired(IReadOnlyCollection<string> dnsNames, IReadOnlyCollection<IPAddress>? addresses = null) =>
        Sign(dnsNames, addresses ?? [], clock.GetUtcNow() - ClockSkew, clock.GetUtcNow() - (ClockSkew / 2));

    /// <inheritdoc/>
    public void Dispose() => certificate.Dispose();

    private ServerCertificate Sign(
        IReadOnlyCollection<string> dnsNames, IReadOnlyCollection<IPAddress> addresses, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // A certificate that serves several targets is named after none of them.
        var subject = dnsNames.Count == 1 ? dnsNames.First() : "PrivateLinkPg sandbox";
        var request = new CertificateRequest(CommonName(subject), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (dnsNames.Count + addresses.Count > 0)
            request.CertificateExtensions.Add(AlternativeNames(dnsNames, addresses));

        using var signed = request.Create(certificate, from, until, RandomNumberGenerator.GetBytes(16));
        return new ServerCertificate(signed.CopyWithPrivateKey(key), key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Extension AlternativeNames(IEnumerable<string> dnsNames, IEnumerable<IPAddress> addresses)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in dnsNames)
            names.AddDnsName(name);
        foreach (var address in addresses)
            names.AddIpAddress(address);
        return names.Build();
    }

    /// <summary>X.520 ends a common name after 64 characters; the alternative names carry the whole.</summary>
    private static X500DistinguishedName CommonName(string name)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name.Length <= 64 ? name : name[..64]);
        return subject.Build();
    }
}
