using System.Diagnostics;
using PrivateLinkPg.Pacing;

namespace PrivateLinkPg.Arm;

/// <summary>
/// Each request on its way to the network: it waits at the gate, and -Verbose is told of it and -Debug of its bodies; never of headers,
/// where tokens are, nor of signed queries. Names the host that does not answer.
/// </summary>
/// <param name="connection">Under whose name requests are made.</param>
/// <param name="trace">Told of each request.</param>
/// <param name="gate">What the requests of the command go through.</param>
internal sealed class RequestPolicy(AzureConnection connection, Action<ArmTrace> trace, RequestGate gate) : HttpPipelinePolicy
{
    // Azure's have many hundred letters; what is no longer than a word may stand in any answer.
    private const int ShortestToken = 32;

    private readonly string _principal = $"{connection.TenantId} {connection.Account}";

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        RequestProgress? progress = RequestProgress.Of(message);
        Uri url = message.Request.Uri.ToUri();
        Pass pass = await gate.EnterAsync(
            AzureLimit.Of(message.Request.Method, url, _principal), progress, renewal => RenewAsync(message, renewal),
            message.CancellationToken).ConfigureAwait(false);
        progress?.Sent();
        long start = Stopwatch.GetTimestamp();
        string request = $"{message.Request.Method} {url.AbsolutePath}";
        try
        {
            if (gate.ShowsBodies && message.Request.Content is { } content)
            {
                string body = await TextAsync(content, message.CancellationToken).ConfigureAwait(false);
                trace(new($"{request} sends {body}", ArmTraceKind.Body));
            }
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
            MaskEcho(message);
            progress?.Ended($"{message.Response.Status} {message.Response.ReasonPhrase}".TrimEnd());
            trace(new($"{request} {message.Response.Status} in {Milliseconds(start)} ms", ArmTraceKind.Request));
            if (gate.ShowsBodies && message.Response.ContentStream is { CanSeek: true })
                trace(new($"{request} answers {message.Response.Content}", ArmTraceKind.Body));
            Learn(message, pass, request);
        }
        catch (Exception e)
        {
            trace(new($"{request} failed after {Milliseconds(start)} ms: {e.Message}", ArmTraceKind.Request));
            if (!UnansweredException.Is(e, message.CancellationToken)) throw;
            UnansweredException unanswered = new($"{url.Host}:{url.Port}", e, message.NetworkTimeout);
            progress?.Ended(unanswered.Message);
            throw unanswered;
        }
        finally
        {
            gate.Leave(pass);
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Requests are asynchronous.");

    // A proxy that shows what it was sent is quoted like any other: the token must not be in its words by then.
    private static void MaskEcho(HttpMessage message)
    {
        if (message.Response.ContentStream is not { CanSeek: true }
            || !message.Request.Headers.TryGetValue(HttpHeader.Names.Authorization, out string? sent)) return;
        string token = sent[(sent.IndexOf(' ') + 1)..];
        if (token.Length < ShortestToken) return;
        if (message.Response.Content.ToMemory().Span.IndexOf(Encoding.UTF8.GetBytes(token)) < 0) return;
        string masked = message.Response.Content.ToString().Replace(token, "****", StringComparison.Ordinal);
        message.Response.ContentStream = new MemoryStream(Encoding.UTF8.GetBytes(masked));
    }

    // Whoever sent a request that came too early sends it again, and the gate knows when.
    private void Learn(HttpMessage message, Pass pass, string request)
    {
        if (message.Response.Status != 429)
        {
            pass.Answered(message.Response);
            return;
        }
        if (!AnswerOrigin.IsAzure(message.Response)) return;
        TransientRetry.Stop(message);
        ArmException refusal = ArmException.From(message.Response, request);
        if (refusal.IsQuota) gate.Refused(pass, refusal);
    }

    private async ValueTask RenewAsync(HttpMessage message, CancellationToken cancellation)
    {
        AccessToken token = await connection.Credential.GetTokenAsync(TokenScope.For(connection.Cloud.Audience), cancellation)
            .ConfigureAwait(false);
        message.Request.Headers.SetValue(HttpHeader.Names.Authorization, $"Bearer {token.Token}");
    }

    private static long Milliseconds(long start) => (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;

    private static async Task<string> TextAsync(RequestContent content, CancellationToken cancellation)
    {
        using MemoryStream buffer = new();
        await content.WriteToAsync(buffer, cancellation).ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
