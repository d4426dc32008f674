using System.Globalization;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Link;

namespace PrivateLinkPg.Core.Tests.Link;

/// <summary>Which rule decides about a network's connections to 10.1.0.4:5432, and whether it turns them away.</summary>
public sealed class SecurityRulesTests
{
    private static readonly Resource<SecurityRuleProperties>[] Defaults =
    [
        Rule("AllowVnetInBound 65000 Allow VirtualNetwork VirtualNetwork *"), Rule("AllowAzureLoadBalancerInBound 65001 Allow AzureLoadBalancer * *"),
        Rule("DenyAllInBound 65500 Deny * * *"),
    ];

    [Theory]
    // Only the rules that every group has.
    [InlineData("10.2.0.0/16", "AllowVnetInBound lets in")]
    // One that allows, and some about something else.
    [InlineData("10.2.0.0/16", "a lets in", "a 100 Allow * * 5432")]
    [InlineData("10.2.0.0/16", "AllowVnetInBound lets in", "d 100 Deny * * 6432", "e 101 Deny * 10.1.0.5 5432", "f 102 Deny 10.3.0.0/16 * *")]
    // One that denies: by everything, a tag, a wider range, a list of ports, a range of ports.
    [InlineData("10.2.0.0/16", "d denies", "d 100 Deny * * *")]
    [InlineData("10.2.0.0/16", "d denies", "d 100 Deny VirtualNetwork VirtualNetwork 5432")]
    [InlineData("10.2.0.0/16", "d denies", "d 100 Deny 10.0.0.0/8 10.1.0.0/24 5000-6000")]
    [InlineData("10.2.0.0/16", "d denies", "d 100 Deny 10.2.0.0/16,10.9.0.0/16 10.1.0.4 22,5432")]
    [InlineData("10.2.0.0/16,10.3.0.0/16", "d denies", "d 100 Deny 10.2.0.0/16,10.3.0.0/16 * 5432")]
    // The first by priority, not by place.
    [InlineData("10.2.0.0/16", "a lets in", "d 200 Deny * * *", "a 100 Allow * * *")]
    [InlineData("10.2.0.0/16", "d denies", "a 300 Allow * * *", "d 200 Deny * * *")]
    // Some of the network.
    [InlineData("10.2.0.0/16", "d denies but a", "a 100 Allow 10.2.1.0/24 * 5432", "d 200 Deny * * *")]
    [InlineData("10.2.0.0/16", "AllowVnetInBound lets in but d", "d 100 Deny 10.2.1.0/24 * 5432")]
    [InlineData("10.2.0.0/16,10.3.0.0/16", "AllowVnetInBound lets in but d", "d 100 Deny 10.3.0.0/16 * 5432")]
    // A tag that no private address is in.
    [InlineData("10.2.0.0/16", "AllowVnetInBound lets in", "d 100 Deny Internet * *")]
    // Not known where the clients are.
    [InlineData("", "d denies", "d 100 Deny * * *")]
    [InlineData("", "AllowVnetInBound lets in but d", "d 100 Deny 10.2.0.0/16 * *")]
    public void The_first_rule_about_the_whole_network_decides(string network, string expected, params string[] rules)
    {
        Resource<SecurityGroupProperties> group = new() { Properties = new() { SecurityRules = [.. rules.Select(Rule)], DefaultSecurityRules = Defaults } };
        SecurityVerdict verdict = SecurityRules.Judge(group, network.Split(',', StringSplitOptions.RemoveEmptyEntries), "10.1.0.4", [], 5432)!;
        string but = verdict.Exceptions.Count == 0 ? "" : $" but {string.Join(",", verdict.Exceptions.Select(rule => rule.Name))}";
        Assert.Equal(expected, $"{verdict.Rule.Name} {(verdict.Denies ? "denies" : "lets in")}{but}");
    }

    [Theory]
    [InlineData("/asg/DB", true)]
    [InlineData("/asg/web", false)]
    public void A_rule_about_an_application_security_group_is_about_its_members(string member, bool denies)
    {
        Resource<SecurityRuleProperties> rule = Rule("d 100 Deny * - *");
        rule = rule with { Properties = rule.Properties! with { DestinationAddressPrefix = null, DestinationApplicationSecurityGroups = [new Reference { Id = "/asg/db" }] } };
        Resource<SecurityGroupProperties> group = new() { Properties = new() { SecurityRules = [rule], DefaultSecurityRules = Defaults } };
        Assert.Equal(denies, SecurityRules.Judge(group, ["10.2.0.0/16"], "10.1.0.4", [member], 5432)!.Denies);
    }

    [Theory]
    [InlineData("Outbound", "Tcp")]
    [InlineData("Inbound", "Udp")]
    public void Rules_about_other_directions_and_protocols_are_none(string direction, string protocol)
    {
        Resource<SecurityRuleProperties> rule = Rule("d 100 Deny * * *");
        rule = rule with { Properties = rule.Properties! with { Direction = direction, Protocol = protocol } };
        Assert.Null(SecurityRules.Judge(new() { Properties = new() { SecurityRules = [rule] } }, [], "10.1.0.4", [], 5432));
    }

    // Name, priority, access, source, destination, ports.
    private static Resource<SecurityRuleProperties> Rule(string text)
    {
        string[] parts = text.Split(' ');
        string[] sources = parts[3].Split(','), ports = parts[5].Split(',');
        return new()
        {
            Name = parts[0],
            Properties = new()
            {
                Priority = int.Parse(parts[1], CultureInfo.InvariantCulture), Access = parts[2], Direction = "Inbound", Protocol = "*",
                SourceAddressPrefix = sources.Length == 1 ? sources[0] : null, SourceAddressPrefixes = sources.Length == 1 ? [] : sources,
                DestinationAddressPrefix = parts[4], DestinationPortRange = ports.Length == 1 ? ports[0] : null, DestinationPortRanges = ports.Length == 1 ? [] : ports,
            },
        };
    }
}
