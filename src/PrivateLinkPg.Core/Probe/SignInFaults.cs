using Npgsql;

namespace PrivateLinkPg.Probe;

/// <summary>What a server means that refuses a session: by SQLSTATE and, where that says too little, by routine; not by words.</summary>
internal static class SignInFaults
{
    /// <summary>The fault behind <paramref name="refusal"/>.</summary>
    public static ProbeFault Of(PostgresException refusal, SignIn signIn) => refusal.SqlState switch
    {
        PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidPassword
            when signIn.IsToken && !IsClientRule(refusal) => ProbeFault.EntraTokenRefused,
        PostgresErrorCodes.InvalidPassword => ProbeFault.PasswordRejected,
        PostgresErrorCodes.InvalidAuthorizationSpecification => IsClientRule(refusal) ? ProbeFault.ClientRejected : ProbeFault.RoleRejected,
        PostgresErrorCodes.InvalidCatalogName => ProbeFault.DatabaseMissing,
        PostgresErrorCodes.InsufficientPrivilege => ProbeFault.DatabaseForbidden,
        PostgresErrorCodes.TooManyConnections => ProbeFault.TooManyConnections,
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown =>
            ProbeFault.ServerNotReady,
        _ => ProbeFault.SignInFailed,
    };

    // pg_hba.conf is applied in ClientAuthentication; a role is looked at later.
    private static bool IsClientRule(PostgresException refusal) => refusal.Routine == "ClientAuthentication";
}
