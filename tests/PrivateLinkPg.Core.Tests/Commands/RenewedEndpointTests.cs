using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>An endpoint whose connection was turned down: nothing but a new one in its place can ask again.</summary>
public sealed class RenewedEndpointTests(SandboxFixture azure) : IClassFixture<SandboxFixture>
{
    private readonly RecordingOutput _output = new();

    [Theory]
    [InlineData("Rejected", 1)]
    [InlineData("Disconnected", 2)]
    public void A_connection_that_was_turned_down_is_not_taken_for_a_success(string status, int network)
    {
        PgPrivateEndpoint first = Ask(network);
        TurnDown(first, status);
        CommandRunner runner = azure.Runner();
        Assert.Empty(runner.WritesOf(() =>
        {
            CommandFailure failure = runner.Fails(NewPgPrivateEndpoint.RunAsync, Request(network));
            Assert.Equal(("EndpointTurnedDown", FailureKind.Exists, first.Id), (failure.Id, failure.Kind, failure.Target));
            Assert.Contains(status, failure.Message, StringComparison.Ordinal);
            Assert.Contains("-Force", failure.Remedy, StringComparison.Ordinal);
        }));
    }

    [Theory]
    [InlineData("Rejected", 3)]
    [InlineData("Disconnected", 4)]
    public void With_force_the_request_is_made_again_with_all_that_the_endpoint_had(string status, int network)
    {
        string address = azure.Runner().One<GetPgEndpointIpRequest, PgEndpointIp>(
            GetPgEndpointIp.RunAsync, new(Ask(network, name: "probe-pe").Id, null, null)).IpAddress;
        string wished = address[..(address.LastIndexOf('.') + 1)] + "99";
        PgPrivateEndpoint first = Ask(network, request => request with
        {
            IpAddress = [wished], Tag = new Dictionary<string, string> { ["owner"] = "platform" }, NetworkInterfaceName = $"kept-{network}-nic", ConnectionName = "kept",
        });
        string zone = AddZoneGroup(first, network);
        TurnDown(first, status);

        CommandRunner runner = azure.Runner(output: _output);
        PgPrivateEndpoint second = runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Request(network) with { Force = true });
        Assert.Equal((first.Id, "Pending", true, true), (second.Id, second.ConnectionStatus, second.Changed, second.ManualRequest));
        Assert.Equal(("platform", "kept"), (second.Tag["owner"], second.ConnectionName));
        Assert.EndsWith($"kept-{network}-nic", second.NetworkInterfaceId, StringComparison.Ordinal);
        Assert.Equal([zone], second.PrivateDnsZoneId);
        Assert.Equal(wished, runner.One<GetPgEndpointIpRequest, PgEndpointIp>(GetPgEndpointIp.RunAsync, new(second.Id, null, null)).IpAddress);
        Assert.Contains(_output.Confirmations, each => each.Action.Contains($"DELETE {first.Id}, PUT {first.Id}", StringComparison.Ordinal));

        PgEndpointConnection approved = runner.Decide(EndpointRequests.Approval(EndpointRequests.Of(second.Id)));
        Assert.Equal(("Approved", "again please"), (approved.EndpointStatus, approved.RequestMessage));
        Assert.False(runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Request(network) with { Force = true }).Changed);
    }

    [Fact]
    public void WhatIf_removes_nothing()
    {
        TurnDown(Ask(5), "Rejected");
        CommandRunner runner = azure.Runner(output: new() { Confirm = false });
        Assert.Empty(runner.WritesOf(() => runner.Run<NewPgPrivateEndpointRequest, object>(NewPgPrivateEndpoint.RunAsync, Request(5) with { Force = true })));
        Assert.Empty(runner.Output.Failures);
    }

    [Fact]
    public void A_change_with_force_keeps_the_way_in_which_the_endpoint_asked()
    {
        Ask(6);
        PgPrivateEndpoint changed = azure.Runner().One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
            NewPgPrivateEndpoint.RunAsync, Request(6) with { ManualRequest = false, Force = true, Tag = new Dictionary<string, string> { ["a"] = "1" } });
        Assert.Equal(("Pending", true, "1"), (changed.ConnectionStatus, changed.ManualRequest, changed.Tag["a"]));
    }

    private NewPgPrivateEndpointRequest Request(int network) => new()
    {
        Target = azure.Ready.Resources.FlexibleServer, SubnetId = azure.Subnet(network), Name = $"renewed-{network}-pe",
    };

    private PgPrivateEndpoint Ask(int network, Func<NewPgPrivateEndpointRequest, NewPgPrivateEndpointRequest>? more = null, string? name = null)
    {
        NewPgPrivateEndpointRequest request = Request(network) with { ManualRequest = true, RequestMessage = "again please" };
        if (name is not null) request = request with { Name = $"{name}-{network}" };
        return azure.Runner().One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, more?.Invoke(request) ?? request);
    }

    private string AddZoneGroup(PgPrivateEndpoint endpoint, int network)
    {
        CommandRunner runner = azure.Runner();
        PgDnsRecord record = runner.One<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, new()
        {
            HostName = "other.privatelink.postgres.database.azure.com", ZoneName = "privatelink.postgres.database.azure.com", IpAddress = ["10.9.9.9"],
            VirtualNetworkId = [azure.Network(network)], NoLink = true, ResourceGroupName = $"rg-zone-{network}", CreateResourceGroup = true,
        });
        runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Request(network) with { PrivateDnsZoneId = [record.ZoneId] });
        return record.ZoneId;
    }

    private void TurnDown(PgPrivateEndpoint endpoint, string status)
    {
        CommandRunner owner = azure.Runner();
        if (status == "Rejected") owner.Decide(EndpointRequests.Denial(EndpointRequests.Of(endpoint.Id)));
        else owner.Run<RemovePgEndpointConnectionRequest, object>(RemovePgEndpointConnection.RunAsync, new RemovePgEndpointConnectionRequest(EndpointRequests.Of(endpoint.Id), false, TimeSpan.FromSeconds(30)));
    }
}
