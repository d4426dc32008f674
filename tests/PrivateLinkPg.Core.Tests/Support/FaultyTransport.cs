using Azure.Core;
using Azure.Core.Pipeline;

namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>What goes wrong with one request.</summary>
/// <param name="Name">What a table calls it.</param>
/// <param name="DoAsync">Does it: it may answer, throw, or send the request by its second argument.</param>
internal sealed record TransportFault(string Name, Func<HttpMessage, Func<ValueTask>, ValueTask> DoAsync)
{
    public override string ToString() => Name;

    /// <summary>Answers in Azure's place; what was asked is not done.</summary>
    public static TransportFault Answer(string name, int status, string body, params (string, string)[] headers) => new(name, (message, _) =>
    {
        message.Response = new ScriptedTransport.ScriptedResponse(new(status, body, headers)) { ClientRequestId = message.Request.ClientRequestId };
        return ValueTask.CompletedTask;
    });

    /// <summary>An error of Azure's.</summary>
    public static TransportFault Error(string name, int status, string code, params (string, string)[] headers) =>
        Answer(name, status, $$"""{"error":{"code":"{{code}}","message":"As planned."} }""", [("Content-Type", "application/json"), .. headers]);
}

/// <summary>Lets one of a command's requests go wrong, and keeps which there were.</summary>
internal sealed class FaultyTransport : HttpPipelineTransport
{
    private readonly Lock _lock = new();
    private HttpPipelineTransport? _inner;
    private int _writes;

    /// <summary>The requests in their order.</summary>
    public List<(string Method, string Path)> Requests { get; } = [];

    /// <summary>What goes wrong; null where nothing does.</summary>
    public TransportFault? Fault { get; init; }

    /// <summary>Which request it is: its place among all, or among those that change something.</summary>
    public (int Place, bool AmongWrites) At { get; init; }

    /// <summary>Whether the fault has been.</summary>
    public bool Happened { get; private set; }

    public FaultyTransport Before(HttpPipelineTransport inner)
    {
        _inner = inner;
        return this;
    }

    public override Request CreateRequest() => _inner!.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        bool fails;
        lock (_lock)
        {
            bool write = message.Request.Method != RequestMethod.Get;
            int place = At.AmongWrites ? _writes : Requests.Count;
            fails = Fault is not null && !Happened && place == At.Place && (write || !At.AmongWrites);
            Happened |= fails;
            Requests.Add((message.Request.Method.Method, message.Request.Uri.Path));
            if (write) _writes++;
        }
        if (fails) await Fault!.DoAsync(message, () => _inner!.ProcessAsync(message));
        else await _inner!.ProcessAsync(message);
    }
}
