using Azure.Bicep.Types;
using Azure.Bicep.Types.Az;
using Azure.Bicep.Types.Concrete;

namespace PrivateLinkPg.Testing;

/// <summary>Microsoft's own types: every property of every resource type in every api-version, as Bicep knows them.</summary>
internal static class AzureTypes
{
    private static readonly AzTypeLoader Loader = new();
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, TypeBase?> Bodies = new(StringComparer.OrdinalIgnoreCase);

    private static readonly Lazy<Dictionary<string, CrossFileTypeReference>> Resources = new(() =>
        new(Loader.LoadTypeIndex().Resources.Select(each => KeyValuePair.Create(each.Key, each.Value)), StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether there is such a type in this version.</summary>
    public static bool Has(string type, string version) => Resources.Value.ContainsKey($"{type}@{version}");

    /// <summary>What a resource of this type looks like in this version; null where there is no such type or version.</summary>
    public static TypeBase? Body(string type, string version)
    {
        string key = $"{type}@{version}";
        lock (Gate)
        {
            if (!Bodies.TryGetValue(key, out TypeBase? body))
                Bodies[key] = body = Resources.Value.TryGetValue(key, out CrossFileTypeReference? at) ? Loader.LoadResourceType(at).Body.Type : null;
            return body;
        }
    }
}
