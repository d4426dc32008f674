using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PrivateLinkPg.Sandbox.Tests.Replay;

/// <summary>Compares an answer with the recorded one: the same keys in the same casing, the same types, and the same values
/// wherever a value is not a name, a number or a time of that one day.</summary>
internal static partial class JsonShape
{
    private static readonly HashSet<string> Incidental = new(StringComparer.Ordinal)
    {
        "etag", "location", "administratorLogin", "minorVersion", "version", "linkIdentifier", "iops", "tier", "storageSizeGB",
        "earliestRestoreDate", "createdAt", "startTime", "ipAddresses", "addressPrefix", "addressPrefixes",
    };

    public static IEnumerable<string> Differences(JsonNode? recorded, JsonNode? actual, string path = "$")
    {
        var (expectedKind, actualKind) = (recorded?.GetValueKind() ?? JsonValueKind.Null, actual?.GetValueKind() ?? JsonValueKind.Null);
        if (expectedKind != actualKind) return [$"{path}: recorded {expectedKind}, answered {actualKind}"];
        return recorded switch
        {
            JsonObject expected => ObjectDifferences(expected, (JsonObject)actual!, path),
            JsonArray expected => ArrayDifferences(expected, (JsonArray)actual!, path),
            JsonValue expected when !Incidental.Contains(Last(path)) && Normal(expected) != Normal((JsonValue)actual!) =>
                [$"{path}: recorded '{expected}', answered '{actual}'"],
            _ => [],
        };
    }

    private static IEnumerable<string> ObjectDifferences(JsonObject expected, JsonObject actual, string path)
    {
        var missing = expected.Where(pair => !actual.ContainsKey(pair.Key)).Select(pair => $"{path}.{pair.Key}: missing");
        var added = actual.Where(pair => !expected.ContainsKey(pair.Key)).Select(pair => $"{path}.{pair.Key}: added");
        var inner = expected.Where(pair => actual.ContainsKey(pair.Key))
            .SelectMany(pair => Differences(pair.Value, actual[pair.Key], $"{path}.{pair.Key}"));
        return missing.Concat(added).Concat(inner);
    }

    private static IEnumerable<string> ArrayDifferences(JsonArray expected, JsonArray actual, string path)
    {
        if (expected.Count != actual.Count) return [$"{path}: recorded {expected.Count} items, answered {actual.Count}"];
        return expected.Zip(actual).SelectMany((pair, i) => Differences(pair.First, pair.Second, $"{path}[{i}]"));
    }

    private static string Last(string path) => IndexAtEnd().Replace(path.Split('.')[^1], "");

    // Ids made by Azure differ; which id it is does not matter, that it is one does.
    private static string Normal(JsonValue value) => SomeGuid().Replace(value.ToString(), "GUID");

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.IgnoreCase)]
    private static partial Regex SomeGuid();

    [GeneratedRegex(@"\[\d+\]$")]
    private static partial Regex IndexAtEnd();
}
