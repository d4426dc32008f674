using System.Globalization;
using System.Text.Json.Nodes;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Paths;

/// <summary>A silent endpoint behind a security group: a rule that turns clients away is the cause, any other group is none.</summary>
public sealed class SecurityCausesTests : LinkedServer
{
    [Theory]
    [InlineData("Enabled", "deny 200 Deny *", "SecurityRuleDenies")]
    [InlineData("NetworkSecurityGroupEnabled", "deny 200 Deny *", "SecurityRuleDenies")]
    [InlineData("Enabled", "deny 200 Deny *;some 150 Allow part", "SecurityRuleDenies")]
    [InlineData("Disabled", "deny 200 Deny *", "AddressSilent")]
    [InlineData("Enabled", "deny 200 Deny *;allow 100 Allow VirtualNetwork", "AddressSilent")]
    [InlineData("Enabled", "", "AddressSilent")]
    public void Only_a_rule_that_denies_is_a_cause(string policies, string rules, string cause)
    {
        PgConnectionTest test = Diagnose(policies, rules);
        Assert.True(cause == test.Cause, test.Message);
        Assert.Equal(cause == "SecurityRuleDenies", test.Message.Contains("rule deny (priority 200)", StringComparison.Ordinal));
        if (cause == "SecurityRuleDenies") Assert.Contains("-Priority 199 ", test.Remedy, StringComparison.Ordinal);
        Assert.Equal(rules.Contains("some", StringComparison.Ordinal), test.Message.Contains("only some lets some in", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_no_priority_is_free_before_it_the_rule_itself_is_to_change() =>
        Assert.StartsWith("No priority is free before deny", Diagnose("Enabled", "deny 100 Deny *").Remedy, StringComparison.Ordinal);

    [Fact]
    public async Task What_may_not_be_read_is_told_and_not_blamed()
    {
        await RefuseAsync("GET", "*/networkSecurityGroups/*", "AuthorizationFailed", 403);
        PgConnectionTest test = Diagnose("Enabled", "deny 200 Deny *");
        Assert.Equal("AddressSilent", test.Cause);
        Assert.Contains("its rules cannot be read", test.Message, StringComparison.Ordinal);
    }

    private PgConnectionTest Diagnose(string policies, string rules)
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        PgDnsRecord record = New(Azure.Runner(), Request(Azure.Runner(), endpoint));
        Azure.Sandbox.State.Run(() =>
        {
            Subnet subnet = Find<VirtualNetwork>(Azure.Network(1)).Subnets.Values.First();
            NetworkSecurityGroup group = new(ResourceId.InGroup(Azure.Ready.Subscriptions.Test, "rg-client", "Microsoft.Network", NetworkSecurityGroup.ResourceType, "nsg-data"), Azure.Ready.Location);
            foreach (string[] rule in rules.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(rule => rule.Split(' '))) group.Rules[rule[0]] = Rule(rule, $"{AddressRange.ToAddress(subnet.Network.AddressSpace[0].First)}/29");
            Azure.Sandbox.State.Add(group);
            subnet.Attach(group);
            subnet.PrivateEndpointNetworkPolicies = policies;
            return true;
        });
        return Azure.Runner().One<TestPgPrivateConnectionRequest, PgConnectionTest>(TestPgPrivateConnection.RunAsync, new()
        {
            HostName = HostName, EndpointId = endpoint.Id, ExpectedIpAddress = record.IpAddress, Timeout = TimeSpan.FromSeconds(12), Diagnose = true,
            DnsServer = Azure.Ready.Dns.Single(pair => ResourceIds.Same(pair.Key, Azure.Network(1))).Value,
        });
    }

    private static JsonObject Rule(string[] rule, string part) => new()
    {
        ["protocol"] = "Tcp", ["sourcePortRange"] = "*", ["destinationPortRange"] = "5432", ["sourceAddressPrefix"] = rule[3] == "part" ? part : rule[3], ["destinationAddressPrefix"] = "*",
        ["access"] = rule[2], ["priority"] = long.Parse(rule[1], CultureInfo.InvariantCulture), ["direction"] = "Inbound",
    };
}
