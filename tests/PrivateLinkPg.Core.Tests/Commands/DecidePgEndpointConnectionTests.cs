using PrivateLinkPg.Commands;
using PrivateLinkPg.Connections;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Commands;

public sealed class DecidePgEndpointConnectionTests(SandboxFixture azure) : IClassFixture<SandboxFixture>
{
    [Fact]
    public void An_approval_is_done_when_both_sides_say_so()
    {
        PgPrivateEndpoint endpoint = azure.Ask("both-pe");
        PgEndpointConnection approved = azure.Runner().Decide(EndpointRequests.Approval(EndpointRequests.Of(endpoint.Id)));
        Assert.Equal(("Approved", "Approved", true), (approved.Status, approved.EndpointStatus, approved.Changed));
        Assert.Equal((endpoint.Id, endpoint.TargetId, "Approved"), (approved.EndpointId, approved.TargetId, approved.Description));
        Assert.StartsWith("both-pe.", approved.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decision_that_is_taken_already_writes_nothing()
    {
        PgPrivateEndpoint endpoint = azure.Ask("again-pe");
        CommandRunner runner = azure.Runner();
        foreach (var decision in new[] { EndpointRequests.Approval(azure.On("again-pe")), EndpointRequests.Denial(EndpointRequests.Of(endpoint.Id)) })
        {
            Assert.True(runner.Decide(decision).Changed);
            PgEndpointConnection? second = null;
            Assert.Empty(runner.WritesOf(() => second = runner.Decide(decision)));
            Assert.Equal((decision.Decision.Status, false), (second!.Status, second.Changed));
        }
    }

    [Fact]
    public void The_name_before_the_guid_is_enough_in_any_case()
    {
        azure.Ask("dbt");
        azure.Ask("dbt-other");
        PgEndpointConnection approved = azure.Runner().Decide(EndpointRequests.Approval(azure.On("DBT")));
        Assert.StartsWith("dbt.", approved.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_of_one_name_are_refused_and_listed_and_a_wildcard_means_both()
    {
        azure.Sandbox.State.Run(() => azure.Sandbox.State.Subscriptions[azure.Ready.Subscriptions.Test].Groups.TryAdd(
            "rg-two", new ResourceGroup(azure.Ready.Subscriptions.Test, "rg-two", azure.Ready.Location)));
        azure.Ask("twice-pe");
        azure.Ask("twice-pe", group: "rg-two");
        CommandRunner runner = azure.Runner();

        CommandFailure failure = runner.Fails(DecidePgEndpointConnection.RunAsync, EndpointRequests.Approval(azure.On("twice-pe")));
        Assert.Equal(("AmbiguousConnection", FailureKind.InvalidArgument), (failure.Id, failure.Kind));
        Assert.Equal(2, failure.Message.Split("twice-pe.").Length - 1);

        var both = runner.Run<DecidePgEndpointConnectionRequest, PgEndpointConnection>(DecidePgEndpointConnection.RunAsync, EndpointRequests.Approval(azure.On("twice-pe*")));
        Assert.Equal(["Approved", "Approved"], both.Select(each => each.Status));
    }

    [Fact]
    public void A_connection_is_found_by_what_its_requester_wrote()
    {
        azure.Ask("message-pe", message: "Orders team, ticket 4711");
        azure.Ask("other-message-pe", message: "Somebody else");
        PgEndpointConnection approved = azure.Runner().Decide(EndpointRequests.Approval(azure.On(null, "*ticket 4711*")));
        Assert.Equal(("message-pe", "Orders team, ticket 4711"), (approved.Name.Split('.')[0], approved.RequestMessage));
    }

    [Theory]
    [InlineData(null, "*ask-words*")]
    [InlineData(null, "ask-words, please")]
    [InlineData("ask-words-*", null)]
    public void Where_only_the_requesters_words_say_which_is_meant_the_user_is_asked_and_shown_whose_it_is(string? name, string? message)
    {
        PgPrivateEndpoint endpoint = azure.Ask("ask-words-pe", message: "ask-words, please");
        RecordingOutput no = new() { Continues = false };
        CommandRunner runner = azure.Runner(output: no);
        Assert.Empty(runner.WritesOf(() =>
            runner.Run<DecidePgEndpointConnectionRequest, object>(DecidePgEndpointConnection.RunAsync, EndpointRequests.Approval(azure.On(name, message)))));
        string question = Assert.Single(no.Questions);
        AssertEach.All((string[])[endpoint.Id, endpoint.SubscriptionId, "'ask-words, please'"], said => Assert.Contains(said, question, StringComparison.Ordinal));
        Assert.Contains("not approved", Assert.Single(no.Text("Warning")), StringComparison.Ordinal);
        Assert.Empty(no.Failures);

        RecordingOutput nobody = new() { Continues = null };
        runner = azure.Runner(output: nobody);
        Assert.Empty(runner.WritesOf(() =>
        {
            CommandFailure failure = runner.Fails(DecidePgEndpointConnection.RunAsync, EndpointRequests.Approval(azure.On(name, message)));
            Assert.Equal(("RequesterNotNamed", FailureKind.InvalidOperation), (failure.Id, failure.Kind));
        }));

        Assert.Equal("Approved", azure.Runner().Decide(EndpointRequests.Approval(azure.On(name, message))).Status);
        azure.Runner().Run<RemovePgPrivateEndpointRequest, object>(
            RemovePgPrivateEndpoint.RunAsync, new RemovePgPrivateEndpointRequest { Id = endpoint.Id });
    }

    [Fact]
    public void Who_is_named_by_what_Azure_says_is_not_asked_about_nor_a_denial()
    {
        PgPrivateEndpoint endpoint = azure.Ask("named-pe", message: "named, please");
        azure.Ask("named-too-pe", message: "named, please");
        RecordingOutput nobody = new() { Continues = null };
        CommandRunner runner = azure.Runner(output: nobody);
        ConnectionSelection words = azure.On(null, "named, *");

        ConnectionSelection other = words with { EndpointSubscriptionId = azure.Ready.Subscriptions.Development };
        Assert.Equal("ConnectionNotFound", runner.Fails(DecidePgEndpointConnection.RunAsync, EndpointRequests.Approval(other)).Id);

        ConnectionSelection theirs = words with { EndpointSubscriptionId = endpoint.SubscriptionId.ToUpperInvariant() };
        Assert.Equal(2, Decide(EndpointRequests.Approval(theirs)).Count);
        Assert.Equal(2, Decide(EndpointRequests.Approval(words) with { Force = true }).Count);
        Assert.Equal(2, Decide(EndpointRequests.Approval(words)).Count); // Approved already: nothing to ask.
        Assert.Equal(2, Decide(EndpointRequests.Denial(words)).Count);
        Assert.Empty(nobody.Questions);

        IReadOnlyList<PgEndpointConnection> Decide(DecidePgEndpointConnectionRequest request) =>
            runner.Run<DecidePgEndpointConnectionRequest, PgEndpointConnection>(DecidePgEndpointConnection.RunAsync, request);
    }

    [Fact]
    public void The_requesters_subscription_is_held_against_an_id_and_names_one_connection_alone()
    {
        PgPrivateEndpoint endpoint = azure.Ask("held-pe", azure.Ready.Resources.PrivateLinkService);
        CommandRunner runner = azure.Runner();
        string id = Assert.Single(runner.Get(EndpointRequests.Of(endpoint.Id))).Id;
        ConnectionSelection wrong = EndpointRequests.Of(id) with { EndpointSubscriptionId = azure.Ready.Subscriptions.Development };
        Assert.Equal("ConnectionNotFound", runner.Fails(DecidePgEndpointConnection.RunAsync, EndpointRequests.Approval(wrong)).Id);
        Assert.Equal("Approved", runner.Decide(EndpointRequests.Approval(wrong with { EndpointSubscriptionId = endpoint.SubscriptionId })).Status);

        ConnectionSelection alone = new(null, null, azure.Ready.Resources.FlexibleServer, null, null, endpoint.SubscriptionId);
        azure.Ask("held-one-pe");
        azure.Ask("held-two-pe");
        Assert.Equal("AmbiguousConnection", runner.Fails(DecidePgEndpointConnection.RunAsync, EndpointRequests.Approval(alone)).Id);
    }

    [Fact]
    public void WhatIf_asks_about_nobody()
    {
        azure.Ask("whatif-words-pe", message: "whatif-words");
        RecordingOutput output = new() { WhatIf = true, Continues = null };
        CommandRunner runner = azure.Runner(output: output);
        Assert.Empty(runner.WritesOf(() =>
            runner.Run<DecidePgEndpointConnectionRequest, object>(DecidePgEndpointConnection.RunAsync, EndpointRequests.Approval(azure.On(null, "whatif-words")))));
        Assert.Single(output.Confirmations);
        Assert.Empty(output.Questions);
        Assert.Empty(output.Failures);
    }

    [Fact]
    public void A_rejected_server_connection_is_final_and_the_way_out_is_told()
    {
        azure.Ask("final-pe");
        CommandRunner runner = azure.Runner();
        runner.Decide(EndpointRequests.Denial(azure.On("final-pe")));
        Assert.Empty(runner.WritesOf(() =>
        {
            CommandFailure failure = runner.Fails(DecidePgEndpointConnection.RunAsync, EndpointRequests.Approval(azure.On("final-pe")));
            Assert.Equal(("ConnectionFinal", FailureKind.InvalidOperation), (failure.Id, failure.Kind));
            Assert.Contains("New-PgPrivateEndpoint with -Force", failure.Remedy, StringComparison.Ordinal);
        }));
    }

    [Fact]
    public void A_connection_that_failed_ends_the_decision_at_once_and_the_same_line_asks_again()
    {
        PgPrivateEndpoint endpoint = azure.Ask("failing-pe");
        azure.Change(endpoint.Id, each => each.Connection.ProvisioningState = "Failed");
        CommandRunner runner = azure.Runner();
        DecidePgEndpointConnectionRequest approval = EndpointRequests.Approval(azure.On("failing-pe"));
        foreach (int _ in (int[])[1, 2])
        {
            IReadOnlyList<string> writes = runner.WritesOf(() =>
            {
                CommandFailure failure = runner.Fails(DecidePgEndpointConnection.RunAsync, approval);
                Assert.Equal(("ConnectionFailed", FailureKind.OperationFailed), (failure.Id, failure.Kind));
                Assert.Contains("status Approved (Approved)", failure.Message, StringComparison.Ordinal);
            });
            Assert.Single(writes);
        }
        azure.Change(endpoint.Id, each => each.Connection.ProvisioningState = "Succeeded");
        Assert.False(runner.Decide(approval).Changed);
    }

    [Fact]
    public void The_owner_of_a_service_may_change_his_mind()
    {
        PgPrivateEndpoint endpoint = azure.Ask("mind-pe", azure.Ready.Resources.PrivateLinkService);
        CommandRunner runner = azure.Runner();
        PgEndpointConnection denied = runner.Decide(EndpointRequests.Denial(EndpointRequests.Of(endpoint.Id)));
        Assert.Equal(("Rejected", "Rejected", "Not ordered"), (denied.Status, denied.EndpointStatus, denied.Description));
        Assert.Equal("Approved", runner.Decide(EndpointRequests.Approval(EndpointRequests.Of(denied.Id))).EndpointStatus);
    }

    [Fact]
    public void Requester_and_owner_need_not_see_each_other()
    {
        PgPrivateEndpoint endpoint = azure.Ask("foreign-pe", message: "Vendor", principal: azure.Ready.Principals.Consumer);
        PgEndpointConnection approved = azure.Runner(azure.Ready.Principals.Developer).Decide(EndpointRequests.Approval(azure.On("foreign-pe")));
        Assert.Equal(("Approved", null, endpoint.Id), (approved.Status, approved.EndpointStatus, approved.EndpointId));

        CommandFailure failure = azure.Runner(azure.Ready.Principals.Consumer).Fails(DecidePgEndpointConnection.RunAsync, EndpointRequests.Approval(EndpointRequests.Of(endpoint.Id)));
        Assert.Equal(("AccessDenied", FailureKind.PermissionDenied), (failure.Id, failure.Kind));
    }

    [Fact]
    public void Without_waiting_the_output_can_be_waited_for()
    {
        azure.Ask("nowait-pe");
        CommandRunner runner = azure.Runner();
        PgEndpointConnection started = runner.Decide(EndpointRequests.Approval(azure.On("nowait-pe")) with { NoWait = true });
        Assert.Equal(("Pending", true), (started.Status, started.Changed));
        Assert.StartsWith(azure.Ready.ArmEndpoint, started.OperationUrl, StringComparison.Ordinal);

        PgEndpointConnection done = runner.One<WaitPgEndpointConnectionRequest, PgEndpointConnection>(
            WaitPgEndpointConnection.RunAsync, new(EndpointRequests.Of(started.Id), new HashSet<string> { "Approved" }, TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(30)));
        Assert.Equal("Approved", done.EndpointStatus);
    }

    [Fact]
    public void WhatIf_names_the_request_and_sends_none()
    {
        azure.Ask("whatif-pe");
        RecordingOutput output = new() { Confirm = false };
        CommandRunner runner = azure.Runner(output: output);
        Assert.Empty(runner.WritesOf(() => runner.Run<DecidePgEndpointConnectionRequest, object>(DecidePgEndpointConnection.RunAsync, EndpointRequests.Approval(azure.On("whatif-pe")))));
        (string target, string action) = Assert.Single(output.Confirmations);
        Assert.Contains("/privateEndpointConnections/whatif-pe.", target, StringComparison.Ordinal);
        Assert.Contains("PUT " + target, action, StringComparison.Ordinal);
        Assert.Empty(output.Failures);
    }

    [Fact]
    public void When_downstream_has_enough_nothing_more_is_written()
    {
        azure.Ask("stop-a-pe");
        azure.Ask("stop-b-pe");
        RecordingOutput output = new() { StopAfterObjects = 1 };
        CommandRunner runner = azure.Runner(output: output);
        Assert.Throws<RecordingOutput.PipelineStopped>(() =>
            runner.Run<DecidePgEndpointConnectionRequest, object>(DecidePgEndpointConnection.RunAsync, EndpointRequests.Approval(azure.On("stop-*"))));
        Assert.Single(output.Objects);
        Assert.Empty(output.Failures);
    }

    [Theory]
    [InlineData("ConnectionNotFound")]
    [InlineData("EndpointNotFound")]
    [InlineData("ResourceNotFound")]
    [InlineData("TargetBehindAlias")]
    public void What_is_not_there_is_said_so(string id)
    {
        PgPrivateEndpoint endpoint = azure.Ask("there-" + id.ToLowerInvariant(), id == "TargetBehindAlias" ? azure.Ready.Resources.PrivateLinkServiceAlias : null);
        CommandFailure failure = azure.Runner().Fails(DecidePgEndpointConnection.RunAsync, EndpointRequests.Approval(id switch
        {
            "ConnectionNotFound" => azure.On("no-such"),
            "EndpointNotFound" => EndpointRequests.Of(endpoint.Id + "-none"),
            "ResourceNotFound" => azure.On("any") with { Target = azure.Ready.Resources.FlexibleServer + "-none" },
            _ => EndpointRequests.Of(endpoint.Id),
        }));
        Assert.Equal(id, failure.Id);
        Assert.NotEmpty(failure.Remedy);
    }

    [Theory]
    [InlineData("MissingParameter")]
    [InlineData("InvalidConnection")]
    [InlineData("ConnectionsOfAlias")]
    [InlineData("MessageTooLong")]
    [InlineData("ConflictingParameters")]
    public void Bad_input_is_refused_before_anything_is_asked(string id)
    {
        int before = azure.Sandbox.Log.Requests.Count;
        CommandFailure failure = azure.Runner().Fails(DecidePgEndpointConnection.RunAsync, id switch
        {
            "MissingParameter" => EndpointRequests.Approval(azure.On(null)),
            "InvalidConnection" => EndpointRequests.Approval(EndpointRequests.Of(azure.Network(1))),
            "ConnectionsOfAlias" => EndpointRequests.Approval(azure.On("*") with { Target = azure.Ready.Resources.PrivateLinkServiceAlias }),
            "MessageTooLong" => EndpointRequests.Approval(azure.On("*")) with { Description = new string('x', 141) },
            _ => EndpointRequests.Approval(new(azure.Ready.Resources.FlexibleServer + "/privateEndpointConnections/a.1", null, null, "b")),
        });
        Assert.Equal((id, FailureKind.InvalidArgument), (failure.Id, failure.Kind));
        Assert.Equal(before, azure.Sandbox.Log.Requests.Count);
    }
}
