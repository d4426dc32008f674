using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>What psql meets behind an endpoint's address, with and without faults.</summary>
public abstract class PostgresSignInTests<T>(PostgresBench<T> bench) : IClassFixture<PostgresBench<T>>
    where T : IPostgresUnderTest
{
    [PostgresFact(Psql = true)]
    public async Task The_server_has_the_version_that_its_programs_claim()
    {
        await bench.LeadToAsync(PostgresFault.None);
        var run = await bench.PsqlAsync("show server_version");
        Assert.StartsWith((await PostgresUnderTest<T>.VersionAsync()).ToString(), run.Output, StringComparison.Ordinal);
    }

    [PostgresFact(Psql = true)]
    public async Task Verify_full_succeeds_under_the_public_host_name()
    {
        await bench.LeadToAsync(PostgresFault.None);
        var run = await bench.PsqlAsync("select current_user, version() like 'PostgreSQL%', ssl, version from pg_stat_ssl where pid = pg_backend_pid()");
        Assert.Equal((0, "edb_admin|t|t|TLSv1.3\n"), (run.ExitCode, run.Output));
    }

    [PostgresFact(Psql = true)]
    public async Task The_administrator_may_create_but_is_no_superuser()
    {
        await bench.LeadToAsync(PostgresFault.None);
        var run = await bench.PsqlAsync("create table t(i int); drop table t; select usesuper from pg_user where usename = current_user");
        Assert.EndsWith("f\n", run.Output, StringComparison.Ordinal);
    }

    [PostgresTheory(Psql = true)]
    [InlineData("127.9.0.4")]
    [InlineData("orders.privatelink.postgres.database.azure.com")]
    public async Task Verify_full_fails_under_another_name(string host)
    {
        await bench.LeadToAsync(PostgresFault.None);
        AssertFailed(await bench.PsqlAsync(host: host), $"does not match host name \"{host}\"");
    }

    [PostgresFact(Psql = true)]
    public async Task A_session_without_tls_is_refused()
    {
        await bench.LeadToAsync(PostgresFault.None);
        AssertFailed(await bench.PsqlAsync(sslMode: "disable"), "no pg_hba.conf entry for host", "no encryption");
    }

    [PostgresFact(Psql = true)]
    public async Task Wrong_password_missing_role_missing_database_and_missing_right_are_told_apart()
    {
        await bench.LeadToAsync(PostgresFault.None);
        AssertFailed(await bench.PsqlAsync(password: "wrong"), "password authentication failed for user \"edb_admin\"");
        AssertFailed(await bench.PsqlAsync(user: "nobody"), "password authentication failed for user \"nobody\"");
        AssertFailed(await bench.PsqlAsync(database: "missing"), "database \"missing\" does not exist");
        AssertFailed(await bench.PsqlAsync(user: bench.SignIn.RestrictedUser), "permission denied for database \"postgres\"");
    }

    [PostgresTheory(Psql = true)]
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
        AssertFailed(await bench.PsqlAsync(), message);

        await bench.LeadToAsync(PostgresFault.None);
        Assert.Equal(0, (await bench.PsqlAsync()).ExitCode);
    }

    [PostgresTheory]
    [InlineData(PostgresFault.None, "0 (ok)")]
    [InlineData(PostgresFault.CertificateExpired, "10 (certificate has expired)")]
    [InlineData(PostgresFault.CertificateUntrusted, "21 (unable to verify the first certificate)")]
    [InlineData(PostgresFault.CertificateWrongName, "62 (hostname mismatch)")]
    public async Task Openssl_tells_one_fault_of_the_certificate_from_another(PostgresFault fault, string verdict)
    {
        await bench.LeadToAsync(fault);
        Assert.Contains($"Verify return code: {verdict}", (await bench.OpensslAsync()).Output, StringComparison.OrdinalIgnoreCase);
    }

    [PostgresFact(Psql = true)]
    public async Task New_host_names_count_at_once_and_sessions_go_on()
    {
        await bench.LeadToAsync(PostgresFault.None);
        AssertFailed(await bench.PsqlAsync(host: "billing.postgres.database.azure.com"), "does not match host name");

        await using var session = await bench.OpenSessionAsync();
        await bench.Servers.SetHostNamesAsync([PostgresBench.HostName, "billing.postgres.database.azure.com"]);
        Assert.Equal(0, (await bench.PsqlAsync(host: "billing.postgres.database.azure.com")).ExitCode);
        Assert.Equal(0, (await bench.PsqlAsync()).ExitCode);
        Assert.Equal("42", await session.AskAsync("select 42"));
    }

    private static void AssertFailed(ProgramRun run, params string[] messages)
    {
        Assert.Equal(2, run.ExitCode);
        Assert.All(messages, message => Assert.Contains(message, run.Errors, StringComparison.Ordinal));
    }
}

public sealed class MachinePostgresSignInTests(PostgresBench<MachinePostgres> bench) : PostgresSignInTests<MachinePostgres>(bench);

public sealed class Postgres18SignInTests(PostgresBench<Postgres18> bench) : PostgresSignInTests<Postgres18>(bench);
