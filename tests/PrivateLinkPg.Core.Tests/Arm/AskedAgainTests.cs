using Azure.Core;
using Azure.Core.Pipeline;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Arm;

/// <summary>What is asked again, how often and after how long, and what the user sees of it.</summary>
public sealed class AskedAgainTests
{
    private const string Id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Network/privateDnsZones/again.io";
    private const string Zone = $$$"""{"id":"{{{Id}}}","name":"again.io","properties":{}}""";
    private const string Wished = """{"location":"global"}""";
    private const string Version = ApiVersions.PrivateDns;

    private readonly SkippingClock _clock = new();

    // What another test wrote would be looked for again.
    public AskedAgainTests() => RecentWrites.Note(AzureCloud.Public.ResourceManager.Authority, RequestMethod.Delete, Id);

    // Without a limit to its time a read is asked so often, and one that came too fast as well; a change is asked as long as its caller waits.
    [Theory]
    [InlineData("RetryableErrorDueToAnotherOperation")]
    [InlineData("AnotherOperationInProgress")]
    public async Task What_is_too_busy_is_asked_again_five_times(string code)
    {
        ScriptedTransport azure = new([.. Enumerable.Repeat(new Answer(429, $$$"""{"error":{"code":"{{{code}}}","message":"Not now."}}"""), 20)]);
        await Assert.ThrowsAsync<ArmException>(() => FindAsync(azure));
        Assert.Equal(6, azure.Asked.Count);
    }

    // How often Azure has not answered before a read comes through: whether the user was told meanwhile, and for how long it was waited.
    [Theory]
    [InlineData(3, null, 0, "2,4,8")]
    [InlineData(4, null, 1, "2,4,8,16")]
    [InlineData(6, null, 1, "2,4,8,16,16,16")]
    [InlineData(2, "59", 0, "59,59")]
    [InlineData(2, "60", 0, "60,60")]
    [InlineData(2, "90", 0, "60,60")]
    public async Task An_outage_is_told_once_where_it_is_not_over_soon(int times, string? retryAfter, int told, string waits)
    {
        List<ArmTrace> traces = [];
        Answer outage = new(503, """{"error":{"code":"ServiceUnavailable","message":"Not now."}}""",
            [("Content-Type", "application/json"), .. retryAfter is null ? Array.Empty<(string, string)>() : [("Retry-After", retryAfter)]]);
        // It has answered before, so it is there.
        ScriptedTransport azure = new([new Answer(200, Zone), .. Enumerable.Repeat(outage, times), new Answer(200, Zone)]);
        ArmPipeline pipeline = new(Connection, traces.Add, azure, _clock, patience: TimeSpan.FromHours(2));
        Assert.NotNull(await pipeline.FindAsync(Id, Version, WireJson.Default.PrivateDnsZone, default));
        Assert.NotNull(await pipeline.FindAsync(Id, Version, WireJson.Default.PrivateDnsZone, default));
        Assert.Equal(told, traces.Count(trace => trace.Kind == ArmTraceKind.Outage && trace.Text.Contains("does not answer for now (503 ServiceUnavailable)", StringComparison.Ordinal)));
        Assert.Equal(waits, string.Join(',', _clock.Waits.Select(each => each.TotalSeconds)));
    }

    // Five looks, after the first.
    [Fact]
    public async Task A_parent_that_never_comes_is_looked_for_so_often()
    {
        Answer orphan = new(404, """{"error":{"code":"ParentResourceNotFound","message":"No parent."}}""");
        string id = $"{Id}-{Guid.NewGuid():N}";
        ScriptedTransport azure = new([new Answer(201, $$$"""{"id":"{{{id}}}","name":"z","properties":{}}"""), .. Enumerable.Repeat(orphan, 20)]);
        ArmPipeline pipeline = Pipeline(azure);
        List<string> states = [];
        await pipeline.ChangeAsync(RequestMethod.Put, id, Version, BinaryData.FromString(Wished), null, new(_ => { }), default);
        await Assert.ThrowsAsync<ArmException>(() => pipeline.ChangeAsync(RequestMethod.Put, id + "/A/x", Version, BinaryData.FromString("""{"properties":{}}"""), null, new(states.Add), default));
        Assert.Equal((1 + 6, 5), (azure.Asked.Count, states.Count));
        AssertEach.All(states, state => Assert.Equal("ParentResourceNotFound, trying again", state));
    }

    // With -Verbose and -Debug; bodies only where somebody wants to see them.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_is_told_with_its_answer(bool bodies)
    {
        List<ArmTrace> traces = [];
        RequestGate gate = new(new(1), _clock, traces.Add) { ShowsBodies = bodies };
        ArmPipeline pipeline = new(Connection, traces.Add, new ScriptedTransport(new Answer(201, Zone)), _clock, gate);
        await pipeline.ChangeAsync(RequestMethod.Put, Id, Version, BinaryData.FromString(Wished), null, new(_ => { }), default);
        Assert.Equal(1, traces.Count(trace => trace.Kind == ArmTraceKind.Request && trace.Text.StartsWith($"PUT {Id} 201 in ", StringComparison.Ordinal)));
        string[] shown = [.. traces.Where(trace => trace.Kind == ArmTraceKind.Body).Select(trace => trace.Text)];
        Assert.Equal(bodies ? [$"PUT {Id} sends {Wished}", $"PUT {Id} answers {Zone}"] : [], shown);

        traces.Clear();
        pipeline = new(Connection, traces.Add, new ScriptedTransport { Inspect = _ => throw new InvalidOperationException("It broke.") }, _clock, gate);
        await Assert.ThrowsAsync<InvalidOperationException>(() => pipeline.FindAsync(Id, Version, WireJson.Default.PrivateDnsZone, default));
        Assert.EndsWith(": It broke.", Assert.Single(traces, trace => trace.Text.StartsWith($"GET {Id} failed after ", StringComparison.Ordinal)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":{"code":"ReferencedResourceNotProvisioned","message":"Not yet."}}""")]
    [InlineData("""{"error":{"code":"BadRequest","message":"No.","details":[{"code":"RetryableError","message":"Not yet."}]}}""")]
    public async Task A_reason_that_passes_is_asked_again_wherever_it_stands(string refusal)
    {
        ScriptedTransport azure = new(new Answer(400, refusal), new Answer(400, refusal), new Answer(201, Zone));
        await PutAsync(azure);
        Assert.Equal(3, azure.Asked.Count);
    }

    [Fact]
    public async Task While_the_time_lasts_a_passing_refusal_is_asked_again_and_then_told_itself()
    {
        using CancellationTokenSource limit = new();
        int asked = 0;
        ScriptedTransport azure = new([.. Enumerable.Repeat(new Answer(409, """{"error":{"code":"AnotherOperationInProgress","message":"Busy."}}""", ("Retry-After", "7")), 40)])
        {
            Inspect = _ =>
            {
                if (++asked == 40) limit.Cancel();
            },
        };
        ArmException refused = await Assert.ThrowsAsync<ArmException>(() => PutAsync(azure, limit.Token));
        Assert.Equal("AnotherOperationInProgress", refused.Code);
        Assert.True(_clock.Waits.Count >= 39, $"{_clock.Waits.Count} waits");
        AssertEach.All(_clock.Waits, wait => Assert.Equal(TimeSpan.FromSeconds(7), wait));
    }

    [Fact]
    public async Task A_change_that_was_accepted_in_the_end_is_not_told_as_refused_when_the_time_runs_out()
    {
        using CancellationTokenSource limit = new();
        int asked = 0;
        ScriptedTransport azure = new(
            new Answer(409, """{"error":{"code":"AnotherOperationInProgress","message":"Busy."}}"""),
            new Answer(201, Zone, ("Azure-AsyncOperation", "https://management.azure.com/operations/1")),
            new Answer(200, """{"status":"InProgress"}"""))
        {
            Inspect = _ =>
            {
                if (++asked == 3) limit.Cancel();
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PutAsync(azure, limit.Token));
    }

    [Fact]
    public async Task What_was_just_written_and_is_not_found_is_looked_for_again_and_nothing_else_is()
    {
        Answer absent = new(404, """{"error":{"code":"ResourceNotFound","message":"No."}}""");
        string id = $"{Id}-{Guid.NewGuid():N}";
        string zone = $$$"""{"id":"{{{id}}}","name":"z","properties":{}}""";
        ArmPipeline pipeline = Pipeline(new ScriptedTransport(
            absent, new Answer(201, zone), absent, absent, new Answer(200, zone), new Answer(204, ""), absent));

        Assert.Null(await pipeline.FindAsync(id, Version, WireJson.Default.PrivateDnsZone, default));
        Assert.Empty(_clock.Waits);
        await pipeline.ChangeAsync(RequestMethod.Put, id, Version, BinaryData.FromString(Wished), null, new OperationTracking(_ => { }), default);
        Assert.NotNull(await pipeline.FindAsync(id, Version, WireJson.Default.PrivateDnsZone, default));
        Assert.Equal(2, _clock.Waits.Count);
        await pipeline.ChangeAsync(RequestMethod.Delete, id, Version, null, null, new OperationTracking(_ => { }), default);
        Assert.Null(await pipeline.FindAsync(id, Version, WireJson.Default.PrivateDnsZone, default));
        Assert.Equal(2, _clock.Waits.Count);
    }

    [Fact]
    public async Task A_child_of_what_was_just_written_is_written_once_its_parent_is_known()
    {
        Answer orphan = new(404, """{"error":{"code":"ParentResourceNotFound","message":"No parent."}}""");
        string id = $"{Id}-{Guid.NewGuid():N}";
        string zone = $$$"""{"id":"{{{id}}}","name":"z","properties":{}}""";
        ScriptedTransport azure = new(new Answer(201, zone), orphan, orphan, new Answer(201, zone), orphan);
        ArmPipeline pipeline = Pipeline(azure);
        Task<Azure.Response> Put(string path) =>
            pipeline.ChangeAsync(RequestMethod.Put, path, Version, BinaryData.FromString(path == id ? Wished : """{"properties":{}}"""), null, new OperationTracking(_ => { }), default);
        await Put(id);
        await Put(id + "/A/x");
        await Assert.ThrowsAsync<ArmException>(() => Put($"{Id}-{Guid.NewGuid():N}/A/x"));
        Assert.Equal(5, azure.Asked.Count);
    }

    [Fact]
    public async Task An_operation_that_is_not_known_yet_is_asked_for_again()
    {
        Answer unknown = new(404, """{"error":{"code":"NotFound","message":"No operation."}}""");
        await PutAsync(new ScriptedTransport(
            new Answer(201, Zone, ("Azure-AsyncOperation", "https://management.azure.com/operations/1")), unknown, unknown,
            new Answer(200, """{"status":"Succeeded"}""")));
        Assert.Equal(2, _clock.Waits.Count);
    }

    private Task<Resource<PrivateDnsZoneProperties>?> FindAsync(ScriptedTransport azure) => Pipeline(azure).FindAsync(Id, Version, WireJson.Default.PrivateDnsZone, default);

    private Task<Azure.Response> PutAsync(ScriptedTransport azure, CancellationToken cancellation = default) => Pipeline(azure).ChangeAsync(
        RequestMethod.Put, Id, Version, BinaryData.FromString(Wished), null, new OperationTracking(_ => { }), cancellation);

    private ArmPipeline Pipeline(HttpPipelineTransport transport) => new(Connection, _ => { }, transport, _clock);
}
