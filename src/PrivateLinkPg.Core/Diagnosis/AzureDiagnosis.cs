namespace PrivateLinkPg.Diagnosis;

/// <summary>Sharpens the probe's root cause by what Azure told.</summary>
internal static class AzureDiagnosis
{
    /// <summary>
    /// The causes, the one that blocks the others first: what Azure shows to be wrong and explains the fault or would be met next, else
    /// <paramref name="cause"/>.
    /// </summary>
    /// <param name="cause">What the probe alone tells.</param>
    /// <param name="result">What it found.</param>
    /// <param name="behind">What it found at the endpoint's own address; the same where it was there, null where nobody looked.</param>
    /// <param name="facts">What Azure tells.</param>
    public static IReadOnlyList<RootCause> Causes(RootCause cause, ProbeResult result, ProbeResult? behind, LinkFacts facts)
    {
        List<RootCause> found = Found(cause, result, behind, facts);
        return facts.EndpointIsGuessed ? [.. found.Select(each => Held(each, facts.EndpointId!))] : found;
    }

    // What is not known to be meant is nobody's to change.
    private static RootCause Held(RootCause cause, string endpoint) => cause.Repair is not { HeldBack: null } repair ? cause : cause with
    {
        Repair = repair with
        {
            HeldBack = $"Nobody said that {endpoint} is meant, which was found by the server's name: pass -EndpointId, or the clients' "
                + "network with -VirtualNetworkId.",
        },
    };

    private static List<RootCause> Found(RootCause cause, ProbeResult result, ProbeResult? behind, LinkFacts facts)
    {
        ProbeWords words = new(result.State);
        List<RootCause> found = [];
        FaultRule rule = FaultRules.Of(result.State.Faults[0].Fault);
        // Whoever was asked by the endpoint's own address and spoke proves that the way there is open.
        bool spoke = rule.ServerSpoke && facts.Addresses.Contains(words.Address);
        foreach (AzureReason reason in rule.Explained)
        {
            if (spoke && reason is AzureReason.EndIsMissing or AzureReason.NotApproved) continue;
            if (Explain(reason, cause, words, facts, found.Count > 0) is { } better) found.Add(better);
        }
        bool deadAnyway = EndCauses.Of(words, facts) is not null || EndCauses.OfConnection(facts) is not null;
        if (found.Count == 0) found.Add(cause);
        if (deadAnyway || behind is null) return found;
        // Of the test itself the first fault is explained already; at the endpoint's own address what is wrong with the name is no news.
        var faults = behind.State.Faults;
        var more = behind == result ? faults.Skip(1) : faults.Where(fault => !FaultRules.Of(fault.Fault).IsOfName);
        if (behind != result && !more.Any())
        {
            string works = $"The path itself works: {behind.State.Address} answers as it should.";
            found[0] = found[0] with { Message = $"{found[0].Message} {works}" };
        }
        return [.. found, .. BehindIt(more, new(behind.State), facts)];
    }

    // A wrong name is one fault, what is wrong with the path to the right address another.
    private static IEnumerable<RootCause> BehindIt(
        IEnumerable<(string Step, ProbeFault Fault, string Detail)> faults, ProbeWords words, LinkFacts facts) =>
        from fault in faults
        let rule = FaultRules.Of(fault.Fault)
        let own = rule.Words(fault.Fault, words, fault.Detail)
        select rule.Explained.Contains(AzureReason.WayIsBlocked) ? Blocked(own, words, facts) ?? own : own;

    private static RootCause? Explain(
        AzureReason reason, RootCause cause, ProbeWords words, LinkFacts facts, bool isExplained) => reason switch
    {
        AzureReason.EndIsMissing => EndCauses.Of(words, facts),
        AzureReason.EndIsAnother => isExplained ? null : EndCauses.OfTarget(words, facts),
        AzureReason.NotApproved => EndCauses.OfConnection(facts),
        // The probe expected no address, so a private one that is of something else was as good to it.
        AzureReason.LeadsElsewhere => facts.Addresses.Contains(words.Address) ? null : Names(words, facts, isExplained),
        AzureReason.NamesAreWrong => Names(words, facts, isExplained),
        // Silence that something else explains needs no second reason.
        AzureReason.WayIsBlocked => isExplained ? null : Blocked(cause, words, facts),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    // To an endpoint of another server the name need not lead.
    private static RootCause? Names(ProbeWords words, LinkFacts facts, bool isExplained) =>
        facts.LeadsElsewhere(words.Names) is null ? ZoneCauses.Of(words, facts, isExplained) : null;

    private static RootCause? Blocked(RootCause cause, ProbeWords words, LinkFacts facts)
    {
        if (facts.ConnectionStatus != "Approved") return null;
        if (cause.Code is not ("AddressSilent" or "AddressUnreachable"))
        {
            string server = facts.Server?.Properties?.State is { } state ? $" and has the server as {state}" : "";
            return cause with
            {
                Remedy = $"Azure sees nothing wrong with the endpoint{server}: "
                    + "check -Port, and the health and log of what the endpoint leads to.",
            };
        }
        return SecurityCauses.Of(words, facts) ?? cause with
        {
            Message = $"{words.EndPoint} does not respond to this machine, although the connection is approved and "
                + SecurityCauses.LetsIn(words, facts),
            Remedy = SecurityCauses.Unknown(words, facts)
                + $"Check the way to {facts.Network?.Name ?? "the endpoint's network"}: peering, VPN, "
                + $"route tables and firewalls for TCP {words.Port} to {words.Address}; or test from a machine inside it.",
        };
    }
}
