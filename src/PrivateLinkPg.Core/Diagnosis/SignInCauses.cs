namespace PrivateLinkPg.Diagnosis;

/// <summary>Servers that are reached, and let nobody in.</summary>
internal static class SignInCauses
{
    /// <summary>The root cause behind a fault of the steps SignIn and Query.</summary>
    public static RootCause Of(ProbeFault fault, ProbeWords words, string detail) => fault switch
    {
        ProbeFault.PasswordRejected => new(
            "PasswordRejected", $"The server does not accept the password of {words.User}, or has no such role: it says the same for both.",
            "Check user and password. To set a new one on a flexible server: "
                + "az postgres flexible-server update --ids <id> --admin-password <new> (for its administrator), "
                + $"or ALTER ROLE {Quoted(words.User)} PASSWORD '<new>'."),
        ProbeFault.EntraTokenRefused => new(
            "EntraTokenRefused", $"The server does not accept the Entra token for role {words.User}. {detail}",
            "The role must be spelled as in Entra and exist at the server: as its Entra administrator, in database postgres, "
                + $"SELECT * FROM pgaadauth_create_principal('{words.User.Replace("'", "''", StringComparison.Ordinal)}', false, false). "
                + "Get-PgAzureContext shows whose token it was."),
        ProbeFault.RoleRejected => new(
            "RoleRejected", $"The role {words.User} does not exist or may not sign in. {detail}",
            $"CREATE ROLE {Quoted(words.User)} LOGIN, or ALTER ROLE {Quoted(words.User)} LOGIN."),
        ProbeFault.ClientRejected => new(
            "ClientRejected", $"The server's access rules (pg_hba.conf) let no such client in. {detail}",
            $"Allow user {words.User} to database {words.Database} from this network in pg_hba.conf; "
                + "on Azure, check require_secure_transport and use TLS."),
        ProbeFault.DatabaseMissing => new(
            "DatabaseMissing", $"There is no database {words.Database} on the server.",
            $"Pass an existing one with -Database, or create it: CREATE DATABASE {Quoted(words.Database)}."),
        ProbeFault.DatabaseForbidden => new(
            "DatabaseForbidden", $"The role {words.User} has no right to connect to database {words.Database}.",
            $"GRANT CONNECT ON DATABASE {Quoted(words.Database)} TO {Quoted(words.User)}."),
        ProbeFault.TooManyConnections => new(
            "TooManyConnections", $"All connections of the server are taken. {detail}",
            "Close idle sessions (SELECT pg_terminate_backend(pid) …), pool them (PgBouncer on port 6432), or raise max_connections."),
        ProbeFault.ServerNotReady => new(
            "ServerNotReady", $"The server is starting, stopping or recovering. {detail}",
            "Wait a minute and test again."),
        ProbeFault.QueryFailed => new(
            "QueryFailed", $"Sign-in works, and a simple query fails. {detail}",
            "Look up the SQLSTATE in the message; a proxy that is not PostgreSQL itself may lack pg_stat_ssl."),
        ProbeFault.SignInFailed => new(
            "SignInFailed", $"Sign-in as {words.User} failed. {detail}",
            "Check user, password and database; compare with psql: "
                + $"psql \"host={words.Host} port={words.Port} user={words.User} dbname={words.Database} sslmode=verify-full\"."),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
