using PrivateLinkPg.Commands;
using PrivateLinkPg.Connections;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Connections;

/// <summary>A decision, a removal and a wait end when both sides say so: which states they wait through, how often they look, and which end them.</summary>
public sealed class ConnectionSettlingTests
{
    private const string Group = $"/subscriptions/{ScriptedAzure.Subscription}/resourceGroups/rg/providers";
    private const string Server = $"{Group}/Microsoft.DBforPostgreSQL/flexibleServers/db";
    private const string Service = $"{Group}/Microsoft.Network/privateLinkServices/pls";
    private const string Endpoint = $"{Group}/Microsoft.Network/privateEndpoints/pe";

    private const string Operation = "https://management.azure.com/subscriptions/operation";

    private static readonly Answer Accepted = new(202, "", ("Azure-AsyncOperation", Operation));

    private static readonly TimeSpan Patience = TimeSpan.FromHours(2);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(7);

    [Fact]
    public void An_approval_looks_each_second_until_the_target_has_settled_and_the_endpoint_follows()
    {
        ScriptedAzure azure = Deciding(
            [Is("Pending"), Is("Pending"), Is("Approved", "Updating"), Is("Approved")], [Ends("Pending"), Ends("Approved"), Ends("Pending"), Ends("Pending"), Ends("Approved")]);
        PgEndpointConnection connection = Connection(azure.Run(DecidePgEndpointConnection.RunAsync, Approval()));
        Assert.Equal(("Approved", "Approved", true, null), (connection.Status, connection.EndpointStatus, connection.Changed, connection.OperationUrl));
        Assert.Equal(["GET pe.1", "PUT pe.1", .. Enumerable.Repeat((string[])["GET pe.1", "GET pe"], 5).SelectMany(each => each)], azure.Asked);
        Assert.Equal([Second, Second, Second, Second], azure.Clock.Waits);
        Assert.Contains(azure.Output.Progress, each => each.Status == "target Approved, endpoint Pending");
    }

    [Theory]
    [InlineData("Rejected", "Pending", "the target says Rejected and the endpoint says Pending")]
    [InlineData("Disconnected", "Pending", "the target says Disconnected and the endpoint says Pending")]
    [InlineData("Approved", "Disconnected", "the target says Approved and the endpoint says Disconnected")]
    [InlineData("Rejected", null, "the target says Rejected and the endpoint says nothing that can be read")]
    public void An_approval_that_somebody_overrules_is_told_with_both_sides(string target, string? endpoint, string told)
    {
        CommandFailure failure = Deciding([Is("Pending"), Is(target)], [endpoint is null ? ScriptedAzure.Absent : Ends(endpoint)])
            .Fails(DecidePgEndpointConnection.RunAsync, Approval());
        Assert.Equal((nameof(Failure.ConnectionNotSettled), FailureKind.OperationFailed), (failure.Id, failure.Kind));
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_operation_of_Azures_is_followed_unless_the_user_does_not_wait_and_then_given_out(bool noWait)
    {
        (string, Answer[])[] answers =
        [
            ("GET pe.1", [Is("Pending"), Is("Approved")]), ("PUT pe.1", [Accepted]), ("DELETE pe.1", [Accepted]), ("GET pe", [Ends("Approved")]),
            ("GET operation", [new(200, """{"status":"InProgress"}"""), new(200, """{"status":"Succeeded"}""")]),
        ];
        ScriptedAzure deciding = new(answers);
        PgEndpointConnection connection = Connection(deciding.Run(DecidePgEndpointConnection.RunAsync, Approval() with { NoWait = noWait }));
        Assert.Equal((noWait ? "Pending" : "Approved", noWait ? deciding.Placed(Operation) : null), (connection.Status, connection.OperationUrl));
        Assert.Equal(noWait ? 0 : 2, deciding.Asked.Count(each => each == "GET operation"));

        answers[0] = ("GET pe.1", [Is("Approved"), ScriptedAzure.Absent]);
        ScriptedAzure removing = new(answers);
        removing.Run(RemovePgEndpointConnection.RunAsync, new RemovePgEndpointConnectionRequest(EndpointRequests.Of(Id(Server)), noWait, Patience));
        Assert.Empty(removing.Output.Failures);
        Assert.Equal(noWait ? 0 : 2, removing.Asked.Count(each => each == "GET operation"));
    }

    [Fact]
    public void A_connection_that_goes_while_it_is_decided_on_is_told() => Assert.Equal(
        nameof(Failure.ConnectionGone), Deciding([Is("Pending"), ScriptedAzure.Absent], []).Fails(DecidePgEndpointConnection.RunAsync, Approval()).Id);

    [Theory]
    [InlineData(Server, true)]
    [InlineData(Service, false)]
    public void Whose_the_connection_is_remains_to_Azure_in_the_way_that_each_kind_of_target_takes(string target, bool empty)
    {
        ScriptedAzure azure = Deciding([Is("Pending", of: target), Is("Approved", of: target)], [ScriptedAzure.Absent]);
        PgEndpointConnection connection = Connection(azure.Run(DecidePgEndpointConnection.RunAsync, Approval(target)));
        string body = Assert.Single(azure.Bodies);
        Assert.Equal(empty, body.Contains("\"privateEndpoint\":{}", StringComparison.Ordinal));
        Assert.Equal(empty, body.Contains("privateEndpoint", StringComparison.Ordinal));
        Assert.Empty(connection.GroupId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_removal_looks_each_second_until_the_target_knows_nothing_of_it(bool noWait)
    {
        ScriptedAzure azure = new(("GET pe.1", [Is("Approved"), Is("Approved"), Is("Approved"), ScriptedAzure.Absent]), ("DELETE pe.1", [new(204, "")]));
        azure.Run(RemovePgEndpointConnection.RunAsync, new RemovePgEndpointConnectionRequest(EndpointRequests.Of(Id(Server)), noWait, Patience));
        Assert.Empty(azure.Output.Failures);
        Assert.Equal((string[])["GET pe.1", "DELETE pe.1", .. noWait ? Array.Empty<string>() : ["GET pe.1", "GET pe.1", "GET pe.1"]], azure.Asked);
        Assert.Equal(noWait ? [] : [Second, Second], azure.Clock.Waits);
    }

    [Fact]
    public void A_wait_for_a_target_looks_at_its_own_pace_until_both_sides_agree()
    {
        ScriptedAzure azure = Waiting([List(), List(Is("Pending")), List(Is("Approved", "Updating")), List(Is("Approved"))], Ends("Pending"), Ends("Approved"), Ends("Pending"), Ends("Approved"));
        Assert.Equal("Approved", Connection(azure.Run(WaitPgEndpointConnection.RunAsync, Wait(new(null, null, Server, "pe*"), "Approved"))).EndpointStatus);
        Assert.Equal([Poll, Poll, Poll, Poll], azure.Clock.Waits);
        AssertEach.All(
            (string[])["no such connection yet", "pe.1 Pending", "pe.1 Approved"],
            said => Assert.Contains(azure.Output.Progress, each => each.Status == said));
    }

    [Theory]
    [InlineData("pe", true)]
    [InlineData(null, false)]
    public void A_wait_for_one_refuses_two_and_a_wait_for_a_target_takes_what_it_has(string? name, bool refused)
    {
        ScriptedAzure azure = Waiting([List(Is("Approved"), Is("Approved", number: 2))], ScriptedAzure.Absent);
        azure.Run(WaitPgEndpointConnection.RunAsync, Wait(new(null, null, Server, name), "Approved"));
        Assert.Equal(refused ? [nameof(Failure.AmbiguousConnection)] : [], azure.Output.Failures.Select(each => each.Id));
        Assert.Equal(refused ? 0 : 2, azure.Output.Objects.Count);
    }

    [Fact]
    public void A_wait_for_an_endpoint_looks_at_its_own_pace_and_tells_what_it_saw()
    {
        ScriptedAzure azure = Waiting([], Ends("Pending"), Ends("Rejected", "Updating"), Ends("Approved", "Updating"), Ends("Approved"));
        azure.Run(WaitPgEndpointConnection.RunAsync, Wait(EndpointRequests.Of(Endpoint), "Approved"));
        Assert.Equal("Approved", Assert.IsType<PgPrivateEndpoint>(Assert.Single(azure.Output.Objects)).ConnectionStatus);
        Assert.Equal([Poll, Poll, Poll], azure.Clock.Waits);
        AssertEach.All(
            (string[])["Pending, Succeeded", "Rejected, Updating", "Approved, Updating", "Approved, Succeeded"],
            said => Assert.Contains(azure.Output.Progress, each => each.Status == said));
    }

    [Theory]
    [InlineData("Approved", "Rejected", false)]
    [InlineData("Pending", "Rejected", false)]
    [InlineData("Approved", "Pending", true)]
    [InlineData("Rejected", "Approved", true)]
    [InlineData("Disconnected", "Approved", true)]
    public void Only_what_cannot_come_any_more_ends_a_wait(string is_, string wanted, bool ends)
    {
        // An owner may take an approval back, so that a wait for it goes on.
        ScriptedAzure azure = Waiting([], Ends(is_), Ends(wanted));
        azure.Run(WaitPgEndpointConnection.RunAsync, Wait(EndpointRequests.Of(Endpoint), wanted));
        Assert.Equal(ends ? [nameof(Failure.ConnectionDecided)] : [], azure.Output.Failures.Select(each => each.Id));
        Assert.Equal(ends ? 0 : 1, azure.Output.Objects.Count);
    }

    private static ScriptedAzure Deciding(Answer[] target, Answer[] endpoint) => new(("GET pe.1", target), ("PUT pe.1", [Is("Pending")]), ("GET pe", endpoint));

    private static ScriptedAzure Waiting(Answer[] target, params Answer[] endpoint) => new(("GET privateEndpointConnections", target), ("GET pe", endpoint));

    private static PgEndpointConnection Connection(ScriptedAzure azure)
    {
        Assert.Empty(azure.Output.Failures);
        return Assert.IsType<PgEndpointConnection>(Assert.Single(azure.Output.Objects));
    }

    private static DecidePgEndpointConnectionRequest Approval(string target = Server) =>
        EndpointRequests.Approval(EndpointRequests.Of(Id(target))) with { Timeout = Patience };

    private static WaitPgEndpointConnectionRequest Wait(ConnectionSelection selection, string state) =>
        new(selection, new HashSet<string> { state }, Poll, Patience);

    private static string Id(string target) => $"{target}/privateEndpointConnections/pe.1";

    private static Answer Is(string status, string state = "Succeeded", string of = Server, int number = 1) => new(200, $$$"""
        {"id":"{{{of}}}/privateEndpointConnections/pe.{{{number}}}","name":"pe.{{{number}}}","properties":{"privateEndpoint":{"id":"{{{Endpoint}}}"},
         "privateLinkServiceConnectionState":{"status":"{{{status}}}"},"provisioningState":"{{{state}}}"} }
        """);

    private static Answer Ends(string status, string state = "Succeeded") => new(200, $$$"""
        {"id":"{{{Endpoint}}}","name":"pe","properties":{"provisioningState":"{{{state}}}","privateLinkServiceConnections":[
         {"name":"pe","properties":{"privateLinkServiceId":"{{{Server}}}","privateLinkServiceConnectionState":{"status":"{{{status}}}"} } }]} }
        """);

    private static Answer List(params Answer[] connections) => new(200, $$"""{"value":[{{string.Join(',', connections.Select(each => each.Body))}}]}""");
}
