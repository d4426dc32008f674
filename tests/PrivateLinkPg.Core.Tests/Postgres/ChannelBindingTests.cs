using System.Security.Cryptography.X509Certificates;
using PrivateLinkPg.Probe;
using PrivateLinkPg.Sandbox.Certificates;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>OpenSSL's program, which makes the keys that .NET does not.</summary>
public sealed class OpenSsl() : ProgramPeer("openssl", "openssl");

/// <summary>Certificates whose signature has no digest, which SCRAM would be bound to.</summary>
public sealed class ChannelBindingTests(WeakPostgresFixture postgres) : IClassFixture<WeakPostgresFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("binding-");

    public void Dispose() => _folder.Delete(recursive: true);

    [PeerTheory<WeakPostgres>]
    [InlineData("ed25519", "ec", "scram", "ChannelBindingImpossible")]
    [InlineData("ed25519", "ed25519", "scram", "ChannelBindingImpossible")]
    [InlineData("ed448", "ec", "scram", "ChannelBindingImpossible")]
    [InlineData("ec", "ed25519", "scram", null)]
    [InlineData("ec", "ec", "scram", null)]
    [InlineData("ed25519", "ec", "md5", null)]
    [InlineData("ed25519", "ec", "none", null)]
    public async Task Agrees_with_psql(string authority, string server, string method, string? fault)
    {
        string roots = await ShowAsync(authority, server);
        ProbeRequest request = new()
        {
            HostName = ChainLab.Host,
            Port = postgres.Port,
            RootCertificates = RootCertificates.Load(roots),
            SignIn = method == "none" ? null : new(postgres.UserOf(method), postgres.SignIn.Password, false),
        };
        ProbeResult result = await LocalProbe.RunAsync(request);
        PostgresAnswer psql = await postgres.AskPsqlAsync(ChainLab.Host, roots, user: postgres.UserOf(method == "none" ? "md5" : method));

        Assert.True(psql.Connected == fault is null, psql.Errors);
        Assert.Equal(fault, result.State.Faults.Select(found => found.Fault.ToString()).SingleOrDefault());
    }

    private async Task<string> ShowAsync(string authority, string server)
    {
        string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(Path("names"), $"subjectAltName=DNS:{ChainLab.Host}\n");
        await RunAsync(["req", "-x509", .. Key(authority), "-keyout", Path("ca.key"), "-out", Path("ca.crt"), "-subj", "/CN=Curved", "-days", "20"]);
        await RunAsync(["req", .. Key(server), "-keyout", Path("own.key"), "-out", Path("own.csr"), "-subj", "/CN=server"]);
        await RunAsync(["x509", "-req", "-in", Path("own.csr"), "-CA", Path("ca.crt"), "-CAkey", Path("ca.key"), "-CAcreateserial", "-days", "10",
            "-extfile", Path("names"), "-out", Path("own.crt")]);
        using ServerCertificate certificate = new(X509CertificateLoader.LoadCertificateFromFile(Path("own.crt")), await File.ReadAllTextAsync(Path("own.key")));
        await postgres.ShowAsync(certificate);
        return Path("ca.crt");
    }

    private static string[] Key(string kind) =>
        ["-nodes", "-newkey", .. kind == "ec" ? (string[])["ec", "-pkeyopt", "ec_paramgen_curve:P-256"] : [kind]];

    private static async Task RunAsync(string[] arguments)
    {
        ProgramRun run = await ProgramRun.OfAsync("openssl", arguments);
        Assert.True(run.ExitCode == 0, run.Text);
    }
}
