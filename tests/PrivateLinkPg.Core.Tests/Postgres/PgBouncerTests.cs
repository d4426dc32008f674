using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>What a real PgBouncer says with its one SQLSTATE is told apart, and psql fares the same.</summary>
public abstract class PgBouncerTests<T>(PsqlFixture<T> postgres) : IClassFixture<PsqlFixture<T>>
    where T : IPostgresUnderTest
{
    private static readonly string[] Users = ["\"scram-sha-256 0\" \"secret\"", "\"trusted\" \"secret\"", "\"limited\" \"secret\""];

    [PeerTheory<PgBouncerProgram>]
    [InlineData("scram-sha-256 0", "secret", "postgres", null)]
    [InlineData("trusted", "secret", "postgres", null)]
    [InlineData("scram-sha-256 0", "wrong", "postgres", "PasswordRejected")]
    [InlineData("nobody", "secret", "postgres", "PasswordRejected")]
    [InlineData("trusted", "secret", "nowhere", "PoolerDatabaseMissing")]
    [InlineData("trusted", "secret", "unreachable", "PoolerQueueTimeout")]
    [InlineData("trusted", "secret", "missing", "PoolerServerFailed")]
    [InlineData("limited", "secret", "postgres", "PoolerServerFailed")]
    [InlineData("trusted", "", "postgres", "PasswordMissing")]
    public Task A_refusal_has_its_cause(string user, string password, string database, string? fault) =>
        ExpectAsync(fault, user, password, database);

    [PeerFact<PgBouncerProgram>]
    public Task A_pooler_with_all_the_clients_that_it_takes_is_told() =>
        ExpectAsync("PoolerIsFull", "trusted", "secret", "postgres", "max_client_conn = 0");

    [PeerFact<PgBouncerProgram>]
    public async Task A_pooler_without_a_free_connection_to_its_server_is_told()
    {
        await using PgBouncer bouncer = await StartAsync("default_pool_size = 1", "pool_mode = session");
        await using IPostgresSession holder = (await PostgresUnderTest<T>.ClientAsync()).Open(
            postgres.ConnectionString("trusted", "postgres", bouncer.Port), "secret");
        Assert.Equal("1", await holder.AskAsync("select 1"));

        await ExpectAsync("PoolerQueueTimeout", bouncer, "trusted", "secret", "postgres");
    }

    [PeerTheory<PgBouncerProgram>]
    [InlineData(1000, "PasswordRejected")]
    [InlineData(6000, "PoolerPasswordTooLong")]
    public Task A_token_that_is_longer_than_a_packet_may_be_is_told_from_a_wrong_one(int length, string fault) =>
        ExpectAsync(fault, "trusted", new string('x', length), "postgres", "auth_type = plain");

    [PeerTheory<PgBouncerProgram>]
    [InlineData("tlsv1.2", null, "ClientCertificateMissing")]
    [InlineData("tlsv1.3", null, "ClientCertificateMissing")]
    [InlineData("tlsv1.2", "foreign", "ClientCertificateRejected")]
    [InlineData("tlsv1.3", "foreign", "ClientCertificateRejected")]
    [InlineData("tlsv1.2", "trusted", null)]
    [InlineData("tlsv1.3", "trusted", null)]
    public async Task A_pooler_that_demands_a_certificate_in_the_handshake_is_told(string version, string? certificate, string? fault)
    {
        await using PgBouncer bouncer = await StartAsync(
            $"client_tls_protocols = {version}", "client_tls_sslmode = verify-ca", $"client_tls_ca_file = {postgres.Clients.AuthorityFile}");
        string? file = certificate is null ? null : postgres.Clients.Pem("trusted", foreign: certificate == "foreign");
        await ExpectAsync(fault, bouncer, "trusted", "secret", "postgres", file);
        using TlsIdentity? identity = file is null ? null : TlsIdentity.Load(file, null, null);
        ProbeResult withoutSignIn = await LocalProbe.RunAsync(
            postgres.Request("trusted", "") with { Port = bouncer.Port, SignIn = null, ClientCertificate = identity });

        Assert.Equal($"{fault}", $"{withoutSignIn.FirstFault()}");
    }

    private async Task ExpectAsync(string? fault, string user, string password, string database, params string[] settings)
    {
        await using PgBouncer bouncer = await StartAsync(settings);
        await ExpectAsync(fault, bouncer, user, password, database);
    }

    private async Task ExpectAsync(string? fault, PgBouncer bouncer, string user, string password, string database, string? file = null)
    {
        using TlsIdentity? identity = file is null ? null : TlsIdentity.Load(file, null, null);
        ProbeResult probe = await LocalProbe.RunAsync(postgres.Request(user, password, database) with
        {
            Port = bouncer.Port,
            ClientCertificate = identity,
            TimeLimit = TimeSpan.FromSeconds(60),
        });
        PostgresAnswer psql = await postgres.AskPsqlAsync(user, password, database, file, bouncer.Port);

        string[] faults = [.. probe.State.Faults.Select(each => $"{each.Fault}")];
        Assert.True($"{fault}" == string.Join(' ', faults), $"{string.Join(' ', probe.State.Faults)}; psql: {psql.Errors}");
        Assert.True((fault is null) == (psql.Errors.Length == 0), $"psql: {psql.Errors}");
    }

    private Task<PgBouncer> StartAsync(params string[] settings) => PgBouncer.StartAsync(
        postgres.Certificate(),
        [
            $"postgres = host=127.0.0.1 port={postgres.Port} dbname=postgres", "unreachable = host=127.0.0.1 port=1 dbname=postgres",
            $"missing = host=127.0.0.1 port={postgres.Port} dbname=nowhere",
        ],
        Users, ["query_wait_timeout = 3", .. settings]);
}

public sealed class PgBouncerOfMachinePostgresTests(PsqlFixture<MachinePostgres> postgres) : PgBouncerTests<MachinePostgres>(postgres);

public sealed class PgBouncerOfPostgres18Tests(PsqlFixture<Postgres18> postgres) : PgBouncerTests<Postgres18>(postgres);
