using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PrivateLinkPg.Core.Tests.Postgres;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Paths;

/// <summary>What is told of a chain names the certificate that is at fault, and who has to mend it.</summary>
public sealed class CertificateCausesTests : IDisposable
{
    private readonly ChainLab _lab = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("causes-");

    public void Dispose()
    {
        _lab.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("intermediate missing", "CertificateIssuerMissing", "its issuer 'CN=Between' is neither sent", "Have the server send its whole chain")]
    [InlineData("root unknown, intermediate sent", "CertificateUntrusted", "'CN=Stranger' above that is not among", "DigiCert Global Root G2")]
    [InlineData("intermediate alone in the client's file", "CertificateUntrusted", "lacks the root 'CN=Chain Root'", "-RootCertificate")]
    [InlineData("intermediate purpose client", "CertificateUsageWrong", "the authority 'CN=Between' above that of db.", "serverAuth")]
    [InlineData("root rsa1024", "CertificateKeyTooSmall", "the root certificate 'CN=Other' in the client's store", "larger key")]
    [InlineData("leaf usage KeyCertSign", "CertificateUsageWrong", "the certificate of db.", "serverAuth")]
    [InlineData("path too long", "CertificateChainBroken", "path length", "openssl verify")]
    [InlineData("root not valid yet", "CertificateNotYetValid", "the root certificate 'CN=Other'", "clock")]
    [InlineData("two common names, right first", "CertificateNameMismatch", "valid for other.example,", "Test-PgPrivateConnection other.example ")]
    [InlineData("no name at all", "CertificateNameMismatch", "valid for no name", "Test-PgPrivateConnection <the server's public name> ")]
    [InlineData("common name of an authority", "CertificateNameMismatch", "valid for Chain Root", "Test-PgPrivateConnection <the server's public name> ")]
    public async Task Names_the_certificate_and_who_mends_it(string situation, string code, string message, string remedy)
    {
        RootCause cause = await DiagnoseAsync(ChainCases.Make(situation, _lab));

        Assert.Equal(code, cause.Code);
        Assert.Contains(message, cause.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, cause.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("intermediate expired", "AuthorityExpired", "the authority 'CN=Between'", "Have the server send")]
    [InlineData("root expired", "RootExpired", "the root certificate 'CN=Other' in the client's store", "Nothing is wrong at the server")]
    [InlineData("leaf expired", "CertificateExpired", "the certificate of db.", "Renew the certificate at the server")]
    public async Task An_expired_certificate_is_told_by_its_own_date(string situation, string code, string message, string remedy)
    {
        RootCause cause = await DiagnoseAsync(ChainCases.Make(situation, _lab));

        Assert.Equal(code, cause.Code);
        Assert.Contains(message, cause.Message, StringComparison.Ordinal);
        Assert.Contains($"expired on {TimeProvider.System.GetUtcNow().AddDays(-2):yyyy-MM-dd}", cause.Message, StringComparison.Ordinal);
        Assert.StartsWith(remedy, cause.Remedy, StringComparison.Ordinal);
    }

    private async Task<RootCause> DiagnoseAsync(ChainCase shown)
    {
        string file = Path.Combine(_folder.FullName, "roots.pem");
        await File.WriteAllTextAsync(
            file, string.Concat((shown.Roots ?? [_lab.Root]).Select(root => root.Certificate.ExportCertificatePem() + "\n")), Encoding.ASCII);
        X509Certificate2 own = shown.Leaf.WithKey;
        SslStreamCertificateContext context = SslStreamCertificateContext.Create(own, [.. shown.Sent.Select(sent => sent.Certificate)], offline: true);
        await using FakePostgresServer server = FakePostgresServer.Tls(context);
        ProbeRequest request = new() { HostName = shown.Host, Port = server.EndPoint.Port, RootCertificates = RootCertificates.Load(file) };
        return ProbeDiagnosis.Of(await LocalProbe.RunAsync(request))!;
    }
}
