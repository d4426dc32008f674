using static PrivateLinkPg.Probe.ProbeFault;

namespace PrivateLinkPg.Probe;

/// <summary>
/// What PgBouncer means: it gives one SQLSTATE (08P01) for everything, so its words must do; it has them in one language.
/// </summary>
internal static class PoolerFaults
{
    // In this order: what comes later may be a part of what comes before.
    private static readonly (string Words, ProbeFault Fault)[] Known =
    [
        ("server login", PoolerServerFailed),
        // Its server's own words, which it passes on: it was PgBouncer that tried to sign in there.
        ("authentication failed for user", PoolerServerFailed),
        ("does not exist", PoolerServerFailed),
        ("too many", PoolerServerFailed),
        ("connection slots", PoolerServerFailed),
        ("(server down)", PoolerServerFailed),
        ("server dns", PoolerServerFailed),
        ("server conn", PoolerServerFailed),
        ("connect failed", PoolerServerFailed),
        ("no such user", PoolerUserMissing),
        ("no such database", PoolerDatabaseMissing),
        ("is disabled", PoolerDatabaseMissing),
        ("no more connections allowed", PoolerIsFull),
        ("client connections exceeded", PoolerIsFull),
        ("query_wait_timeout", PoolerQueueTimeout),
        ("password too long", PoolerPasswordTooLong),
        ("packet too large", PoolerPasswordTooLong),
        ("bad packet", PoolerPasswordTooLong),
        ("partial pkt", PoolerPasswordTooLong),
        ("unsupported startup parameter", PoolerParameterRefused),
        ("unsupported options startup parameter", PoolerParameterRefused),
        ("shutting down", ServerNotReady),
        ("login rejected", ClientRejected),
        ("tls connection required", ClientRejected),
        ("ssl required", ClientRejected),
        ("empty password", PasswordMissing),
    ];

    /// <summary>The fault behind a message of 08P01.</summary>
    public static ProbeFault Of(string message, ProbeRequest request)
    {
        foreach ((string words, ProbeFault fault) in Known)
        {
            if (message.Contains(words, StringComparison.OrdinalIgnoreCase)) return fault;
        }
        return message.Contains("certificate", StringComparison.OrdinalIgnoreCase) ? Certificate(request)
            : !message.Contains("auth", StringComparison.OrdinalIgnoreCase) ? PoolerRefused
            : request.SignIn!.IsToken ? EntraTokenRefused : PasswordRejected;
    }

    /// <summary>A certificate is missing, or is not the right one.</summary>
    public static ProbeFault Certificate(ProbeRequest request) =>
        request.ClientCertificate is null ? ClientCertificateMissing : ClientCertificateRejected;
}
