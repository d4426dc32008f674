using System.Diagnostics.CodeAnalysis;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>An ARM resource id. Azure compares ids without case, so equality does too.</summary>
internal sealed class ResourceId : IEquatable<ResourceId>
{
    private readonly string[] types;
    private readonly string[] names;

    private ResourceId(string subscription, string? group, string? @namespace, string[] types, string[] names)
    {
        Subscription = subscription;
        ResourceGroup = group;
        Namespace = @namespace;
        this.types = types;
        this.names = names;
        var text = $"/subscriptions/{subscription}";
        if (group is not null) text += $"/resourceGroups/{group}";
        if (@namespace is not null) text += $"/providers/{@namespace}";
        for (var i = 0; i < types.Length; i++) text += $"/{types[i]}/{names[i]}";
        Value = text;
    }

    public string Subscription { get; }

    public string? ResourceGroup { get; }

    public string? Namespace { get; }

    public string Value { get; }

    public string Name => names.Length > 0 ? names[^1] : ResourceGroup ?? Subscription;

    /// <summary>Such as Microsoft.Network/virtualNetworks/subnets.</summary>
    public string Type => $"{Namespace}/{string.Join('/', types)}";

    /// <summary>The last part of the type, such as subnets.</summary>
    public string ChildType => types[^1];

    /// <summary>What stands after providers, such as Microsoft.Network/virtualNetworks/vnet/subnets/subnet.</summary>
    public string Path => $"{Namespace}/{string.Join('/', types.Zip(names, (type, name) => $"{type}/{name}"))}";

    /// <summary>The names without the types, such as vnet/subnet.</summary>
    public string NamePath => string.Join('/', names);

    /// <summary>The id of the resource that this one lies in; null for one directly in a resource group.</summary>
    public ResourceId? Parent =>
        types.Length > 1 ? new ResourceId(Subscription, ResourceGroup, Namespace, types[..^1], names[..^1]) : null;

    public static ResourceId InGroup(string subscription, string group, string @namespace, string type, string name) =>
        new(subscription, group, @namespace, [type], [name]);

    public static ResourceId OfGroup(string subscription, string group) => new(subscription, group, null, [], []);

    public ResourceId Child(string type, string name) =>
        new(Subscription, ResourceGroup, Namespace, [.. types, type], [.. names, name]);

    public bool IsOfType(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads /subscriptions/S/resourceGroups/G/providers/N/type/name[/type/name]…; anything else is no id.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ResourceId? id)
    {
        id = null;
        if (text is null || !text.StartsWith('/')) return false;
        var parts = text[1..].Split('/');
        if (parts.Length < 8 || parts.Length % 2 != 0 || parts.Any(string.IsNullOrWhiteSpace)) return false;
        // What hangs on a resource is not in it: …/providers/Microsoft.Authorization/locks/x is the id of an extension.
        if (parts[6..].Where((_, i) => i % 2 == 0).Any(type => Is(type, "providers"))) return false;
        if (!Is(parts[0], "subscriptions") || !Is(parts[2], "resourceGroups") || !Is(parts[4], "providers")) return false;
        var pairs = parts[6..];
        id = new ResourceId(
            parts[1], parts[3], parts[5],
            [.. pairs.Where((_, i) => i % 2 == 0)],
            [.. pairs.Where((_, i) => i % 2 == 1)]);
        return true;

        static bool Is(string part, string word) => part.Equals(word, StringComparison.OrdinalIgnoreCase);
    }

    public bool Equals(ResourceId? other) => other is not null && Value.Equals(other.Value, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => Equals(obj as ResourceId);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Value);

    public override string ToString() => Value;
}
