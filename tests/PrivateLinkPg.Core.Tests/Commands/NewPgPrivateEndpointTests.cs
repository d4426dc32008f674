using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.Arm;

namespace PrivateLinkPg.Core.Tests.Commands;

public sealed class NewPgPrivateEndpointTests(SandboxFixture azure) : IClassFixture<SandboxFixture>
{
    private string Server => azure.Ready.Resources.FlexibleServer;

    [Fact]
    public void An_endpoint_to_a_server_of_ours_is_approved_at_once()
    {
        PgPrivateEndpoint endpoint = Create(azure.Runner(), Request(1));

        Assert.Equal("vnet-client-01-pg-orders-pe", endpoint.Name);
        Assert.Equal(("Succeeded", "Approved", "postgresqlServer", true), (endpoint.ProvisioningState, endpoint.ConnectionStatus, endpoint.GroupId, endpoint.Changed));
        Assert.Equal((Server, azure.Network(1), azure.Ready.Location), (endpoint.TargetId, endpoint.VirtualNetworkId, endpoint.Location));
        Assert.Equal(azure.Ready.HostNames.FlexibleServer, endpoint.HostName);
        Assert.EndsWith("/vnet-client-01-pg-orders-pe-nic", endpoint.NetworkInterfaceId, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_line_again_writes_nothing()
    {
        CommandRunner runner = azure.Runner();
        PgPrivateEndpoint first = Create(runner, Request(2));
        PgPrivateEndpoint? second = null;
        Assert.Empty(runner.WritesOf(() => second = Create(runner, Request(2))));
        Assert.Equal((first.Id, false), (second!.Id, second.Changed));
    }

    [Fact]
    public void Everything_that_can_be_said_at_creation_arrives()
    {
        string address = Address(3, 77);
        PgPrivateEndpoint endpoint = Create(azure.Runner(), Request(3) with
        {
            Name = "orders-pe", NetworkInterfaceName = "orders-nic", ConnectionName = "orders", IpAddress = [address],
            Tag = new Dictionary<string, string> { ["owner"] = "platform" }, Location = "Japan East",
        });

        Assert.Equal(("orders-pe", "orders", "japaneast"), (endpoint.Name, endpoint.ConnectionName, endpoint.Location));
        Assert.EndsWith("/orders-nic", endpoint.NetworkInterfaceId, StringComparison.Ordinal);
        Assert.Equal("platform", endpoint.Tag["owner"]);
        Assert.Equal(address, azure.Runner().One<GetPgEndpointIpRequest, PgEndpointIp>(GetPgEndpointIp.RunAsync, new(endpoint.Id, null, null)).IpAddress);
    }

    [Fact]
    public void A_manual_request_waits_for_the_owner()
    {
        PgPrivateEndpoint endpoint = Create(azure.Runner(), Request(4) with { ManualRequest = true, RequestMessage = "Please" });
        Assert.Equal(("Succeeded", "Pending", true), (endpoint.ProvisioningState, endpoint.ConnectionStatus, endpoint.ManualRequest));
    }

    [Fact]
    public void A_tag_that_differs_needs_force_and_keeps_the_others()
    {
        CommandRunner runner = azure.Runner();
        NewPgPrivateEndpointRequest request = Request(5);
        Create(runner, request with { Tag = new Dictionary<string, string> { ["a"] = "1", ["b"] = "1" } });
        NewPgPrivateEndpointRequest other = request with { Tag = new Dictionary<string, string> { ["a"] = "2" } };

        CommandFailure failure = runner.Fails(NewPgPrivateEndpoint.RunAsync, other);
        Assert.Equal("EndpointDiffers", failure.Id);
        Assert.Contains("-Force", failure.Remedy, StringComparison.Ordinal);
        PgPrivateEndpoint forced = Create(runner, other with { Force = true });
        Assert.Equal(("2", true), (forced.Tag["a"], forced.Changed));
        Assert.False(Create(runner, other).Changed);
    }

    [Fact]
    public void What_Azure_fixes_at_creation_is_refused_even_with_force()
    {
        CommandRunner runner = azure.Runner();
        Create(runner, Request(6));
        CommandFailure failure = runner.Fails(NewPgPrivateEndpoint.RunAsync, Request(6) with { NetworkInterfaceName = "other", Force = true });
        Assert.Equal("EndpointDiffers", failure.Id);
        Assert.Contains("another -Name", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_waiting_the_operation_can_be_picked_up_by_the_same_line()
    {
        await azure.Sandbox.AddFaultsAsync(new() { Requests = [new() { Method = "PUT", Path = "*/vnet-client-07-*", Operation = new() { Seconds = 1 } }] });
        CommandRunner runner = azure.Runner();
        PgPrivateEndpoint started = Create(runner, Request(7) with { NoWait = true });
        Assert.Equal("Updating", started.ProvisioningState);
        Assert.StartsWith(azure.Ready.ArmEndpoint, started.OperationUrl, StringComparison.Ordinal);

        PgPrivateEndpoint done = Create(runner, Request(7));
        Assert.Equal(("Succeeded", false), (done.ProvisioningState, done.Changed));
    }

    [Fact]
    public void WhatIf_names_the_request_and_sends_none()
    {
        RecordingOutput output = new() { Confirm = false };
        CommandRunner runner = azure.Runner(output: output);
        Assert.Empty(runner.WritesOf(() => runner.Run<NewPgPrivateEndpointRequest, object>(NewPgPrivateEndpoint.RunAsync, Request(8))));
        (string target, string action) = Assert.Single(output.Confirmations);
        Assert.EndsWith("/privateEndpoints/vnet-client-08-pg-orders-pe", target, StringComparison.Ordinal);
        Assert.Contains("PUT /subscriptions/", action, StringComparison.Ordinal);
        Assert.Empty(output.Failures);
    }

    [Fact]
    public void A_network_can_be_given_by_name()
    {
        PgPrivateEndpoint endpoint = Create(azure.Runner(), Request(9) with { SubnetId = null, VirtualNetworkName = "VNET-client-09", SubnetName = "snet-client" });
        Assert.Equal(azure.Network(9), endpoint.VirtualNetworkId, ignoreCase: true);
    }

    [Fact]
    public void Many_servers_are_created_side_by_side_and_one_failure_is_one_failure()
    {
        CommandRunner runner = azure.Runner();
        NewPgPrivateEndpointRequest[] requests = [.. Enumerable.Range(0, 40).Select(each => Request(10) with { Name = $"many-{each:00}" })];
        requests[20] = requests[20] with { Target = Server + "-none" };
        IReadOnlyList<PgPrivateEndpoint> endpoints = runner.Run<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, requests);

        Assert.Equal(39, endpoints.Select(each => each.Name).Distinct().Count());
        CommandFailure failure = Assert.Single(runner.Output.Failures);
        Assert.Equal(("TargetNotFound", Server + "-none"), (failure.Id, failure.Target));
    }

    [Theory]
    [InlineData("InvalidTarget")]
    [InlineData("InvalidResourceId")]
    [InlineData("MessageTooLong")]
    [InlineData("InvalidName")]
    [InlineData("InvalidIpAddress")]
    [InlineData("MissingParameter")]
    [InlineData("ConflictingParameters")]
    public void Bad_input_is_refused_before_anything_is_asked(string id)
    {
        int before = azure.Sandbox.Log.Requests.Count(request => request.Path.StartsWith("/subscriptions", StringComparison.OrdinalIgnoreCase));
        NewPgPrivateEndpointRequest good = Request(10);
        CommandFailure failure = azure.Runner().Fails(NewPgPrivateEndpoint.RunAsync, id switch
        {
            "InvalidTarget" => good with { Target = "orders" },
            "InvalidResourceId" => good with { SubnetId = azure.Network(10) },
            "MessageTooLong" => good with { RequestMessage = new string('x', 141) },
            "InvalidName" => good with { Name = "under_score" },
            "InvalidIpAddress" => good with { IpAddress = ["10.0.0"] },
            "MissingParameter" => good with { SubnetId = null },
            _ => good with { NoWait = true, PrivateDnsZoneId = [azure.Network(10).Replace("virtualNetworks", "privateDnsZones", StringComparison.Ordinal)] },
        });
        Assert.Equal((id, FailureKind.InvalidArgument), (failure.Id, failure.Kind));
        Assert.NotEmpty(failure.Remedy);
        Assert.Equal(before, azure.Sandbox.Log.Requests.Count(request => request.Path.StartsWith("/subscriptions", StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("TargetNotFound")]
    [InlineData("ServerInVirtualNetwork")]
    [InlineData("VirtualNetworkNotFound")]
    [InlineData("SubnetNotFound")]
    [InlineData("SubnetDelegated")]
    [InlineData("RegionDiffers")]
    [InlineData("AddressNotInSubnet")]
    public void What_must_fail_is_found_before_the_first_write(string id)
    {
        CommandRunner runner = azure.Runner();
        NewPgPrivateEndpointRequest good = Request(10) with { Name = "preflight" };
        string injected = azure.Ready.Resources.InjectedServer;
        Assert.Empty(runner.WritesOf(() => Assert.Equal(id, runner.Fails(NewPgPrivateEndpoint.RunAsync, id switch
        {
            "TargetNotFound" => good with { Target = Server + "-none" },
            "ServerInVirtualNetwork" => good with { Target = injected },
            "VirtualNetworkNotFound" => good with { SubnetId = azure.Subnet(99) },
            "SubnetNotFound" => good with { SubnetId = azure.Network(10) + "/subnets/none" },
            "SubnetDelegated" => good with { SubnetId = injected[..injected.IndexOf("/providers/", StringComparison.Ordinal)] + "/providers/Microsoft.Network/virtualNetworks/vnet-data/subnets/snet-postgres" },
            "RegionDiffers" => good with { Location = "westeurope" },
            _ => good with { IpAddress = ["10.200.0.4"] },
        }).Id)));
    }

    [Fact]
    public void A_reader_is_told_that_he_may_not_write()
    {
        CommandFailure failure = azure.Runner(azure.Ready.Principals.Reader).Fails(NewPgPrivateEndpoint.RunAsync, Request(10) with { Name = "denied" });
        Assert.Equal(("AccessDenied", FailureKind.PermissionDenied), (failure.Id, failure.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_is_being_deleted_is_made_again_when_it_is_gone(bool byOthers)
    {
        NewPgPrivateEndpointRequest request = Request(8) with { Name = $"phoenix-{byOthers}", Timeout = TimeSpan.FromHours(1) };
        PgPrivateEndpoint old = Create(azure.Runner(), request);
        azure.Change(old.Id, each => each.ProvisioningState = "Deleting");
        CommandRunner runner = new(azure.Sandbox, null, new(), new FastClock(100));
        int Looks() => azure.Sandbox.Log.Requests.Count(each => each.Method == "GET" && each.Path.Equals(old.Id, StringComparison.OrdinalIgnoreCase));
        int before = Looks();

        Task<PgPrivateEndpoint> made = Task.Run(() => Create(runner, request));
        while (Looks() < before + 3) await Task.Yield();
        Assert.False(made.IsCompleted);
        Assert.Contains(runner.Output.Progress, update => update.Status == "Deleting");
        azure.Change(old.Id, each =>
        {
            ResourceRemoval.RemoveEndpoint(azure.Sandbox.State, each);
            if (!byOthers) return;
            azure.Sandbox.State.Add(each);
            each.ProvisioningState = "Succeeded";
        });

        PgPrivateEndpoint endpoint = await made;
        Assert.Equal((old.Id, "Succeeded", !byOthers), (endpoint.Id, endpoint.ProvisioningState, endpoint.Changed));
    }

    [Fact]
    public void One_that_is_being_deleted_is_told_where_nobody_waits_or_the_time_runs_out()
    {
        NewPgPrivateEndpointRequest request = Request(9) with { Name = "phoenix-told" };
        PgPrivateEndpoint old = Create(azure.Runner(), request);
        azure.Change(old.Id, each => each.ProvisioningState = "Deleting");
        CommandRunner runner = azure.Runner();
        Assert.Empty(runner.WritesOf(() =>
        {
            Assert.Equal("EndpointBeingDeleted", runner.Fails(NewPgPrivateEndpoint.RunAsync, request with { NoWait = true }).Id);
            Assert.Equal("EndpointBeingDeleted", azure.Runner(output: new() { WhatIf = true }).Fails(NewPgPrivateEndpoint.RunAsync, request).Id);
            CommandFailure late = runner.Fails(NewPgPrivateEndpoint.RunAsync, request with { Timeout = TimeSpan.FromMilliseconds(50) });
            Assert.Equal("TimedOut", late.Id);
            Assert.Contains("The deletion of the private endpoint", late.Message, StringComparison.Ordinal);
        }));
    }

    private static PgPrivateEndpoint Create(CommandRunner runner, NewPgPrivateEndpointRequest request) =>
        runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, request);

    private NewPgPrivateEndpointRequest Request(int network) => new() { Target = Server, SubnetId = azure.Subnet(network) };

    // An address of the network's subnet, learned from an endpoint: each sandbox claims addresses of its own.
    private string Address(int network, int last)
    {
        PgPrivateEndpoint probe = Create(azure.Runner(), Request(network) with { Name = $"probe-{network}" });
        string address = azure.Runner().One<GetPgEndpointIpRequest, PgEndpointIp>(GetPgEndpointIp.RunAsync, new(probe.Id, null, null)).IpAddress;
        return address[..(address.LastIndexOf('.') + 1)] + last;
    }
}
