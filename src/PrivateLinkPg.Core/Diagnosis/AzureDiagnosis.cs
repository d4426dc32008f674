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

    /// <summary>The codes that could not be excluded, as something may not be read.</summary>
    public static IEnumerable<string> Open(ProbeResult result, LinkFacts facts) =>
        AzureRules.Open(FaultRules.Of(result.State.Faults[0].Fault).Explained, Case(result, facts));

    /// <summary>Whether Azure shows an end that is missing or not approved: behind it nothing can answer.</summary>
    public static bool IsDead(ProbeResult result, LinkFacts facts) => IsDead(Case(result, facts));

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
        PathCase path = Case(result, facts);
        List<RootCause> found = [];
        FaultRule rule = FaultRules.Of(path.Fault);
        // Whoever was asked by the endpoint's own address and spoke proves that the way there is open.
        bool spoke = rule.ServerSpoke && facts.Addresses.Contains(path.Words.Address);
        foreach (AzureReason reason in rule.Explained)
        {
            if (spoke && reason is AzureReason.EndIsMissing or AzureReason.NotApproved) continue;
            // Silence, or a server of another name, that something else explains needs no second reason.
            if (found.Count > 0 && reason is AzureReason.EndIsAnother or AzureReason.WayIsBlocked) continue;
            found.AddRange(AzureRules.Of(reason, path with { IsExplained = found.Count > 0 }));
        }
        if (found.Count == 0) found.Add(WithWay(cause, path));
        if (behind is null || IsDead(path)) return found;
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

    private static bool IsDead(PathCase path) =>
        AzureRules.Of(AzureReason.EndIsMissing, path).Concat(AzureRules.Of(AzureReason.NotApproved, path)).Any();

    private static PathCase Case(ProbeResult result, LinkFacts facts) => new(result.State.Faults[0].Fault, new(result.State), facts);

    // A wrong name is one fault, what is wrong with the path to the right address another.
    private static IEnumerable<RootCause> BehindIt(
        IEnumerable<(string Step, ProbeFault Fault, string Detail)> faults, ProbeWords words, LinkFacts facts) =>
        from fault in faults
        let path = new PathCase(fault.Fault, words, facts)
        let own = FaultRules.Of(fault.Fault).Cause(fault.Fault, words, fault.Detail)
        from cause in AzureRules.Of(AzureReason.WayIsBlocked, path).DefaultIfEmpty(WithWay(own, path))
        select cause;

    // What Azure shows to be right narrows down what is left.
    private static RootCause WithWay(RootCause cause, PathCase path)
    {
        (ProbeWords words, LinkFacts facts) = (path.Words, path.Facts);
        bool isOfWay = FaultRules.Of(path.Fault).Explained.Contains(AzureReason.WayIsBlocked);
        if (!isOfWay || facts.ConnectionStatus != "Approved") return cause;
        if (path.Fault is not (ProbeFault.AddressSilent or ProbeFault.AddressUnreachable))
        {
            string server = facts.Server?.Properties?.State is { } state ? $" and has the server as {state}" : "";
            return cause with
            {
                Remedy = $"Azure sees nothing wrong with the endpoint{server}: "
                    + "check -Port, and the health and log of what the endpoint leads to.",
            };
        }
        return cause with
        {
            Message = $"{words.EndPoint} does not respond to this machine, although the connection is approved and "
                + SecurityCauses.LetsIn(words, facts),
            Remedy = SecurityCauses.Unknown(words, facts) + RouteCauses.Hints(path)
                + $"Check the way to {path.Network}: peering, VPN, "
                + $"route tables and firewalls for TCP {words.Port} to {words.Address}; or test from a machine inside it.",
        };
    }
}
