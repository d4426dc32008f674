using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace PrivateLinkPg.Sandbox;

/// <summary>What a client sent and was answered. Never a token; passwords in bodies are blotted out.</summary>
internal sealed record LoggedRequest(
    DateTimeOffset Time, string Method, string Path, string? ApiVersion, int Status, double Milliseconds,
    string? ClientRequestId, string? UserAgent, string? IfMatch, string? IfNoneMatch, JsonNode? Body, string? Fault, string? Failure);

/// <summary>The log of requests: the latest ones in memory, all of them in a file, one JSON object a line.</summary>
internal sealed class RequestLog : IAsyncDisposable
{
    private const int Remembered = 20_000;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock gate = new();
    private readonly Queue<LoggedRequest> latest = new();
    private readonly Channel<LoggedRequest> pending = Channel.CreateUnbounded<LoggedRequest>(new() { SingleReader = true });
    private readonly FileStream file;
    private readonly Task writing;

    public RequestLog(string path)
    {
        Path = path;
        file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16, FileOptions.Asynchronous);
        writing = WriteAsync();
    }

    public string Path { get; }

    /// <summary>The requests so far, oldest first; of very many only the latest.</summary>
    public IReadOnlyList<LoggedRequest> Requests
    {
        get
        {
            lock (gate) return [.. latest];
        }
    }

    public void Clear()
    {
        lock (gate) latest.Clear();
    }

    public void Add(LoggedRequest request)
    {
        lock (gate)
        {
            latest.Enqueue(request);
            if (latest.Count > Remembered) latest.Dequeue();
        }
        pending.Writer.TryWrite(request);
    }

    public async ValueTask DisposeAsync()
    {
        pending.Writer.TryComplete();
        await writing;
        await file.DisposeAsync();
    }

    /// <summary>A copy of a body without secrets.</summary>
    public static JsonNode? Blot(JsonNode? body)
    {
        switch (body)
        {
            case JsonObject found:
                var copy = new JsonObject();
                foreach (var (name, value) in found) copy[name] = IsSecret(name) ? "***" : Blot(value);
                return copy;
            case JsonArray items:
                return new JsonArray([.. items.Select(Blot)]);
            default:
                return body?.DeepClone();
        }
    }

    private static bool IsSecret(string name) => name.Contains("password", StringComparison.OrdinalIgnoreCase)
        || name.Contains("secret", StringComparison.OrdinalIgnoreCase);

    private async Task WriteAsync()
    {
        var newLine = "\n"u8.ToArray();
        while (await pending.Reader.WaitToReadAsync())
        {
            while (pending.Reader.TryRead(out var request))
            {
                await JsonSerializer.SerializeAsync(file, request, Json);
                await file.WriteAsync(newLine);
            }
            await file.FlushAsync();
        }
    }
}
