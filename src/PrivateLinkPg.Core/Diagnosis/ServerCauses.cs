namespace PrivateLinkPg.Diagnosis;

/// <summary>Servers that would let the client in, and cannot.</summary>
internal static class ServerCauses
{
    /// <summary>The root cause behind a fault of the server's state.</summary>
    public static RootCause Of(ProbeFault fault, ProbeWords words, string detail) => fault switch
    {
        ProbeFault.TooManyConnections => new(
            "TooManyConnections", $"All connections of the server are taken. {detail}",
            "Close idle sessions (SELECT pg_terminate_backend(pid) …), pool them (PgBouncer on port 6432), or raise max_connections."),
        ProbeFault.RoleIsFull => new(
            "RoleIsFull", $"The role {words.User} has as many sessions as it may have; the server has room. {detail}",
            $"Close sessions of the role, or raise its limit: ALTER ROLE {words.QuotedUser} CONNECTION LIMIT <number, or -1 for none>."),
        ProbeFault.DatabaseIsFull => new(
            "DatabaseIsFull", $"The database {words.Database} has as many sessions as it may have; the server has room. {detail}",
            $"Close sessions in it, or raise its limit: ALTER DATABASE {words.QuotedDatabase} CONNECTION LIMIT <number, or -1 for none>."),
        ProbeFault.DatabaseClosed => new(
            "DatabaseClosed", $"The database {words.Database} takes no connections. {detail}",
            $"Pass another one with -Database, or open it: ALTER DATABASE {words.QuotedDatabase} ALLOW_CONNECTIONS true. "
                + "One that the message calls invalid is left over from a removal that broke off: DROP DATABASE, then restore it."),
        ProbeFault.DatabaseDropped => new(
            "DatabaseDropped", $"The database {words.Database} was removed while the session was there. {detail}",
            "Pass another one with -Database, or restore it."),
        ProbeFault.ServerNotReady => new(
            "ServerNotReady", $"The server is starting, stopping or recovering. {detail}",
            $"Wait a minute and test again; if it stays so, look at the server's log and state: {words.DiagnoseCommand}"),
        ProbeFault.StandbyClosed => new(
            "StandbyClosed", $"The server is a standby that takes no sessions, and will not by itself. {detail}",
            "Connect to the primary, or set hot_standby = on at this server and restart it."),
        ProbeFault.DiskFull => new(
            "DiskFull", $"The server's disk is full. {detail}",
            "Enlarge the storage (az postgres flexible-server update --ids <id> --storage-size <GiB>), or free some: "
                + "unused replication slots keep the write-ahead log."),
        ProbeFault.OutOfMemory => new(
            "OutOfMemory", $"The server has no memory left for a session. {detail}",
            "Close sessions, lower work_mem or shared_buffers, or take a larger compute size."),
        ProbeFault.ServerMisconfigured => new(
            "ServerMisconfigured", $"A configuration file of the server is wrong. {detail}",
            "Correct it at the server, whose log names file and line: SELECT * FROM pg_hba_file_rules WHERE error IS NOT NULL."),
        ProbeFault.SessionEnded => new(
            "SessionEnded", $"Sign-in works, and the server ended the session. {detail}",
            "Test again. If it stays so: an administrator, a failover, or a limit such as idle_session_timeout ends sessions; "
                + "the server's log says which."),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };
}
