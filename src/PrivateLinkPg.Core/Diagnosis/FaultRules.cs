using static PrivateLinkPg.Probe.ProbeFault;

namespace PrivateLinkPg.Diagnosis;

/// <summary>What in Azure may explain a fault better than the probe alone.</summary>
internal enum AzureReason
{
    /// <summary>The endpoint, its connection or the target is gone, failed or cannot be used.</summary>
    EndIsMissing,
    /// <summary>The connection waits for approval, or was rejected.</summary>
    NotApproved,
    /// <summary>The address is not the endpoint's, by the zones that the network sees.</summary>
    LeadsElsewhere,
    /// <summary>The zones that the network sees do not lead the name to the endpoint.</summary>
    NamesAreWrong,
    /// <summary>All is approved, and something on the way drops the traffic.</summary>
    WayIsBlocked,
}

/// <summary>What a fault means.</summary>
/// <param name="Words">Tells the root cause as far as the probe alone can.</param>
/// <param name="Explained">What of Azure may explain it better; the first that does decides.</param>
internal sealed record FaultRule(Func<ProbeFault, ProbeWords, string, RootCause> Words, params AzureReason[] Explained);

/// <summary>The rule for each fault of the probe.</summary>
internal static class FaultRules
{
    private static readonly FaultRule Name = new(NameCauses.Of, AzureReason.EndIsMissing, AzureReason.NamesAreWrong);
    private static readonly FaultRule Resolver = new(NameCauses.Of, AzureReason.EndIsMissing);
    private static readonly FaultRule Path = new(
        NetworkCauses.Of, AzureReason.EndIsMissing, AzureReason.NotApproved, AzureReason.LeadsElsewhere, AzureReason.WayIsBlocked);

    // A server that answers is the right one or not; nothing between it and the client explains what it says.
    private static readonly FaultRule Server = new(NetworkCauses.Of);
    private static readonly FaultRule SignIn = new(SignInCauses.Of);

    public static FaultRule Of(ProbeFault fault) => fault switch
    {
        NameNotFound or NameHasNoAddress or PublicAddress or UnexpectedAddress => Name,
        DnsServerFailed or DnsServerRefused or DnsServerSilent or DnsServerUnreachable => Resolver,
        AddressSilent or AddressUnreachable or PortClosed or ServerSilent or ConnectionClosed => Path,
        TlsRefused or TlsHandshakeFailed or NotPostgreSql => Server,
        CertificateUntrusted or CertificateExpired or CertificateNotYetValid or CertificateNameMismatch => Server,
        PasswordRejected or EntraTokenRefused or RoleRejected or ClientRejected => SignIn,
        DatabaseMissing or DatabaseForbidden or TooManyConnections or ServerNotReady or SignInFailed or QueryFailed => SignIn,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };
}
