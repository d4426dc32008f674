using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Link;
using static PrivateLinkPg.Core.Tests.Diagnosis.PathFacts;

namespace PrivateLinkPg.Core.Tests.Diagnosis;

/// <summary>What Azure told stands in one line a subject, and nothing of what it did not tell.</summary>
public sealed class AzureFindingsTests
{
    [Fact]
    public void Each_subject_has_its_line() => Assert.Equal(
        [
            "Private endpoint pe: Succeeded, its connection is Approved, its address 10.1.0.4.",
            "Target db (flexible server): Ready.",
            $"No private zone serves the name; its record belongs in {Zone}.",
            "Virtual network vnet asks Azure's DNS (168.63.129.16); no security group is applied to the endpoint.",
        ], Of(Facts()));

    [Fact]
    public void What_is_gone_is_told_and_nothing_more_of_it() => Assert.Equal(
        ["Private endpoint pe does not exist any more.", "The target db does not exist any more.", $"No private zone serves the name; its record belongs in {Zone}."],
        Of(Facts() with { EndpointIsGone = true, Endpoint = null, TargetIsGone = true, Server = null, Network = null }));

    [Fact]
    public void A_zone_is_told_by_its_link_and_its_record()
    {
        Assert.Equal($"Private zone {Zone}: linked to vnet, its record leads to 10.1.0.4, 10.1.0.5.", OfZone(new(ZoneId, Zone, true, ["10.1.0.4", "10.1.0.5"])));
        Assert.Equal($"Private zone {Zone}: not linked to vnet, without a record of the name.", OfZone(new(ZoneId, Zone, false, null)));
        Assert.Equal($"Private zone {Zone}: linked to vnet, its record leads to (none).", OfZone(new(ZoneId, Zone, true, [])));
        Assert.Contains(
            $"Private zone {Zone}: linked to the network, without a record of the name.", Of(Facts() with { Network = null, Zones = [new(ZoneId, Zone, true, null)] }));

        static string OfZone(ZoneFacts zone) => Assert.Single(Of(Facts() with { Zones = [zone] }), line => line.StartsWith("Private zone", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Stopped", "Succeeded", "Stopped")]
    [InlineData(null, "Succeeded", "Succeeded")]
    [InlineData(null, null, "its state is not told")]
    public void A_target_is_told_by_its_state(string? state, string? provisioning, string words) =>
        Assert.Equal($"Target db (flexible server): {words}.", OfServer(new() { State = state, ProvisioningState = provisioning }));

    [Fact]
    public void Of_a_target_it_is_told_where_it_lies_and_what_it_is_made_from()
    {
        Assert.EndsWith("Ready, injected into subnet default, so without Private Link.", OfServer(new() { State = "Ready", Network = new() { DelegatedSubnetResourceId = Subnet } }), StringComparison.Ordinal);
        Assert.EndsWith("Ready.", OfServer(new() { State = "Ready", Network = new() { DelegatedSubnetResourceId = "" } }), StringComparison.Ordinal);
        Assert.EndsWith("Ready, a replica of db, which takes no writes.", OfServer(new() { State = "Ready", SourceServerResourceId = Server, ReplicationRole = "AsyncReplica" }), StringComparison.Ordinal);
        Assert.EndsWith("Ready.", OfServer(new() { State = "Ready", SourceServerResourceId = Server, ReplicationRole = "Primary" }), StringComparison.Ordinal);
        Assert.EndsWith("Ready.", OfServer(new() { State = "Ready", SourceServerResourceId = "" }), StringComparison.Ordinal);
        Assert.Contains("Target db (flexible server): its state is not told.", Of(Facts() with { Server = new() { Id = Server, Name = "db" } }));
    }

    [Fact]
    public void A_network_is_told_with_its_servers_its_group_and_its_peering()
    {
        Assert.Contains("Virtual network vnet asks its own DNS servers 10.1.0.10, 10.1.0.11; security group nsg is applied to the endpoint.", Of(Facts(dns: ["10.1.0.10", "10.1.0.11"], group: "/g/nsg")));
        LinkFacts apart = Facts() with { EndpointNetwork = NetworkWith(OtherNetwork) };
        Assert.Contains("It is not peered with data, where the endpoint is.", Of(apart));
        Resource<PeeringProperties> peering = new() { Name = "to-data", Properties = new() { PeeringState = "Connected", RemoteVirtualNetwork = new() { Id = OtherNetwork } } };
        Assert.Contains("It is peered (to-data, Connected) with data, where the endpoint is.", Of(apart with { Network = NetworkWith(peerings: [peering]) }));
        Assert.DoesNotContain(Of(Facts() with { EndpointNetwork = null }), line => line.StartsWith("It is", StringComparison.Ordinal));
    }

    [Fact]
    public void Routes_are_told_where_there_is_one_that_decides() => Assert.Equal(
        ["What goes to the endpoint: route r of route table rt sends it from subnet apps nowhere (next hop None)."],
        Of(Facts() with { Routes = [new("jobs", null, null), new("apps", "/t/rt", new() { Name = "r", Properties = new() { NextHopType = "None" } })] }).Skip(4));

    private static string OfServer(TargetProperties server) => Assert.Single(Of(Facts(server: server)), line => line.StartsWith("Target", StringComparison.Ordinal));

    private static string[] Of(LinkFacts facts) => [.. AzureFindings.Of(facts)];
}
