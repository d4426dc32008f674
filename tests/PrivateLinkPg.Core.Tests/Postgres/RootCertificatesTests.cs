using System.Security.Cryptography.X509Certificates;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Postgres;

public sealed class RootCertificatesTests : IDisposable
{
    private readonly CertificateLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void A_pem_file_may_hold_several()
    {
        File.AppendAllText(_lab.RootFile, Environment.NewLine + File.ReadAllText(_lab.OtherRootFile));

        Assert.Equal(2, RootCertificates.Load(_lab.RootFile).Count);
    }

    [Fact]
    public void A_der_file_holds_one()
    {
        File.WriteAllBytes(_lab.EmptyFile, X509Certificate2.CreateFromPem(File.ReadAllText(_lab.RootFile)).RawData);

        Assert.Single(RootCertificates.Load(_lab.EmptyFile));
    }

    [Fact]
    public void Files_without_a_certificate_are_refused_by_name()
    {
        foreach (string path in (string[])[_lab.EmptyFile, _lab.RootFile + ".missing"])
        {
            CommandFailedException refused = Assert.Throws<CommandFailedException>(() => RootCertificates.Load(path));
            Assert.Equal(("InvalidRootCertificate", (object)path), (refused.Failure.Id, refused.Failure.Target!));
        }
    }
}
