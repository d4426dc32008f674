using System.Net;
using System.Net.Sockets;
using Azure.Core;
using Azure.Core.Pipeline;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Arm;

/// <summary>What comes instead of what was asked for: refusals with their reasons, other people's pages, nothing.</summary>
public sealed class AnswerTests
{
    private const string Id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Network/privateDnsZones/z.io";
    private const string Zone = $$$"""{"id":"{{{Id}}}","name":"z.io","properties":{}}""";

    private const string Wished = """{"location":"global"}""";
    private const string Version = ApiVersions.PrivateDns;

    private readonly SkippingClock _clock = new();

    // What another test wrote would be looked for again.
    public AnswerTests() => RecentWrites.Note(AzureCloud.Public.ResourceManager.Authority, RequestMethod.Delete, Id);

    public static TheoryData<int, string, string, string> Pages => new()
    {
        { 200, "text/html", "<html><head><title>Sign in to\n  Guest&amp;Wifi</title></head></html>", "with status 200 and a page titled 'Sign in to Guest&Wifi'" },
        { 403, "text/html", "<title>Blocked</title>", "with status 403 and a page titled 'Blocked'" },
        { 501, "text/html; charset=utf-8", "<h1>Bad gateway</h1>", "with status 501 and a page" },
        { 404, "text/html", "<title>No such page</title>", "with status 404 and a page titled 'No such page'" },
        { 404, "text/plain", "not found", "with status 404 and 'not found'" },
        { 403, "application/json", """{"blocked":true}""", """with status 403 and '{"blocked":true}'""" },
        { 407, "text/html", "", "with status 407 and nothing in it" },
        { 200, "application/json", """{"status":"ok"}""", """with status 200 and '{"status":"ok"}'""" },
        { 200, "application/json", """{"id":"/subscriptions/1111""", "with status 200 and '{\"id\":\"/subscriptions/1111'" },
        { 200, "application/json", "", "with status 200 and nothing in it" },
        { 200, "application/json", "[]", "with status 200 and '[]'" },
        { 200, "application/json", """{"id":5}""", """with status 200 and '{"id":5}'""" },
        { 300, "application/json", """{"id":"x"}""", """with status 300 and '{"id":"x"}'""" },
        { 403, "application/json", """{"error":{"code":"","message":"No."}}""", """with status 403 and '{"error":{"code":"","message":"No."}}'""" },
        { 403, "text/plain", new string('x', 120), $"with status 403 and '{new string('x', 120)}'" },
        { 403, "text/plain", new string('x', 121), $"with status 403 and '{new string('x', 120)}…'" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task What_something_else_answers_is_neither_a_refusal_nor_a_resource_nor_its_absence(int status, string type, string body, string words)
    {
        ScriptedTransport azure = new(new Answer(status, body, ("Content-Type", type)));
        ForeignAnswerException foreign = await Assert.ThrowsAsync<ForeignAnswerException>(() => FindAsync(azure));
        CommandFailure failure = FailureMapper.Map(foreign, Id);
        Assert.Equal((nameof(Failure.AnswerNotFromAzure), FailureKind.Unavailable), (failure.Id, failure.Kind));
        Assert.Contains($"GET {Id} at management.azure.com:443 was answered {words}.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("management.azure.com:443", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_tells_where_it_leads_but_not_its_query()
    {
        ScriptedTransport azure = new(new Answer(302, "", ("Location", "https://portal.hotel.example/login?session=secret")));
        ForeignAnswerException foreign = await Assert.ThrowsAsync<ForeignAnswerException>(() => FindAsync(azure));
        Assert.Contains("status 302 that leads to https://portal.hotel.example/login and", foreign.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", foreign.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(399, true)]
    [InlineData(400, false)]
    public async Task Only_a_redirect_leads_anywhere(int status, bool leads)
    {
        ScriptedTransport azure = new(new Answer(status, "<h1>Go</h1>", ("Location", "https://portal.hotel.example/login"), ("Content-Type", "text/html")));
        ForeignAnswerException foreign = await Assert.ThrowsAsync<ForeignAnswerException>(() => FindAsync(azure));
        Assert.Equal(leads, foreign.Message.Contains("that leads to", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redirect_without_a_place_leads_nowhere() => Assert.DoesNotContain(
        "that leads to", (await Assert.ThrowsAsync<ForeignAnswerException>(() => FindAsync(new ScriptedTransport(new Answer(302, ""))))).Message, StringComparison.Ordinal);

    // A page is nobody's answer, whoever's headers it has; an answer that is cut off is none.
    [Fact]
    public async Task A_page_and_half_an_answer_are_not_Azures()
    {
        await Assert.ThrowsAsync<ForeignAnswerException>(() => FindAsync(new ScriptedTransport(new Answer(404, "not found", ("Content-Type", "text/html"), ("x-ms-request-id", "x")))));
        await Assert.ThrowsAsync<ForeignAnswerException>(() => FindAsync(new ScriptedTransport(new Answer(404, " <p>", ("Content-Type", "text/plain"), ("x-ms-request-id", "x")))));
        await Assert.ThrowsAsync<ForeignAnswerException>(() => PutAsync(new ScriptedTransport(new Answer(200, """{"id":"/subscriptions/1111"""))));
        await PutAsync(new ScriptedTransport(new Answer(200, Zone)));
    }

    // What is shorter than any token may stand in any answer.
    [Theory]
    [InlineData(32, "", true)]
    [InlineData(32, "You sent ", true)]
    [InlineData(31, "You sent ", false)]
    public async Task A_token_that_is_shown_is_masked_wherever_it_stands(int length, string before, bool masked)
    {
        string sent = new('t', length);
        AzureConnection connection = Connection with { Credential = DelegatedTokenCredential.Create((_, _) => new AccessToken(sent, DateTimeOffset.MaxValue)) };
        ArmPipeline pipeline = new(connection, _ => { }, new ScriptedTransport(new Answer(403, $"{before}{sent}.", ("Content-Type", "text/plain"))), _clock);
        ForeignAnswerException foreign = await Assert.ThrowsAsync<ForeignAnswerException>(() => pipeline.FindAsync(Id, Version, WireJson.Default.PrivateDnsZone, default));
        Assert.Contains(masked ? $"'{before}****.'" : $"'{before}{sent}.'", foreign.Message, StringComparison.Ordinal);
        Assert.Equal(!masked, foreign.Message.Contains(sent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_without_a_value_is_not_Azures()
    {
        ScriptedTransport azure = new(new Answer(200, """{"message":"welcome"}"""));
        await Assert.ThrowsAsync<ForeignAnswerException>(async () =>
        {
            await foreach (var _ in Pipeline(azure).ListAsync(Id + "/A", Version, WireJson.Default.RecordSets, default)) Assert.Fail("There is none.");
        });
    }

    [Theory]
    [InlineData("""{"error":{"code":"ResourceNotFound","message":"No."}}""", "")]
    [InlineData("""{"code":"NotFound","message":"No."}""", "")]
    [InlineData("", "x-ms-failure-cause")]
    [InlineData("No.", "x-ms-request-id")]
    public async Task Azures_own_404_is_an_absence(string body, string header)
    {
        Answer answer = header.Length == 0 ? new(404, body) : new(404, body, (header, "x"));
        Assert.Null(await FindAsync(new ScriptedTransport(answer)));
    }

    [Fact]
    public async Task All_that_Azure_says_of_a_refusal_is_told_each_thing_once()
    {
        const string Body = """
            {"error":{"code":"BadRequest","message":"One or more errors.","details":[
              {"code":"A","message":"One or more errors."},
              {"code":"SubnetIsFull","message":"Subnet 'x' is full.","innererror":{"code":"NoAddress","message":"0 of 11 are free."}},
              {"code":"OnlyACode"}],
             "innererror":{"code":"Deep","message":"{\"error\":{\"code\":\"Quoted\",\"message\":\"What another provider said.\"}}"}}}
            """;
        ArmException refused = await Assert.ThrowsAsync<ArmException>(() => FindAsync(new ScriptedTransport(new Answer(400, Body))));
        Assert.Equal("BadRequest", refused.Code);
        Assert.Equal(
            "One or more errors. Subnet 'x' is full. 0 of 11 are free. OnlyACode What another provider said.", refused.Error.Text);
        Assert.Contains(refused.Error.Text, FailureMapper.Map(refused, Id).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_that_is_nested_beyond_reason_is_read_as_far_as_it_makes_sense()
    {
        string body = string.Concat(Enumerable.Repeat("""{"code":"A","message":"m","details":[""", 30)) + string.Concat(Enumerable.Repeat("]}", 30));
        ArmException refused = await Assert.ThrowsAsync<ArmException>(() => FindAsync(new ScriptedTransport(new Answer(400, body))));
        Assert.Equal("A", refused.Code);
    }

    [Fact]
    public async Task A_policy_is_named_with_its_assignment_and_what_it_demands()
    {
        const string Body = """
            {"error":{"code":"RequestDisallowedByPolicy","target":"z.io","message":"Resource 'z.io' was disallowed by policy.","additionalInfo":[
              {"type":"Other","info":{}},
              {"type":"PolicyViolation","info":{"policyDefinitionDisplayName":"Require a tag on resources","policyDefinitionName":"871b",
                "policyAssignmentName":"a1","policyAssignmentDisplayName":"Cost centres","policyAssignmentId":"/providers/x/policyAssignments/a1",
                "policyAssignmentParameters":{"tagName":{"value":"costCentre"}},
                "evaluationDetails":{"evaluatedExpressions":[
                  {"result":"True","expressionKind":"Field","expression":"tags['costCentre']","path":"tags['costCentre']","targetValue":"false","operator":"Exists"}]}}}]}}
            """;
        CommandFailure failure = FailureMapper.Map(await RefusedAsync(403, Body), Id);
        Assert.Equal(nameof(Failure.DisallowedByPolicy), failure.Id);
        Assert.Contains(
            "'Require a tag on resources' (assignment 'Cost centres', /providers/x/policyAssignments/a1) demands the tag 'costCentre'.",
            failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("Pass -Tag @{ 'costCentre' = '<value>' }", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_tells_no_details_is_told_in_Azures_words()
    {
        CommandFailure failure = FailureMapper.Map(await RefusedAsync(
            403, """{"error":{"code":"RequestDisallowedByPolicy","message":"Reasons: 'only in Japan'."}}"""), Id);
        Assert.Contains("only in Japan", failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("Change what the policy names", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Allowed locations", "location", """["japaneast","japanwest"]""", "that location is japaneast or japanwest", "NotIn")]
    [InlineData("Tag value", "tags[env]", "\"prod\"", "the tag 'env' with the value 'prod'", "NotEquals")]
    public async Task What_a_policy_demands_is_said_for_other_rules_too(string name, string path, string target, string words, string rule)
    {
        string body = $$$$"""
            {"error":{"code":"RequestDisallowedByPolicy","message":"No.","additionalInfo":[{"type":"PolicyViolation","info":{"policyDefinitionDisplayName":"{{{{name}}}}",
              "evaluationDetails":{"evaluatedExpressions":[{"result":"True","path":"{{{{path}}}}","targetValue":{{{{target}}}},"operator":"{{{{rule}}}}"}]}}}]}}
            """;
        Assert.Contains($"demands {words}.", FailureMapper.Map(await RefusedAsync(403, body), Id).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(409, "ScopeLocked", nameof(Failure.ScopeLocked))]
    [InlineData(409, "ReadOnlyDisabledSubscription", nameof(Failure.SubscriptionReadOnly))]
    [InlineData(409, "ResourceGroupBeingDeleted", nameof(Failure.ResourceGroupBeingDeleted))]
    [InlineData(409, "CannotDeleteResource", nameof(Failure.RequestRefused))]
    [InlineData(409, "Conflict", nameof(Failure.ResourceBusy))]
    [InlineData(412, "PreconditionFailed", nameof(Failure.ResourceBusy))]
    public async Task A_conflict_is_called_what_it_is(int status, string code, string expected)
    {
        CommandFailure failure = FailureMapper.Map(
            await RefusedAsync(status, $$$"""{"error":{"code":"{{{code}}}","message":"Scope '/subscriptions/s' it is."}}"""), Id);
        Assert.Equal(expected, failure.Id);
        Assert.Contains("'/subscriptions/s'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_stands_in_the_way_is_named_by_its_scope()
    {
        const string Locked = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg";
        CommandFailure failure = FailureMapper.Map(
            await RefusedAsync(409, $$$"""
                {"error":{"code":"ScopeLocked","message":"The scope '{{{Id}}}' cannot perform delete operation because following scope(s) are locked: '{{{Locked}}},/subscriptions/x'. Please remove the lock and try again."}}
                """), Id);
        Assert.Contains($"Get-AzResourceLock -Scope '{Locked}' -AtScope", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Azure_where_nobody_listens_is_told_within_seconds_with_host_and_port()
    {
        using TcpListener closed = new(IPAddress.Loopback, 0);
        closed.Start();
        int port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        long start = Environment.TickCount64;
        Exception silent = await Assert.ThrowsAnyAsync<Exception>(() => FindAsync(new HttpClientTransport(), new Uri($"https://127.0.0.1:{port}/")));
        CommandFailure failure = FailureMapper.Map(silent, Id);
        Assert.Equal(nameof(Failure.AzureUnreachable), failure.Id);
        Assert.Contains($"Azure Resource Manager at 127.0.0.1:{port} could not be reached: Connection refused", failure.Message, StringComparison.Ordinal);
        Assert.InRange(Environment.TickCount64 - start, 0, 20_000);
    }

    [Fact]
    public async Task A_host_that_is_not_reached_is_tried_twice_and_one_that_broke_off_more_often()
    {
        Assert.Equal(2, await TriesAsync(new HttpRequestException(HttpRequestError.ConnectionError, "refused")));
        Assert.Equal(2, await TriesAsync(new HttpRequestException(HttpRequestError.NameResolutionError, "unknown")));
        Assert.Equal(3, await TriesAsync(new HttpRequestException(HttpRequestError.ResponseEnded, "reset")));
    }

    [Theory]
    [InlineData("GET", 30)]
    [InlineData("PUT", 60)]
    public async Task Silence_is_told_with_the_time_that_was_waited_for_an_answer(string method, int seconds)
    {
        ArmPipeline silent = Pipeline(new ThrowingTransport(() => new TaskCanceledException()));
        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => method == "GET"
            ? silent.FindAsync(Id, Version, WireJson.Default.PrivateDnsZone, default)
            : silent.ChangeAsync(RequestMethod.Put, Id, Version, BinaryData.FromString(Wished), null, new OperationTracking(_ => { }), default));
        Assert.EndsWith($"could not be reached: it did not answer within {seconds} s", FailureMapper.Map(failure, Id).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Silence_of_unknown_length_is_told_without_a_number() =>
        Assert.Equal("it did not answer in time", new UnansweredException("management.azure.com:443", new TaskCanceledException()).Message);

    // Of up to three: Azure.Core waits on the machine's clock.
    private static async Task<int> TriesAsync(HttpRequestException cause)
    {
        using CancellationTokenSource enough = new();
        int tries = 0;
        ThrowingTransport transport = new(() =>
        {
            if (++tries == 3) enough.Cancel();
            return new Azure.RequestFailedException(0, cause.Message, cause);
        });
        await Assert.ThrowsAnyAsync<Exception>(() => FindAsync(transport, new Uri("https://management.azure.com/"), enough.Token));
        return tries;
    }

    private async Task<ArmException> RefusedAsync(int status, string body) =>
        await Assert.ThrowsAsync<ArmException>(() => FindAsync(new ScriptedTransport(new Answer(status, body))));

    private Task<Resource<PrivateDnsZoneProperties>?> FindAsync(ScriptedTransport azure) =>
        Pipeline(azure).FindAsync(Id, Version, WireJson.Default.PrivateDnsZone, default);

    private static Task<Resource<PrivateDnsZoneProperties>?> FindAsync(
        HttpPipelineTransport transport, Uri azure, CancellationToken cancellation = default) =>
        new ArmPipeline(Connection with { Cloud = AzureCloud.Public with { ResourceManager = azure } }, _ => { }, transport)
            .FindAsync(Id, Version, WireJson.Default.PrivateDnsZone, cancellation);

    private Task<Azure.Response> PutAsync(ScriptedTransport azure, CancellationToken cancellation = default) => Pipeline(azure).ChangeAsync(
        RequestMethod.Put, Id, Version, BinaryData.FromString(Wished), null, new OperationTracking(_ => { }), cancellation);

    private ArmPipeline Pipeline(HttpPipelineTransport transport) => new(Connection, _ => { }, transport, _clock);

    private sealed class ThrowingTransport(Func<Exception> cause) : HttpPipelineTransport
    {
        private static readonly HttpClientTransport Requests = new();

        public override Request CreateRequest() => Requests.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException();

        public override ValueTask ProcessAsync(HttpMessage message) => throw cause();
    }
}
