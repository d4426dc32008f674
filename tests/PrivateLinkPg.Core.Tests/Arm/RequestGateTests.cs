using Azure.Core;
using Azure.Core.Pipeline;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Arm;

/// <summary>Who waits when Azure takes no more requests, for what, for how long, and who does not.</summary>
public sealed class RequestGateTests
{
    private const string One = "11111111-1111-1111-1111-111111111111";
    private const string Two = "22222222-2222-2222-2222-222222222222";
    private const string Version = ApiVersions.PrivateDns;
    private static readonly TimeSpan Told = TimeSpan.FromSeconds(90);

    // Of the machine's time: for what is wrong, not for what is right.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly ManualClock _clock = new();
    private readonly List<ArmTrace> _traces = [];

    // Against whom, of which type, by whom: what a refusal of a read of zones in the first subscription keeps away.
    public static TheoryData<string, string, bool> Others => new()
    {
        { "SubscriptionRequestsThrottled", "GET one zone", true },
        { "SubscriptionRequestsThrottled", "GET one endpoint", true },
        { "SubscriptionRequestsThrottled", "PUT one zone", false },
        { "SubscriptionRequestsThrottled", "DELETE one zone", false },
        { "SubscriptionRequestsThrottled", "GET two zone", false },
        { "SubscriptionRequestsThrottled", "GET tenant", false },
        { "SubscriptionRequestsThrottled", "GET one zone by another", false },
        { "TooManyRequests", "GET one zone", true },
        { "TooManyRequests", "GET one record", false },
        { "ResourceRequestsThrottled", "GET one endpoint", false },
        { "ResourceRequestsThrottled", "PUT one zone", false },
        { "ResourceRequestsThrottled", "GET two zone", false },
        { "TooManyRequests", "GET one zone by another", false },
        { "RetryableErrorDueToAnotherOperation", "GET one zone", false },
        { "AnotherOperationInProgress", "GET one endpoint", false },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task A_refusal_keeps_away_who_would_be_refused_too_and_nobody_else(string code, string other, bool waits)
    {
        ScriptedTransport refusing = new(Refusal(code), Found(One));
        Task refused = Send("GET one zone", refusing);
        ScriptedTransport azure = new(Found(other.Contains("two", StringComparison.Ordinal) ? Two : One));
        Task next = Send(other, azure);
        if (!waits) await next.WaitAsync(Soon);
        Assert.Equal((1, waits ? 0 : 1, waits), (refusing.Asked.Count, azure.Asked.Count, !next.IsCompleted));

        _clock.Advance(Told - TimeSpan.FromMilliseconds(1));
        Assert.Equal((1, !waits), (refusing.Asked.Count, next.IsCompleted));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(refused, next).WaitAsync(Soon);
        Assert.Equal((2, 1), (refusing.Asked.Count, azure.Asked.Count));
    }

    // Which code it has there is not documented.
    [Theory]
    [InlineData("TooManyRequests")]
    [InlineData("SubscriptionRequestsThrottled")]
    public async Task A_refusal_in_the_tenant_keeps_away_who_asks_there(string code)
    {
        Task refused = Send("GET tenant", new ScriptedTransport(Refusal(code), Found("")));
        Task elsewhere = Send("GET one zone", new ScriptedTransport(Found(One)));
        Task same = Send("GET tenant", new ScriptedTransport(Found("")));
        await elsewhere.WaitAsync(Soon);
        Assert.False(same.IsCompleted);
        _clock.Advance(Told + TimeSpan.FromSeconds(1));
        await Task.WhenAll(refused, same).WaitAsync(Soon);
    }

    [Theory]
    [InlineData("GET one zone")]
    [InlineData("PUT one zone")]
    [InlineData("DELETE one zone")]
    public async Task It_is_asked_again_however_often_and_told_once(string request)
    {
        Task sent = Send(request, new ScriptedTransport([.. Enumerable.Repeat(Refusal("SubscriptionRequestsThrottled"), 20), Found(One)]));
        for (int i = 0; i < 20; i++)
        {
            Assert.False(sent.IsCompleted);
            Task again = _clock.WhenWaitedForAsync(Told);
            _clock.Advance(Told);
            await (i < 19 ? again : sent).WaitAsync(Soon);
        }
        string kind = request[0] switch { 'G' => "reads", 'P' => "writes", _ => "deletes" };
        Assert.Equal(
            $"Azure's limit of {kind} in subscription {One} is reached (SubscriptionRequestsThrottled). Requests wait as Azure says, for "
            + "about 90 s now, and go on by themselves; -Verbose tells of further waits.", Assert.Single(Of(ArmTraceKind.Outage)));
    }

    [Fact]
    public async Task A_resource_that_is_busy_is_waited_for_as_long_as_Azure_says()
    {
        ScriptedTransport azure = new(Refusal("RetryableErrorDueToAnotherOperation"), Found(One));
        Task sent = Send("PUT one zone", azure);
        _clock.Advance(Told - TimeSpan.FromMilliseconds(1));
        Assert.Single(azure.Asked);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await sent.WaitAsync(Soon);
        Assert.Empty(Of(ArmTraceKind.Outage));
    }

    [Fact]
    public async Task Who_waits_for_Azure_keeps_nobody_from_its_turn_and_is_counted()
    {
        RequestGate gate = Gate();
        Task refused = Send("GET one zone", new ScriptedTransport(Refusal("SubscriptionRequestsThrottled"), Found(One)), gate);
        Task[] waiting = [refused, .. Enumerable.Range(0, 200).Select(_ => Send("GET one endpoint", new ScriptedTransport(Found(One)), gate))];
        Assert.Equal(201, gate.Waiting);
        await Send("GET two zone", new ScriptedTransport(Found(Two)), gate);

        // Of hundreds that begin to wait one is told, and after a while another.
        Assert.Single(Waits());
        Assert.Equal($"Requests wait for Azure's limit of reads in subscription {One}, this one for about 90 s; 1 wait now.", Waits()[0]);
        _clock.Advance(TimeSpan.FromSeconds(6));
        Task late = Send("GET one zone", new ScriptedTransport(Found(One)), gate);
        Assert.Equal($"Requests wait for Azure's limit of reads in subscription {One}, this one for about 93 s; 202 wait now.", Waits()[1]);

        _clock.Advance(TimeSpan.FromMinutes(2));
        await Task.WhenAll([.. waiting, late]).WaitAsync(Soon);
        Assert.Equal(0, gate.Waiting);
    }

    [Fact]
    public async Task Who_waits_for_its_turn_while_another_is_refused_is_not_sent_into_the_same()
    {
        RequestGate gate = Gate();
        Held held = new(Refusal("SubscriptionRequestsThrottled"), Found(One));
        ScriptedTransport azure = new(Found(One));
        Task first = Send("GET one zone", held, gate);
        Task second = Send("GET one zone", azure, gate);
        Assert.Equal((1, 0, 0), (held.Asked, azure.Asked.Count, gate.Waiting));

        Task closed = _clock.WhenWaitedForAsync(Told);
        held.Answer();
        await closed.WaitAsync(Soon);
        _clock.Advance(Told - TimeSpan.FromMilliseconds(1));
        Assert.Empty(azure.Asked);
        held.Answer();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(first, second).WaitAsync(Soon);
        Assert.Equal((2, 1), (held.Asked, azure.Asked.Count));
    }

    [Fact]
    public async Task A_token_that_waited_along_is_renewed()
    {
        List<string> tokens = [];
        ScriptedTransport azure = new(Refusal("SubscriptionRequestsThrottled"), Found(One), Found(One))
        {
            Inspect = request => tokens.Add(request.Headers.TryGetValue("Authorization", out string? token) ? token : ""),
        };
        int given = 0;
        TokenCredential counting = DelegatedTokenCredential.Create((_, _) => new AccessToken($"{++given}", DateTimeOffset.MaxValue));
        ArmPipeline pipeline = Pipeline(azure, credential: counting);
        Task first = SendBy(pipeline, "GET one zone");
        Task second = SendBy(pipeline, "GET one endpoint");
        _clock.Advance(Told + TimeSpan.FromSeconds(1));
        await Task.WhenAll(first, second).WaitAsync(Soon);
        Assert.Equal(["Bearer 1", "Bearer 2", "Bearer 3"], tokens);
    }

    [Fact]
    public async Task A_time_out_says_what_was_waited_for_and_that_nothing_was_sent()
    {
        Task refused = Send("GET one zone", new ScriptedTransport(Refusal("SubscriptionRequestsThrottled")), patience: TimeSpan.FromSeconds(60));
        Task never = Send("GET one endpoint", new ScriptedTransport(), patience: TimeSpan.FromSeconds(60));
        _clock.Advance(TimeSpan.FromSeconds(60));

        Assert.EndsWith(
            $"/e was not sent within 60 s: it waited for Azure's limit of reads in subscription {One}.",
            (await Assert.ThrowsAsync<CommandFailedException>(() => never)).Failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "/z was not answered within 60 s; the last try at management.azure.com:443 ended with: 429 TooManyRequests.",
            (await Assert.ThrowsAsync<CommandFailedException>(() => refused)).Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task So_does_that_of_a_change()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60), _clock);
        Task refused = Send("PUT one zone", new ScriptedTransport(Refusal("SubscriptionRequestsThrottled")), cancellation: limit.Token);
        Task never = Send("PUT one zone", new ScriptedTransport(), cancellation: limit.Token);
        _clock.Advance(TimeSpan.FromSeconds(60));

        UnacceptedException unsent = await Assert.ThrowsAsync<UnacceptedException>(() => never);
        Assert.EndsWith(
            $"had not been sent: it waited for Azure's limit of writes in subscription {One}.",
            Failure.TimedOut(null, "It", Told, unsent).Failure.Message, StringComparison.Ordinal);
        UnacceptedException late = await Assert.ThrowsAsync<UnacceptedException>(() => refused);
        Assert.EndsWith("the last try ended with: 429 TooManyRequests.", Failure.TimedOut(null, "It", Told, late).Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Azure_says_is_left_counts_for_all_pipelines_of_the_principal_and_for_no_other()
    {
        await Send("PUT one zone", new ScriptedTransport(Found(One, "x-ms-ratelimit-remaining-subscription-writes", "2")));
        Task[] same = [.. Enumerable.Range(0, 3).Select(_ => Send("PUT one zone", new ScriptedTransport(Found(One))))];
        await Task.WhenAll(same[0], same[1]).WaitAsync(Soon);
        await Send("PUT one zone by another", new ScriptedTransport(Found(One)));
        await Send("DELETE one zone", new ScriptedTransport(Found(One)));
        Assert.False(same[2].IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await same[2].WaitAsync(Soon);
    }

    [Fact]
    public async Task What_all_principals_have_left_together_counts_too()
    {
        await Send("PUT one zone", new ScriptedTransport(new Answer(
            200, Zone(One), ("x-ms-ratelimit-remaining-subscription-writes", "799"), ("x-ms-ratelimit-remaining-subscription-global-writes", "0"))));
        Task next = Send("PUT one zone", new ScriptedTransport(Found(One)));
        Assert.False(next.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await next.WaitAsync(Soon);
    }

    [Fact]
    public async Task What_a_proxy_says_is_no_limit_of_Azures()
    {
        ScriptedTransport azure = new(new Answer(429, "<html>Slow down</html>", ("Content-Type", "text/html")), Found(One));
        TimeSpan delay = TimeSpan.FromSeconds(0.8);
        Task delayed = _clock.WhenWaitedForAsync(delay);
        Task sent = Send("PUT one zone", azure); // Azure.Core asks again.
        await delayed.WaitAsync(TimeSpan.FromSeconds(30));
        _clock.Advance(delay);
        await sent;
        Assert.Equal(2, azure.Asked.Count);
        Assert.Empty(Of(ArmTraceKind.Outage));
    }

    private RequestGate Gate() => new(new(1), _clock, Trace);

    private void Trace(ArmTrace trace)
    {
        lock (_traces) _traces.Add(trace);
    }

    private string[] Of(ArmTraceKind kind)
    {
        lock (_traces) return [.. _traces.Where(trace => trace.Kind == kind).Select(trace => trace.Text)];
    }

    private string[] Waits() => [.. Of(ArmTraceKind.Request).Where(text => text.Contains("wait", StringComparison.Ordinal))];

    private static Answer Refusal(string code) => new(
        429, $$$"""{"error":{"code":"{{{code}}}","message":"Not now."}}""", ("Retry-After", $"{Told.TotalSeconds}"));

    private static Answer Found(string subscription) => new(200, Zone(subscription));

    private static Answer Found(string subscription, string header, string value) => new(200, Zone(subscription), (header, value));

    private static string Zone(string subscription) => $$$"""{"id":"/subscriptions/{{{subscription}}}/z","name":"z","properties":{}}""";

    private ArmPipeline Pipeline(
        HttpPipelineTransport azure, RequestGate? gate = null, string account = "me", TimeSpan? patience = null, TokenCredential? credential = null) =>
        new(Connection with { Credential = credential ?? Connection.Credential, TenantId = "tenant", Account = account }, Trace, azure, _clock, gate, patience);

    private Task Send(
        string request, HttpPipelineTransport azure, RequestGate? gate = null, TimeSpan? patience = null, CancellationToken cancellation = default) =>
        SendBy(Pipeline(azure, gate, request.EndsWith("by another", StringComparison.Ordinal) ? "you" : "me", patience), request, cancellation);

    private static Task SendBy(ArmPipeline pipeline, string request, CancellationToken cancellation = default)
    {
        string[] words = request.Split(' ');
        string path = words[1] == "tenant" ? "/subscriptions"
            : $"/subscriptions/{(words[1] == "one" ? One : Two)}/resourceGroups/g/providers/Microsoft.Network/" + words[2] switch
            {
                "zone" => "privateDnsZones/z",
                "record" => "privateDnsZones/z/A/r",
                _ => "privateEndpoints/e",
            };
        return words[0] == "GET"
            ? pipeline.FindAsync(path, Version, WireJson.Default.PrivateDnsZone, cancellation)
            : pipeline.ChangeAsync(
                words[0] == "PUT" ? RequestMethod.Put : RequestMethod.Delete, path, Version,
                words[0] == "PUT" ? BinaryData.FromString("""{"location":"global"}""") : null, null, new OperationTracking(_ => { }), cancellation);
    }

    // Answers when the test says so.
    private sealed class Held(params Answer[] script) : HttpPipelineTransport
    {
        private static readonly HttpClientTransport Requests = new();
        private readonly SemaphoreSlim _answers = new(0);

        public int Asked { get; private set; }

        public void Answer() => _answers.Release();

        public override Request CreateRequest() => Requests.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message)
        {
            int number = Asked++;
            await _answers.WaitAsync(message.CancellationToken);
            message.Response = new ScriptedResponse(script[number]) { ClientRequestId = message.Request.ClientRequestId };
        }
    }
}
