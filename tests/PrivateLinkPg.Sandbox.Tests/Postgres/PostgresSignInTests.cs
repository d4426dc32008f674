using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>What a client meets behind an endpoint's address, with and without faults.</summary>
public abstract class PostgresSignInTests<T>(PostgresBench<T> bench) : IClassFixture<PostgresBench<T>>
    where T : IPostgresUnderTest
{
    [PeerFact]
    public async Task The_server_has_the_version_that_its_programs_claim()
    {
        await bench.LeadToAsync(PostgresFault.None);
        var answer = await bench.AskAsync("show server_version");
        Assert.StartsWith((await PostgresUnderTest<T>.VersionAsync()).ToString(), answer.Rows, StringComparison.Ordinal);
    }

    [PeerFact]
    public async Task Verify_full_succeeds_under_the_public_host_name()
    {
        await bench.LeadToAsync(PostgresFault.None);
        var answer = await bench.AskAsync("select current_user, version() like 'PostgreSQL%', ssl, version from pg_stat_ssl where pid = pg_backend_pid()");
        Assert.Equal(PostgresAnswer.Success("edb_admin|t|t|TLSv1.3\n"), answer);
    }

    [PeerFact]
    public async Task The_administrator_may_create_but_is_no_superuser()
    {
        await bench.LeadToAsync(PostgresFault.None);
        var answer = await bench.AskAsync("create table t(i int); drop table t; select usesuper from pg_user where usename = current_user");
        Assert.EndsWith("f\n", answer.Rows, StringComparison.Ordinal);
    }

    [PeerTheory]
    [InlineData("127.9.0.4")]
    [InlineData("orders.privatelink.postgres.database.azure.com")]
    public async Task Verify_full_fails_under_another_name(string host)
    {
        await bench.LeadToAsync(PostgresFault.None);
        AssertFailed(await bench.AskAsync(host: host), $"does not match host name \"{host}\"");
    }

    [PeerFact]
    public async Task A_session_without_tls_is_refused()
    {
        await bench.LeadToAsync(PostgresFault.None);
        AssertFailed(await bench.AskAsync(sslMode: "disable"), "no pg_hba.conf entry for host", "no encryption");
    }

    [PeerFact]
    public async Task Wrong_password_missing_role_missing_database_and_missing_right_are_told_apart()
    {
        await bench.LeadToAsync(PostgresFault.None);
        AssertFailed(await bench.AskAsync(password: "wrong"), "password authentication failed for user \"edb_admin\"");
        AssertFailed(await bench.AskAsync(user: "nobody"), "password authentication failed for user \"nobody\"");
        AssertFailed(await bench.AskAsync(database: "missing"), "database \"missing\" does not exist");
        AssertFailed(await bench.AskAsync(user: bench.SignIn.RestrictedUser), "permission denied for database \"postgres\"");
    }

    [PeerTheory]
    [InlineData(PostgresFault.Stopped, "Connection refused")]
    [InlineData(PostgresFault.TlsRefused, "server does not support SSL, but SSL was required")]
    [InlineData(PostgresFault.CertificateExpired, "certificate verify failed")]
    [InlineData(PostgresFault.CertificateWrongName, "does not match host name \"orders.postgres.database.azure.com\"")]
    [InlineData(PostgresFault.CertificateUntrusted, "certificate verify failed")]
    [InlineData(PostgresFault.TooManyConnections, "too many connections for database \"postgres\"")]
    [InlineData(PostgresFault.AccessRejected, "pg_hba.conf rejects connection for host")]
    public async Task A_fault_shows_as_itself_and_ends_with_itself(PostgresFault fault, string message)
    {
        await bench.LeadToAsync(fault);
        AssertFailed(await bench.AskAsync(), message);

        await bench.LeadToAsync(PostgresFault.None);
        Assert.Equal("1\n", (await bench.AskAsync()).Rows);
    }

    [PeerTheory]
    [InlineData(PostgresFault.None, SslPolicyErrors.None, X509ChainStatusFlags.NoError)]
    [InlineData(PostgresFault.CertificateExpired, SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.NotTimeValid)]
    [InlineData(PostgresFault.CertificateUntrusted, SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.PartialChain)]
    [InlineData(PostgresFault.CertificateWrongName, SslPolicyErrors.RemoteCertificateNameMismatch, X509ChainStatusFlags.NoError)]
    public async Task A_certificate_has_its_one_fault_and_no_other(PostgresFault fault, SslPolicyErrors errors, X509ChainStatusFlags chain)
    {
        await bench.LeadToAsync(fault);
        Assert.Equal((errors, chain), await bench.VerifyAsync());
    }

    [PeerTheory<OpenSsl>]
    [InlineData(PostgresFault.None, "0 (ok)")]
    [InlineData(PostgresFault.CertificateExpired, "10 (certificate has expired)")]
    [InlineData(PostgresFault.CertificateUntrusted, "21 (unable to verify the first certificate)")]
    [InlineData(PostgresFault.CertificateWrongName, "62 (hostname mismatch)")]
    public async Task Openssl_tells_one_fault_of_the_certificate_from_another(PostgresFault fault, string verdict)
    {
        await bench.LeadToAsync(fault);
        Assert.Contains($"Verify return code: {verdict}", (await bench.OpensslAsync()).Output, StringComparison.OrdinalIgnoreCase);
    }

    [PeerFact]
    public async Task New_host_names_count_at_once_and_sessions_go_on()
    {
        await bench.LeadToAsync(PostgresFault.None);
        AssertFailed(await bench.AskAsync(host: "billing.postgres.database.azure.com"), "does not match host name");

        await using var session = await bench.OpenSessionAsync();
        await bench.ServeAsync(PostgresFault.None, PostgresBench.HostName, "billing.postgres.database.azure.com");
        Assert.Equal("1\n", (await bench.AskAsync(host: "billing.postgres.database.azure.com")).Rows);
        Assert.Equal("1\n", (await bench.AskAsync()).Rows);
        Assert.Equal("42", await session.AskAsync("select 42"));
    }

    private static void AssertFailed(PostgresAnswer answer, params string[] messages)
    {
        Assert.False(answer.Connected);
        AssertEach.All(messages, message => Assert.Contains(message, answer.Errors, StringComparison.Ordinal));
    }
}

public sealed class MachinePostgresSignInTests(PostgresBench<MachinePostgres> bench) : PostgresSignInTests<MachinePostgres>(bench);

public sealed class Postgres18SignInTests(PostgresBench<Postgres18> bench) : PostgresSignInTests<Postgres18>(bench);
