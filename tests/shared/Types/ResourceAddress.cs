namespace PrivateLinkPg.Testing;

/// <summary>What a URL of Azure Resource Manager names.</summary>
/// <param name="Type">The resource type.</param>
/// <param name="Version">The api-version.</param>
/// <param name="IsList">True for all resources of that type in a place.</param>
internal sealed record ResourceAddress(string Type, string Version, bool IsList)
{
    /// <summary>Reads a URL, or gives null for one that names no resource: an operation, an action, a provider, a subscription.</summary>
    public static ResourceAddress? TryParse(string pathAndQuery)
    {
        string[] parts = pathAndQuery.Split('?');
        string version = (parts.Length > 1 ? parts[1] : "").Split('&').FirstOrDefault(each => each.StartsWith("api-version=", StringComparison.Ordinal)) ?? "";
        string[] segments = parts[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        int providers = Array.FindLastIndex(segments, each => each.Equals("providers", StringComparison.OrdinalIgnoreCase));
        (string? type, bool isList) = providers < 0 ? Group(segments) : Provided(segments[(providers + 1)..]);
        return type is null ? null : new(type, version.Split('=')[^1], isList);
    }

    private static (string? Type, bool IsList) Group(string[] segments) =>
        segments.Length is 3 or 4 && segments[2].Equals("resourceGroups", StringComparison.OrdinalIgnoreCase)
            ? ("Microsoft.Resources/resourceGroups", segments.Length == 3)
            : (null, false);

    private static (string? Type, bool IsList) Provided(string[] segments)
    {
        // Below locations there are operations and questions; private DNS has its operations in the group.
        if (segments.Length < 2 || segments[1].Equals("locations", StringComparison.OrdinalIgnoreCase)
            || segments[1].StartsWith("privateDnsOperation", StringComparison.OrdinalIgnoreCase))
        {
            return (null, false);
        }
        return (string.Join('/', segments.Where((_, index) => index == 0 || index % 2 == 1)), segments.Length % 2 == 0);
    }
}
