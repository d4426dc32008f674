using static PrivateLinkPg.Probe.ProbeFault;

namespace PrivateLinkPg.Diagnosis;

/// <summary>What in Azure may explain a fault better than the probe alone.</summary>
internal enum AzureReason
{
    /// <summary>The endpoint, its connection or the target is gone, failed or cannot be used.</summary>
    EndIsMissing,
    /// <summary>The endpoint leads to another server.</summary>
    EndIsAnother,
    /// <summary>Aliases in the zones that the network sees have no end.</summary>
    AliasesCircle,
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
/// <param name="Explained">What of Azure may explain it better, or comes with it; what blocks the others comes first.</param>
internal sealed record FaultRule(Func<ProbeFault, ProbeWords, string, RootCause> Words, params AzureReason[] Explained)
{
    /// <summary>Whether it is about where the name leads, so that the path behind it may be another matter.</summary>
    public bool IsOfName { get; init; }

    /// <summary>Whether somebody spoke who can be nothing but a server.</summary>
    public bool ServerSpoke { get; init; }

    /// <summary>Where it is.</summary>
    public required CauseLayer Layer { get; init; }

    /// <summary>The root cause as far as the probe alone can tell.</summary>
    public RootCause Cause(ProbeFault fault, ProbeWords words, string detail) => Words(fault, words, detail) with { Layer = Layer };
}

/// <summary>The rule for each fault of the probe.</summary>
internal static class FaultRules
{
    private static readonly FaultRule Name =
        new(NameCauses.Of, AzureReason.EndIsMissing, AzureReason.NotApproved, AzureReason.NamesAreWrong)
        {
            IsOfName = true, Layer = CauseLayer.Name,
        };
    private static readonly FaultRule Resolver = new(NameCauses.Of, AzureReason.EndIsMissing, AzureReason.AliasesCircle)
    {
        IsOfName = true, Layer = CauseLayer.Name,
    };
    private static readonly FaultRule Path = new(
        NetworkCauses.Of, AzureReason.EndIsMissing, AzureReason.NotApproved, AzureReason.LeadsElsewhere, AzureReason.WayIsBlocked)
    {
        Layer = CauseLayer.Path,
    };

    // A server that answers is the right one or not; nothing between it and the client explains what it says.
    private static readonly FaultRule Server = new(NetworkCauses.Of) { Layer = CauseLayer.Tls };
    private static readonly FaultRule Certificate = new(CertificateCauses.Of) { Layer = CauseLayer.Tls };

    // A server of another name may be another server.
    private static readonly FaultRule OtherName = new(
        CertificateCauses.Of, AzureReason.EndIsMissing, AzureReason.EndIsAnother, AzureReason.NotApproved, AzureReason.LeadsElsewhere)
    {
        ServerSpoke = true, Layer = CauseLayer.Tls,
    };
    private static readonly FaultRule SignIn = new(SignInCauses.Of) { Layer = CauseLayer.SignIn };
    private static readonly FaultRule State = new(ServerCauses.Of) { Layer = CauseLayer.SignIn };
    private static readonly FaultRule Pooler = new(PoolerCauses.Of) { Layer = CauseLayer.SignIn };

    public static FaultRule Of(ProbeFault fault) => fault switch
    {
        NameNotFound or NameHasNoAddress or SinkholeAddress or PublicAddress or UnexpectedAddress => Name,
        DnsServerFailed or DnsServerRefused or DnsServerSilent or DnsServerUnreachable => Resolver,
        AliasNotFollowed or AliasLoop or DnsTcpClosed => Resolver,
        AddressSilent or AddressUnreachable or PortClosed or ServerSilent or ConnectionClosed => Path,
        TlsRefused or DirectTlsRefused or TlsHandshakeFailed or NotPostgreSql or ProtocolBroken or RefusedBeforeTls => Server,
        CertificateUnreadable or CertificateUntrusted or CertificateIssuerMissing or CertificateChainBroken => Certificate,
        CertificateUsageWrong or CertificateKeyTooSmall or CertificateDigestTooWeak or ChannelBindingImpossible => Certificate,
        CertificateExpired or AuthorityExpired or RootExpired or CertificateNotYetValid => Certificate,
        CertificateNameMismatch => OtherName,
        PasswordMissing or MethodUnsupported or PasswordRejected or EntraTokenRefused or RoleRejected or ClientRejected => SignIn,
        ClientCertificateMissing or ClientCertificateRejected or AuthenticationServiceRejected => SignIn,
        DatabaseMissing or DatabaseForbidden or SignInFailed or QueryFailed => SignIn,
        TooManyConnections or RoleIsFull or DatabaseIsFull or DatabaseClosed or DatabaseDropped or SessionEnded => State,
        ServerNotReady or StandbyClosed or DiskFull or OutOfMemory or ServerMisconfigured => State,
        PoolerUserMissing or PoolerDatabaseMissing or PoolerIsFull or PoolerQueueTimeout => Pooler,
        PoolerServerFailed or PoolerPasswordTooLong or PoolerParameterRefused or PoolerRefused => Pooler,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };
}
