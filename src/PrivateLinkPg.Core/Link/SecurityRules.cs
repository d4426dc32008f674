namespace PrivateLinkPg.Link;

/// <summary>What the rules of a security group do to connections from a network to an address (Azure's evaluation, by priority).</summary>
/// <param name="Rule">The rule that decides about the network as a whole.</param>
/// <param name="Denies">Whether it turns them away.</param>
/// <param name="Exceptions">The rules before it that decide otherwise about some of the network's addresses.</param>
internal sealed record SecurityVerdict(SecurityRuleResource Rule, bool Denies, IReadOnlyList<SecurityRuleResource> Exceptions);

/// <summary>Weighs the inbound rules of a security group.</summary>
internal static class SecurityRules
{
    private enum Share { None, Some, All }

    /// <summary>The verdict; null where no rule is about such connections.</summary>
    /// <param name="group">The security group.</param>
    /// <param name="network">The address ranges that clients connect from; empty for any that Azure calls VirtualNetwork.</param>
    /// <param name="address">The endpoint's address, of either family.</param>
    /// <param name="endpointGroups">The application security groups that the endpoint is in.</param>
    /// <param name="port">The TCP port.</param>
    public static SecurityVerdict? Judge(
        SecurityGroupResource group, IReadOnlyList<string> network, string address, IReadOnlyCollection<string> endpointGroups, int port)
    {
        IPNetwork to = Parse(address)!.Value;
        IPNetwork[] from = [.. network.Select(Parse).OfType<IPNetwork>()];
        List<SecurityRuleResource> some = [];
        var rules = (group.Properties?.SecurityRules ?? []).Concat(group.Properties?.DefaultSecurityRules ?? [])
            .Where(rule => rule.Properties is { Direction: "Inbound" } each && Is(each.Protocol, "Tcp")
                && Ports(each).Any(range => Holds(range, port))
                && (IsShared(each.DestinationApplicationSecurityGroups, endpointGroups)
                    || Of([to], Prefixes(each.DestinationAddressPrefix, each.DestinationAddressPrefixes)) == Share.All))
            .OrderBy(rule => rule.Properties!.Priority);
        foreach (SecurityRuleResource rule in rules)
        {
            SecurityRuleProperties each = rule.Properties!;
            Share share = each.SourceApplicationSecurityGroups is { Count: > 0 } ? Share.Some
                : Of(from, Prefixes(each.SourceAddressPrefix, each.SourceAddressPrefixes));
            if (share == Share.Some) some.Add(rule);
            if (share != Share.All) continue;
            return new(rule, each.Access == "Deny", [.. some.Where(other => other.Properties!.Access != each.Access)]);
        }
        return null;
    }

    // How much of some ranges lies in what a rule names.
    private static Share Of(IPNetwork[] ranges, IEnumerable<string> named)
    {
        string[] prefixes = [.. named];
        if (prefixes.Any(prefix => Is(prefix, "VirtualNetwork") || prefix == "0.0.0.0/0")) return Share.All;
        IPNetwork[] known = [.. prefixes.Select(Parse).OfType<IPNetwork>()];
        if (ranges.Length == 0) return known.Length == 0 ? Share.None : Share.Some;
        if (Array.TrueForAll(ranges, range => Array.Exists(known, each => Covers(each, range)))) return Share.All;
        return ranges.Any(range => known.Any(each => each.Contains(range.BaseAddress) || range.Contains(each.BaseAddress)))
            ? Share.Some : Share.None;
    }

    private static bool Covers(IPNetwork all, IPNetwork part) => all.PrefixLength <= part.PrefixLength && all.Contains(part.BaseAddress);

    private static IEnumerable<string> Prefixes(string? one, IReadOnlyList<string>? many) => one is { Length: > 0 } ? [one] : many ?? [];

    private static IEnumerable<string> Ports(SecurityRuleProperties rule) =>
        Prefixes(rule.DestinationPortRange, rule.DestinationPortRanges);

    private static bool Is(string? text, string wanted) => text == "*" || wanted.Equals(text, StringComparison.OrdinalIgnoreCase);

    private static bool Holds(string range, int port)
    {
        string[] ends = range.Split('-');
        return range == "*"
            || (int.TryParse(ends[0], out int first) && int.TryParse(ends[^1], out int last) && first <= port && port <= last);
    }

    private static bool IsShared(IReadOnlyList<Reference>? groups, IReadOnlyCollection<string> own) =>
        groups?.Any(group => own.Any(each => ResourceIds.Same(each, group.Id))) == true;

    private static IPNetwork? Parse(string prefix) =>
        IPNetwork.TryParse(prefix, out IPNetwork range) ? range
        : IPAddress.TryParse(prefix, out IPAddress? one) ? new(one, one.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)
        : null;
}
