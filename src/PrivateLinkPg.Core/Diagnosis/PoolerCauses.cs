namespace PrivateLinkPg.Diagnosis;

/// <summary>What PgBouncer, or a pooler like it, says in the place of the server.</summary>
internal static class PoolerCauses
{
    /// <summary>The root cause behind a fault that only a pooler has.</summary>
    public static RootCause Of(ProbeFault fault, ProbeWords words, string detail) => fault switch
    {
        ProbeFault.PoolerUserMissing => new(
            "PoolerUserMissing", $"The pooler at {words.EndPoint} knows no user {words.User}. {detail}",
            "Give PgBouncer the user in its auth_file, or by auth_query, which asks the server; on Azure, create the role: "
                + $"{words.CreateRole}"),
        ProbeFault.PoolerDatabaseMissing => new(
            "PoolerDatabaseMissing", $"The pooler at {words.EndPoint} has no database {words.Database}, or has it disabled. {detail}",
            "Pass one that it has with -Database, or add it in its [databases] section (ENABLE, if it was disabled)."),
        ProbeFault.PoolerIsFull => new(
            "PoolerIsFull", $"The pooler at {words.EndPoint} takes no more clients. {detail}",
            "Close idle clients (SHOW CLIENTS in its admin console), or raise the limit that its message names "
                + "(on Azure the server parameter pgbouncer.max_client_conn)."),
        ProbeFault.PoolerQueueTimeout => new(
            "PoolerQueueTimeout", $"The pooler at {words.EndPoint} had no connection to its server free in time. {detail}",
            "End long transactions and sessions that sit idle in one (SHOW SERVERS, pg_stat_activity), or raise default_pool_size or "
                + "query_wait_timeout; check that the server behind it answers and is not full: "
                + Direct(words)),
        ProbeFault.PoolerServerFailed => new(
            "PoolerServerFailed", $"The pooler at {words.EndPoint} does not get a connection to its own server. {detail}",
            $"What the server says stands in the message; test it without the pooler: {Direct(words)}. "
                + "Then look at the pooler's log, and at host, user and TLS in [databases]."),
        ProbeFault.PoolerPasswordTooLong => new(
            "PoolerPasswordTooLong",
            $"The pooler at {words.EndPoint} takes no {(words.IsToken ? "token" : "password")} of this length. {detail}",
            "Raise its pkt_buf and max_packet_size, or take a newer PgBouncer; Entra tokens of users in many groups are long: "
                + "sign in as a managed identity or service principal, or at the server's own port."),
        ProbeFault.PoolerParameterRefused => new(
            "PoolerParameterRefused", $"The pooler at {words.EndPoint} refuses a setting that clients send when they connect. {detail}",
            "Add the parameter that the message names to PgBouncer's ignore_startup_parameters."),
        ProbeFault.PoolerRefused => new(
            "PoolerRefused", $"A pooler or proxy at {words.EndPoint}, not PostgreSQL itself, refuses the session. {detail}",
            "Look for its message in the pooler's log and documentation; compare with the server's own port: "
                + Direct(words)),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    // The same test past the pooler.
    private static string Direct(ProbeWords words) =>
        $"Test-PgPrivateConnection {words.Host} -Port <the server's own, such as 5432>";
}
