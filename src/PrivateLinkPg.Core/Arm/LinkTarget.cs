namespace PrivateLinkPg.Arm;

/// <summary>What a private endpoint leads to, as the user names it: a resource id, or the alias of a Private Link service.</summary>
/// <param name="Value">The id or alias.</param>
/// <param name="Type">Its kind.</param>
/// <param name="ResourceId">The id, or null for an alias.</param>
internal sealed partial record LinkTarget(string Value, TargetType Type, ResourceIdentifier? ResourceId)
{
    /// <summary>True where only the alias is known.</summary>
    public bool IsAlias => ResourceId is null;

    /// <summary>The target's name: of an alias, what comes before its GUID.</summary>
    public string Name => ResourceId?.Name ?? AliasForm().Match(Value).Groups[1].Value;

    /// <summary>The region that an alias names; null for an id.</summary>
    public string? AliasRegion => IsAlias ? Value.Split('.')[^3] : null;

    /// <summary>Reads an id or an alias (name.GUID.region.azure.privatelinkservice).</summary>
    /// <exception cref="CommandFailedException">InvalidTarget.</exception>
    public static LinkTarget Parse(string text) => TryParse(text.Trim()) ?? throw Failure.InvalidTarget(text);

    /// <summary>Reads an id or an alias, or gives null where it is neither.</summary>
    public static LinkTarget? TryParse(string text)
    {
        if (AliasForm().IsMatch(text)) return new(text, TargetType.PrivateLinkService, null);
        return ResourceIds.TryParse(text) is { } id
            && TargetType.All.FirstOrDefault(type => type.ResourceType == id.ResourceType) is { } type
            ? new(id.ToString(), type, id)
            : null;
    }

    [GeneratedRegex(
        @"^([A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)"
        + @"\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[a-z0-9]+\.azure\.privatelinkservice$",
        RegexOptions.IgnoreCase)]
    private static partial Regex AliasForm();
}
