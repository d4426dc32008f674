using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Replay;

/// <summary>Real traffic, as collected: requests and what Azure answered.</summary>
internal sealed record Recording(string File, IReadOnlyList<RecordedExchange> Exchanges, IReadOnlySet<string> StrippedHeaders)
{
    public static Recording Load(string file)
    {
        var document = JsonNode.Parse(Specifications.Read(file))!;
        var stripped = document["headers_stripped_by_recorder"]?.AsArray().Select(item => (string)item!) ?? [];
        return new Recording(file, [.. document["exchanges"]!.AsArray().Select(item => RecordedExchange.Read(item!))],
            stripped.ToHashSet(StringComparer.OrdinalIgnoreCase));
    }
}

internal sealed record RecordedExchange(
    string Method, string Url, IReadOnlyDictionary<string, string> RequestHeaders, JsonNode? RequestBody,
    int Status, IReadOnlyDictionary<string, string> Headers, JsonNode? Body)
{
    /// <summary>Whether it asks for the state of an operation.</summary>
    public bool IsPoll => Url.Contains("/operations/", StringComparison.OrdinalIgnoreCase)
        || Url.Contains("OperationStatuses/", StringComparison.OrdinalIgnoreCase)
        || Url.Contains("/azureAsyncOperation/", StringComparison.OrdinalIgnoreCase)
        || IsResult;

    /// <summary>Whether it asks for the result of an operation.</summary>
    public bool IsResult => Url.Contains("OperationResults/", StringComparison.OrdinalIgnoreCase);

    public bool IsUnfinished => (string?)Body?["status"] == "InProgress" || (IsResult && Status == 202);

    public static RecordedExchange Read(JsonNode item)
    {
        var (request, response) = (item["request"]!, item["response"]!);
        return new RecordedExchange((string)request["method"]!, (string)request["url"]!, HeadersOf(request), request["body"],
            (int)response["status"]!, HeadersOf(response), response["body"]);
    }

    private static Dictionary<string, string> HeadersOf(JsonNode message)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in message["headers"]?.AsObject() ?? [])
            headers[name] = value is JsonArray ? value.ToJsonString() : value!.ToString();
        return headers;
    }

}
