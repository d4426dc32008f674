using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.Faults;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>What is told of a change whose time runs out, and what becomes of one that another change takes the place of.</summary>
public sealed class LateAndSupersededTests : LinkedServer
{
    private const string Superseded = "CanceledAndSupersededDueToAnotherOperation";

    private NewPgPrivateEndpointRequest Wish => new() { Target = Server, SubnetId = Azure.Subnet(1), Name = "late", SkipPreflight = true, Timeout = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task What_Azure_accepted_goes_on_there() =>
        Assert.Contains("did not finish within 60 s. It goes on in Azure.", await TimeOutAsync(new() { Path = Path, Operation = new() { Never = true } }), StringComparison.Ordinal);

    [Fact]
    public async Task What_Azure_never_accepted_is_told_with_the_last_answer()
    {
        string message = await TimeOutAsync(new() { Path = Path, Status = 502, Code = "BadGateway", Message = "As planned." });
        Assert.Matches("By then Azure had not accepted PUT /subscriptions/.+/late; the last try ended with: 502 .+\\.$", message);
        Assert.DoesNotContain("goes on", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_what_Azure_did_not_answer_nobody_knows() =>
        Assert.Matches("By then Azure had not answered PUT /subscriptions/.+/late, so that nobody knows", await TimeOutAsync(new() { Path = Path, DelaySeconds = 600 }));

    [Theory]
    [InlineData("PUT", 503)]
    [InlineData("PUT", 429)]
    [InlineData("GET", 503)]
    [InlineData("GET", 429)]
    public async Task An_outage_of_Azure_is_waited_for_as_long_as_the_timeout_allows(string method, int status)
    {
        string path = method == "PUT" ? Path : "*/providers/Microsoft.Network/locations/*/operations/*";
        await Azure.Sandbox.AddFaultsAsync(new() { Requests = [new() { Method = method, Path = path, Times = 40, Status = status, Code = "ServiceUnavailable", Message = "As planned." }] });
        CommandRunner runner = new(Azure.Sandbox, null, new(), new FastClock(200));
        PgPrivateEndpoint endpoint = runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Wish with { Timeout = TimeSpan.FromHours(1) });
        Assert.Equal(("Succeeded", "Approved"), (endpoint.ProvisioningState, endpoint.ConnectionStatus));
    }

    [Fact]
    public async Task A_removal_whose_end_Azure_cannot_tell_just_now_is_not_undone()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        Record(Azure.Runner(), endpoint);
        await Azure.Sandbox.AddFaultsAsync(new() { Requests = [new() { Method = "GET", Path = "*/providers/Microsoft.Network/locations/*/operation*/*", Times = 40, Status = 503, Code = "ServiceUnavailable", Message = "As planned." }] });
        CommandRunner runner = new(Azure.Sandbox, null, new(), new FastClock(200));
        // With time enough also for a machine that does much else.
        IReadOnlyList<PgRemoval> removals = runner.Run<RemovePgPrivateEndpointRequest, PgRemoval>(
            RemovePgPrivateEndpoint.RunAsync, new RemovePgPrivateEndpointRequest { Id = endpoint.Id, IncludeDns = true, Timeout = TimeSpan.FromHours(6) });
        Assert.DoesNotContain(removals, each => each.Action == "Restored");
        Assert.Empty(runner.Output.Failures);
        Assert.Empty(Zones());
    }

    [Fact]
    public async Task An_endpoint_that_another_change_took_the_place_of_is_looked_at_again()
    {
        await Azure.Sandbox.AddFaultsAsync(new() { Requests = [new() { Method = "PUT", Path = Path, Operation = new() { Code = Superseded, Message = "As planned." } }] });
        CommandRunner runner = new(Azure.Sandbox, null, new(), new FastClock(20));
        PgPrivateEndpoint endpoint = runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Wish with { Timeout = TimeSpan.FromHours(1) });
        Assert.Equal(("Succeeded", "Approved"), (endpoint.ProvisioningState, endpoint.ConnectionStatus));
    }

    [Fact]
    public async Task Elsewhere_a_superseded_change_asks_to_wait_and_run_the_line_again()
    {
        await RefuseAsync("PUT", "*/privateDnsZones/*", Superseded, 0);
        CommandFailure failure = Azure.Runner().Fails(NewPgPrivateDnsRecord.RunAsync, new NewPgPrivateDnsRecordRequest { HostName = HostName, IpAddress = ["10.0.0.4"], NoLink = true, ResourceGroupName = "rg-client" });
        Assert.Equal((nameof(Failure.ResourceBusy), FailureKind.Busy), (failure.Id, failure.Kind));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(9, false)]
    [InlineData(1, true)]
    public void A_zone_that_another_session_removes_meanwhile_is_made_again(int inputs, bool asZoneGroup)
    {
        PgPrivateEndpoint leaving = Endpoint(Azure.Runner(), 10);
        New(Azure.Runner(), Request(Azure.Runner(), leaving) with { HostName = "last.postgres.database.azure.com" });
        PgPrivateEndpoint[] endpoints = [.. Enumerable.Range(1, inputs).Select(each => Endpoint(Azure.Runner(), each))];
        NewPgPrivateDnsRecordRequest[] wishes =
            [.. endpoints.Select(each => Request(Azure.Runner(), each) with { Append = !asZoneGroup, AsZoneGroup = asZoneGroup })];
        int removed = 0;
        CommandRunner runner = Azure.Runner(output: new()
        {
            BeforeWrite = action =>
            {
                if ((action.Contains("/A/", StringComparison.Ordinal) || action.Contains("privateDnsZoneGroups", StringComparison.Ordinal)) && removed++ == 0)
                    Remove(Azure.Runner(), leaving);
            },
        });
        IReadOnlyList<PgDnsRecord> records = runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, wishes);
        Assert.Empty(runner.Output.Failures);
        Assert.Equal(inputs, records.Count);
        PgDnsRecord record = Assert.Single(Records());
        Assert.Equal(inputs, record.IpAddress.Count);
        Assert.Equal(inputs, record.VirtualNetworkId.Count);
    }

    [Fact]
    public async Task A_record_that_is_refused_while_its_zone_is_there_is_not_tried_again()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        Record(Azure.Runner(), endpoint);
        await RefuseAsync("PUT", "*/A/*", "AuthorizationFailed", 403);
        CommandRunner runner = Azure.Runner();
        NewPgPrivateDnsRecordRequest wish = Request(runner, Endpoint(runner, 2)) with { Append = true };
        Assert.Single(runner.WritesOf(() => Assert.Equal(nameof(Failure.AccessDenied), runner.Fails(NewPgPrivateDnsRecord.RunAsync, wish).Id)));
    }

    private static string Path => "*/privateEndpoints/late";

    private async Task<string> TimeOutAsync(RequestFault fault)
    {
        await Azure.Sandbox.AddFaultsAsync(new() { Requests = [fault with { Method = "PUT", Times = 99 }] });
        CommandFailure failure = new CommandRunner(Azure.Sandbox, null, new(), new FastClock(20)).Fails(NewPgPrivateEndpoint.RunAsync, Wish);
        Assert.Equal(nameof(Failure.TimedOut), failure.Id);
        return failure.Message;
    }
}
