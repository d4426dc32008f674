using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>What several inputs of one command ask of one endpoint is done once, and for the wish of one of them.</summary>
public sealed class SharedEndpointTests : LinkedServer
{
    private NewPgPrivateEndpointRequest Pe6 => new() { Target = Server, SubnetId = Azure.Subnet(1), Name = "pe6", Tag = new Dictionary<string, string> { ["team"] = "orders" } };

    [Fact]
    public void The_same_wish_several_times_is_one_request()
    {
        CommandRunner runner = Azure.Runner();
        IReadOnlyList<PgPrivateEndpoint> made = [];
        Assert.Single(runner.WritesOf(() => made = Run(runner, Pe6, Pe6 with { Target = Server.ToUpperInvariant(), Name = "PE6" }, Pe6, Pe6)));
        Assert.Empty(runner.Output.Failures);
        Assert.Equal([false, false, false, true], made.Select(each => each.Changed).Order());
        Assert.Single(made.Select(each => each.Id).Distinct());
    }

    [Theory]
    [InlineData("subnet")]
    [InlineData("target")]
    [InlineData("tag")]
    [InlineData("zones")]
    public void Another_wish_for_the_same_endpoint_is_refused_before_its_first_write(string what)
    {
        CommandRunner runner = Azure.Runner();
        NewPgPrivateEndpointRequest other = what switch
        {
            "subnet" => Pe6 with { SubnetId = Azure.Subnet(2) },
            "target" => Pe6 with { Target = Azure.Ready.Resources.PrivateLinkService },
            "tag" => Pe6 with { Tag = new Dictionary<string, string> { ["team"] = "sales" } },
            _ => Pe6 with { PrivateDnsZoneId = [$"{Azure.Network(1).Split("/providers/")[0]}/providers/Microsoft.Network/privateDnsZones/{PrivateZone}"] },
        };
        IReadOnlyList<PgPrivateEndpoint> made = [];
        // Also with -Force, which takes over what is there and not what the same command makes.
        Assert.Single(runner.WritesOf(() => made = Run(runner, Pe6 with { ResourceGroupName = "rg-client", Force = true }, other with { ResourceGroupName = "rg-client", Force = true })));
        Assert.Single(made);
        CommandFailure refused = Assert.Single(runner.Output.Failures);
        Assert.Equal((nameof(Failure.EndpointClaimedTwice), made[0].Id), (refused.Id, refused.Target));
        Assert.Contains(what switch { "subnet" => other.SubnetId!, "target" => other.Target, _ => "other settings" }, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interface_name_or_an_address_that_an_earlier_input_has_is_refused_before_its_first_write()
    {
        CommandRunner runner = Azure.Runner();
        NewPgPrivateEndpointRequest[] requests =
        [
            Pe6 with { Name = "nic-1", NetworkInterfaceName = "same-nic" },
            Pe6 with { Name = "nic-2", SubnetId = Azure.Subnet(2), ResourceGroupName = "rg-client", NetworkInterfaceName = "SAME-NIC" },
            // In the default of another.
            Pe6 with { Name = "nic-3", NetworkInterfaceName = "nic-4-nic" },
            Pe6 with { Name = "nic-4" },
            Pe6 with { Name = "ip-1", SubnetId = Azure.Subnet(3), IpAddress = [Address(3, 9)] },
            Pe6 with { Name = "ip-2", SubnetId = Azure.Subnet(3), IpAddress = [Address(3, 10), Address(3, 9)] },
            // The same address of another subnet is another.
            Pe6 with { Name = "ip-3", SubnetId = Azure.Subnet(4), IpAddress = [Address(4, 9)] },
        ];
        IReadOnlyList<PgPrivateEndpoint> made = [];
        Assert.Equal(4, runner.WritesOf(() => made = Run(runner, requests)).Count);
        Assert.Equal(["ip-1", "ip-3", "nic-1", "nic-3"], made.Select(each => each.Name).Order());
        Assert.Equal(
            [("AddressClaimedTwice", "ip-2", "ip-1"), ("InterfaceClaimedTwice", "nic-2", "nic-1"), ("InterfaceClaimedTwice", "nic-4", "nic-3")],
            runner.Output.Failures.Select(each => (each.Id, ResourceIds.Name($"{each.Target}"), ResourceIds.Name(each.Message.Split('\'')[^2]))).Order());

        // Who has them already is no other's.
        Assert.Empty(runner.WritesOf(() => Assert.Equal(4, Run(runner, requests[0], requests[2], requests[4], requests[6]).Count)));
    }

    [Fact]
    public void A_record_that_Azure_keeps_for_one_endpoint_is_not_given_to_a_second()
    {
        CommandRunner runner = Azure.Runner();
        string zone = New(runner, Request(runner, Endpoint(runner, 9)) with { HostName = $"other.{PrivateZone}" }).ZoneId;
        NewPgPrivateEndpointRequest first = Pe6 with { PrivateDnsZoneId = [zone] };
        NewPgPrivateEndpointRequest second = first with { Name = "pe7", SubnetId = Azure.Subnet(2), PrivateDnsZoneId = [zone.ToUpperInvariant()] };

        Assert.Equal("pe6", Assert.Single(Run(runner, first, second)).Name);
        CommandFailure refused = Assert.Single(runner.Output.Failures);
        Assert.Equal((nameof(Failure.ZoneGroupClaimedTwice), true, true), (refused.Id, refused.Message.Contains("pe6'", StringComparison.Ordinal), refused.Message.Contains("pe7'", StringComparison.Ordinal)));

        // Nor later, nor one that was written by hand, nor before the endpoint is there.
        Assert.Empty(runner.WritesOf(() => Run(runner, second)));
        Assert.Equal(nameof(Failure.RecordShared), runner.Output.Failures[^1].Id);
        Assert.DoesNotContain(Endpoints(), each => each.Name == "pe7");
        Assert.Equal("pe6", Assert.Single(Records(), each => each.HostName == HostName).EndpointName);
        // Its own stays, and -Force takes over.
        Assert.Empty(runner.WritesOf(() => Assert.Single(Run(runner, first))));
        Assert.Single(Run(runner, second with { Force = true }));
        Assert.Equal("pe7", Assert.Single(Records(), each => each.HostName == HostName).EndpointName);
    }

    [Fact]
    public void A_record_by_hand_is_not_given_to_a_zone_group()
    {
        CommandRunner runner = Azure.Runner();
        PgDnsRecord byHand = Record(runner, Endpoint(runner, 1));
        Assert.Empty(runner.WritesOf(() => Run(runner, Pe6 with { SubnetId = Azure.Subnet(2), PrivateDnsZoneId = [byHand.ZoneId] })));
        Assert.Equal(nameof(Failure.RecordShared), Assert.Single(runner.Output.Failures).Id);
        Assert.Equal(byHand.IpAddress, Assert.Single(Records()).IpAddress);
    }

    private string Address(int network, int host) => Azure.Sandbox.State.Run(() =>
        $"{string.Join('.', $"{Find<PrivateLinkPg.Sandbox.State.VirtualNetwork>(Azure.Network(network)).AddressSpace[0]}".Split('.')[..3])}.{host}");

    [Fact]
    public async Task The_first_input_gets_the_endpoint_however_long_it_takes_to_plan()
    {
        await Azure.Sandbox.AddFaultsAsync(new() { Requests = [new() { Method = "GET", Path = Azure.Network(1), DelaySeconds = 1 }] });
        PgPrivateEndpoint made = Assert.Single(Run(Azure.Runner(), Pe6, Pe6 with { SubnetId = Azure.Subnet(2) }));
        Assert.Equal(Azure.Network(1), made.VirtualNetworkId);
    }

    [Fact]
    public void An_input_that_cannot_be_planned_claims_nothing()
    {
        CommandRunner runner = Azure.Runner();
        Assert.Single(Run(runner, Pe6 with { SubnetId = Azure.Subnet(99), ResourceGroupName = "rg-client" }, Pe6 with { ResourceGroupName = "rg-client" }));
        Assert.Equal(nameof(Failure.VirtualNetworkNotFound), Assert.Single(runner.Output.Failures).Id);
    }

    [Fact]
    public void An_endpoint_that_is_named_several_times_is_removed_and_told_once()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        Record(runner, endpoint);
        Assert.Equal(["VirtualNetworkLink", "ARecord", "PrivateDnsZone", "PrivateEndpoint"], Remove(runner, [endpoint, endpoint with { Id = endpoint.Id.ToUpperInvariant() }, endpoint]).Select(each => each.Kind));
        Assert.Empty(runner.Output.Failures);
        Assert.Empty(runner.Output.Text("Warning"));
    }

    private static IReadOnlyList<PgPrivateEndpoint> Run(CommandRunner runner, params NewPgPrivateEndpointRequest[] requests) =>
        runner.Run<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, requests);
}
