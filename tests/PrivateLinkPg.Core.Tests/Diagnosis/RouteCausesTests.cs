using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Link;
using static PrivateLinkPg.Core.Tests.Diagnosis.PathFacts;

namespace PrivateLinkPg.Core.Tests.Diagnosis;

/// <summary>Routes drop what goes to the endpoint where they do so from every subnet that clients may be in; others are hints.</summary>
public sealed class RouteCausesTests
{
    [Fact]
    public void Only_where_no_client_gets_there_a_route_is_the_cause()
    {
        SubnetRoute dropped = Route("apps", "None");
        Assert.Equal(
            "10.1.0.4:5432 does not respond: route r of route table rt-apps sends it from subnet apps nowhere (next hop None); "
                + "route r of route table rt-jobs sends it from subnet jobs nowhere (next hop Internet).",
            Cause(dropped, Route("jobs", "Internet"))!.Message);
        Assert.EndsWith(
            "Get-AzRouteTable -Name rt-apps -ResourceGroupName rg | Remove-AzRouteConfig -Name r | Set-AzRouteTable", Cause(dropped)!.Remedy, StringComparison.Ordinal);
        Assert.Null(Cause(dropped, new SubnetRoute("jobs", null, null)));
        Assert.Null(Cause(dropped, Route("jobs", "VirtualAppliance")));
        Assert.Null(Cause(Route("jobs", "VnetLocal")));
        Assert.Null(Cause());
    }

    [Fact]
    public void Of_routes_that_lead_elsewhere_a_remedy_gives_hints()
    {
        SubnetRoute[] routes = [Route("apps", "None"), Route("jobs", "VirtualAppliance", "10.1.9.9"), Route("far", "VirtualNetworkGateway"), Route("near", "VnetLocal"), new("own", null, null)];
        Assert.Equal(
            "Route r of route table rt-apps sends it from subnet apps nowhere (next hop None): ask its owner about TCP 5432. "
                + "Route r of route table rt-jobs sends it from subnet jobs through 10.1.9.9: ask its owner about TCP 5432. "
                + "Route r of route table rt-far sends it from subnet far to next hop VirtualNetworkGateway: ask its owner about TCP 5432. ",
            RouteCauses.Hints(Case(Facts() with { Routes = routes })));
        Assert.Equal("", RouteCauses.Hints(Case(Facts())));
    }

    private static RootCause? Cause(params SubnetRoute[] routes) =>
        AzureRules.Of(AzureReason.WayIsBlocked, Case(Facts() with { Routes = routes })).SingleOrDefault(cause => cause.Code == "RouteDropsTraffic");

    private static SubnetRoute Route(string subnet, string hop, string? appliance = null) => new(subnet, $"{Group}/Microsoft.Network/routeTables/rt-{subnet}", new()
    {
        Name = "r", Properties = new() { AddressPrefix = "10.1.0.4/32", NextHopType = hop, NextHopIpAddress = appliance },
    });
}
