using Npgsql;
using static PrivateLinkPg.Probe.ProbeFault;

namespace PrivateLinkPg.Probe;

/// <summary>
/// What a server means that refuses a session: by SQLSTATE and, where that says too little, by routine, since servers speak many
/// languages; by words only where there is nothing else.
/// </summary>
internal static class SignInFaults
{
    /// <summary>The fault behind <paramref name="refusal"/> of a session.</summary>
    /// <param name="refusal">What the server said.</param>
    /// <param name="request">Who wants to sign in, and with what.</param>
    /// <param name="passwordAsked">Whether the server has seen a password.</param>
    public static ProbeFault Of(PostgresException refusal, ProbeRequest request, bool passwordAsked) => refusal.SqlState switch
    {
        PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidPassword =>
            Identity(refusal, request, passwordAsked),
        PostgresErrorCodes.InvalidCatalogName => DatabaseMissing,
        PostgresErrorCodes.InsufficientPrivilege => DatabaseForbidden,
        // The role's own limit is looked at with the role, the database's with the database.
        PostgresErrorCodes.TooManyConnections => refusal.Routine switch
        {
            "InitializeSessionUserId" => RoleIsFull,
            "CheckMyDatabase" => DatabaseIsFull,
            _ => TooManyConnections,
        },
        PostgresErrorCodes.ObjectNotInPrerequisiteState => DatabaseClosed,
        PostgresErrorCodes.AdminShutdown => ServerNotReady,
        _ => OfState(refusal, request) ?? SignInFailed,
    };

    /// <summary>The fault behind <paramref name="refusal"/> of a query.</summary>
    public static ProbeFault OfQuery(PostgresException refusal, ProbeRequest request) =>
        refusal.SqlState is PostgresErrorCodes.AdminShutdown ? SessionEnded : OfState(refusal, request) ?? QueryFailed;

    // What has nothing to do with who asks for what.
    private static ProbeFault? OfState(PostgresException refusal, ProbeRequest request) => refusal.SqlState switch
    {
        PostgresErrorCodes.CannotConnectNow =>
            $"{refusal.MessageText} {refusal.Detail}".Contains("hot standby", StringComparison.OrdinalIgnoreCase)
                ? StandbyClosed : ServerNotReady,
        PostgresErrorCodes.CrashShutdown => ServerNotReady,
        PostgresErrorCodes.DatabaseDropped => DatabaseDropped,
        IdleSessionTimeout => SessionEnded,
        PostgresErrorCodes.DiskFull => DiskFull,
        PostgresErrorCodes.OutOfMemory => OutOfMemory,
        PostgresErrorCodes.ConfigFileError => ServerMisconfigured,
        // PostgreSQL names the routine in each of its errors, PgBouncer in none.
        PostgresErrorCodes.ProtocolViolation when refusal.Routine is null => PoolerFaults.Of(refusal.MessageText, request),
        _ => null,
    };

    // Npgsql knows no name for it.
    private const string IdleSessionTimeout = "57P05";

    private static ProbeFault Identity(PostgresException refusal, ProbeRequest request, bool passwordAsked)
    {
        // pg_hba.conf is applied in ClientAuthentication; a role is looked at later.
        if (refusal.Routine == "ClientAuthentication")
        {
            return refusal.MessageText.Contains("client certificate", StringComparison.OrdinalIgnoreCase)
                ? PoolerFaults.Certificate(request) : ClientRejected;
        }
        if (request.SignIn!.IsToken) return EntraTokenRefused;
        if (refusal.SqlState == PostgresErrorCodes.InvalidPassword) return PasswordRejected;
        if (refusal.Routine != "auth_failed") return RoleRejected;
        // Without a look at a password it was the certificate, or the name of the user of the system.
        return !passwordAsked && request.ClientCertificate is not null ? ClientCertificateRejected : AuthenticationServiceRejected;
    }
}
