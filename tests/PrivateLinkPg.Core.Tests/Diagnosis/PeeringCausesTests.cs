using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Link;
using static PrivateLinkPg.Core.Tests.Diagnosis.PathFacts;

namespace PrivateLinkPg.Core.Tests.Diagnosis;

/// <summary>How the clients' network is joined with the endpoint's decides nothing where a route or a gateway leads there.</summary>
public sealed class PeeringCausesTests
{
    private static readonly SubnetRoute Appliance = new("default", $"{Group}/Microsoft.Network/routeTables/rt", new()
    {
        Name = "r", Properties = new() { AddressPrefix = "10.0.0.0/8", NextHopType = "VirtualAppliance", NextHopIpAddress = "10.1.9.9" },
    });

    [Theory]
    [InlineData("Connected", true, null)]
    [InlineData("Connected", null, null)]
    [InlineData("Connected", false, "PeeringForbidsAccess")]
    [InlineData("Disconnected", true, "PeeringDisconnected")]
    [InlineData("Disconnected", false, "PeeringDisconnected")]
    [InlineData("Initiated", true, "PeeringDisconnected")]
    public void A_peering_is_a_cause_by_its_state_and_what_it_allows(string state, bool? access, string? code)
    {
        LinkFacts facts = Peered(Peering(state, access));
        Assert.Equal(code, Cause(facts)?.Code);
        Assert.Null(Cause(facts with { Routes = [Appliance] }));
        Assert.Equal(code, Cause(facts with { Routes = [Appliance with { Route = null }] })?.Code);
    }

    [Fact]
    public void A_half_that_waits_needs_the_other_and_one_that_was_left_needs_both()
    {
        const string Back = $"Add-AzVirtualNetworkPeering -Name data-to-vnet -VirtualNetwork (Get-AzVirtualNetwork -Name data -ResourceGroupName rg) -RemoteVirtualNetworkId {Network}";
        const string There = $"Add-AzVirtualNetworkPeering -Name vnet-to-data -VirtualNetwork (Get-AzVirtualNetwork -Name vnet -ResourceGroupName rg) -RemoteVirtualNetworkId {OtherNetwork}";
        Assert.Equal($"Make the other half: {Back}", Cause(Peered(Peering("Initiated")))!.Remedy);
        Assert.Equal(
            $"Make it again, both halves: Remove-AzVirtualNetworkPeering -VirtualNetworkName vnet -ResourceGroupName rg -Name to-data; then {There}; {Back}",
            Cause(Peered(Peering("Disconnected")))!.Remedy);
        Assert.Contains($"{There}; {Back}", Cause(Peered())!.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Networks_are_apart_where_nothing_leads_from_one_to_the_other()
    {
        LinkFacts apart = Peered();
        Assert.Equal("NetworksNotPeered", Cause(apart)!.Code);
        Assert.StartsWith($"Give vnet an endpoint of its own: New-PgPrivateEndpoint -Target {Server} -SubnetId", Cause(apart)!.Remedy, StringComparison.Ordinal);
        Assert.Contains("-Target <the target's id> ", Cause(apart with { Target = null })!.Remedy, StringComparison.Ordinal);
        Assert.Null(Cause(apart with { Routes = [Appliance] }));
        Assert.Null(Cause(apart with { EndpointNetwork = NetworkWith() }));
        Assert.Null(Cause(apart with { EndpointNetwork = null }));
        Assert.Null(Cause(apart with { Network = null }));
        Assert.Equal("NetworksNotPeered", Cause(apart with { Network = NetworkWith() with { Properties = null } })!.Code);
    }

    // Behind a gateway, of its own or of a network that it is peered with, there may be a way.
    [Theory]
    [InlineData("default", "Connected", true, false)]
    [InlineData("default", "Connected", false, true)]
    [InlineData("default", "Disconnected", true, true)]
    [InlineData("GatewaySubnet", "Connected", false, false)]
    [InlineData("gatewaysubnet", "Connected", false, false)]
    public void A_gateway_may_lead_there(string subnet, string state, bool usesGateway, bool isApart)
    {
        Resource<PeeringProperties> hub = new()
        {
            Name = "to-hub", Properties = new() { PeeringState = state, UseRemoteGateways = usesGateway, RemoteVirtualNetwork = new() { Id = $"{Group}/Microsoft.Network/virtualNetworks/hub" } },
        };
        LinkFacts facts = Facts() with { Network = NetworkWith(subnet: subnet, peerings: [hub]), EndpointNetwork = NetworkWith(OtherNetwork) };
        Assert.Equal(isApart ? "NetworksNotPeered" : null, Cause(facts)?.Code);
    }

    [Fact]
    public void One_gateway_among_other_peerings_and_subnets_is_enough()
    {
        LinkFacts facts = Peered(With("to-one", "one", gateway: false), With("to-hub", "hub", gateway: true));
        Assert.Null(Cause(facts));
        Resource<VirtualNetworkProperties> two = NetworkWith();
        two = two with { Properties = two.Properties! with { Subnets = [.. two.Properties.Subnets!, new() { Id = $"{Network}/subnets/GatewaySubnet" }] } };
        Assert.Null(Cause(facts with { Network = two }));

        static Resource<PeeringProperties> With(string name, string to, bool gateway) => new()
        {
            Name = name, Properties = new() { PeeringState = "Connected", UseRemoteGateways = gateway, RemoteVirtualNetwork = new() { Id = $"{Group}/Microsoft.Network/virtualNetworks/{to}" } },
        };
    }

    private static Resource<PeeringProperties> Peering(string state, bool? access = true) => new()
    {
        Name = "to-data", Properties = new() { PeeringState = state, AllowVirtualNetworkAccess = access, RemoteVirtualNetwork = new() { Id = OtherNetwork } },
    };

    private static LinkFacts Peered(params Resource<PeeringProperties>[] peerings) =>
        Facts() with { Network = NetworkWith(peerings: peerings), EndpointNetwork = NetworkWith(OtherNetwork) };

    private static RootCause? Cause(LinkFacts facts) => AzureRules.Of(AzureReason.WayIsBlocked, Case(facts)).SingleOrDefault();
}
