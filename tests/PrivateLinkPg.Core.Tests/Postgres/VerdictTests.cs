using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>Whom a real server lets in and whom not, why, and that psql fares the same.</summary>
public abstract class VerdictTests<T>(PsqlFixture<T> postgres) : IClassFixture<PsqlFixture<T>>
    where T : IPostgresUnderTest
{
    [PeerTheory]
    [InlineData("trusted", "", "postgres", null, null)]
    [InlineData("trusted", "not-asked-for", "postgres", null, null)]
    [InlineData("trusted", "", "full", null, "DatabaseIsFull")]
    [InlineData("trusted", "", "closed", null, "DatabaseClosed")]
    [InlineData("trusted", "", "invalid", null, "DatabaseClosed")]
    [InlineData("trusted", "", "template0", null, "DatabaseClosed")]
    [InlineData("trusted", "", "private", null, "DatabaseForbidden")]
    [InlineData("trusted", "", "nowhere", null, "DatabaseMissing")]
    [InlineData("limited", "", "postgres", null, "RoleIsFull")]
    [InlineData("nologin", "", "postgres", null, "RoleRejected")]
    [InlineData("unheard-of", "", "postgres", null, "RoleRejected")]
    [InlineData("rejected", "", "postgres", null, "ClientRejected")]
    [InlineData("identified", "", "postgres", null, "AuthenticationServiceRejected")]
    [InlineData("radius", "secret", "postgres", null, "AuthenticationServiceRejected")]
    [InlineData("hurried", "", "postgres", null, "PasswordMissing")]
    [InlineData("hurried", "wrong", "postgres", null, "PasswordRejected")]
    [InlineData("certified", "", "postgres", "certified", null)]
    [InlineData("certified", "", "postgres", "deep certified", null)]
    [InlineData("certified", "", "postgres", "somebody", "ClientCertificateRejected")]
    [InlineData("certified", "", "postgres", "expired certified", "ClientCertificateRejected")]
    [InlineData("certified", "", "postgres", "foreign certified", "ClientCertificateRejected")]
    [InlineData("certified", "", "postgres", null, "ClientCertificateMissing")]
    [InlineData("verified", "secret", "postgres", "somebody", null)]
    [InlineData("verified", "secret", "postgres", null, "ClientCertificateMissing")]
    [InlineData("verified", "wrong", "postgres", "somebody", "PasswordRejected")]
    [InlineData("twofold", "secret", "postgres", "twofold", null)]
    // The server says it so: that the certificate is another's is in its log only.
    [InlineData("twofold", "secret", "postgres", "somebody", "PasswordRejected")]
    [InlineData("twofold", "wrong", "postgres", "twofold", "PasswordRejected")]
    [InlineData("twofold", "secret", "postgres", null, "ClientCertificateMissing")]
    [InlineData("trusted", "", "postgres", "somebody", null)]
    [InlineData("trusted", "", "postgres", "foreign somebody", "ClientCertificateRejected")]
    public async Task The_probe_says_what_psql_says_and_why(string user, string password, string database, string? certificate, string? fault)
    {
        string? file = certificate is null ? null : postgres.Clients.Pem(
            certificate.Split(' ')[^1], certificate.StartsWith("deep", StringComparison.Ordinal),
            certificate.StartsWith("expired", StringComparison.Ordinal) ? -10 : 20, certificate.StartsWith("foreign", StringComparison.Ordinal));
        using TlsIdentity? identity = file is null ? null : TlsIdentity.Load(file, null, null);
        ProbeResult probe = await LocalProbe.RunAsync(postgres.Request(user, password, database) with
        {
            ClientCertificate = identity,
            TimeLimit = TimeSpan.FromSeconds(60),
        });
        PostgresAnswer psql = await postgres.AskPsqlAsync(user, password, database, file);

        Assert.Equal($"{fault}", $"{probe.FirstFault()}");
        Assert.True((fault is null) == psql.Connected, $"psql: {psql.Errors} {probe.Detail("SignIn")}");
        if (fault is null) Assert.Empty(psql.Errors);
    }

    [PeerFact]
    public async Task Without_a_sign_in_a_server_that_only_asks_for_a_certificate_passes()
    {
        ProbeResult probe = await LocalProbe.RunAsync(postgres.Request("nobody", "") with { SignIn = null });

        Assert.Equal("Name Passed, Address Passed, Tcp Passed, Tls Passed, Certificate Passed, SignIn Skipped, Query Skipped", probe.Line());
    }
}

public sealed class VerdictsOfMachinePostgresTests(PsqlFixture<MachinePostgres> postgres) : VerdictTests<MachinePostgres>(postgres);

public sealed class VerdictsOfPostgres18Tests(PsqlFixture<Postgres18> postgres) : VerdictTests<Postgres18>(postgres);
