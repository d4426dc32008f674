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
    private const int Attempts = 6;

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
        options.AddPolicy(new RequestPolicy(trace, turns ?? new(1)), HttpPipelinePosition.PerRetry);
        PipelineAccess access = new(new ArmClient(connection.Credential, connection.SubscriptionId, options));
        (_pipeline, _endpoint) = (access.HttpPipeline, connection.Cloud.ResourceManager);
    }

    /// <summary>Reads a resource, or null where it does not exist.</summary>
    public async Task<T?> FindAsync<T>(string path, string apiVersion, JsonTypeInfo<T> type, CancellationToken cancellation) where T : class
    {
        using HttpMessage message = Message(RequestMethod.Get, path, apiVersion);
        await _pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
        return message.Response.Status == 404 ? null : Read(Checked(message.Response, RequestMethod.Get, path), type);
    }

    /// <summary>Reads a resource that must exist.</summary>
    public async Task<T> GetAsync<T>(string path, string apiVersion, JsonTypeInfo<T> type, CancellationToken cancellation) where T : class
    {
        Response answer = await ChangeAsync(RequestMethod.Get, path, apiVersion, null, null, cancellation).ConfigureAwait(false);
        return Read(answer, type)!;
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
            page = page.NextLink is { Length: > 0 } next
                ? Read(await GetUrlAsync(Link(next), cancellation).ConfigureAwait(false), type)
                : null;
        }
    }

    /// <summary>Sends a request and returns its first answer, with the long-running operation of a change still to follow.</summary>
    public async Task<Response> ChangeAsync(
        RequestMethod method, string path, string apiVersion, BinaryData? body, MatchConditions? conditions, CancellationToken cancellation)
    {
        using HttpMessage message = Message(method, path, apiVersion, body, conditions);
        await _pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
        return Checked(message.Response, method, path);
    }

    /// <summary>
    /// Sends a change and follows its operation. A transient refusal, at once or at the end of the operation, is asked again: a PUT and
    /// a DELETE can be.
    /// </summary>
    /// <returns>The first answer.</returns>
    public async Task<Response> ChangeAsync(
        RequestMethod method, string path, string apiVersion, BinaryData? body, MatchConditions? conditions, OperationTracking tracking,
        CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using HttpMessage message = Message(method, path, apiVersion, body, conditions);
                await _pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
                Response first = Checked(message.Response, method, path);
                tracking.Url = LongRunning.OperationUrl(first);
                if (!tracking.Wait) return first;
                await _operations.CompleteAsync(first, $"{method} {path}", tracking.Report, cancellation).ConfigureAwait(false);
                return first;
            }
            catch (ArmException e) when (e.IsTransient && attempt < Attempts)
            {
                tracking.Report($"{e.Code}, trying again");
                await Task.Delay(TimeSpan.FromSeconds(1 << Math.Min(attempt, 4)), _clock, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends a request that changes nothing and gives its result, which an operation may have to find first.</summary>
    public async Task<Response> PostAsync(string path, string apiVersion, BinaryData body, CancellationToken cancellation)
    {
        Response first = await ChangeAsync(RequestMethod.Post, path, apiVersion, body, null, cancellation).ConfigureAwait(false);
        return await _operations.ResultAsync(first, $"POST {path}", cancellation).ConfigureAwait(false);
    }

    /// <summary>GETs an absolute URL byte for byte: operation URLs and next links are signed.</summary>
    public async Task<Response> GetUrlAsync(Uri url, CancellationToken cancellation)
    {
        using HttpMessage message = _pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(Trusted(url));
        message.Request.Headers.Add(HttpHeader.Names.Accept, "application/json");
        await _pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
        return Checked(message.Response, RequestMethod.Get, url.AbsolutePath);
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

    private static Response Checked(Response response, RequestMethod method, string path) =>
        response.IsError ? throw ArmException.From(response, $"{method} {path}") : response;

    private sealed class PipelineAccess(ArmClient client) : ArmResource(client, ResourceIdentifier.Root)
    {
        public HttpPipeline HttpPipeline => Pipeline;
    }
}
