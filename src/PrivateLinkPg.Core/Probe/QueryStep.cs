using Npgsql;

namespace PrivateLinkPg.Probe;

/// <summary>Runs a query. SELECT 1 decides; what else the server says about the session is good to know.</summary>
internal sealed class QueryStep : IProbeStep
{
    // With their schema: the role's search_path may lead to tables of other people by that name.
    private const string Facts = """
        SELECT current_user::text, pg_catalog.current_database()::text, s.ssl, s.version
        FROM (VALUES (1)) AS one (row) LEFT JOIN pg_catalog.pg_stat_ssl AS s ON s.pid = pg_catalog.pg_backend_pid()
        """;

    // What is only good to know is not waited for long: the view may be locked.
    private static readonly TimeSpan FactsLimit = TimeSpan.FromSeconds(2);

    public string Name => "Query";
    public ProbeFault? TimeoutFault => ProbeFault.ServerSilent;

    public async Task<StepOutcome> RunAsync(ProbeState state, ProbeConnection connection, StepTime time)
    {
        if (connection.Session is not { } session) return StepOutcome.Skipped("Not asked for (-Credential, -UserName or -EntraUser).");
        try
        {
            object? one = await session.QueryAsync(OneAsync).WaitAsync(time.Token).ConfigureAwait(false);
            if (one is not 1)
            {
                return StepOutcome.Failed(
                    ProbeFault.QueryFailed, $"The server answers SELECT 1 with '{state.Request.SignIn!.Mask($"{one ?? "nothing"}")}'.");
            }
        }
        catch (PostgresException e)
        {
            return StepOutcome.Failed(SignInFaults.OfQuery(e, state.Request), ServerWords.Of(e, state.Request.SignIn!));
        }
        catch (NpgsqlException e) when (e.InnerException is IOException)
        {
            return StepOutcome.Failed(ProbeFault.ConnectionClosed, ServerWords.Of(e, state.Request.SignIn!));
        }
        SessionFacts facts = await FactsAsync(session, state, time).ConfigureAwait(false);
        return StepOutcome.Passed(
            $"PostgreSQL {facts.ServerVersion}, {facts.User} in {facts.Database}; {Encryption(facts)}.",
            state with { SessionFacts = facts });
    }

    private static async Task<object?> OneAsync(NpgsqlConnection connection)
    {
        NpgsqlCommand command = new("SELECT 1", connection);
        await using (command.ConfigureAwait(false)) return await command.ExecuteScalarAsync().ConfigureAwait(false);
    }

    private static async Task<SessionFacts> FactsAsync(PostgresSession session, ProbeState state, StepTime time)
    {
        SignIn signIn = state.Request.SignIn!;
        string version = signIn.Mask(Version(await session.Opening.ConfigureAwait(false)));
        SessionFacts known = new(version, signIn.User, state.Request.Database, null, null);
        using CancellationTokenSource limit = new(FactsLimit, state.Clock);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, limit.Token);
        try
        {
            Task<SessionFacts> asking = session.QueryAsync(open => AskAsync(open, known, signIn));
            return await asking.WaitAsync(both.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!time.Probe.IsCancellationRequested)
        {
            return known; // The server keeps it to itself, is a pooler, or is short of time; the query has passed.
        }
    }

    private static async Task<SessionFacts> AskAsync(NpgsqlConnection connection, SessionFacts known, SignIn signIn)
    {
        NpgsqlCommand command = new(Facts, connection);
        await using (command.ConfigureAwait(false))
        {
            NpgsqlDataReader row = await command.ExecuteReaderAsync().ConfigureAwait(false);
            await using (row.ConfigureAwait(false))
            {
                await row.ReadAsync().ConfigureAwait(false);
                return known with
                {
                    User = ServerWords.Fact(row.GetString(0), known.User, signIn),
                    Database = ServerWords.Fact(row.GetString(1), known.Database, signIn),
                    Encrypted = row.IsDBNull(2) ? null : row.GetBoolean(2),
                    TlsVersion = row.IsDBNull(3) ? null : signIn.Mask(row.GetString(3)),
                };
            }
        }
    }

    // Told at sign-in. Debian and others append a package version.
    private static string Version(NpgsqlConnection connection) =>
        connection.PostgresParameters.TryGetValue("server_version", out string? version) && version.Length > 0
            ? version.Split(' ', 2)[0] : "of an unknown version";

    private static string Encryption(SessionFacts facts) => facts.Encrypted switch
    {
        true => $"the server sees {facts.TlsVersion}",
        false => "the server itself sees no TLS",
        null => "the server does not tell whether it sees TLS",
    };
}

/// <summary>What the server says about the probe's own session.</summary>
/// <param name="ServerVersion">Such as 16.4.</param>
/// <param name="User">The role that the session runs as.</param>
/// <param name="Database">The database that is open.</param>
/// <param name="Encrypted">Whether the server itself sees TLS; null where it keeps that to itself.</param>
/// <param name="TlsVersion">The TLS version as the server sees it.</param>
internal sealed record SessionFacts(string ServerVersion, string User, string Database, bool? Encrypted, string? TlsVersion);
