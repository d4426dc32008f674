using System.Net.Sockets;
using Azure;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.State;
using Xunit.Abstractions;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>
/// Every fault at every kind of place of every command that writes: it gets where it was to get by itself, or fails with the id that is
/// right, and the same line again gets there in any case, with nothing left over. So does it after a stop at any request.
/// </summary>
public sealed class FaultMatrixTests(ITestOutputHelper table) : IAsyncLifetime
{
    private const string Converges = "converges";

    private static readonly TransportFault Quota = TransportFault.Error("429, quota", 429, "SubscriptionRequestsThrottled", ("Retry-After", "7"));

    // With what comes of it on a read and on a write. A question that is only asked to tell more may go unanswered.
    private (TransportFault Fault, string Read, string Write)[] Faults =>
    [
        (Quota, Converges, Converges),
        (TransportFault.Error("429, busy", 429, "RetryableErrorDueToAnotherOperation", ("Retry-After", "3")), Converges, Converges),
        (TransportFault.Error("409, another operation", 409, "AnotherOperationInProgress"), $"{Converges}|ResourceBusy", Converges),
        (TransportFault.Error("408", 408, "RequestTimeout"), Converges, Converges),
        (TransportFault.Error("500", 500, "InternalServerError"), Converges, Converges),
        (TransportFault.Error("503", 503, "ServiceUnavailable", ("Retry-After", "5")), Converges, Converges),
        (TransportFault.Error("504", 504, "GatewayTimeout"), Converges, Converges),
        (TransportFault.Answer("502, HTML of a proxy", 502, "<html>Bad gateway</html>", ("Content-Type", "text/html")), Converges, Converges),
        (TransportFault.Error("401, claims challenge", 401, "InvalidAuthenticationToken",
            ("WWW-Authenticate", "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"")), Converges, Converges),
        // Reads overlap, and one of a network has a sentence of its own.
        (TransportFault.Error("403", 403, "AuthorizationFailed"), $"{Converges}|AccessDenied|VirtualNetworkNotReadable", "AccessDenied"),
        (TransportFault.Answer("200, no JSON", 200, "not JSON", ("Content-Type", "application/json")), "AnswerNotFromAzure", "AnswerNotFromAzure"),
        (TransportFault.Answer("200, HTML of a portal", 200, "<html>Sign in</html>", ("Content-Type", "text/html")), "AnswerNotFromAzure", "AnswerNotFromAzure"),
        (new("line breaks before the request", (_, _) => throw Broken()), Converges, Converges),
        (new("answer is lost", async (_, sendAsync) =>
        {
            await sendAsync();
            throw Broken();
        }), Converges, Converges),
        (InAzure("operation fails, retryable", path => new() { Path = path, Operation = new() { Code = "RetryableError" } }), Converges, Converges),
        (InAzure("operation fails for good", path => new() { Path = path, Operation = new() { Code = "NetworkingInternalOperationError" } }), Converges, $"{Converges}|OperationFailed"),
        (InAzure("a copy of Azure's lags", path => new() { Method = "GET", Path = path, Stale = true }), Converges, Converges),
    ];

    private static readonly TimeSpan Enough = TimeSpan.FromHours(2);

    private SandboxHost _sandbox = null!;
    private int _cases;
    private string? _wished;

    private string Server => _sandbox.Ready.Resources.FlexibleServer;

    public async Task InitializeAsync() => _sandbox = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false, OperationTime = TimeSpan.Zero });

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_fault_ends_in_what_was_wished_or_in_the_right_failure(string command)
    {
        Command line = All[command];
        (int requests, int writes) = Baseline(line);
        List<string> wrong = [];
        foreach (var (fault, read, write) in Faults)
        {
            (int, bool)[] places = [(0, false), (requests / 2, false), (requests - 1, false), .. Enumerable.Range(0, writes).Select(number => (number, true))];
            foreach ((int Place, bool AmongWrites) at in places.Distinct())
            {
                FaultyTransport faulty = new() { Fault = fault, At = at };
                var (outcome, failure) = Run(line, faulty);
                string hit = faulty.Happened ? $"{faulty.Requests[IndexOf(faulty)].Method} {Kind(faulty.Requests[IndexOf(faulty)].Path)}" : "not reached";
                string place = at.AmongWrites ? $"write {at.Place + 1}" : $"request {at.Place + 1}";
                table.WriteLine($"| {command} | {fault} | {place}: {hit} | {outcome} |");
                string expected = hit.StartsWith("GET", StringComparison.Ordinal) ? read : write;
                if (!faulty.Happened || !expected.Split('|').Contains(outcome)) wrong.Add($"{fault} at {place}, {hit}: {outcome}: {failure}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_stop_at_any_request_leaves_nothing_that_the_same_line_does_not_mend(string command)
    {
        Command line = All[command];
        (int requests, _) = Baseline(line);
        for (int place = 0; place < requests; place++)
        {
            foreach (bool sent in (bool[])[false, true])
            {
                CommandRunner? runner = null;
                TransportFault stop = new("stop", async (message, sendAsync) =>
                {
                    if (sent) await sendAsync();
                    runner!.Stop();
                    message.CancellationToken.ThrowIfCancellationRequested();
                    throw Broken();
                });
                FaultyTransport faulty = new() { Fault = stop, At = (place, false) };
                Assert.Equal("stopped", Run(line, faulty, made => runner = made).Outcome);
            }
        }
    }

    public static TheoryData<string> Commands => [.. All.Keys];

    // By name: what is there before, and the line.
    private static readonly Dictionary<string, Command> All = new()
    {
        ["New-PgPrivateEndpoint"] = new(
            (_, _) => "", (test, name, _, runner) => Go(runner, NewPgPrivateEndpoint.RunAsync, test.Endpoint(name, manual: false))),
        ["New-PgPrivateEndpoint -PrivateDnsZoneId"] = new(
            (test, name) => test.Made(test.Record("x", null) with { HostName = "other.postgres.database.azure.com", ResourceGroupName = name, CreateResourceGroup = true, NoLink = true }).Split("/A/")[0],
            (test, name, zone, runner) => Go(runner, NewPgPrivateEndpoint.RunAsync, test.Endpoint(name, manual: false) with { PrivateDnsZoneId = [zone] })),
        ["Approve-PgEndpointConnection"] = new(
            (test, name) => test.Made(test.Endpoint(name, manual: true)),
            (_, _, id, runner) => Go(runner, DecidePgEndpointConnection.RunAsync, EndpointRequests.Approval(EndpointRequests.Of(id)) with { Timeout = Enough })),
        ["Deny-PgEndpointConnection"] = new(
            (test, name) => test.Made(test.Endpoint(name, manual: true)),
            (_, _, id, runner) => Go(runner, DecidePgEndpointConnection.RunAsync, EndpointRequests.Denial(EndpointRequests.Of(id)) with { Timeout = Enough })),
        ["Remove-PgEndpointConnection"] = new(
            (test, name) => test.Made(test.Endpoint(name, manual: false)),
            (_, _, id, runner) => Go(runner, RemovePgEndpointConnection.RunAsync, new RemovePgEndpointConnectionRequest(EndpointRequests.Of(id), false, Enough))),
        ["New-PgPrivateDnsRecord"] = new(
            (_, _) => "", (test, name, _, runner) => Go(runner, NewPgPrivateDnsRecord.RunAsync, test.Record(name, null))),
        ["New-PgPrivateDnsRecord -AsZoneGroup"] = new(
            (test, name) => test.Made(test.Endpoint(name, manual: false)), (test, name, id, runner) => Go(runner, NewPgPrivateDnsRecord.RunAsync, test.ZoneGroup(name, id))),
        ["Remove-PgPrivateDnsRecord -IncludeZone"] = new(
            (test, name) => test.Made(test.Record(name, null)),
            (_, _, id, runner) => Go(runner, RemovePgPrivateDnsRecord.RunAsync, new RemovePgPrivateDnsRecordRequest { Id = id, IncludeZone = true, Timeout = Enough })),
        ["Remove-PgPrivateEndpoint -IncludeDns"] = new(
            (test, name) =>
            {
                string id = test.Made(test.Endpoint(name, manual: false));
                test.Made(test.Record(name, id));
                return id;
            },
            (_, _, id, runner) => Go(runner, RemovePgPrivateEndpoint.RunAsync, new RemovePgPrivateEndpointRequest { Id = id, IncludeDns = true, Timeout = Enough })),
    };

    private (int Requests, int Writes) Baseline(Command line)
    {
        FaultyTransport none = new();
        var (outcome, failure) = Run(line, none);
        Assert.True(outcome == Converges, failure);
        return (none.Requests.Count, none.Requests.Count(each => each.Method != "GET"));
    }

    // Runs the line with its fault, and then without; what the second left must be what was wished.
    private (string Outcome, string Failure) Run(Command line, FaultyTransport faulty, Action<CommandRunner>? started = null)
    {
        string name = $"case-{++_cases:0000}-x";
        string before = line.Prepare(this, name);
        CommandRunner runner = Runner(faulty);
        started?.Invoke(runner);
        line.Run(this, name, before, runner);
        bool stopped = started is not null && faulty.Happened;
        (string outcome, string failure) = runner.Output.Failures is [{ } first, ..]
            ? (string.Join(' ', runner.Output.Failures.Select(each => each.Id)), first.Message)
            : (stopped ? "stopped" : Converges, "");
        string left = Left(name);
        _wished ??= left;
        if (outcome == Converges) Assert.Equal(_wished, left);

        CommandRunner again = Runner(null);
        line.Run(this, name, before, again);
        // What is removed is not found any more.
        Assert.DoesNotContain(again.Output.Failures, each => each.Kind != FailureKind.NotFound);
        Assert.Equal(_wished, Left(name));
        return (outcome, failure);
    }

    private string Made(NewPgPrivateEndpointRequest request) =>
        Runner(null).One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, request).Id;

    private string Made(NewPgPrivateDnsRecordRequest request) =>
        Runner(null).One<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, request).Id;

    private NewPgPrivateEndpointRequest Endpoint(string name, bool manual) => new()
    {
        Target = Server, SubnetId = Subnet, Name = name, ManualRequest = manual, Timeout = Enough, Tag = new Dictionary<string, string> { ["team"] = "orders" },
    };

    private NewPgPrivateDnsRecordRequest Record(string name, string? endpointId) => new()
    {
        HostName = $"db.{name}.example", IpAddress = ["10.9.9.9"], VirtualNetworkId = [Subnet.Split("/subnets/")[0]], ResourceGroupName = "rg-client",
        EndpointId = endpointId, Timeout = Enough,
    };

    private NewPgPrivateDnsRecordRequest ZoneGroup(string name, string endpointId) => new()
    {
        HostName = _sandbox.Ready.HostNames.FlexibleServer, EndpointId = endpointId, TargetId = Server, AsZoneGroup = true, NoLink = true,
        VirtualNetworkId = [Subnet.Split("/subnets/")[0]], ResourceGroupName = name, CreateResourceGroup = true, Timeout = Enough,
    };

    private string Subnet => _sandbox.Ready.Resources.ClientSubnet.Replace("/vnet-client/", "/vnet-client-01/", StringComparison.Ordinal);

    private CommandRunner Runner(FaultyTransport? faulty) => new(_sandbox, null, new(), new SkippingClock(), Enough) { Faults = faulty };

    // All that a case has in Azure, but for its name.
    private string Left(string name) => _sandbox.State.Run(() => string.Join('\n',
        _sandbox.State.All<PrivateEndpoint>().Where(each => each.Id.Name == name).Select(each =>
            $"endpoint {each.ProvisioningState} {each.Connection.Status} {each.Connection.ProvisioningState} {string.Join(',', each.ZoneGroups.Values.Select(group => group.ProvisioningState))}")
        .Concat(_sandbox.State.All<PrivateDnsZone>().Where(each => each.Id.Value.Contains(name, StringComparison.OrdinalIgnoreCase)).Select(zone =>
            $"zone {zone.ProvisioningState} {string.Join(',', zone.RecordSets.Keys)} {zone.Links.Count} links"))));

    private static int IndexOf(FaultyTransport faulty)
    {
        if (!faulty.At.AmongWrites) return faulty.At.Place;
        int writes = -1;
        return faulty.Requests.FindIndex(each => each.Method != "GET" && ++writes == faulty.At.Place);
    }

    private static string Kind(string path) => path.Split('/') is [.., var type, _] && path.Contains("/providers/", StringComparison.Ordinal) ? type : "group";

    private static IReadOnlyList<object> Go<TIn>(CommandRunner runner, Func<TIn, CommandHost, Task> handler, TIn request) => runner.Run<TIn, object>(handler, request);

    private TransportFault InAzure(string name, Func<string, RequestFault> fault) => new(name, async (message, sendAsync) =>
    {
        await _sandbox.AddFaultsAsync(new() { Requests = [fault(message.Request.Uri.Path)] });
        await sendAsync();
    });

    // As the transport tells it.
    private static RequestFailedException Broken() => new(0, "The line broke, as planned.", "",
        new HttpRequestException(HttpRequestError.ResponseEnded, "The line broke, as planned.", new SocketException((int)SocketError.ConnectionReset)));

    private sealed record Command(Func<FaultMatrixTests, string, string> Prepare, Func<FaultMatrixTests, string, string, CommandRunner, IReadOnlyList<object>> Run);
}
