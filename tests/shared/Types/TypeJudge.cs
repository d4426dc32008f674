using System.Text.Json;

namespace PrivateLinkPg.Testing;

/// <summary>Holds what is sent to Azure Resource Manager, and what it answers, against Microsoft's own types.</summary>
internal static class TypeJudge
{
    /// <summary>What is wrong with the body of a request; nothing where there is none, or it is no resource's.</summary>
    public static IReadOnlyList<string> OfRequest(string method, string pathAndQuery, ReadOnlySpan<byte> body)
    {
        if (method is not ("PUT" or "PATCH" or "POST") || body.IsEmpty || ResourceAddress.TryParse(pathAndQuery) is not { } address) return [];
        // A POST to a resource is an action; its body is none of the resource.
        if (method == "POST") return [];
        Utf8JsonReader reader = new(body);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        return [.. Faults(address.Type, address.Version, document.RootElement, method == "PATCH" ? Direction.Change : Direction.Request)];
    }

    /// <summary>What is wrong with an answer; nothing where it is an error, empty, or names no resource.</summary>
    public static IReadOnlyList<string> OfAnswer(string method, string pathAndQuery, int status, string body)
    {
        if (method is not ("GET" or "PUT" or "PATCH") || status is not (200 or 201) || body.Length == 0) return [];
        if (ResourceAddress.TryParse(pathAndQuery) is not { } address || KnownDifferences.IsNoType(address.Type)) return [];
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement root = document.RootElement;
        // As of a zone group that is not there.
        if (root.ValueKind == JsonValueKind.Null) return [];
        if (!address.IsList) return [.. Faults(address.Type, address.Version, root, Direction.Answer)];
        return root.TryGetProperty("value", out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().SelectMany(item => Faults(TypeOf(item) ?? address.Type, address.Version, item, Direction.Answer))]
            : [$"{address.Type}@{address.Version} .value is missing"];
    }

    // The record sets of all types are in one list.
    private static string? TypeOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("type", out JsonElement type) ? type.GetString() : null;

    private static IEnumerable<string> Faults(string type, string version, JsonElement body, Direction direction)
    {
        return AzureTypes.Body(type, version) is not { } expected
            ? [$"{type}@{version} is no type, or no version, that Microsoft knows"]
            : new BodyCheck(direction).Faults(expected, body).Where(fault => !KnownDifferences.Explain(type, direction, fault))
                .Select(fault => $"{type}@{version} {fault}");
    }
}
