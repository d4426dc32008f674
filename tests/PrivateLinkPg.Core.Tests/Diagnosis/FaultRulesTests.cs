using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Probe;
using static PrivateLinkPg.Diagnosis.AzureReason;

namespace PrivateLinkPg.Core.Tests.Diagnosis;

/// <summary>Who words each fault, and what of Azure may explain it better.</summary>
public sealed class FaultRulesTests
{
    [Fact]
    public void Every_fault_has_a_rule() => AssertEach.All(Enum.GetValues<ProbeFault>(), fault => Assert.NotNull(FaultRules.Of(fault)));

    [Theory]
    [InlineData(ProbeFault.NameNotFound, nameof(NameCauses), EndIsMissing, NotApproved, NamesAreWrong)]
    [InlineData(ProbeFault.NameHasNoAddress, nameof(NameCauses), EndIsMissing, NotApproved, NamesAreWrong)]
    [InlineData(ProbeFault.DnsServerFailed, nameof(NameCauses), EndIsMissing, AliasesCircle)]
    [InlineData(ProbeFault.DnsServerRefused, nameof(NameCauses), EndIsMissing, AliasesCircle)]
    [InlineData(ProbeFault.DnsServerSilent, nameof(NameCauses), EndIsMissing, AliasesCircle)]
    [InlineData(ProbeFault.DnsServerUnreachable, nameof(NameCauses), EndIsMissing, AliasesCircle)]
    [InlineData(ProbeFault.AliasNotFollowed, nameof(NameCauses), EndIsMissing, AliasesCircle)]
    [InlineData(ProbeFault.AliasLoop, nameof(NameCauses), EndIsMissing, AliasesCircle)]
    [InlineData(ProbeFault.DnsTcpClosed, nameof(NameCauses), EndIsMissing, AliasesCircle)]
    [InlineData(ProbeFault.SinkholeAddress, nameof(NameCauses), EndIsMissing, NotApproved, NamesAreWrong)]
    [InlineData(ProbeFault.PublicAddress, nameof(NameCauses), EndIsMissing, NotApproved, NamesAreWrong)]
    [InlineData(ProbeFault.UnexpectedAddress, nameof(NameCauses), EndIsMissing, NotApproved, NamesAreWrong)]
    [InlineData(ProbeFault.AddressSilent, nameof(NetworkCauses), EndIsMissing, NotApproved, LeadsElsewhere, WayIsBlocked)]
    [InlineData(ProbeFault.AddressUnreachable, nameof(NetworkCauses), EndIsMissing, NotApproved, LeadsElsewhere, WayIsBlocked)]
    [InlineData(ProbeFault.PortClosed, nameof(NetworkCauses), EndIsMissing, NotApproved, LeadsElsewhere, WayIsBlocked)]
    [InlineData(ProbeFault.TlsRefused, nameof(NetworkCauses))]
    [InlineData(ProbeFault.TlsHandshakeFailed, nameof(NetworkCauses))]
    [InlineData(ProbeFault.NotPostgreSql, nameof(NetworkCauses))]
    [InlineData(ProbeFault.ServerSilent, nameof(NetworkCauses), EndIsMissing, NotApproved, LeadsElsewhere, WayIsBlocked)]
    [InlineData(ProbeFault.ConnectionClosed, nameof(NetworkCauses), EndIsMissing, NotApproved, LeadsElsewhere, WayIsBlocked)]
    [InlineData(ProbeFault.CertificateUnreadable, nameof(CertificateCauses))]
    [InlineData(ProbeFault.CertificateUntrusted, nameof(CertificateCauses))]
    [InlineData(ProbeFault.CertificateIssuerMissing, nameof(CertificateCauses))]
    [InlineData(ProbeFault.CertificateChainBroken, nameof(CertificateCauses))]
    [InlineData(ProbeFault.CertificateUsageWrong, nameof(CertificateCauses))]
    [InlineData(ProbeFault.CertificateKeyTooSmall, nameof(CertificateCauses))]
    [InlineData(ProbeFault.CertificateDigestTooWeak, nameof(CertificateCauses))]
    [InlineData(ProbeFault.ChannelBindingImpossible, nameof(CertificateCauses))]
    [InlineData(ProbeFault.AuthorityExpired, nameof(CertificateCauses))]
    [InlineData(ProbeFault.RootExpired, nameof(CertificateCauses))]
    [InlineData(ProbeFault.CertificateExpired, nameof(CertificateCauses))]
    [InlineData(ProbeFault.CertificateNotYetValid, nameof(CertificateCauses))]
    [InlineData(ProbeFault.CertificateNameMismatch, nameof(CertificateCauses), EndIsMissing, EndIsAnother, NotApproved, LeadsElsewhere)]
    [InlineData(ProbeFault.PasswordRejected, nameof(SignInCauses))]
    [InlineData(ProbeFault.EntraTokenRefused, nameof(SignInCauses))]
    [InlineData(ProbeFault.RoleRejected, nameof(SignInCauses))]
    [InlineData(ProbeFault.ClientRejected, nameof(SignInCauses))]
    [InlineData(ProbeFault.DatabaseMissing, nameof(SignInCauses))]
    [InlineData(ProbeFault.DatabaseForbidden, nameof(SignInCauses))]
    [InlineData(ProbeFault.TooManyConnections, nameof(ServerCauses))]
    [InlineData(ProbeFault.ServerNotReady, nameof(ServerCauses))]
    [InlineData(ProbeFault.PoolerIsFull, nameof(PoolerCauses))]
    [InlineData(ProbeFault.SignInFailed, nameof(SignInCauses))]
    [InlineData(ProbeFault.QueryFailed, nameof(SignInCauses))]
    internal void Each_fault_is_worded_and_explained_by_its_rule(ProbeFault fault, string words, params AzureReason[] explained)
    {
        FaultRule rule = FaultRules.Of(fault);

        Assert.Equal(words, rule.Words.Method.DeclaringType!.Name);
        Assert.Equal(explained, rule.Explained);
    }

    [Theory]
    [InlineData(ProbeFault.AddressSilent, nameof(NameCauses))]
    [InlineData(ProbeFault.QueryFailed, nameof(NetworkCauses))]
    [InlineData(ProbeFault.NameNotFound, nameof(SignInCauses))]
    [InlineData(ProbeFault.NameNotFound, nameof(CertificateCauses))]
    internal void A_fault_of_others_is_not_worded(ProbeFault fault, string words)
    {
        ProbeState state = new(new() { HostName = "db.postgres.database.azure.com" }, null!, TimeProvider.System)
        {
            Tls = new("", "", new()
            {
                Subject = "", Issuer = "", Names = [], ValidFrom = default, ValidUntil = default,
                ChainProblem = null, TimeProblem = null, HasDigest = true, NameMatches = true,
            }),
        };
        FaultRule rule = Enum.GetValues<ProbeFault>().Select(FaultRules.Of).First(each => each.Words.Method.DeclaringType!.Name == words);

        Assert.Throws<ArgumentOutOfRangeException>(() => rule.Words(fault, new ProbeWords(state), "Detail."));
    }
}
