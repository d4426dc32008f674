using System.Net;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Link;
using PrivateLinkPg.Probe;
using static PrivateLinkPg.Core.Tests.Diagnosis.PathFacts;

namespace PrivateLinkPg.Core.Tests.Diagnosis;

/// <summary>Seen, absent and not readable are three things: what could not be read is neither there nor missing.</summary>
public sealed class AzureRulesTests
{
    public static TheoryData<string> Absences => [.. AzureRules.All.Where(rule => rule.IsOfAbsence).Select(rule => rule.Code).Distinct()];

    [Theory]
    [MemberData(nameof(Absences))]
    public void What_could_not_be_read_is_not_called_missing(string code)
    {
        foreach (AzureRule rule in AzureRules.All.Where(each => each.IsOfAbsence && each.Code == code))
        {
            PathCase path = Cases().First(each => rule.Judge(each) is not null);
            Assert.False(rule.IsOpen(path));
            foreach (Evidence part in Enum.GetValues<Evidence>().Where(each => (each & rule.Needs) != Evidence.None))
            {
                PathCase unread = path with { Facts = path.Facts with { Unread = part } };
                Assert.Null(rule.Judge(unread));
                Assert.True(rule.IsOpen(unread));
            }
        }
    }

    [Fact]
    public void Each_rule_needs_something_or_rests_on_what_was_seen() => AssertEach.All(
        AzureRules.All.Where(rule => rule.IsOfAbsence), rule => Assert.NotEqual(Evidence.None, rule.Needs));

    [Fact]
    public void What_was_seen_is_told_whatever_else_could_not_be_read()
    {
        PathCase path = Case(Facts() with { Server = new() { Id = Server, Name = "db", Properties = new() { State = "Stopped" } }, Unread = (Evidence)(-1) });
        Assert.Equal("ServerStopped", Assert.Single(AzureRules.Of(AzureReason.EndIsMissing, path)).Code);
    }

    [Fact]
    public void What_is_left_open_is_named()
    {
        PathCase path = Case(Facts() with { Server = null, Unread = Evidence.Target | Evidence.SecurityRules });
        Assert.Equal(
            [
                "ServerInjected", "TargetDeleted", "EndpointMissing", "EndpointToOtherServer", "ServerStopped", "ServerStarting", "ServerDisabled", "ServerInaccessible",
                "ServerBeingDeleted", "SecurityRuleDenies",
            ],
            AzureRules.Open([AzureReason.EndIsMissing, AzureReason.WayIsBlocked], path));
    }

    [Fact]
    public void On_the_way_all_that_blocks_is_told()
    {
        LinkFacts facts = Facts() with
        {
            Routes = [new("apps", $"{Group}/Microsoft.Network/routeTables/rt", Route("10.1.0.4/32", "None"))],
            SecurityRules = new()
            {
                Properties = new()
                {
                    SecurityRules = [new()
                    {
                        Name = "deny",
                        Properties = new()
                        {
                            Direction = "Inbound", Protocol = "*", Access = "Deny", Priority = 100, SourceAddressPrefix = "*", DestinationAddressPrefix = "*",
                            DestinationPortRange = "*",
                        },
                    }],
                },
            },
        };
        Assert.Equal(["RouteDropsTraffic", "SecurityRuleDenies"], AzureRules.Of(AzureReason.WayIsBlocked, Case(facts)).Select(cause => cause.Code));
    }

    // learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy
    [Theory]
    [InlineData("10.1.0.4/32", false, true, true)]
    [InlineData("10.1.0.0/24", false, true, false)]
    [InlineData("10.1.0.0/24", true, true, true)]
    [InlineData("10.1.0.0/16", true, true, true)]
    [InlineData("10.0.0.0/8", true, true, false)]
    [InlineData("0.0.0.0/0", true, true, false)]
    [InlineData("0.0.0.0/0", false, false, true)]
    [InlineData("10.2.0.0/16", true, false, false)]
    [InlineData("AzureCloud", true, false, false)]
    [InlineData("::/0", true, false, false)]
    public void A_route_takes_the_place_of_the_endpoints_own_where_it_is_narrow_enough(string prefix, bool applies, bool isNear, bool decides)
    {
        Resource<RouteTableProperties> table = new() { Properties = new() { Routes = [Route(prefix, "None")] } };
        IPNetwork? reach = applies ? IPNetwork.Parse("10.1.0.0/16") : null;
        Assert.Equal(decides, SubnetRoute.Deciding(table, IPAddress.Parse("10.1.0.4"), reach, isNear) is not null);
    }

    [Fact]
    public void The_narrowest_route_decides()
    {
        Resource<RouteTableProperties> table = new() { Properties = new() { Routes = [Route("10.0.0.0/8", "None"), Route("10.1.0.0/24", "VnetLocal"), Route("10.1.0.0/16", "None")] } };
        Assert.Equal("VnetLocal", SubnetRoute.Deciding(table, IPAddress.Parse("10.1.0.4"), null, isNear: false)!.Properties!.NextHopType);
    }

    private static IEnumerable<PathCase> Cases()
    {
        LinkFacts facts = Facts();
        yield return Case(facts with { TargetIsGone = true });
        yield return Case(facts with { EndpointIsGone = true });
        yield return Case(facts with { EndpointId = null, Endpoint = null });
        PathCase named = Case(facts, ProbeFault.PublicAddress);
        yield return named;
        yield return named with { Facts = facts with { Zones = [new(ZoneId, Zone, false, null)] } };
        yield return Case(facts with { EndpointNetwork = NetworkWith(OtherNetwork) });
    }

    private static Resource<RouteProperties> Route(string prefix, string hop) => new() { Name = "r", Properties = new() { AddressPrefix = prefix, NextHopType = hop } };
}
