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

    [Theory]
    [InlineData("empty.pem", "it is empty")]
    [InlineData("missing.pem", "there is no such file")]
    [InlineData("missing/root.pem", "there is no such file")]
    [InlineData("", "it is a folder, or this user may not read it")]
    public void Files_without_a_certificate_are_refused_by_name(string name, string words)
    {
        string path = Path.Combine(Path.GetDirectoryName(_lab.EmptyFile)!, name);

        CommandFailedException refused = Assert.Throws<CommandFailedException>(() => RootCertificates.Load(path));

        Assert.Equal(("InvalidRootCertificate", (object)path), (refused.Failure.Id, refused.Failure.Target!));
        Assert.Equal($"The root certificate '{path}' cannot be used: {words}.", refused.Message);
    }

    [Fact]
    public void A_path_that_the_system_does_not_take_is_refused_in_its_words()
    {
        string path = Path.Combine(Path.GetDirectoryName(_lab.EmptyFile)!, new string('x', 5000));

        Assert.DoesNotContain("folder", Assert.ThrowsAny<CommandFailedException>(() => RootCertificates.Load(path)).Message, StringComparison.Ordinal);
    }
}
