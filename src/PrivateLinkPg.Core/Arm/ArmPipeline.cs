using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using Azure.ResourceManager;

namespace PrivateLinkPg.Arm;

/// <summary>
/// Requests to Azure Resource Manager through Azure.ResourceManager's own authenticated, retrying pipeline, and the operations that they
/// begin. Paths start with /subscriptions.
/// </summary>
internal sealed class ArmPipeline
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly HttpPipeline _pipeline;
    private readonly Uri _endpoint;
    private readonly TimeProvider _clock;
    private readonly LongRunning _operations;

    /// <param name="connection">Under whose name requests are made.</param>
    /// <param name="trace">Told of each request.</param>
    /// <param name="transport">Where requests go; null for where the connection leads.</param>
    /// <param name="clock">The time; null for the system's.</param>
    /// <param name="turns">How many requests may be under way; null for one after the other.</param>
    public ArmPipeline(
        AzureConnection connection, Action<ArmTrace> trace, HttpPipelineTransport? transport = null, TimeProvider? clock = null,
        SemaphoreSlim? turns = null)
    {
        _clock = clock ?? TimeProvider.System;
        _operations = new(this, _clock);
        ArmClientOptions options = new()
        {
            Environment = new ArmEnvironment(connection.Cloud.ResourceManager, connection.Cloud.Audience),
            Transport = transport ?? connection.Transport ?? TrustedTransport.For(connection.Cloud.CaCertificate),
            RetryPolicy = new TransientRetry(retries: 5),
        };
        options.Retry.NetworkTimeout = LongestWait;
        options.AddPolicy(new RequestPolicy(trace, turns ?? new(1)), HttpPipelinePosition.PerRetry);
        PipelineAccess access = new(new ArmClient(connection.Credential, connection.SubscriptionId, options));
        (_pipeline, _endpoint) = (access.HttpPipeline, connection.Cloud.ResourceManager);
    }

    /// <summary>Reads a resource, or null where it does not exist.</summary>
    public async Task<T?> FindAsync<T>(string path, string apiVersion, JsonTypeInfo<T> type, CancellationToken cancellation) where T : class
    {
        Response answer = await ReadAsync(path, apiVersion, cancellation).ConfigureAwait(false);
        return answer.Status == 404 ? null : Resource(Checked(answer, RequestMethod.Get, path), path, type);
    }

    /// <summary>Reads a resource that must exist.</summary>
    public async Task<T> GetAsync<T>(string path, string apiVersion, JsonTypeInfo<T> type, CancellationToken cancellation) where T : class
    {
        Response answer = await ReadAsync(path, apiVersion, cancellation).ConfigureAwait(false);
        return Resource(Checked(answer, RequestMethod.Get, path), path, type) ?? throw Foreign(answer, RequestMethod.Get, path);
    }

    /// <summary>Reads a list, page after page.</summary>
    public async IAsyncEnumerable<T> ListAsync<T>(
        string path, string apiVersion, JsonTypeInfo<ArmPage<T>> type, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArmPage<T>? page = await GetAsync(path, apiVersion, type, cancellation).ConfigureAwait(false);
        while (page is not null)
        {
            foreach (T item in page.Value) yield return item;
            // Some providers end a list with an empty link.
            if (page.NextLink is not { Length: > 0 } next) yield break;
            page = Resource(await GetUrlAsync(Link(next), cancellation).ConfigureAwait(false), path, type);
        }
    }

    /// <summary>Sends a request and returns its first answer, with the long-running operation of a change still to follow.</summary>
    public async Task<Response> ChangeAsync(
        RequestMethod method, string path, string apiVersion, BinaryData? body, MatchConditions? conditions, CancellationToken cancellation)
    {
        using HttpMessage message = Message(method, path, apiVersion, body, conditions);
        await _pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
        return Checked(Answer(message), method, path);
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
        StrongBox<string?>? outcome = new();
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                try
                {
                    using HttpMessage message = Message(method, path, apiVersion, body, conditions);
                    if (outcome is not null) message.SetProperty(RequestPolicy.Outcome, outcome);
                    TransientRetry.LeaveToCaller(message);
                    await _pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
                    Response first = Checked(Answer(message), method, path);
                    (refusal, outcome) = (null, null); // Accepted: if the time runs out now, Azure goes on.
                    tracking.Url = LongRunning.OperationUrl(first);
                    if (tracking.Wait)
                        await _operations.CompleteAsync(first, $"{method} {path}", tracking.Report, cancellation).ConfigureAwait(false);
                    NoteWritten(method, path);
                    return first;
                }
                catch (ArmException e) when (e.IsTransient || e.IsOutage || (MayLag(e, path) && attempt <= RecentWrites.Waits.Count))
                {
                    refusal = e;
                    tracking.Report($"{e.Code}, trying again");
                    TimeSpan wait = e.RetryAfter ?? TimeSpan.FromSeconds(1 << Math.Min(attempt, 4));
                    await Task.Delay(wait < LongestWait ? wait : LongestWait, _clock, cancellation).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException e) when ((refusal is not null || outcome is not null) && cancellation.IsCancellationRequested)
        {
            if (refusal is not null && (outcome is null || !refusal.IsOutage)) throw refusal; // It says more than that the time ran out.
            throw new UnacceptedException($"{method} {path}", outcome!.Value, e);
        }
    }

    /// <summary>Sends a request that changes nothing and gives its result, which an operation may have to find first.</summary>
    public async Task<Response> PostAsync(string path, string apiVersion, BinaryData body, CancellationToken cancellation)
    {
        Response first = await ChangeAsync(RequestMethod.Post, path, apiVersion, body, null, cancellation).ConfigureAwait(false);
        return await _operations.ResultAsync(first, $"POST {path}", cancellation).ConfigureAwait(false);
    }

    /// <summary>GETs a URL byte for byte: operation URLs and next links are signed. Who is patient asks again by himself.</summary>
    public async Task<Response> GetUrlAsync(Uri url, CancellationToken cancellation, bool patient = false)
    {
        using HttpMessage message = _pipeline.CreateMessage();
        if (patient) TransientRetry.LeaveToCaller(message);
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(Trusted(url));
        message.Request.Headers.Add(HttpHeader.Names.Accept, "application/json");
        await _pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
        return Checked(Answer(message), RequestMethod.Get, url.AbsolutePath);
    }

    /// <summary>A URL that an answer gives to go on with.</summary>
    /// <exception cref="CommandFailedException">LinkUnreadable.</exception>
    public static Uri Link(string given) =>
        Uri.TryCreate(given, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            ? url
            : throw Failure.LinkUnreadable(given);

    /// <summary>The body of an answer, or null for an empty one or JSON's null, which Azure sends for an absent zone group.</summary>
    public static T? Read<T>(Response response, JsonTypeInfo<T> type) where T : class =>
        response.Content.ToMemory().IsEmpty ? null : JsonSerializer.Deserialize(response.Content, type);

    /// <summary>The body of a request.</summary>
    public static BinaryData Json<T>(T body, JsonTypeInfo<T> type) => new(JsonSerializer.SerializeToUtf8Bytes(body, type));

    private HttpMessage Message(
        RequestMethod method, string path, string apiVersion, BinaryData? body = null, MatchConditions? conditions = null)
    {
        HttpMessage message = _pipeline.CreateMessage();
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

    // The bearer token goes along, so it may go only to this Azure or a region of it.
    private Uri Trusted(Uri url) =>
        url.Scheme == _endpoint.Scheme && url.Port == _endpoint.Port
        && ("." + url.Host).EndsWith("." + _endpoint.Host, StringComparison.OrdinalIgnoreCase)
            ? url
            : throw Failure.UntrustedOperationUrl(url.GetLeftPart(UriPartial.Authority), _endpoint.GetLeftPart(UriPartial.Authority));

    // What was written a moment ago and is not found yet is looked for again.
    private async Task<Response> ReadAsync(string path, string apiVersion, CancellationToken cancellation)
    {
        for (int attempt = 0; ; attempt++)
        {
            using HttpMessage message = Message(RequestMethod.Get, path, apiVersion);
            await _pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
            Response answer = Answer(message);
            bool lags = answer.Status == 404 && attempt < RecentWrites.Waits.Count && IsRecent(path.Split('?')[0]);
            if (!lags) return answer;
            await Task.Delay(RecentWrites.Waits[attempt], _clock, cancellation).ConfigureAwait(false);
        }
    }

    // The last segment of a list is not a resource; what it is a list of is above it.
    private bool IsRecent(string path) =>
        RecentWrites.Has(_endpoint.Authority, path)
        || (path.Count(each => each == '/') % 2 == 1 && RecentWrites.Has(_endpoint.Authority, path[..path.LastIndexOf('/')]));

    private bool MayLag(ArmException e, string path) =>
        e is { Status: 404, InOperation: false } && RecentWrites.HasAbove(_endpoint.Authority, path);

    private void NoteWritten(RequestMethod method, string path)
    {
        if (method == RequestMethod.Put) RecentWrites.Note(_endpoint.Authority, path);
        else if (method == RequestMethod.Delete) RecentWrites.Forget(_endpoint.Authority, path);
    }

    private Response Answer(HttpMessage message) => AnswerOrigin.IsAzure(message.Response)
        ? message.Response
        : throw Foreign(message.Response, message.Request.Method, message.Request.Uri.ToUri().AbsolutePath);

    private ForeignAnswerException Foreign(Response response, RequestMethod method, string path) =>
        new($"{_endpoint.Host}:{_endpoint.Port}", $"{method} {path}", AnswerOrigin.InWords(response));

    // What must be there is there, or it is not Azure's: an id in a resource, a value in a list.
    private T? Resource<T>(Response answer, string path, JsonTypeInfo<T> type) where T : class
    {
        T? read;
        try
        {
            read = Read(answer, type);
        }
        catch (JsonException)
        {
            throw Foreign(answer, RequestMethod.Get, path);
        }
        bool strange = read switch
        {
            null => answer.Content.ToMemory().IsEmpty,
            Reference resource => string.IsNullOrEmpty(resource.Id),
            IPage page => !page.IsPage,
            _ => false,
        };
        return strange ? throw Foreign(answer, RequestMethod.Get, path) : read;
    }

    private static Response Checked(Response response, RequestMethod method, string path) =>
        response.Status >= 300 ? throw ArmException.From(response, $"{method} {path}") : response;

    private sealed class PipelineAccess(ArmClient client) : ArmResource(client, ResourceIdentifier.Root)
    {
        public HttpPipeline HttpPipeline => Pipeline;
    }
}
