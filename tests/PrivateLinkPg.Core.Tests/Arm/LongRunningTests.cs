using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Arm;

public sealed class LongRunningTests
{
    private const string Path = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/e";
    private const string Signed = "https://management.azure.com/subscriptions/s/providers/Microsoft.Network/locations/westus/operations/1?api-version=2020-01-01&t=1&c=a%2Fb&s=x_Y-z&h=q";

    private readonly SkippingClock _clock = new();
    private readonly List<string> _states = [];

    [Fact]
    public async Task Polls_the_operation_byte_for_byte_until_it_has_succeeded_and_waits_as_told()
    {
        ScriptedTransport azure = await FollowAsync(
            new Answer(201, "{}", ("Azure-AsyncOperation", Signed), ("Retry-After", "10")),
            new Answer(200, """{"status":"InProgress"}""", ("Retry-After", "20")),
            new Answer(200, """{"status":"InProgress"}""", ("Retry-After", "30"), ("x-ms-retry-after-ms", "250")),
            new Answer(200, """{"status":"InProgress"}"""),
            new Answer(200, """{"status":"Succeeded"}"""));

        Assert.Equal(["GET " + Signed, "GET " + Signed, "GET " + Signed, "GET " + Signed], azure.Asked[1..]);
        Assert.Equal(["InProgress", "InProgress", "InProgress", "Succeeded"], _states);
        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1)], _clock.Waits);
    }

    [Fact]
    public async Task An_answer_of_200_with_an_operation_is_polled_too()
    {
        ScriptedTransport azure = await FollowAsync(
            new Answer(200, """{"properties":{"provisioningState":"Succeeded"}}""", ("Azure-AsyncOperation", Signed)),
            new Answer(200, """{"status":"Succeeded"}"""));
        Assert.Equal(2, azure.Asked.Count);
    }

    [Fact]
    public async Task An_answer_without_an_operation_is_done()
    {
        ScriptedTransport azure = await FollowAsync(new Answer(200, "{}"));
        Assert.Single(azure.Asked);
    }

    [Fact]
    public async Task A_poll_of_private_DNS_answers_202_until_it_is_done()
    {
        ScriptedTransport azure = await FollowAsync(
            new Answer(202, "{}", ("Azure-AsyncOperation", Signed), ("Location", "https://management.azure.com/results/1")),
            new Answer(202, """{"status":"InProgress"}""", ("Azure-AsyncOperation", Signed), ("Location", "https://management.azure.com/results/1"), ("Retry-After", "30")),
            new Answer(200, """{"status":"Succeeded"}"""));
        Assert.Equal(["GET " + Signed, "GET " + Signed], azure.Asked[1..]);
    }

    [Fact]
    public async Task Without_a_status_URL_the_location_is_followed_where_it_moves()
    {
        ScriptedTransport azure = await FollowAsync(
            new Answer(202, "", ("Location", "https://management.azure.com/results/1")),
            new Answer(202, "", ("Location", "https://management.azure.com/results/2"), ("Retry-After", "15")),
            new Answer(200, ""));
        Assert.Equal(["GET https://management.azure.com/results/1", "GET https://management.azure.com/results/2"], azure.Asked[1..]);
    }

    [Theory]
    [InlineData("Failed")]
    [InlineData("canceled")]
    public async Task An_operation_that_failed_gives_its_code_and_reason(string status)
    {
        ArmException failed = await Assert.ThrowsAsync<ArmException>(() => FollowAsync(
            new Answer(201, "{}", ("Azure-AsyncOperation", Signed)),
            new Answer(200, $$$"""{"status":"{{{status}}}","error":{"code":"SubnetIsFull","message":"No address left."}}""")));
        Assert.Equal(("SubnetIsFull", "No address left.", true), (failed.Code, failed.Message.Split('\n')[0], failed.InOperation));
    }

    [Fact]
    public async Task An_error_without_an_envelope_is_read_too()
    {
        ArmException refused = await Assert.ThrowsAsync<ArmException>(() => FollowAsync(
            new Answer(412, """{"code":"PreconditionFailed","message":"The Record set X exists already and hence cannot be created again."}""")));
        Assert.Equal((412, "PreconditionFailed", false), (refused.Status, refused.Code, refused.InOperation));
    }

    [Theory]
    [InlineData("https://brazilus.management.azure.com/operations/1")]
    [InlineData("https://management.azure.com:443/operations/1")]
    public async Task A_region_of_the_same_Azure_is_trusted(string url)
    {
        ScriptedTransport azure = await FollowAsync(new Answer(202, "", ("Azure-AsyncOperation", url)), new Answer(200, """{"status":"Succeeded"}"""));
        Assert.Equal("GET " + url, azure.Asked[^1]);
    }

    [Theory]
    [InlineData("https://evil.example/operations/1")]
    [InlineData("https://management.azure.com.evil.example/operations/1")]
    [InlineData("http://management.azure.com/operations/1")]
    [InlineData("https://management.azure.com:8443/operations/1")]
    [InlineData("https://management.azure.com@evil.example/operations/1")]
    public async Task No_token_goes_to_another_host(string url)
    {
        CommandFailedException refused = await Assert.ThrowsAsync<CommandFailedException>(() => FollowAsync(new Answer(202, "", ("Azure-AsyncOperation", url))));
        Assert.Equal("UntrustedOperationUrl", refused.Failure.Id);
    }

    [Theory]
    [InlineData("/operations/1")]
    [InlineData("operations 1")]
    [InlineData("https://")]
    [InlineData("")]
    public async Task A_link_that_is_no_URL_is_told(string link)
    {
        CommandFailedException told = await Assert.ThrowsAsync<CommandFailedException>(() => FollowAsync(new Answer(202, "", ("Azure-AsyncOperation", link))));
        Assert.Equal("LinkUnreadable", told.Failure.Id);
    }

    [Theory]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(429, "TooManyRequests")]
    [InlineData(504, "GatewayTimeout")]
    public async Task An_operation_is_followed_however_long_Azure_cannot_tell_of_it(int status, string code)
    {
        Answer outage = new(status, $$$"""{"error":{"code":"{{{code}}}","message":"Not now."}}""", ("Content-Type", "application/json"));
        ScriptedTransport azure = await FollowAsync(
            [new Answer(201, "{}", ("Azure-AsyncOperation", Signed)), .. Enumerable.Repeat(outage, 50), new Answer(200, """{"status":"Succeeded"}""")]);
        Assert.Equal(52, azure.Asked.Count);
        Assert.Equal([2, 4, 8, .. Enumerable.Repeat(16, 47)], _clock.Waits.Select(each => each.TotalSeconds));
    }

    [Fact]
    public async Task What_is_made_is_looked_at_where_its_operation_is_to_be_asked_late()
    {
        ScriptedTransport azure = await LookAsync(["Creating", null, "Succeeded"], new Answer(202, "{}", ("Azure-AsyncOperation", Signed), ("Retry-After", "30")));
        Assert.Single(azure.Asked);
        Assert.Equal([1, 1, 2], _clock.Waits.Select(each => each.TotalSeconds));
        Assert.Equal(["Creating", "Succeeded"], _states);
    }

    [Fact]
    public async Task The_operation_is_asked_when_Azure_wants_it_though_what_is_made_is_looked_at()
    {
        ScriptedTransport azure = await LookAsync(
            [.. Enumerable.Repeat<string?>(null, 100)], new Answer(201, "{}", ("Azure-AsyncOperation", Signed), ("Retry-After", "10")),
            new Answer(200, """{"status":"InProgress"}"""), new Answer(200, """{"status":"Succeeded"}"""));
        Assert.Equal(["GET " + Signed, "GET " + Signed], azure.Asked[1..]);
        Assert.Equal([1, 1, 2, 3, 3, 3, 3, 3, 3], _clock.Waits.Select(each => each.TotalSeconds));
    }

    [Fact]
    public async Task Why_what_is_made_failed_its_operation_tells_at_once()
    {
        ArmException failed = await Assert.ThrowsAsync<ArmException>(() => LookAsync(
            ["Creating", "Failed"], new Answer(202, "{}", ("Azure-AsyncOperation", Signed), ("Retry-After", "30")),
            new Answer(200, """{"status":"Failed","error":{"code":"SubnetIsFull","message":"No address left."}}""")));
        Assert.Equal("SubnetIsFull", failed.Code);
        Assert.Equal([1, 1], _clock.Waits.Select(each => each.TotalSeconds));
    }

    [Fact]
    public async Task An_operation_that_may_be_asked_soon_is_asked_itself()
    {
        ScriptedTransport azure = await LookAsync(
            [], new Answer(202, "{}", ("Azure-AsyncOperation", Signed), ("Retry-After", "3")), new Answer(200, """{"status":"Succeeded"}"""));
        Assert.Equal(2, azure.Asked.Count);
        Assert.Equal([3], _clock.Waits.Select(each => each.TotalSeconds));
    }

    // A list is one request for all, so it may be asked each second; what never comes to it, its operation knows about.
    [Theory]
    [InlineData("10", 1)]
    [InlineData("1", 1)]
    [InlineData(null, 1)]
    public async Task What_lists_tell_is_looked_at_each_second_and_its_operation_after_five_absences(string? retryAfter, double wait)
    {
        int looks = 0;
        OperationTracking tracking = new(_states.Add)
        {
            MadeState = new(() => true, _ =>
            {
                looks++;
                return Task.FromResult<string?>(null);
            }),
        };
        ScriptedTransport azure = await FollowAsync(tracking,
            [new(201, "{}", [("Azure-AsyncOperation", Signed), .. retryAfter is null ? Array.Empty<(string, string)>() : [("Retry-After", retryAfter)]]), new(200, """{"status":"InProgress"}"""), new(200, """{"status":"Succeeded"}""")]);
        Assert.Equal((10, 3), (looks, azure.Asked.Count));
        Assert.Equal(Enumerable.Repeat(wait, 11), _clock.Waits.Select(each => each.TotalSeconds));
    }

    [Fact]
    public async Task What_is_shorter_than_a_second_is_waited_for_so_long()
    {
        Queue<string?> states = new(["Creating", null, null, null, null, "Creating", "Succeeded"]);
        ScriptedTransport azure = await FollowAsync(
            new(_states.Add) { MadeState = new(() => true, _ => Task.FromResult(states.Dequeue())) }, [new(201, "{}", ("Azure-AsyncOperation", Signed), ("x-ms-retry-after-ms", "250"))]);
        Assert.Single(azure.Asked);
        Assert.Equal(Enumerable.Repeat(0.25, 6), _clock.Waits.Select(each => each.TotalSeconds));
    }

    [Theory]
    [InlineData("Retry-After", "0", 1)]
    [InlineData("Retry-After", "2", 2)]
    [InlineData("x-ms-retry-after-ms", "0", 1)]
    [InlineData("x-ms-retry-after-ms", "1500", 1.5)]
    public async Task No_time_at_all_is_no_time_that_Azure_tells(string header, string value, double seconds)
    {
        await FollowAsync(new Answer(201, "{}", ("Azure-AsyncOperation", Signed)), new Answer(200, """{"status":"InProgress"}""", (header, value)), new Answer(200, """{"status":"Succeeded"}"""));
        Assert.Equal([seconds], _clock.Waits.Select(each => each.TotalSeconds));
    }

    // Its copies may not know it yet; what is refused is refused.
    [Theory]
    [InlineData(404, 6)]
    [InlineData(403, 1)]
    public async Task An_operation_that_nobody_knows_is_looked_for_so_often(int status, int polls)
    {
        ScriptedTransport azure = new([new Answer(201, "{}", ("Azure-AsyncOperation", Signed)), .. Enumerable.Repeat(new Answer(status, """{"error":{"code":"No","message":"No."}}"""), 20)]);
        await Assert.ThrowsAsync<ArmException>(() => PutAsync(azure, new(_states.Add)));
        Assert.Equal(1 + polls, azure.Asked.Count);
    }

    // What is made tells these states, one a look.
    private async Task<ScriptedTransport> LookAsync(string?[] states, params Answer[] script)
    {
        Queue<string?> looks = new(states);
        return await FollowAsync(new(_states.Add) { MadeState = new(() => false, _ => Task.FromResult(looks.Dequeue())) }, script);
    }

    private Task<ScriptedTransport> FollowAsync(params Answer[] script) => FollowAsync(new(_states.Add), script);

    private async Task<ScriptedTransport> FollowAsync(OperationTracking tracking, Answer[] script)
    {
        ScriptedTransport azure = new(script);
        await PutAsync(azure, tracking);
        return azure;
    }

    private Task<Azure.Response> PutAsync(ScriptedTransport azure, OperationTracking tracking) =>
        new ArmPipeline(Connection, _ => { }, azure, _clock, patience: TimeSpan.FromDays(1)).ChangeAsync(
            RequestMethod.Put, Path, "2025-01-01", new BinaryData("{}"), null, tracking, CancellationToken.None);
}
