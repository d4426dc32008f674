namespace PrivateLinkPg.Diagnosis;

/// <summary>Servers that are reached, and let nobody in.</summary>
internal static class SignInCauses
{
    /// <summary>The root cause behind a fault of the steps SignIn and Query.</summary>
    public static RootCause Of(ProbeFault fault, ProbeWords words, string detail) => fault switch
    {
        ProbeFault.ClientCertificateMissing => new(
            "ClientCertificateMissing", $"The server demands a client certificate{words.ForUser}, and none was passed. {detail}",
            "Pass one that the server's authority (ssl_ca_file) has signed: -ClientCertificate <file>, with -ClientKey where the key is "
                + "in a file of its own. PGSSLCERT and the home folder are not read."),
        ProbeFault.ClientCertificateRejected => new(
            "ClientCertificateRejected", $"The server does not accept the client certificate{words.ForUser}. {detail}",
            "It must be in its time, come from an authority of the server's ssl_ca_file (with the intermediates in the file of "
                + "-ClientCertificate), and its common name must be the role's, or be mapped to it in pg_ident.conf."),
        ProbeFault.AuthenticationServiceRejected => new(
            "AuthenticationServiceRejected",
            $"The server has {words.User} checked by somebody else (LDAP, RADIUS, PAM, ident), who says no or does not answer. {detail}",
            "Check user and password as that service knows them, and that the server reaches it; its log has the service's answer. "
                + "SELECT * FROM pg_hba_file_rules shows the rule."),
        ProbeFault.PasswordMissing => new(
            "PasswordMissing", $"The server asks {words.User} for a password, and none was passed.",
            "Pass a -Credential with the role's password. PGPASSWORD and password files are not read: only what is passed counts."),
        ProbeFault.MethodUnsupported => new(
            "MethodUnsupported", $"The server wants {words.User} to sign in by a way that takes no password. {detail}",
            "Have pg_hba.conf ask this client for scram-sha-256, or end the test after the certificate with -NoSignIn."),
        ProbeFault.PasswordRejected => new(
            "PasswordRejected",
            $"The server does not accept the password of {words.User}: wrong, expired (VALID UNTIL), none set, or no such role. It says "
                + "the same for all.",
            "Check user and password. To set a new one on a flexible server: "
                + "az postgres flexible-server update --ids <id> --admin-password <new> (for its administrator), "
                + $"or ALTER ROLE {words.QuotedUser} PASSWORD '<new>'."
                + (words.HasCertificate ? " With clientcert=verify-full, the certificate's common name must be the role's as well." : "")),
        ProbeFault.EntraTokenRefused => new(
            "EntraTokenRefused", $"The server does not accept the Entra token for role {words.User}. {detail}",
            "The role must be spelled as in Entra and exist at the server: as its Entra administrator, in database postgres, "
                + $"SELECT * FROM pgaadauth_create_principal('{words.User.Replace("'", "''", StringComparison.Ordinal)}', false, false). "
                + "Get-PgAzureContext shows whose token it was."),
        ProbeFault.RoleRejected => new(
            "RoleRejected", $"The role {words.User} does not exist or may not sign in. {detail}",
            $"{words.CreateRole}, or ALTER ROLE {words.QuotedUser} LOGIN."),
        ProbeFault.ClientRejected => new(
            "ClientRejected", $"The server's access rules (pg_hba.conf) let no such client in. {detail}",
            $"Allow user {words.User} to database {words.Database} from this network in pg_hba.conf; "
                + "on Azure, check require_secure_transport and use TLS."),
        ProbeFault.DatabaseMissing => new(
            "DatabaseMissing", $"There is no database {words.Database} on the server.",
            $"Pass an existing one with -Database, or create it: CREATE DATABASE {words.QuotedDatabase}."),
        ProbeFault.DatabaseForbidden => new(
            "DatabaseForbidden", $"The role {words.User} has no right to connect to database {words.Database}.",
            $"GRANT CONNECT ON DATABASE {words.QuotedDatabase} TO {words.QuotedUser}."),
        ProbeFault.QueryFailed => new(
            "QueryFailed", $"Sign-in works, and a simple query fails. {detail}",
            "Look up the SQLSTATE in the message; limits of the role or database (statement_timeout) count for this query too."),
        ProbeFault.SignInFailed => new(
            "SignInFailed", $"Sign-in as {words.User} failed. {detail}",
            "Check user, password and database; compare with psql: "
                + $"psql \"host={words.Host} port={words.Port} user={words.User} dbname={words.Database} sslmode=verify-full\"."),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };
}
