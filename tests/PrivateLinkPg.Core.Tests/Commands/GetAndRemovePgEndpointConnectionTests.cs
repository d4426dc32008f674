using PrivateLinkPg.Commands;
using PrivateLinkPg.Connections;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

public sealed class GetAndRemovePgEndpointConnectionTests(SandboxFixture azure) : IClassFixture<SandboxFixture>
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);

    [Fact]
    public void Connections_are_chosen_by_name_state_and_message()
    {
        azure.Ask("look-a", message: "first");
        azure.Ask("look-b", message: "second");
        CommandRunner runner = azure.Runner();
        runner.Decide(EndpointRequests.Approval(azure.On("look-b")));

        Assert.Equal(["look-a", "look-b"], Names(runner.Get(azure.On("look-*"))));
        Assert.Equal(["look-a"], Names(runner.Get(azure.On("look-*"), "pending", "Rejected")));
        Assert.Equal(["look-b"], Names(runner.Get(azure.On("look-*", "sec*"))));
        Assert.Equal(["look-b"], Names(runner.Get(azure.On("look-b"), "Approved")));
        Assert.Equal(["look-a", "look-b"], Names(runner.Get(azure.On("l?ok-?"))));
        Assert.Equal(["look-b"], Names(runner.Get(azure.On("*-b"))));
        Assert.Empty(runner.Get(azure.On("look-none*")));
    }

    [Fact]
    public void A_connection_is_shown_from_both_sides()
    {
        PgPrivateEndpoint endpoint = azure.Ask("sides-pe", message: "please");
        CommandRunner runner = azure.Runner();
        PgEndpointConnection connection = Assert.Single(runner.Get(EndpointRequests.Of(endpoint.Id)));
        Assert.Equal(("Pending", "Pending", "please"), (connection.Status, connection.EndpointStatus, connection.RequestMessage));
        Assert.Equal(connection with { GroupId = [] }, Assert.Single(runner.Get(EndpointRequests.Of(connection.Id))) with { GroupId = [] });
        Assert.Equal(["postgresqlServer"], connection.GroupId);
    }

    [Fact]
    public void Who_cannot_see_the_endpoint_sees_the_targets_side()
    {
        azure.Ask("blind-pe", message: "let me in", principal: azure.Ready.Principals.Consumer);
        PgEndpointConnection connection = Assert.Single(azure.Runner(azure.Ready.Principals.Developer).Get(azure.On("blind-pe")));
        Assert.Equal(("Pending", null, "let me in"), (connection.Status, connection.EndpointStatus, connection.RequestMessage));
    }

    [Fact]
    public void A_target_alone_gives_all_of_its_connections()
    {
        azure.Ask("all-pe");
        Assert.Contains(azure.Runner().Get(EndpointRequests.Of(azure.Ready.Resources.FlexibleServer)), each => each.Name.StartsWith("all-pe.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_in_full_that_matches_nothing_is_an_error()
    {
        azure.Ask("known-pe");
        CommandFailure failure = azure.Runner().Fails(GetPgEndpointConnection.RunAsync, new GetPgEndpointConnectionRequest(azure.On("nobody"), new HashSet<string>()));
        Assert.Equal("ConnectionNotFound", failure.Id);
        Assert.Contains("known-pe.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Removal_leaves_the_endpoint_disconnected_and_is_done_once()
    {
        PgPrivateEndpoint endpoint = azure.Ask("gone-pe");
        CommandRunner runner = azure.Runner();
        PgEndpointConnection connection = Assert.Single(runner.Get(azure.On("gone-pe")));
        Remove(runner, azure.On("gone-pe"));
        Assert.Empty(runner.Output.Failures);
        Assert.DoesNotContain(runner.Get(EndpointRequests.Of(endpoint.TargetId)), each => each.Id == connection.Id);
        Assert.Equal("Disconnected", EndpointStatus(runner, endpoint.Id));
        CommandFailure decided = azure.Runner().Fails(DecidePgEndpointConnection.RunAsync, EndpointRequests.Approval(EndpointRequests.Of(endpoint.Id)));
        Assert.Equal(("ConnectionFinal", endpoint.Id), (decided.Id, decided.Target));

        Assert.Empty(runner.WritesOf(() => Remove(runner, EndpointRequests.Of(connection.Id))));
        Assert.Empty(runner.Output.Failures);
        Remove(runner, azure.On("gone-pe"));
        Assert.Contains("Nothing was removed", Assert.Single(runner.Output.Text("Warning")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wildcard_removes_all_that_match_and_one_failure_is_one_failure()
    {
        PgPrivateEndpoint server = azure.Ask("many-a");
        azure.Ask("many-b");
        CommandRunner runner = azure.Runner();
        Remove(runner, azure.On("many-*"));
        Assert.Empty(runner.Get(azure.On("many-*")));

        CommandRunner reader = azure.Runner(azure.Ready.Principals.Reader);
        azure.Ask("kept-a");
        azure.Ask("kept-b");
        Remove(reader, azure.On("kept-*"));
        Assert.Equal(["AccessDenied", "AccessDenied"], reader.Output.Failures.Select(failure => failure.Id));
        AssertEach.All(reader.Output.Failures, failure => Assert.StartsWith(server.TargetId, (string)failure.Target!, StringComparison.Ordinal));
        Assert.Equal(2, runner.Get(azure.On("kept-*")).Count);
    }

    [Fact]
    public void WhatIf_names_what_would_go()
    {
        azure.Ask("stays-pe");
        RecordingOutput output = new() { Confirm = false };
        CommandRunner runner = azure.Runner(output: output);
        Assert.Empty(runner.WritesOf(() => Remove(runner, azure.On("stays-pe"))));
        Assert.Contains("DELETE /subscriptions/", Assert.Single(output.Confirmations).Action, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(IEnumerable<PgEndpointConnection> connections) => connections.Select(each => each.Name.Split('.')[0]).Order(StringComparer.Ordinal);

    private static void Remove(CommandRunner runner, ConnectionSelection selection) =>
        Assert.Empty(runner.Run<RemovePgEndpointConnectionRequest, object>(RemovePgEndpointConnection.RunAsync, new RemovePgEndpointConnectionRequest(selection, false, Enough)));

    private static string EndpointStatus(CommandRunner runner, string id) => runner.One<WaitPgEndpointConnectionRequest, PgPrivateEndpoint>(
        WaitPgEndpointConnection.RunAsync, new(EndpointRequests.Of(id), new HashSet<string> { "Disconnected" }, TimeSpan.FromMilliseconds(20), Enough)).ConnectionStatus;
}
