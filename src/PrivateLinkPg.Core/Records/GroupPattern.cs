namespace PrivateLinkPg.Records;

/// <summary>The name of a zone's resource group as it is given, with placeholders for what differs from network to network.</summary>
internal static partial class GroupPattern
{
    private const string Network = "VirtualNetworkName";
    private const string NetworkGroup = "VirtualNetworkResourceGroupName";

    /// <summary>The name with its placeholders filled in.</summary>
    /// <exception cref="CommandFailedException">InvalidGroupPattern, InvalidName.</exception>
    public static string Fill(string pattern, IReadOnlyList<string> networkIds)
    {
        string name = Placeholder().Replace(pattern, found => found.Groups[1].Value switch
        {
            var word when AzureNames.Same(word, Network) => Only(pattern, networkIds).Name,
            var word when AzureNames.Same(word, NetworkGroup) => Only(pattern, networkIds).ResourceGroupName!,
            var word => throw Failure.InvalidGroupPattern(
                pattern, $"it has no placeholder {{{word}}}", $"Use {{{Network}}} or {{{NetworkGroup}}}."),
        });
        AzureNames.CheckResourceGroup(name);
        return name;
    }

    private static ResourceIdentifier Only(string pattern, IReadOnlyList<string> networkIds) => networkIds is [var only]
        ? new(only)
        : throw Failure.InvalidGroupPattern(
            pattern, $"the input has {networkIds.Count} virtual networks, and it is about one",
            "Pass one network an input, or the name of one group for all of them.");

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Placeholder();
}
