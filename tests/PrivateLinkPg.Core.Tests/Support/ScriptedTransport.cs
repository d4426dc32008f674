using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using PrivateLinkPg.Contexts;

namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>Answers requests from a script, in order, and keeps what was asked.</summary>
internal class ScriptedTransport(params ScriptedTransport.Answer[] script) : HttpPipelineTransport
{
    private const string Public = "https://management.azure.com/";

    private static readonly HttpClientTransport Requests = new();
    private int _next;

    /// <summary>A sign-in to the public Azure, for whoever needs no more of it.</summary>
    public static AzureConnection Connection { get; } = new(
        DelegatedTokenCredential.Create((_, _) => new AccessToken("token", DateTimeOffset.MaxValue)), AzureCloud.Public, null, null, "test", ContextSource.ConnectPgAzure);

    public List<string> Asked { get; } = [];

    /// <summary>What the changes among them say.</summary>
    public List<string> Bodies { get; } = [];

    /// <summary>Where the links of answers lead in place of the public Azure; null for there.</summary>
    public Uri? Place { get; set; }

    /// <summary>Shown each request before it is answered, on the stack of who asks.</summary>
    public Action<Request>? Inspect { get; init; }

    public override Request CreateRequest() => Requests.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override ValueTask ProcessAsync(HttpMessage message)
    {
        Asked.Add($"{message.Request.Method} {message.Request.Uri.ToUri().OriginalString}");
        if (message.Request.Content is { } content) Bodies.Add(Text(content));
        Inspect?.Invoke(message.Request);
        Assert.Empty(JudgedTransport.Faults(message.Request));
        Answer answer = Next(message.Request);
        answer = answer with { Headers = [.. answer.Headers.Select(each => (each.Name, Placed(each.Value)))] };
        message.Response = new ScriptedResponse(answer) { ClientRequestId = message.Request.ClientRequestId };
        return ValueTask.CompletedTask;
    }

    /// <summary>A link of the script as it is answered.</summary>
    public string Placed(string link) => Place is null ? link : link.Replace(Public, Place.AbsoluteUri, StringComparison.Ordinal);

    protected virtual Answer Next(Request request) =>
        _next < script.Length ? script[_next++] : throw new InvalidOperationException($"The script has no answer for {Asked[^1]}.");

    private static string Text(RequestContent content)
    {
        using MemoryStream stream = new();
        content.WriteTo(stream, CancellationToken.None);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    internal sealed record Answer(int Status, string Body, params (string Name, string Value)[] Headers);

    internal sealed class ScriptedResponse(Answer answer) : Response
    {
        public override int Status => answer.Status;

        public override string ReasonPhrase => ((System.Net.HttpStatusCode)answer.Status).ToString();

        public override Stream? ContentStream { get; set; } = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(answer.Body));

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose()
        {
        }

        protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => answer.Headers.Select(header => new HttpHeader(header.Name, header.Value));

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
        {
            value = answer.Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
            return value is not null;
        }

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = TryGetHeader(name, out string? value) ? [value] : null;
            return values is not null;
        }
    }
}
