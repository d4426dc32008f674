using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;
using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>The probe against real PostgreSQL servers.</summary>
public abstract class ProbePostgresTests<T>(PostgresFixture<T> postgres) : IClassFixture<PostgresFixture<T>>
    where T : IPostgresUnderTest
{
    [PeerFact]
    public async Task A_healthy_server_passes_every_step()
    {
        ProbeResult result = await LocalProbe.RunAsync(await postgres.RequestAsync());

        Assert.Equal("Name Passed, Address Passed, Tcp Passed, Tls Passed, Certificate Passed, SignIn Passed, Query Passed", result.Line());
        Assert.Equal("TLSv1.3", result.State.Tls!.Version);
        Assert.Equal((postgres.Role.User, "postgres", true, "TLSv1.3"),
            (result.State.SessionFacts!.User, result.State.SessionFacts.Database, result.State.SessionFacts.Encrypted, result.State.SessionFacts.TlsVersion));
        Assert.StartsWith((await PostgresUnderTest<T>.VersionAsync()).ToString(), result.State.SessionFacts.ServerVersion, StringComparison.Ordinal);
        AssertEach.All(result.Steps.Skip(2), step => Assert.True(step.Duration > TimeSpan.Zero || step.Name == "Certificate"));
    }

    [PeerFact]
    public async Task Libpq_succeeds_where_the_probe_passes()
    {
        PostgresAnswer answer = await AskAsync(await postgres.RequestAsync());

        Assert.Equal(PostgresAnswer.Success(postgres.Role.User + "\n"), answer);
    }

    [PeerFact]
    public async Task Without_a_sign_in_it_ends_after_the_certificate()
    {
        ProbeResult result = await LocalProbe.RunAsync(await postgres.RequestAsync() with { SignIn = null });

        Assert.Equal("Name Passed, Address Passed, Tcp Passed, Tls Passed, Certificate Passed, SignIn Skipped, Query Skipped", result.Line());
    }

    [PeerFact]
    public async Task Without_tls_it_signs_in_in_the_clear()
    {
        ProbeResult result = await LocalProbe.RunAsync(await postgres.RequestAsync(PostgresFault.TlsRefused) with { SslMode = PgSslMode.Disable });

        Assert.Equal("Name Passed, Address Passed, Tcp Passed, Tls Skipped, Certificate Skipped, SignIn Passed, Query Passed", result.Line());
        Assert.Equal(false, result.State.SessionFacts!.Encrypted);
    }

    [PeerTheory]
    [InlineData(PostgresFault.TlsRefused, "Tls", "TlsRefused")]
    [InlineData(PostgresFault.CertificateExpired, "Certificate", "CertificateExpired")]
    [InlineData(PostgresFault.CertificateWrongName, "Certificate", "CertificateNameMismatch")]
    [InlineData(PostgresFault.CertificateUntrusted, "Certificate", "CertificateIssuerMissing")]
    [InlineData(PostgresFault.TooManyConnections, "SignIn", "DatabaseIsFull")]
    [InlineData(PostgresFault.AccessRejected, "SignIn", "ClientRejected")]
    public async Task Each_fault_of_a_server_is_found_by_its_step_and_libpq_fails_too(PostgresFault server, string step, string fault)
    {
        ProbeRequest request = await postgres.RequestAsync(server);
        ProbeResult result = await LocalProbe.RunAsync(request);
        PostgresAnswer answer = await AskAsync(request);

        Assert.Equal((step, fault), (result.State.Faults[0].Step, Assert.Single(result.State.Faults).Fault.ToString()));
        Assert.False(answer.Connected);
    }

    [PeerFact]
    public async Task A_wrong_password_is_rejected() =>
        await ExpectAsync(ProbeFault.PasswordRejected, request => request with { SignIn = request.SignIn! with { Password = "wrong" } });

    [PeerFact]
    public async Task A_role_that_does_not_exist_looks_like_a_wrong_password() =>
        await ExpectAsync(ProbeFault.PasswordRejected, request => request with { SignIn = request.SignIn! with { User = "nobody" } });

    [PeerFact]
    public async Task A_refused_token_is_told_as_such() =>
        await ExpectAsync(ProbeFault.EntraTokenRefused, request => request with { SignIn = request.SignIn! with { Password = "eyJ", IsToken = true } });

    [PeerFact]
    public async Task A_database_that_does_not_exist_is_told() =>
        await ExpectAsync(ProbeFault.DatabaseMissing, request => request with { Database = "nowhere" });

    [PeerFact]
    public async Task A_role_without_the_right_to_connect_is_told() =>
        await ExpectAsync(ProbeFault.DatabaseForbidden, request => request with { SignIn = request.SignIn! with { User = postgres.Role.RestrictedUser } });

    private async Task<PostgresAnswer> AskAsync(ProbeRequest request) => await (await PostgresUnderTest<T>.ClientAsync()).AskAsync(
        $"host={request.HostName} hostaddr=127.0.0.1 port={request.Port} user={postgres.Role.User} dbname=postgres "
        + $"sslmode=verify-full sslrootcert={postgres.RootFile}", postgres.Role.Password, "select current_user");

    private async Task ExpectAsync(ProbeFault fault, Func<ProbeRequest, ProbeRequest> change)
    {
        ProbeResult result = await LocalProbe.RunAsync(change(await postgres.RequestAsync()));

        Assert.Equal(("SignIn", fault), (result.State.Faults[0].Step, Assert.Single(result.State.Faults).Fault));
    }
}

public sealed class ProbeOfMachinePostgresTests(PostgresFixture<MachinePostgres> postgres) : ProbePostgresTests<MachinePostgres>(postgres);

public sealed class ProbeOfPostgres18Tests(PostgresFixture<Postgres18> postgres) : ProbePostgresTests<Postgres18>(postgres);
