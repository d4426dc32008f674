using PrivateLinkPg.Probe;
using PrivateLinkPg.Sandbox.Certificates;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>The probe agrees on TLS with whom psql does: a real PgBouncer that speaks one version, or has one cipher suite.</summary>
public sealed class CipherSuiteTests(PsqlFixture<MachinePostgres> postgres) : IClassFixture<PsqlFixture<MachinePostgres>>, IDisposable
{
    private readonly ChainLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [PeerTheory<PgBouncerProgram>]
    [InlineData("ECDHE-ECDSA-AES256-GCM-SHA384")]
    [InlineData("ECDHE-ECDSA-CHACHA20-POLY1305")]
    [InlineData("ECDHE-ECDSA-AES128-SHA256")]
    [InlineData("ECDHE-ECDSA-AES256-SHA")]
    [InlineData("ECDHE-RSA-AES256-GCM-SHA384")]
    [InlineData("ECDHE-RSA-CHACHA20-POLY1305")]
    [InlineData("ECDHE-RSA-AES256-SHA384")]
    [InlineData("ECDHE-RSA-AES128-SHA")]
    [InlineData("DHE-RSA-AES256-GCM-SHA384")]
    [InlineData("DHE-RSA-CHACHA20-POLY1305")]
    [InlineData("DHE-RSA-AES128-SHA256")]
    [InlineData("DHE-RSA-AES256-SHA")]
    [InlineData("AES256-GCM-SHA384")]
    [InlineData("AES128-SHA256")]
    [InlineData("AES128-SHA")]
    [InlineData("ECDHE-ECDSA-AES256-CCM", false)]
    [InlineData("ECDHE-RSA-CAMELLIA256-SHA384", false)]
    [InlineData("DHE-RSA-ARIA256-GCM-SHA384", false)]
    [InlineData("CAMELLIA128-SHA", false)]
    public Task Agrees_on_cipher_suites_with_psql(string suite, bool agrees = true) =>
        CompareAsync(agrees, suite.Contains("ECDSA", StringComparison.Ordinal) ? "p256" : "rsa2048",
            "client_tls_protocols = tlsv1.2", $"client_tls_ciphers = {suite}", "client_tls_dheparams = auto");

    [PeerTheory<PgBouncerProgram>]
    [InlineData("tlsv1.3", true)]
    [InlineData("tlsv1.2", true)]
    [InlineData("tlsv1.1", false)]
    [InlineData("tlsv1.0", false)]
    public Task Agrees_on_versions_with_psql(string version, bool agrees) => CompareAsync(agrees, "p256", $"client_tls_protocols = {version}");

    [PeerTheory<PgBouncerProgram>]
    [InlineData("secp384r1", true)]
    [InlineData("secp521r1", true)]
    [InlineData("brainpoolP256r1", false)]
    public Task Agrees_on_curves_with_psql(string curve, bool agrees) =>
        CompareAsync(agrees, "rsa2048", "client_tls_protocols = tlsv1.2", $"client_tls_ecdhcurve = {curve}", "client_tls_ciphers = ECDHE-RSA-AES256-GCM-SHA384");

    private async Task CompareAsync(bool agrees, string key, params string[] settings)
    {
        using ServerCertificate certificate = _lab.Leaf(key: key).ForServer();
        await using PgBouncer bouncer = await PgBouncer.StartAsync(certificate, [], [], settings);
        string roots = Path.Combine(Path.GetDirectoryName(postgres.RootFile)!, "chain.pem");
        await File.WriteAllTextAsync(roots, _lab.Root.Certificate.ExportCertificatePem());
        ProbeResult probe = await LocalProbe.RunAsync(
            new() { HostName = ChainLab.Host, Port = bouncer.Port, RootCertificates = [_lab.Root.Certificate] });
        PostgresAnswer psql = await (await PostgresUnderTest<MachinePostgres>.ClientAsync()).AskAsync(
            $"host={ChainLab.Host} hostaddr=127.0.0.1 port={bouncer.Port} user=nobody dbname=nowhere sslmode=verify-full sslrootcert={roots}", "x", "select 1");

        Assert.True(psql.Errors.Contains("SSL error", StringComparison.Ordinal) != agrees, psql.Errors);
        Assert.Equal(agrees ? [] : [ProbeFault.TlsHandshakeFailed], probe.State.Faults.Select(found => found.Fault));
    }
}
