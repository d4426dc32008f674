using System.Net;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>An answer, read to its end.</summary>
internal sealed record ArmResponse(HttpStatusCode StatusCode, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public int Status => (int)StatusCode;

    public JsonNode? Body => Text.Length == 0 ? null : JsonNode.Parse(Text);

    public JsonNode Properties => Body!["properties"]!;

    public string? Code => (string?)(Body?["error"]?["code"] ?? Body?["code"]);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public static async Task<ArmResponse> ReadAsync(HttpResponseMessage message)
    {
        var headers = message.Headers.Concat(message.Content.Headers)
            .ToDictionary(pair => pair.Key, pair => string.Join(", ", pair.Value), StringComparer.OrdinalIgnoreCase);
        return new ArmResponse(message.StatusCode, headers, await message.Content.ReadAsStringAsync());
    }
}
