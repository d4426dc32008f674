using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Link;
using static PrivateLinkPg.Core.Tests.Diagnosis.PathFacts;

namespace PrivateLinkPg.Core.Tests.Diagnosis;

/// <summary>The remedy for a rule that denies is a rule before it, at a priority that is free; what lets in is told with its exceptions.</summary>
public sealed class SecurityGroupCausesTests
{
    private const string SecurityGroup = $"{Group}/Microsoft.Network/networkSecurityGroups/nsg";
    private const string OfEndpoint = $"{Group}/Microsoft.Network/applicationSecurityGroups/db";

    [Theory]
    [InlineData("deny 200 Deny", "-Priority 199 ")]
    [InlineData("deny 200 Deny;some 199 Allow 10.1.1.0/24;more 198 Allow 10.1.2.0/24", "-Priority 197 ")]
    [InlineData("deny 101 Deny", "-Priority 100 ")]
    [InlineData("deny 100 Deny", "No priority is free before deny: narrow")]
    [InlineData("deny 101 Deny;some 100 Allow 10.1.1.0/24", "No priority is free before deny: narrow")]
    [InlineData("deny 200 Deny;out 199 Allow 10.1.1.0/24 Outbound", "-Priority 199 ")]
    // Where rules of Azure's own deny, the last that users may have.
    [InlineData("deny 65500 Deny", "-Priority 4096 ")]
    public void Clients_are_let_in_before_the_rule(string rules, string remedy) =>
        Assert.Contains(remedy, Cause(Ruled(rules))!.Remedy, StringComparison.Ordinal);

    [Fact]
    public void The_command_is_for_the_clients_the_address_and_the_port()
    {
        RootCause cause = Cause(Ruled("deny 200 Deny;some 150 Allow 10.1.1.0/24;more 160 Allow 10.1.2.0/24"))!;
        Assert.Equal(
            $"10.1.0.4:5432 does not respond: rule deny (priority 200) of security group {SecurityGroup} turns away TCP 5432 from vnet; only some, more lets some in.", cause.Message);
        Assert.Contains("Get-AzNetworkSecurityGroup -Name nsg -ResourceGroupName rg | ", cause.Remedy, StringComparison.Ordinal);
        Assert.Contains("-SourceAddressPrefix 10.1.0.0/16 -SourcePortRange * -DestinationAddressPrefix 10.1.0.4 -DestinationPortRange 5432 |", cause.Remedy, StringComparison.Ordinal);
        LinkFacts elsewhere = Ruled("deny 200 Deny") with { Network = null };
        Assert.Contains("-SourceAddressPrefix VirtualNetwork ", Cause(elsewhere)!.Remedy, StringComparison.Ordinal);
        Assert.Contains("turns away TCP 5432 from the endpoint's network.", Cause(elsewhere)!.Message, StringComparison.Ordinal);
        Resource<VirtualNetworkProperties> wide = NetworkWith();
        wide = wide with { Properties = wide.Properties! with { AddressSpace = new(["10.1.0.0/16", "10.2.0.0/16"]) } };
        Assert.Contains("-SourceAddressPrefix 10.1.0.0/16,10.2.0.0/16 ", Cause(Ruled("deny 200 Deny") with { Network = wide })!.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_rules_that_are_known_and_deny_are_a_cause()
    {
        Assert.Null(Cause(Ruled("allow 200 Allow")));
        Assert.Null(Cause(Ruled("")));
        Assert.NotNull(Cause(Ruled("deny 200 Deny 10.1.0.0/16")));
        Assert.Null(Cause(Ruled("deny 200 Deny 10.1.0.0/16") with { Network = null }));
        Assert.Null(Cause(Ruled("deny 200 Deny") with { SecurityRules = null }));
        // A name that leads nowhere has no address that rules could be about.
        Assert.False(SecurityCauses.IsDenied(Case(Ruled("deny 200 Deny"), state: State() with { Address = null, Resolved = [] })));
    }

    [Fact]
    public void Rules_of_Azure_s_own_deny_too()
    {
        LinkFacts facts = Ruled("deny 65500 Deny");
        facts = facts with { SecurityRules = new() { Properties = new() { DefaultSecurityRules = facts.SecurityRules!.Properties!.SecurityRules } } };
        Assert.Contains("-Priority 4096 ", Cause(facts)!.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_about_a_group_is_about_the_endpoints_in_it()
    {
        LinkFacts facts = Ruled("deny 200 Deny");
        Resource<SecurityRuleProperties> rule = facts.SecurityRules!.Properties!.SecurityRules![0];
        facts = facts with
        {
            SecurityRules = new() { Properties = new() { SecurityRules = [rule with { Properties = rule.Properties! with { DestinationAddressPrefix = null, DestinationApplicationSecurityGroups = [new() { Id = OfEndpoint }] } }] } },
        };
        Assert.Null(Cause(facts));
        Assert.Null(Cause(facts with { Endpoint = null }));
        facts = facts with { Endpoint = facts.Endpoint! with { Properties = facts.Endpoint.Properties! with { ApplicationSecurityGroups = [new(), new() { Id = OfEndpoint }] } } };
        Assert.NotNull(Cause(facts));
    }

    [Fact]
    public void What_lets_clients_in_is_told()
    {
        Assert.Equal("no security group is applied to the endpoint.", LetsIn(Facts()));
        Assert.Equal($"security group {SecurityGroup} is applied to the endpoint; its rules cannot be read.", LetsIn(Facts(group: SecurityGroup)));
        Assert.Equal($"rule allow of security group {SecurityGroup} lets TCP 5432 in.", LetsIn(Ruled("allow 200 Allow")));
        Assert.Equal($"rule allow of security group {SecurityGroup} lets TCP 5432 in, but for what some turns away.", LetsIn(Ruled("allow 200 Allow;some 150 Deny 10.1.1.0/24")));
        Assert.Equal($"no rule of security group {SecurityGroup}, which is applied to the endpoint, is known to turn it away.", LetsIn(Ruled("")));
        Assert.Equal("", Unknown(Facts()));
        Assert.Equal("", Unknown(Ruled("")));
        Assert.Equal($"Let somebody look who may read {SecurityGroup}: whether a rule turns away TCP 5432 to 10.1.0.4. ", Unknown(Facts(group: SecurityGroup)));

        static string LetsIn(LinkFacts facts) => SecurityCauses.LetsIn(Case(facts).Words, facts);
        static string Unknown(LinkFacts facts) => SecurityCauses.Unknown(Case(facts).Words, facts);
    }

    private static RootCause? Cause(LinkFacts facts) => AzureRules.Of(AzureReason.WayIsBlocked, Case(facts)).SingleOrDefault();

    private static LinkFacts Ruled(string rules) => Facts(group: SecurityGroup) with
    {
        SecurityRules = new() { Properties = new() { SecurityRules = [.. rules.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(rule => Rule(rule.Split(' ')))] } },
    };

    private static Resource<SecurityRuleProperties> Rule(string[] rule) => new()
    {
        Name = rule[0],
        Properties = new()
        {
            Priority = int.Parse(rule[1], System.Globalization.CultureInfo.InvariantCulture), Access = rule[2], SourceAddressPrefix = rule.ElementAtOrDefault(3) ?? "*",
            Direction = rule.ElementAtOrDefault(4) ?? "Inbound", Protocol = "*", DestinationAddressPrefix = "*", DestinationPortRange = "*",
        },
    };
}
