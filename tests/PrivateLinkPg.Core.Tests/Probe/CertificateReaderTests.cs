using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PrivateLinkPg.Core.Tests.Postgres;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Probe;

/// <summary>What is found about a certificate and its chain, apart from each other.</summary>
public sealed class CertificateReaderTests : IDisposable
{
    private readonly ClientCertificateLab _lab = new();
    private readonly CertificateLab _servers = new();

    public void Dispose()
    {
        _lab.Dispose();
        _servers.Dispose();
    }

    [Fact]
    public void A_root_that_is_not_trusted_is_told_from_a_certificate_that_is_its_own()
    {
        using X509Certificate2 own = Load();

        Assert.Equal(new(ProbeFault.CertificateUntrusted, CertificatePlace.Own, "CN=Client Root", "its root 'CN=Client Root' is not trusted"), Read(own, [Other]).ChainProblem);
        Assert.Equal(
            new(ProbeFault.CertificateUntrusted, CertificatePlace.Own, "CN=Client Root", "it is self-signed and not trusted itself"), Read(_lab.Root, [Other]).ChainProblem);
        Assert.Null(Read(own, [_lab.Root]).ChainProblem);
    }

    // As OpenSSL has it: with its first second it begins, with its last it is over.
    [Fact]
    public void A_certificate_is_valid_from_its_first_second_to_before_its_last()
    {
        using X509Certificate2 own = Load();

        Assert.Equal(ProbeFault.CertificateNotYetValid, Read(own, [_lab.Root], new DateTimeOffset(own.NotBefore).AddTicks(-1)).TimeProblem?.Fault);
        Assert.Null(Read(own, [_lab.Root], own.NotBefore).TimeProblem);
        Assert.Null(Read(own, [_lab.Root], new DateTimeOffset(own.NotAfter).AddTicks(-1)).TimeProblem);
        Assert.Equal(ProbeFault.CertificateExpired, Read(own, [_lab.Root], own.NotAfter).TimeProblem?.Fault);
    }

    [Theory]
    [InlineData("fd00::4", "fd00:0:0:0:0:0:0:4", true)]
    [InlineData("fd00::4", "FD00::4", true)]
    [InlineData("fd00::4", "fd00::5", false)]
    [InlineData("10.1.0.4", "10.1.0.4", true)]
    [InlineData("10.1.0.4", "10.1.0.40", false)]
    [InlineData("10.1.0.4", "db.example.com", false)]
    public void An_address_stands_for_itself_however_it_is_written(string own, string host, bool stands)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=db", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Parse(own));
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(1));

        Assert.Equal(stands, new CertificateNames(certificate).StandFor(host));
    }

    private X509Certificate2 Other => X509CertificateLoader.LoadCertificateFromFile(_servers.OtherRootFile);

    private X509Certificate2 Load() => X509CertificateLoader.LoadCertificateFromFile(_lab.Pair("app").Certificate);

    private CertificateFacts Read(X509Certificate2 certificate, X509Certificate2Collection roots, DateTimeOffset? now = null)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.ExtraStore.Add(_lab.Root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.Build(certificate);
        return CertificateReader.Read(certificate, chain, roots, "app", now ?? TimeProvider.System.GetUtcNow());
    }
}
