using PrivateLinkPg.Probe;
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

    private static readonly Dictionary<ProbeFault, FaultRule> Rules = new()
    {
        [NameNotFound] = Name,
        [NameHasNoAddress] = Name,
        [DnsServerFailed] = Resolver,
        [DnsServerRefused] = Resolver,
        [DnsServerSilent] = Resolver,
        [DnsServerUnreachable] = Resolver,
        [PublicAddress] = Name,
        [UnexpectedAddress] = Name,
        [AddressSilent] = Path,
        [AddressUnreachable] = Path,
        [PortClosed] = Path,
        [TlsRefused] = Server,
        [TlsHandshakeFailed] = Server,
        [NotPostgreSql] = Server,
        [ServerSilent] = Path,
        [ConnectionClosed] = Path,
        [CertificateUntrusted] = Server,
        [CertificateExpired] = Server,
        [CertificateNotYetValid] = Server,
        [CertificateNameMismatch] = Server,
        [PasswordRejected] = SignIn,
        [EntraTokenRefused] = SignIn,
        [RoleRejected] = SignIn,
        [ClientRejected] = SignIn,
        [DatabaseMissing] = SignIn,
        [DatabaseForbidden] = SignIn,
        [TooManyConnections] = SignIn,
        [ServerNotReady] = SignIn,
        [SignInFailed] = SignIn,
        [QueryFailed] = SignIn,
    };

    /// <summary>The rule for a fault.</summary>
    public static FaultRule Of(ProbeFault fault) => Rules[fault];
}
