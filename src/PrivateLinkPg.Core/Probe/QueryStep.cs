using Npgsql;

namespace PrivateLinkPg.Probe;

/// <summary>Runs a query: who the server says we are, and whether it sees TLS itself.</summary>
internal sealed class QueryStep : IProbeStep
{
    private const string Text = """
        SELECT current_setting('server_version'), current_user::text, current_database()::text, s.ssl, s.version
        FROM (VALUES (1)) AS one (row) LEFT JOIN pg_stat_ssl AS s ON s.pid = pg_backend_pid()
        """;

    public string Name => "Query";
    public ProbeFault? TimeoutFault => ProbeFault.ServerSilent;

    public async Task<StepOutcome> RunAsync(ProbeState state, ProbeConnection connection, StepTime time)
    {
        if (connection.Session is not { } session) return StepOutcome.Skipped("Not asked for (-Credential or -EntraUser).");
        try
        {
            NpgsqlConnection open = await session.Opening.ConfigureAwait(false);
            SessionFacts facts = await AskAsync(open, time.Token).WaitAsync(time.Token).ConfigureAwait(false);
            return StepOutcome.Passed(
                $"PostgreSQL {facts.ServerVersion}, {facts.User} in {facts.Database}; {Encryption(facts)}.",
                state with { SessionFacts = facts });
        }
        catch (PostgresException e)
        {
            return StepOutcome.Failed(ProbeFault.QueryFailed, $"The server says: {e.MessageText} ({e.SqlState}).");
        }
        catch (NpgsqlException e)
        {
            return StepOutcome.Failed(ProbeFault.ConnectionClosed, $"{e.GetBaseException().Message.TrimEnd('.')}.");
        }
    }

    private static async Task<SessionFacts> AskAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        NpgsqlCommand command = new(Text, connection);
        await using (command.ConfigureAwait(false))
        {
            NpgsqlDataReader row = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using (row.ConfigureAwait(false))
            {
                await row.ReadAsync(cancellation).ConfigureAwait(false);
                return new(
                    // Debian and others append a package version.
                    row.GetString(0).Split(' ', 2)[0], row.GetString(1), row.GetString(2),
                    row.IsDBNull(3) ? null : row.GetBoolean(3), row.IsDBNull(4) ? null : row.GetString(4));
            }
        }
    }

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
