using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CsCheck;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>
/// Servers that show certificates of any content. CsCheck_Iter asks for more of them, CsCheck_Seed for one that failed.
/// </summary>
public sealed class CertificateFuzzTests : IDisposable
{
    private const int Judged = 40_000;
    private const int Refereed = 2_000;
    private const int Shown = 300;

    private static readonly Gen<(int At, byte Value)[]> Changes = Gen.Frequency((1, Gen.Const(0)), (1, Gen.Int[1, 3]))
        .SelectMany(count => Gen.Select(Gen.Int[0, 1000], Gen.Byte).Array[count]);

    private readonly HostileCertificates _certificates = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hostile-");

    public void Dispose()
    {
        _certificates.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Whatever_a_certificate_holds_is_a_verdict_and_nobody_passes_with_another_than_was_signed()
    {
        int read = 0, accepted = 0;
        Gen.Select(HostileCertificates.Any, Changes).Sample(
            (chain, changes) =>
            {
                (byte[] leaf, byte[]? between) = _certificates.Sign(chain);
                byte[] changed = Changed(leaf, changes);
                if (Read(changed) is not { } certificate) return;
                Interlocked.Increment(ref read);
                using (certificate)
                {
                    if (Verdict(certificate, between) is not null) return;
                    Assert.Equal(leaf, changed);
                    Interlocked.Increment(ref accepted);
                }
            },
            iter: Math.Max(Judged, Check.Iter));
        Assert.True((read > Judged / 2 && accepted > Judged / 100) || Check.Seed is not null, $"{read} were read, {accepted} accepted.");
    }

    [PeerFact<OpenSsl>]
    public async Task Accepts_the_chains_that_OpenSSL_accepts()
    {
        List<(HostileChain Chain, byte[] Leaf, byte[]? Between)> made = [];
        HostileCertificates.Any.Sample(
            chain =>
            {
                (byte[] leaf, byte[]? between) = _certificates.Sign(chain, made.Count);
                if (Read(leaf) is { } one && (between is null || Read(between) is not null)) made.Add((chain, leaf, between));
            },
            iter: Math.Max(Refereed, Check.Iter), threads: 1);
        for (int i = 0; i < made.Count; i++) await File.WriteAllTextAsync(PathOf(i), Pem(made[i].Leaf));
        await File.WriteAllTextAsync(PathOf("root"), Pem(_certificates.Root.RawData));
        await File.WriteAllTextAsync(PathOf("between"), string.Concat(made.Select(each => each.Between).OfType<byte[]>().Select(Pem)));
        HashSet<string> accepted = [];
        foreach (int[] part in Enumerable.Range(0, made.Count).Chunk(1_000))
        {
            ProgramRun run = await ProgramRun.OfAsync("openssl",
            [
                "verify", "-auth_level", "2", "-purpose", "sslserver", "-no-CApath", "-no-CAstore", "-CAfile", PathOf("root"), "-untrusted", PathOf("between"),
                .. part.Select(i => PathOf(i)),
            ]);
            accepted.UnionWith(run.Output.Split('\n').Where(line => line.EndsWith(": OK", StringComparison.Ordinal)).Select(line => line[..^4]));
        }

        List<string> differences = [];
        for (int i = 0; i < made.Count; i++)
        {
            using X509Certificate2 leaf = Read(made[i].Leaf)!;
            ProbeFault? fault = Verdict(leaf, made[i].Between, PgSslMode.VerifyCA);
            if (fault == ProbeFault.CertificateUnreadable && made[i].Chain.HasPolicies) continue;
            if (accepted.Contains(PathOf(i)) != fault is null) differences.Add($"{fault?.ToString() ?? "accepted"}: {made[i].Chain}");
        }
        Assert.True(differences.Count == 0, $"{differences.Count} of {made.Count} differ:\n{string.Join('\n', differences.Take(40))}");
        Assert.InRange(accepted.Count, made.Count / 50, made.Count * 9 / 10);
    }

    [Fact]
    public async Task A_server_that_shows_it_gets_the_same_verdict_with_a_cause()
    {
        int shown = 0;
        await HostileCertificates.Any.SampleAsync(async chain =>
        {
            (byte[] der, byte[]? between) = _certificates.Sign(chain);
            if (Read(der) is not { } leaf) return;
            if (WithKey(leaf) is not { } own) return;
            X509Certificate2Collection sent = between is not null && Read(between) is { } authority ? [authority] : [];
            await using FakePostgresServer server = FakePostgresServer.Tls(SslStreamCertificateContext.Create(own, sent, offline: true));
            ProbeResult result = await LocalProbe.RunAsync(
                new() { HostName = ChainLab.Host, Port = server.EndPoint.Port, RootCertificates = [_certificates.Root] });

            ProbeFault? fault = Verdict(leaf, sent.Count > 0 ? between : null);
            shown++;
            Assert.Equal(fault, result.State.Faults.Select(found => (ProbeFault?)found.Fault).SingleOrDefault());
            Assert.Equal(fault is null, ProbeDiagnosis.Of(result) is null);
        }, iter: Math.Max(Shown, Check.Iter), threads: 1);
        Assert.True(shown > Shown / 2 || Check.Seed is not null, $"Only {shown} were shown.");
    }

    // As a handshake builds the chain.
    private ProbeFault? Verdict(X509Certificate2 certificate, byte[]? between, PgSslMode mode = PgSslMode.VerifyFull)
    {
        X509Certificate2Collection roots = [_certificates.Root];
        SslClientAuthenticationOptions options = new();
        new ServerTrust(ChainLab.Host, mode, roots, TimeProvider.System).Apply(options);
        using X509Chain chain = new() { ChainPolicy = options.CertificateChainPolicy! };
        chain.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1"));
        if (between is not null && Read(between) is { } authority) chain.ChainPolicy.ExtraStore.Add(authority);
        try
        {
            chain.Build(certificate);
            CertificateFacts facts = CertificateReader.Read(certificate, chain, roots, ChainLab.Host, TimeProvider.System.GetUtcNow());
            return ServerTrust.Objection(facts, mode, hasRoots: true);
        }
        catch (CryptographicException)
        {
            return ProbeFault.CertificateUnreadable;
        }
    }

    private static X509Certificate2? Read(byte[] der)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(der);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // Null for what no server would start with.
    private X509Certificate2? WithKey(X509Certificate2 certificate)
    {
        try
        {
            return certificate.CopyWithPrivateKey(_certificates.Key);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return null;
        }
    }

    private static byte[] Changed(byte[] certificate, (int At, byte Value)[] changes)
    {
        byte[] changed = [.. certificate];
        foreach ((int at, byte value) in changes) changed[at % changed.Length] = value;
        return changed;
    }

    private static string Pem(byte[] der) => PemEncoding.WriteString("CERTIFICATE", der) + "\n";

    private string PathOf(object name) => Path.Combine(_folder.FullName, $"{name}");
}
