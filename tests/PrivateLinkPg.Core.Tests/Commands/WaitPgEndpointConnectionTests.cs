using PrivateLinkPg.Commands;
using PrivateLinkPg.Connections;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

public sealed class WaitPgEndpointConnectionTests(SandboxFixture azure) : IClassFixture<SandboxFixture>
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_vendors_request_is_given_when_it_comes()
    {
        CommandRunner owner = azure.Runner(azure.Ready.Principals.Developer);
        Task<IReadOnlyList<PgEndpointConnection>> waiting = Task.Run(() => owner.Run<WaitPgEndpointConnectionRequest, PgEndpointConnection>(
            WaitPgEndpointConnection.RunAsync, Request(azure.On("dbt*"), "Pending")));
        await UntilAskedAsync("/privateEndpointConnections");
        Assert.False(waiting.IsCompleted);

        PgPrivateEndpoint endpoint = azure.Ask("dbt", principal: azure.Ready.Principals.Consumer);
        PgEndpointConnection connection = Assert.Single(await waiting.WaitAsync(Enough));
        Assert.Equal(("Pending", endpoint.Id), (connection.Status, connection.EndpointId));
        Assert.Equal("Approved", owner.Decide(EndpointRequests.Approval(EndpointRequests.Of(connection.Id))).Status);
    }

    [Fact]
    public async Task The_requester_waits_for_the_owner_without_seeing_the_target()
    {
        PgPrivateEndpoint endpoint = azure.Ask("decide-pe", principal: azure.Ready.Principals.Consumer);
        CommandRunner requester = azure.Runner(azure.Ready.Principals.Consumer);
        Task<IReadOnlyList<PgPrivateEndpoint>> waiting = Task.Run(() => requester.Run<WaitPgEndpointConnectionRequest, PgPrivateEndpoint>(
            WaitPgEndpointConnection.RunAsync, Request(EndpointRequests.Of(endpoint.Id), "Approved")));
        azure.Runner().Decide(EndpointRequests.Approval(azure.On("decide-pe")));
        PgPrivateEndpoint approved = Assert.Single(await waiting.WaitAsync(Enough));
        Assert.Equal((endpoint.Id, "Approved"), (approved.Id, approved.ConnectionStatus));
    }

    [Theory]
    [InlineData("Approved", "ConnectionDecided")]
    [InlineData("Rejected", null)]
    public void A_decision_against_ends_the_wait_unless_it_was_waited_for(string state, string? id)
    {
        PgPrivateEndpoint endpoint = azure.Ask("against-" + state.ToLowerInvariant());
        CommandRunner runner = azure.Runner();
        PgEndpointConnection denied = runner.Decide(EndpointRequests.Denial(EndpointRequests.Of(endpoint.Id)));
        foreach (string each in new[] { endpoint.Id, denied.Id })
        {
            WaitPgEndpointConnectionRequest request = Request(EndpointRequests.Of(each), state);
            if (id is null) Assert.Single(runner.Run<WaitPgEndpointConnectionRequest, object>(WaitPgEndpointConnection.RunAsync, request));
            else Assert.Equal(id, runner.Fails(WaitPgEndpointConnection.RunAsync, request).Id);
        }
    }

    [Fact]
    public void An_approved_connection_will_not_be_pending_again_but_can_be_asked_for_too()
    {
        azure.Ask("rerun-pe");
        CommandRunner runner = azure.Runner();
        runner.Decide(EndpointRequests.Approval(azure.On("rerun-pe")));
        CommandFailure failure = runner.Fails(WaitPgEndpointConnection.RunAsync, Request(azure.On("rerun-pe"), "Pending"));
        Assert.Equal("ConnectionDecided", failure.Id);
        Assert.Contains("Pending, Approved", failure.Remedy, StringComparison.Ordinal);
        Assert.Single(runner.Run<WaitPgEndpointConnectionRequest, object>(WaitPgEndpointConnection.RunAsync, Request(azure.On("rerun-pe"), "Pending", "Approved")));
    }

    [Theory]
    [InlineData("connection")]
    [InlineData("name")]
    [InlineData("endpoint")]
    public void What_failed_ends_the_wait_at_once_with_what_Azure_says(string by)
    {
        PgPrivateEndpoint endpoint = azure.Ask($"failed-{by}-pe", message: "please");
        string id = Assert.Single(azure.Runner().Get(EndpointRequests.Of(endpoint.Id))).Id;
        azure.Change(endpoint.Id, each =>
        {
            if (by == "endpoint") each.ProvisioningState = "Failed";
            else each.Connection.ProvisioningState = "Failed";
        });
        CommandFailure failure = azure.Runner().Fails(WaitPgEndpointConnection.RunAsync, Request(
            by switch { "connection" => EndpointRequests.Of(id), "name" => azure.On($"failed-{by}-pe"), _ => EndpointRequests.Of(endpoint.Id) }, "Approved"));
        Assert.Equal((by == "endpoint" ? "EndpointFailed" : "ConnectionFailed", FailureKind.OperationFailed), (failure.Id, failure.Kind));
        Assert.Contains("Pending (please)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void That_a_failed_endpoint_was_rejected_says_more()
    {
        PgPrivateEndpoint endpoint = azure.Ask("failed-rejected-pe");
        azure.Runner().Decide(EndpointRequests.Denial(EndpointRequests.Of(endpoint.Id)));
        azure.Change(endpoint.Id, each => each.ProvisioningState = "Failed");
        Assert.Equal("ConnectionDecided", azure.Runner().Fails(WaitPgEndpointConnection.RunAsync, Request(EndpointRequests.Of(endpoint.Id), "Approved")).Id);
        Assert.Single(azure.Runner().Run<WaitPgEndpointConnectionRequest, object>(
            WaitPgEndpointConnection.RunAsync, Request(EndpointRequests.Of(endpoint.Id), "Rejected")));
    }

    [Fact]
    public void An_endpoint_that_is_being_deleted_is_not_waited_for_nor_are_its_addresses_given()
    {
        PgPrivateEndpoint endpoint = azure.Ask("deleting-pe");
        azure.Change(endpoint.Id, each => each.ProvisioningState = "Deleting");
        CommandRunner runner = azure.Runner();
        Assert.Equal("EndpointBeingDeleted", runner.Fails(WaitPgEndpointConnection.RunAsync, Request(EndpointRequests.Of(endpoint.Id), "Approved")).Id);
        Assert.Equal("EndpointBeingDeleted", runner.Fails(GetPgEndpointIp.RunAsync, new GetPgEndpointIpRequest(endpoint.Id, null, null)).Id);
        Assert.Equal("Deleting", runner.One<GetPgPrivateEndpointRequest, PgPrivateEndpoint>(
            GetPgPrivateEndpoint.RunAsync, new(endpoint.Id, "*", null, [], null, new HashSet<string>())).ProvisioningState);
    }

    [Fact]
    public void In_vain_says_what_was_seen_last()
    {
        azure.Ask("slow-pe");
        CommandFailure failure = azure.Runner().Fails(WaitPgEndpointConnection.RunAsync, Request(azure.On("slow-*"), "Approved") with { Timeout = TimeSpan.FromMilliseconds(400) });
        Assert.Equal(("ConnectionNotSeen", FailureKind.Timeout), (failure.Id, failure.Kind));
        Assert.Contains("slow-pe.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Pending", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EndpointNotFound")]
    [InlineData("ConnectionNotFound")]
    [InlineData("ResourceNotFound")]
    public void What_does_not_exist_is_not_waited_for(string id)
    {
        string server = azure.Ready.Resources.FlexibleServer;
        string endpoint = azure.Network(1).Replace("virtualNetworks", "privateEndpoints", StringComparison.Ordinal);
        Assert.Equal(id, azure.Runner().Fails(WaitPgEndpointConnection.RunAsync, Request(id switch
        {
            "EndpointNotFound" => EndpointRequests.Of(endpoint),
            "ConnectionNotFound" => EndpointRequests.Of(server + "/privateEndpointConnections/none.0a"),
            _ => azure.On("dbt*") with { Target = server + "-none" },
        }, "Approved")).Id);
    }

    private static WaitPgEndpointConnectionRequest Request(ConnectionSelection selection, params string[] states) => new(selection, states.ToHashSet(), Poll, Enough);

    private async Task UntilAskedAsync(string path)
    {
        while (!azure.Sandbox.Log.Requests.Any(request => request.Path.EndsWith(path, StringComparison.Ordinal))) await Task.Yield();
    }
}
