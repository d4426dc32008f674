using PrivateLinkPg.Commands;
using PrivateLinkPg.Connections;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Models;
using PrivateLinkPg.Output;
using PrivateLinkPg.Sandbox.Faults;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>An Azure that takes a question and does not answer it, or cannot answer just now.</summary>
public sealed class SilentAzureTests : LinkedServer
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(45);

    private NewPgPrivateEndpointRequest Wish => new() { Target = Server, SubnetId = Azure.Subnet(1), Name = "pe", Timeout = Timeout };

    private ConnectionSelection Selection => new(null, null, Server, "x");

    public static TheoryData<string, string> Questions => new()
    {
        { "New-PgPrivateEndpoint", "*/flexibleServers/*" },
        { "New-PgPrivateEndpoint", "*/virtualNetworks/*" },
        { "New-PgPrivateDnsRecord", "*/privateDnsZones" },
        { "Remove-PgPrivateEndpoint", "*/privateEndpoints/*" },
        { "Remove-PgPrivateDnsRecord", "*/privateDnsZones" },
        { "Approve-PgEndpointConnection", "*/privateEndpointConnections" },
        { "Remove-PgEndpointConnection", "*/privateEndpointConnections" },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task A_question_that_is_not_answered_takes_no_longer_than_the_timeout(string command, string path)
    {
        await FaultAsync(new() { Method = "GET", Path = path, DelaySeconds = 600, Times = 99 });
        CommandRunner runner = Patient(factor: 12);
        CommandFailure failure = Fails(runner, command);
        Assert.Equal((nameof(Failure.TimedOut), FailureKind.Timeout), (failure.Id, failure.Kind));
        Assert.Matches(@"^Azure Resource Manager at localhost:\d+ did not answer GET /subscriptions/\S+ within 45 s\.$", failure.Message);
        Assert.Contains("-TimeoutSec", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_of_many_inputs_is_told_of_it_and_no_input_ends_the_answer_of_another()
    {
        await FaultAsync(new() { Method = "GET", Path = "*/flexibleServers/*", DelaySeconds = 600, Times = 1 });
        // What is answered has 7.5 s of the machine's time, the silence as well.
        CommandRunner runner = Patient(factor: 6);
        // All ask for the same server, once; the endpoint of a server elsewhere has nothing to do with it.
        NewPgPrivateEndpointRequest[] wishes = [.. Enumerable.Range(1, 5).Select(each => Wish with { Name = $"pe{each}", SubnetId = Azure.Subnet(each) })];
        NewPgPrivateEndpointRequest other = Wish with { Name = "other", Target = Azure.Ready.Resources.PrivateLinkService, ManualRequest = true, Timeout = TimeSpan.FromHours(1) };
        Assert.Single(runner.Run<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, [.. wishes, other]));
        Assert.Equal(Enumerable.Repeat(nameof(Failure.TimedOut), 5), runner.Output.Failures.Select(each => each.Id));
    }

    [Fact]
    public async Task What_waits_says_that_nobody_answered()
    {
        await FaultAsync(new() { Method = "GET", Path = "*/privateEndpointConnections*", DelaySeconds = 600, Times = 99 });
        CommandFailure failure = Patient(factor: 60).Fails(
            WaitPgEndpointConnection.RunAsync, new WaitPgEndpointConnectionRequest(Selection, new HashSet<string> { "Approved" }, TimeSpan.FromSeconds(5), Timeout));
        Assert.Equal(nameof(Failure.ConnectionNotSeen), failure.Id);
        Assert.Contains("last seen: nothing, since Azure did not answer.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_no_question_was_sent()
    {
        await FaultAsync(new() { Path = new Uri(Azure.Ready.IdentityEndpoint).AbsolutePath, DelaySeconds = 600, Times = 99 });
        CommandFailure failure = Fails(Patient(factor: 60), "New-PgPrivateEndpoint");
        Assert.Matches(@"^GET /subscriptions/\S+ was not sent within 45 s: it waited for a token of the sign-in\.$", failure.Message);
    }

    [Theory]
    [InlineData("*/flexibleServers/*", 503)]
    [InlineData("*/virtualNetworks/*", 504)]
    public async Task An_outage_is_waited_for_and_told_once(string path, int status)
    {
        await FaultAsync(new() { Method = "GET", Path = path, Times = 40, Status = status, Code = "Busy", Message = "As planned." });
        CommandRunner runner = Patient(factor: 200, TimeSpan.FromHours(1));
        Assert.Equal("Approved", runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Wish with { Timeout = TimeSpan.FromHours(1) }).ConnectionStatus);
        Assert.Matches(
            $@"^Azure Resource Manager at localhost:\d+ does not answer for now \({status} Busy\), and is asked again until -TimeoutSec is over\.$",
            Assert.Single(runner.Output.Text("Warning")));
    }

    [Fact]
    public async Task A_limit_of_Azures_is_waited_for_and_told_once()
    {
        await FaultAsync(new() { Method = "GET", Path = "*/flexibleServers/*", Times = 40, Status = 429, Code = "TooManyRequests", Message = "As planned." });
        CommandRunner runner = Patient(factor: 200, TimeSpan.FromHours(1));
        Assert.Equal("Approved", runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Wish with { Timeout = TimeSpan.FromHours(1) }).ConnectionStatus);
        Assert.Matches(
            @"^Azure's limit of reads of Microsoft\.DBforPostgreSQL/flexibleServers in subscription \S+ is reached \(TooManyRequests\)\. Requests wait",
            Assert.Single(runner.Output.Text("Warning")));
    }

    [Fact]
    public async Task A_short_one_is_nobodys_business()
    {
        await FaultAsync(new() { Method = "GET", Path = "*/flexibleServers/*", Times = 3, Status = 503, Code = "Busy", Message = "As planned." });
        CommandRunner runner = Patient(factor: 200, TimeSpan.FromHours(1));
        runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Wish with { Timeout = TimeSpan.FromHours(1) });
        Assert.Empty(runner.Output.Text("Warning"));
    }

    [Fact]
    public async Task One_that_lasts_ends_with_the_last_answer()
    {
        await FaultAsync(new() { Method = "GET", Path = "*/flexibleServers/*", Times = 999, Status = 503, Code = "Busy", Message = "As planned." });
        CommandFailure failure = Fails(Patient(factor: 20), "New-PgPrivateEndpoint");
        Assert.Equal(nameof(Failure.TimedOut), failure.Id);
        Assert.Matches(@"was not answered within 45 s; the last try at localhost:\d+ ended with: 503 Service Unavailable\.$", failure.Message);
    }

    [Fact]
    public async Task A_line_that_breaks_after_the_first_answer_is_waited_for()
    {
        Endpoint(Azure.Runner(), 1, manual: true);
        await FaultAsync(new() { Method = "GET", Path = "*/privateEndpointConnections*", Skip = 1, Times = 12, Reset = true });
        CommandRunner runner = Patient(factor: 200, TimeSpan.FromHours(1));
        WaitPgEndpointConnectionRequest wait = new(
            new(null, null, Server, "*"), new HashSet<string> { "Approved" }, TimeSpan.FromSeconds(20), TimeSpan.FromHours(1));
        bool decided = false;
        IReadOnlyList<PgEndpointConnection> seen = runner.Run<WaitPgEndpointConnectionRequest, PgEndpointConnection>(
            async (request, host) =>
            {
                Task waiting = WaitPgEndpointConnection.RunAsync(request, host);
                await Patience.UntilAsync(() => runner.Output.Text("Warning").Count > 0 || waiting.IsCompleted);
                Azure.Runner().Run<DecidePgEndpointConnectionRequest, object>(
                    DecidePgEndpointConnection.RunAsync, new DecidePgEndpointConnectionRequest(ConnectionDecision.Approve, request.Selection, "", false, Timeout));
                decided = true;
                await waiting;
            },
            wait);
        Assert.True(decided);
        Assert.Equal("Approved", Assert.Single(seen).Status);
    }

    [Theory]
    [InlineData("DELETE", "It goes on in Azure. That was still the removal of the Rejected endpoint, after which it is made again.")]
    [InlineData("PUT", "so that nobody knows whether it does it. The Rejected endpoint in its place was removed before.")]
    [InlineData("GET", "did not answer GET /subscriptions/")]
    public async Task A_renewal_that_ends_halfway_tells_how_far_it_came_and_loses_no_zone(string method, string told)
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Wish with { ManualRequest = true });
        runner.Decide(EndpointRequests.Approval(EndpointRequests.Of(endpoint.Id)));
        Record(runner, endpoint, asZoneGroup: true);
        runner.Decide(EndpointRequests.Denial(EndpointRequests.Of(endpoint.Id)));
        await FaultAsync(method switch
        {
            "DELETE" => new() { Method = method, Path = endpoint.Id, Operation = new() { Never = true } },
            "PUT" => new() { Method = method, Path = endpoint.Id, DelaySeconds = 600 },
            _ => new() { Method = method, Path = endpoint.Id + "/privateDnsZoneGroups", DelaySeconds = 600 },
        });
        CommandRunner late = Patient(factor: 20);
        CommandFailure failure = late.Fails(NewPgPrivateEndpoint.RunAsync, Wish with { Force = true });
        Assert.Equal(nameof(Failure.TimedOut), failure.Id);
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
        Assert.Equal(method != "GET", failure.Message.Contains($"Its zone group held {Zones()[0]}: pass them", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(method == "PUT" ? 0 : 1, Endpoints().Count);
    }

    [Fact]
    public void A_sign_in_that_is_not_found_in_time_is_told()
    {
        RecordingOutput output = new();
        using CommandHost host = new(output, new Searching(), new FastClock(100), patience: Timeout);
        host.Start(() => NewPgPrivateEndpoint.RunAsync(Wish, host), null);
        host.Complete();
        CommandFailure failure = Assert.Single(output.Failures);
        Assert.Equal(nameof(Failure.TimedOut), failure.Id);
        Assert.StartsWith("No sign-in was found within 45 s", failure.Message, StringComparison.Ordinal);
    }

    private CommandFailure Fails(CommandRunner runner, string command) => command switch
    {
        "New-PgPrivateEndpoint" => runner.Fails(NewPgPrivateEndpoint.RunAsync, Wish),
        "New-PgPrivateDnsRecord" => runner.Fails(NewPgPrivateDnsRecord.RunAsync, new NewPgPrivateDnsRecordRequest
        {
            HostName = HostName, IpAddress = ["10.0.0.4"], VirtualNetworkId = [Azure.Ready.Resources.ClientNetwork], Timeout = Timeout,
        }),
        "Remove-PgPrivateEndpoint" => runner.Fails(
            RemovePgPrivateEndpoint.RunAsync, new RemovePgPrivateEndpointRequest { Name = "pe", ResourceGroupName = "rg-client", Timeout = Timeout }),
        "Remove-PgPrivateDnsRecord" => runner.Fails(
            RemovePgPrivateDnsRecord.RunAsync, new RemovePgPrivateDnsRecordRequest { HostName = HostName, Timeout = Timeout }),
        "Approve-PgEndpointConnection" => runner.Fails(
            DecidePgEndpointConnection.RunAsync, new DecidePgEndpointConnectionRequest(ConnectionDecision.Approve, Selection, "", false, Timeout)),
        "Remove-PgEndpointConnection" => runner.Fails(
            RemovePgEndpointConnection.RunAsync, new RemovePgEndpointConnectionRequest(Selection, false, Timeout)),
        _ => throw new ArgumentException($"What is {command}?", nameof(command)),
    };

    private CommandRunner Patient(int factor, TimeSpan? patience = null) =>
        new(Azure.Sandbox, null, new(), new FastClock(factor), patience ?? Timeout);

    private Task FaultAsync(RequestFault fault) => Azure.Sandbox.AddFaultsAsync(new() { Requests = [fault] });

    private sealed class Searching : IConnectionSource
    {
        // As Azure CLI would that hangs.
        public Task<AzureConnection> ResolveAsync(PipelineThread pipeline, CancellationToken cancellation) =>
            new TaskCompletionSource<AzureConnection>().Task;
    }
}
