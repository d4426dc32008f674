using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>Holds every body that is sent against Microsoft's types. One that does not fit is not sent, and the test fails over it.</summary>
internal sealed class JudgedTransport(HttpPipelineTransport inner) : HttpPipelineTransport
{
    private readonly ConcurrentQueue<string> _faults = new();

    /// <summary>Fails the test where a body did not fit.</summary>
    public void ThrowIfWrong() => Assert.True(_faults.IsEmpty, string.Join('\n', _faults));

    public override Request CreateRequest() => inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        IReadOnlyList<string> faults = Faults(message.Request);
        foreach (string fault in faults) _faults.Enqueue(fault);
        if (faults.Count > 0) throw new InvalidOperationException($"Microsoft's types do not allow this body: {string.Join("; ", faults)}");
        await inner.ProcessAsync(message);
    }

    /// <summary>What is wrong with a request's body.</summary>
    public static IReadOnlyList<string> Faults(Request request)
    {
        if (request.Content is null) return [];
        using MemoryStream body = new();
        request.Content.WriteTo(body, CancellationToken.None);
        return [.. TypeJudge.OfRequest(request.Method.Method, request.Uri.ToUri().PathAndQuery, body.ToArray())
            .Select(fault => $"{request.Method} {request.Uri.Path}: {fault}")];
    }
}
