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
