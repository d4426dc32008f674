using System.Diagnostics;

namespace PrivateLinkPg.Arm;

/// <summary>
/// Each request on its way to the network: it waits for its turn, and -Verbose is told of it and -Debug of its bodies; never of headers,
/// where tokens are, nor of signed queries. Names the host that does not answer.
/// </summary>
/// <param name="trace">Told of each request.</param>
/// <param name="turns">
/// How many may be under way. A turn is held while one request is on the network, not while its sender waits for anything else, such as the
/// next try or a token: so no one holds one who needs another.
/// </param>
internal sealed class RequestPolicy(Action<ArmTrace> trace, SemaphoreSlim turns) : HttpPipelinePolicy
{
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        RequestProgress? progress = RequestProgress.Of(message);
        progress?.Queued();
        await turns.WaitAsync(message.CancellationToken).ConfigureAwait(false);
        progress?.Sent();
        long start = Stopwatch.GetTimestamp();
        string request = $"{message.Request.Method} {message.Request.Uri.ToUri().AbsolutePath}";
        try
        {
            if (message.Request.Content is { } content)
            {
                string body = await TextAsync(content, message.CancellationToken).ConfigureAwait(false);
                trace(new($"{request} sends {body}", ArmTraceKind.Body));
            }
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
            progress?.Ended($"{message.Response.Status} {message.Response.ReasonPhrase}".TrimEnd());
            trace(new($"{request} {message.Response.Status} in {Milliseconds(start)} ms", ArmTraceKind.Request));
            if (message.Response.ContentStream is { CanSeek: true })
                trace(new($"{request} answers {message.Response.Content}", ArmTraceKind.Body));
        }
        catch (Exception e)
        {
            trace(new($"{request} failed after {Milliseconds(start)} ms: {e.Message}", ArmTraceKind.Request));
            if (!UnansweredException.Is(e, message.CancellationToken)) throw;
            Uri asked = message.Request.Uri.ToUri();
            UnansweredException unanswered = new($"{asked.Host}:{asked.Port}", e, message.NetworkTimeout);
            progress?.Ended(unanswered.Message);
            throw unanswered;
        }
        finally
        {
            turns.Release();
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Requests are asynchronous.");

    private static long Milliseconds(long start) => (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;

    private static async Task<string> TextAsync(RequestContent content, CancellationToken cancellation)
    {
        using MemoryStream buffer = new();
        await content.WriteToAsync(buffer, cancellation).ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
