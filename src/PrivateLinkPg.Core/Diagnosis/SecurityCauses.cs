namespace PrivateLinkPg.Diagnosis;

/// <summary>Security groups on the way to an endpoint that does not respond: only a rule that turns clients away is a cause.</summary>
internal static class SecurityCauses
{
    private const int HighestPriority = 100;

    public static bool IsDenied(PathCase path) => Judge(path.Words, path.Facts) is { Denies: true };

    public static CauseText Denied(PathCase path)
    {
        (ProbeWords words, LinkFacts facts) = (path.Words, path.Facts);
        SecurityVerdict verdict = Judge(words, facts)!;
        string except = verdict.Exceptions.Count == 0 ? "" : $"; only {Names(verdict.Exceptions)} lets some in";
        return new(
            $"{words.EndPoint} does not respond: rule {verdict.Rule.Name} (priority {verdict.Rule.Properties!.Priority}) of security group "
                + $"{facts.SecurityGroup} turns away TCP {words.Port} from {path.Network}{except}.",
            Free(verdict.Rule.Properties.Priority, facts.SecurityRules!) is { } priority
                ? $"Let clients in before it: Get-AzNetworkSecurityGroup -Name {ResourceIds.Name(facts.SecurityGroup!)} "
                    + $"-ResourceGroupName {ResourceIds.Group(facts.SecurityGroup)} "
                    + "| Add-AzNetworkSecurityRuleConfig -Name AllowPostgreSQL -Access Allow -Direction Inbound -Protocol Tcp "
                    + $"-Priority {priority} -SourceAddressPrefix {Source(facts)} -SourcePortRange * "
                    + $"-DestinationAddressPrefix {words.Address} -DestinationPortRange {words.Port} | Set-AzNetworkSecurityGroup"
                : $"No priority is free before {verdict.Rule.Name}: narrow that rule, or move it to a later priority.");
    }

    /// <summary>What is known of security groups that let clients in, to follow "although".</summary>
    public static string LetsIn(ProbeWords words, LinkFacts facts) => facts switch
    {
        { SecurityGroup: null } => "no security group is applied to the endpoint.",
        { SecurityRules: null } => $"security group {facts.SecurityGroup} is applied to the endpoint; its rules cannot be read.",
        _ when Judge(words, facts) is { } verdict =>
            $"rule {verdict.Rule.Name} of security group {facts.SecurityGroup} lets TCP {words.Port} in"
            + (verdict.Exceptions.Count == 0 ? "." : $", but for what {Names(verdict.Exceptions)} turns away."),
        _ => $"no rule of security group {facts.SecurityGroup}, which is applied to the endpoint, is known to turn it away.",
    };

    /// <summary>What to ask first where the rules may not be read; empty where they were.</summary>
    public static string Unknown(ProbeWords words, LinkFacts facts) => facts is { SecurityGroup: { } group, SecurityRules: null }
        ? $"Let somebody look who may read {group}: whether a rule turns away TCP {words.Port} to {words.Address}. " : "";

    private static SecurityVerdict? Judge(ProbeWords words, LinkFacts facts) => facts.SecurityRules is not { } group
        || !IPAddress.TryParse(words.Address, out _) ? null
        : SecurityRules.Judge(
            group, facts.Network?.Properties?.AddressSpace?.AddressPrefixes ?? [], words.Address,
            [.. (facts.Endpoint?.Properties?.ApplicationSecurityGroups ?? []).Select(each => each.Id).OfType<string>()], words.Port);

    // The last one before the rule that no other has.
    private static int? Free(int before, SecurityGroupResource group)
    {
        HashSet<int> taken = [.. (group.Properties?.SecurityRules ?? [])
            .Where(rule => rule.Properties?.Direction == "Inbound").Select(rule => rule.Properties!.Priority)];
        for (int priority = Math.Min(before - 1, 4096); priority >= HighestPriority; priority--)
        {
            if (!taken.Contains(priority)) return priority;
        }
        return null;
    }

    private static string Source(LinkFacts facts) => facts.Network?.Properties?.AddressSpace?.AddressPrefixes is { Count: > 0 } ranges
        ? string.Join(",", ranges) : "VirtualNetwork";

    private static string Names(IEnumerable<SecurityRuleResource> rules) => string.Join(", ", rules.Select(rule => rule.Name));
}
