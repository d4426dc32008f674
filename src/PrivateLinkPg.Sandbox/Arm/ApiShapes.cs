using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Resources are rendered in the newest shape; an older API version does not know the newer properties.</summary>
internal static class ApiShapes
{
    private const string StaticAddresses = "2021-03-01";

    private static readonly FrozenDictionary<string, string> Since = new Dictionary<string, string>
    {
        ["customNetworkInterfaceName"] = StaticAddresses,
        ["destinationIPAddress"] = "2024-03-01",
        ["ipamPoolPrefixAllocations"] = "2024-01-01",
        ["resolutionPolicy"] = "2024-06-01",
        ["ipVersionType"] = "2025-03-01",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string Newest = Since.Values.Max(StringComparer.Ordinal)!;

    /// <summary>Whether a version knows a member that later ones know.</summary>
    public static bool Knows(string member, string version) => !IsBefore(version, Since.GetValueOrDefault(member));

    public static void Trim(JsonNode? body, ResourceTypeInfo type, string version)
    {
        if (type.Namespace == ResourceProviders.Network && IsBefore(version, Newest)) Trim(body, version);
    }

    private static bool IsBefore(string version, string? since) => since is not null && string.CompareOrdinal(version, since) < 0;

    private static void Trim(JsonNode? node, string version)
    {
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items) Trim(item, version);
                break;
            case JsonObject found:
                List<string>? unknown = null;
                foreach (var (name, value) in found)
                {
                    // Of endpoints only; interfaces and services have always had theirs.
                    var since = name == "ipConfigurations" && found.ContainsKey("customDnsConfigs")
                        ? StaticAddresses
                        : Since.GetValueOrDefault(name);
                    if (IsBefore(version, since)) (unknown ??= []).Add(name);
                    else if (value is not JsonValue) Trim(value, version);
                }
                foreach (var name in unknown ?? []) found.Remove(name);
                break;
        }
    }
}
