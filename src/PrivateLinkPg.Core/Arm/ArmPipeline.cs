using System.Text.Json.Serialization.Metadata;
using Azure.ResourceManager;

namespace PrivateLinkPg.Arm;

/// <summary>
/// Requests to Azure Resource Manager through Azure.ResourceManager's own authenticated, retrying pipeline, and the operations that they
/// begin. Paths start with /subscriptions.
/// </summary>
internal sealed partial class ArmPipeline
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    // Asked twice. A write may take Azure longer than a read.
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(30);

    private const int Retries = 5;

    private readonly HttpPipeline _pipeline;
    private readonly Uri _endpoint;
    private readonly ArmAnswers _answers;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _patience;
    private readonly Action<ArmTrace> _trace;
    private readonly LongRunning _operations;

    /// <param name="connection">Under whose name requests are made.</param>
    /// <param name="trace">Told of each request.</param>
    /// <param name="transport">Where requests go; null for where the connection leads.</param>
    /// <param name="clock">The time; null for the system's.</param>
    /// <param name="gate">What requests go through on their way; null for one after the other.</param>
    /// <param name="patience">How long a read may take with all its tries; null sets no limit of the command's.</param>
    public ArmPipeline(
        AzureConnection connection, Action<ArmTrace> trace, HttpPipelineTransport? transport = null, TimeProvider? clock = null,
        RequestGate? gate = null, TimeSpan? patience = null)
    {
        (_patience, _trace) = (patience ?? Timeout.InfiniteTimeSpan, trace);
        _clock = clock ?? TimeProvider.System;
        _operations = new(this, _clock);
        ArmClientOptions options = new()
        {
            Environment = new ArmEnvironment(connection.Cloud.ResourceManager, connection.Cloud.Audience),
            Transport = transport ?? connection.Transport ?? TrustedTransport.For(connection.Cloud.CaCertificate),
            RetryPolicy = new TransientRetry(Retries, _clock),
        };
        gate ??= new(new SemaphoreSlim(1), _clock, trace);
        options.AddPolicy(new RequestPolicy(connection, trace, gate), HttpPipelinePosition.PerRetry);
        PipelineAccess access = new(new ArmClient(connection.Credential, connection.SubscriptionId, options));
        (_pipeline, _endpoint, _answers) = (access.HttpPipeline, connection.Cloud.ResourceManager, new(connection.Cloud.ResourceManager));
    }

    /// <summary>Reads a resource, or null where it does not exist.</summary>
    public async Task<T?> FindAsync<T>(string path, string apiVersion, JsonTypeInfo<T> type, CancellationToken cancellation) where T : class
    {
        Response answer = await ReadAsync(path, apiVersion, cancellation).ConfigureAwait(false);
        return answer.Status == 404 ? null : _answers.Resource(answer, path, type);
    }

    /// <summary>Reads a resource that must exist.</summary>
    public async Task<T> GetAsync<T>(string path, string apiVersion, JsonTypeInfo<T> type, CancellationToken cancellation) where T : class
    {
        Response answer = await ReadAsync(path, apiVersion, cancellation).ConfigureAwait(false);
        return _answers.Resource(ArmAnswers.Accepted(answer, RequestMethod.Get, path), path, type)
            ?? throw _answers.Foreign(answer, RequestMethod.Get, path);
    }

    /// <summary>
    /// Sends a change and follows its operation. A transient refusal, at once or at the end of the operation, is asked again, as a PUT and
    /// a DELETE can be, for as long as the caller's limit of time allows.
    /// </summary>
    /// <returns>The first answer.</returns>
    /// <exception cref="ArmException">Azure refused; also where the time ran out while it was busy.</exception>
    public async Task<Response> ChangeAsync(
        RequestMethod method, string path, string apiVersion, BinaryData? body, MatchConditions? conditions, OperationTracking tracking,
        CancellationToken cancellation)
    {
        ArmException? refusal = null;
        RequestProgress? progress = new();
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                try
                {
                    using HttpMessage message = Message(method, path, apiVersion, body, conditions);
                    progress?.Follow(message);
                    TransientRetry.LeaveToCaller(message);
                    await _pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
                    Response first = ArmAnswers.Accepted(_answers.Azures(message), method, path);
                    (refusal, progress) = (null, null); // Accepted: if the time runs out now, Azure goes on.
                    tracking.Url = LongRunning.OperationUrl(first);
                    if (tracking.Wait)
                        await _operations.CompleteAsync(first, $"{method} {path}", tracking, cancellation).ConfigureAwait(false);
                    RecentWrites.Note(_endpoint.Authority, method, path);
                    return first;
                }
                catch (ArmException e) when (e.IsTransient || e.IsOutage || (MayLag(e, path) && attempt <= RecentWrites.Waits.Count))
                {
                    refusal = e;
                    tracking.Report($"{e.Code}, trying again");
                    await PauseAsync(e, attempt, cancellation).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException e) when ((refusal is not null || progress is not null) && cancellation.IsCancellationRequested)
        {
            if (refusal is not null && (progress is null || !refusal.IsOutage)) throw refusal; // It says more than that the time ran out.
            throw new UnacceptedException($"{method} {path}", progress!, e);
        }
    }

    /// <summary>Sends a request that changes nothing and gives its result, which an operation may have to find first.</summary>
    public Task<Response> PostAsync(string path, string apiVersion, BinaryData body, CancellationToken cancellation) =>
        InTimeAsync($"POST {path}", async (progress, within) =>
        {
            using HttpMessage message = Message(RequestMethod.Post, path, apiVersion, body);
            await SendReadAsync(message, progress, within).ConfigureAwait(false);
            Response first = ArmAnswers.Accepted(_answers.Azures(message), RequestMethod.Post, path);
            return await _operations.ResultAsync(first, $"POST {path}", within).ConfigureAwait(false);
        }, cancellation);

    /// <summary>GETs a URL byte for byte: operation URLs and next links are signed.</summary>
    public Task<Response> GetUrlAsync(Uri url, CancellationToken cancellation) =>
        InTimeAsync($"GET {url.AbsolutePath}", async (progress, within) =>
        {
            using HttpMessage message = _pipeline.CreateMessage();
            message.Request.Method = RequestMethod.Get;
            message.Request.Uri.Reset(_answers.Trusted(url));
            message.Request.Headers.Add(HttpHeader.Names.Accept, "application/json");
            await SendReadAsync(message, progress, within).ConfigureAwait(false);
            return ArmAnswers.Accepted(_answers.Azures(message), RequestMethod.Get, url.AbsolutePath);
        }, cancellation);

    /// <summary>The body of a request.</summary>
    public static BinaryData Json<T>(T body, JsonTypeInfo<T> type) => new(JsonSerializer.SerializeToUtf8Bytes(body, type));

    private HttpMessage Message(
        RequestMethod method, string path, string apiVersion, BinaryData? body = null, MatchConditions? conditions = null)
    {
        HttpMessage message = _pipeline.CreateMessage();
        message.NetworkTimeout = LongestWait;
        Request request = message.Request;
        request.Method = method;
        request.Uri.Reset(new Uri(_endpoint, $"{path}{(path.Contains('?') ? '&' : '?')}api-version={apiVersion}"));
        request.Headers.Add(HttpHeader.Names.Accept, "application/json");
        // Azure wants the etag as it gave it, quoted or bare.
        if (conditions?.IfMatch is { } match) request.Headers.Add("If-Match", match.ToString());
        if (conditions?.IfNoneMatch is { } noneMatch) request.Headers.Add("If-None-Match", noneMatch.ToString());
        if (body is not null)
        {
            request.Headers.Add(HttpHeader.Names.ContentType, "application/json");
            request.Content = RequestContent.Create(body);
        }
        return message;
    }

    // The answer, which may be that there is nothing; what was written a moment ago and is not found yet is looked for again.
    private Task<Response> ReadAsync(string path, string apiVersion, CancellationToken cancellation) =>
        InTimeAsync($"GET {path}", async (progress, within) =>
        {
            Response? missing = null;
            try
            {
                for (int attempt = 0; ; attempt++)
                {
                    using HttpMessage message = Message(RequestMethod.Get, path, apiVersion);
                    await SendReadAsync(message, progress, within).ConfigureAwait(false);
                    Response answer = _answers.Azures(message);
                    if (answer.Status != 404) return ArmAnswers.Accepted(answer, RequestMethod.Get, path);
                    missing = answer;
                    if (attempt == RecentWrites.Waits.Count || !WasWritten(path.Split('?')[0])) return answer;
                    await Task.Delay(RecentWrites.Waits[attempt], _clock, within).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (missing is not null && !cancellation.IsCancellationRequested)
            {
                return missing; // Nobody has the time to see whether it comes yet.
            }
        }, cancellation);

    private Task SendReadAsync(HttpMessage message, RequestProgress progress, CancellationToken cancellation)
    {
        if (IsPatient) TransientRetry.LeaveToCaller(message, alsoSilence: _answers.AnyYet);
        message.NetworkTimeout = LongestRead;
        progress.Follow(message);
        return _pipeline.SendAsync(message, cancellation).AsTask();
    }

    // With a limit to its time a read is asked again until then, also while nobody answers, if anybody has before.
    private async Task<Response> InTimeAsync(
        string request, Func<RequestProgress, CancellationToken, Task<Response>> read, CancellationToken cancellation)
    {
        RequestProgress progress = new();
        using TimeLimit limit = new(_patience, _ => Failure.TimedOut(request, _answers.Host, _patience, progress), _clock, cancellation);
        async Task<Response> AskAsync()
        {
            for (int attempt = 1; ; attempt++)
            {
                try
                {
                    return await read(progress, limit.Token).ConfigureAwait(false);
                }
                catch (Exception e) when (IsAskedAgain(e, attempt))
                {
                    await PauseAsync(e, attempt, limit.Token).ConfigureAwait(false);
                }
            }
        }
        return await limit.Of(AskAsync()).ConfigureAwait(false);
    }

    // That requests came too fast is waited out whatever the patience: the gate knows how long, and it ends.
    private bool IsAskedAgain(Exception e, int attempt) => e is ArmException refusal
        ? refusal.IsQuota || (IsPatient ? refusal.IsOutage : refusal.Status == 429 && attempt <= Retries)
        : IsPatient && _answers.AnyYet && UnansweredException.In(e) is not null;

    private bool IsPatient => _patience != Timeout.InfiniteTimeSpan;

    // Before the next try. What is not over soon the user is told of.
    private Task PauseAsync(Exception failed, int attempt, CancellationToken cancellation)
    {
        ArmException? refusal = failed as ArmException;
        if (refusal is { IsQuota: true }) return Task.CompletedTask; // It waits at the gate.
        if (attempt == (refusal is null ? 1 : 4) && refusal is null or { IsOutage: true })
        {
            string reason = refusal is null ? UnansweredException.In(failed)!.Message : $"{refusal.Status} {refusal.Code}";
            _trace(new($"Azure Resource Manager at {_answers.Host} does not answer for now ({reason}), and is asked again until "
                + "-TimeoutSec is over.", ArmTraceKind.Outage));
        }
        TimeSpan wait = refusal?.RetryAfter ?? TimeSpan.FromSeconds(1 << Math.Min(attempt, 4));
        return Task.Delay(wait < LongestWait || refusal?.Status == 429 ? wait : LongestWait, _clock, cancellation);
    }

    /// <summary>Whether this process has just written a resource, so that Azure's copies may not all have it.</summary>
    public bool WasWritten(string path) => RecentWrites.Has(_endpoint.Authority, path);

    private bool MayLag(ArmException e, string path) =>
        e is { Status: 404, InOperation: false } && RecentWrites.HasAbove(_endpoint.Authority, path);

    private sealed class PipelineAccess(ArmClient client) : ArmResource(client, ResourceIdentifier.Root)
    {
        public HttpPipeline HttpPipeline => Pipeline;
    }
}
