using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>Which files psql takes for root certificates, and what the probe says of others.</summary>
public sealed class RootFileAgreementTests(WeakPostgresFixture postgres) : IClassFixture<WeakPostgresFixture>
{
    private string Pem => postgres.Lab.Root.Certificate.ExportCertificatePem() + "\n";

    private byte[] Der => postgres.Lab.Root.Certificate.RawData;

    [PeerTheory<WeakPostgres>]
    [InlineData("plain", null)]
    [InlineData("no line break at the end", null)]
    [InlineData("lines as on Windows", null)]
    [InlineData("words around it", null)]
    [InlineData("another one first", null)]
    [InlineData("the old label", null)]
    [InlineData("the label of OpenSSL", null)]
    [InlineData("its key beside it", null)]
    [InlineData("the same twice", null)]
    [InlineData("a byte order mark", null)]
    [InlineData("empty", "it is empty")]
    [InlineData("blank lines", "it is empty")]
    [InlineData("UTF-16", "it is UTF-16 text")]
    [InlineData("UTF-16 of the other order", "it is UTF-16 text")]
    [InlineData("UTF-16 without a mark", "it is UTF-16 text")]
    [InlineData("a key", "it holds a private key and no certificate")]
    [InlineData("a public key", "it holds no certificate, but PUBLIC KEY")]
    [InlineData("a request", "it holds a request for a certificate")]
    [InlineData("PKCS #7", "it is a PKCS #7 bundle")]
    [InlineData("PKCS #7 in bytes", "it is a PKCS #7 bundle")]
    [InlineData("PKCS #12", "it is a PKCS #12 store")]
    [InlineData("words", "it holds no certificate")]
    [InlineData("cut off", "its certificate 1 is damaged")]
    [InlineData("a damaged one behind it", "its certificate 2 is damaged")]
    [InlineData("base64 of something else", "its certificate 1 is damaged")]
    public async Task Takes_what_psql_takes(string kind, string? words)
    {
        string file = postgres.Write("roots.pem", Content(kind));
        PostgresAnswer psql = await postgres.AskPsqlAsync(ChainLab.Host, file);

        Assert.True(psql.Connected == words is null, psql.Errors);
        if (words is null)
        {
            ProbeRequest request = new() { HostName = ChainLab.Host, Port = postgres.Port, RootCertificates = RootCertificates.Load(file) };
            Assert.Empty((await LocalProbe.RunAsync(request)).State.Faults);
            return;
        }
        CommandFailedException refused = Assert.Throws<CommandFailedException>(() => RootCertificates.Load(file));
        Assert.Equal("InvalidRootCertificate", refused.Failure.Id);
        Assert.StartsWith($"The root certificate '{file}' cannot be used: {words}", refused.Message, StringComparison.Ordinal);
    }

    private byte[] Content(string kind) => kind switch
    {
        "plain" => Ascii(Pem),
        "no line break at the end" => Ascii(Pem.TrimEnd()),
        "lines as on Windows" => Ascii(Pem.ReplaceLineEndings("\r\n")),
        "words around it" => Ascii($"Our root, \u00E4ltere:\n{Pem}\nand nothing more\n"),
        "another one first" => Ascii(postgres.Lab.Authority("Another").Certificate.ExportCertificatePem() + "\n" + Pem),
        "the old label" => Ascii(Pem.Replace("CERTIFICATE", "X509 CERTIFICATE", StringComparison.Ordinal)),
        "the label of OpenSSL" => Ascii(Pem.Replace("CERTIFICATE", "TRUSTED CERTIFICATE", StringComparison.Ordinal)),
        "its key beside it" => Ascii(Pem + postgres.Lab.Root.Key.ExportPkcs8PrivateKeyPem() + "\n"),
        "the same twice" => Ascii(Pem + Pem),
        "empty" => [],
        "blank lines" => Ascii("\r\n \t\n"),
        "UTF-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Pem)],
        "UTF-16 of the other order" => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Pem)],
        "UTF-16 without a mark" => Encoding.Unicode.GetBytes(Pem),
        "a byte order mark" => [.. Encoding.UTF8.Preamble, .. Ascii(Pem)],
        "a key" => Ascii(postgres.Lab.Root.Key.ExportPkcs8PrivateKeyPem()),
        "a public key" => Ascii(postgres.Lab.Root.Key.ExportSubjectPublicKeyInfoPem()),
        "a request" => Ascii(PemEncoding.WriteString("CERTIFICATE REQUEST", Der)),
        "PKCS #7" => Ascii(PemEncoding.WriteString("PKCS7", Bundle())),
        "PKCS #7 in bytes" => Bundle(),
        "PKCS #12" => new X509Certificate2Collection(postgres.Lab.Root.Certificate).Export(X509ContentType.Pkcs12)!,
        "words" => Ascii("nothing to see\n"),
        "cut off" => Ascii(Pem[..(Pem.Length / 2)]),
        "a damaged one behind it" => Ascii(Pem + Pem[..(Pem.Length / 2)] + "\n-----END CERTIFICATE-----\n"),
        "base64 of something else" => Ascii(PemEncoding.WriteString("CERTIFICATE", [1, 2, 3, 4])),
        _ => throw new ArgumentException(kind),
    };

    private byte[] Bundle() => new X509Certificate2Collection(postgres.Lab.Root.Certificate).Export(X509ContentType.Pkcs7)!;

    private static byte[] Ascii(string text) => Encoding.Latin1.GetBytes(text);
}
