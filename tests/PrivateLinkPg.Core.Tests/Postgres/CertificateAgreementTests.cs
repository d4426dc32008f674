using System.Net;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>The probe accepts exactly the certificates that libpq accepts.</summary>
public abstract class CertificateAgreementTests<T> : IDisposable
    where T : IPostgresUnderTest
{
    private readonly CertificateLab _lab = new();

    public void Dispose()
    {
        _lab.Dispose();
        GC.SuppressFinalize(this);
    }

    [PeerTheory]
    [InlineData("good", "root", CertificateLab.Host, null)]
    [InlineData("good", "other", CertificateLab.Host, "CertificateIssuerMissing")]
    [InlineData("good", "root", "127.0.0.1", "CertificateNameMismatch")]
    [InlineData("wildcard", "root", CertificateLab.Host, null)]
    [InlineData("wildcard of the parent", "root", CertificateLab.Host, "CertificateNameMismatch")]
    [InlineData("bare wildcard", "root", CertificateLab.Host, "CertificateNameMismatch")]
    [InlineData("partial wildcard", "root", CertificateLab.Host, "CertificateNameMismatch")]
    [InlineData("upper case", "root", CertificateLab.Host, null)]
    [InlineData("other name", "root", CertificateLab.Host, "CertificateNameMismatch")]
    [InlineData("privatelink name", "root", CertificateLab.Host, "CertificateNameMismatch")]
    [InlineData("good", "root", "db.privatelink.postgres.database.azure.com", "CertificateNameMismatch")]
    [InlineData("common name only", "root", CertificateLab.Host, null)]
    [InlineData("common name beside another alternative name", "root", CertificateLab.Host, "CertificateNameMismatch")]
    [InlineData("address", "root", "127.0.0.1", null)]
    [InlineData("address", "root", CertificateLab.Host, "CertificateNameMismatch")]
    [InlineData("address beside the name", "root", CertificateLab.Host, null)]
    [InlineData("expired", "root", CertificateLab.Host, "CertificateExpired")]
    [InlineData("not yet valid", "root", CertificateLab.Host, "CertificateNotYetValid")]
    [InlineData("expired and other name", "root", CertificateLab.Host, "CertificateExpired")]
    [InlineData("for clients only", "root", CertificateLab.Host, "CertificateUsageWrong")]
    [InlineData("self-signed", "root", CertificateLab.Host, "CertificateUntrusted")]
    [InlineData("self-signed", "itself", CertificateLab.Host, null)]
    [InlineData("intermediate sent", "root", CertificateLab.Host, null)]
    [InlineData("intermediate sent", "intermediate", CertificateLab.Host, "CertificateUntrusted")]
    [InlineData("intermediate missing", "root", CertificateLab.Host, "CertificateIssuerMissing")]
    public Task Verify_full_agrees_with_libpq(string server, string roots, string host, string? fault) =>
        CompareAsync(server, roots, host, PgSslMode.VerifyFull, "verify-full", fault);

    [PeerTheory]
    [InlineData("other name", "root", null)]
    [InlineData("other name", "other", "CertificateIssuerMissing")]
    [InlineData("expired", "root", "CertificateExpired")]
    [InlineData("intermediate missing", "root", "CertificateIssuerMissing")]
    public Task Verify_ca_agrees_with_libpq(string server, string roots, string? fault) =>
        CompareAsync(server, roots, CertificateLab.Host, PgSslMode.VerifyCA, "verify-ca", fault);

    [PeerTheory]
    [InlineData("other name", "root", null)]
    [InlineData("good", "other", "CertificateIssuerMissing")]
    [InlineData("self-signed", null, null)]
    [InlineData("expired", null, null)]
    public Task Require_agrees_with_libpq(string server, string? roots, string? fault) =>
        CompareAsync(server, roots, CertificateLab.Host, PgSslMode.Require, "require", fault);

    private async Task CompareAsync(string kind, string? roots, string host, PgSslMode mode, string sslMode, string? fault)
    {
        await using FakePostgresServer server = FakePostgresServer.Tls(_lab.Server(kind));
        string? file = roots is null ? null : _lab.Roots(roots);
        ProbeRequest request = new()
        {
            HostName = host,
            Port = server.EndPoint.Port,
            SslMode = mode,
            RootCertificates = file is null ? null : RootCertificates.Load(file),
        };

        ProbeResult byHand = await LocalProbe.RunAsync(request);
        ProbeResult byNpgsql = await LocalProbe.RunAsync(request with { SignIn = new("someone", "something", false) });
        PostgresAnswer libpq = await (await PostgresUnderTest<T>.ClientAsync()).AskAsync(
            $"host={host} hostaddr={IPAddress.Loopback} port={request.Port} user=someone dbname=postgres "
            + $"sslmode={sslMode} sslrootcert={file ?? "/nonexistent"} gssencmode=disable", "something", "select 1");

        bool accepted = libpq.Errors.Contains("password authentication failed", StringComparison.Ordinal);
        Assert.True(accepted == (fault is null), libpq.Errors);
        Assert.Equal(fault, byHand.State.Faults.Select(found => found.Fault.ToString()).SingleOrDefault());
        Assert.Equal(fault ?? "PasswordRejected", byNpgsql.State.Faults.Select(found => found.Fault.ToString()).Single());
    }
}

public sealed class CertificateAgreementWithMachinePostgresTests : CertificateAgreementTests<MachinePostgres>;

public sealed class CertificateAgreementWithPostgres18Tests : CertificateAgreementTests<Postgres18>;
