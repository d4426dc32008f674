namespace PrivateLinkPg.Suggestions;

/// <summary>One value that an argument could have.</summary>
/// <param name="Text">The value.</param>
/// <param name="Name">What people call it; what a list shows.</param>
/// <param name="Tip">What it is: kind, resource group, region.</param>
internal sealed record Suggestion(string Text, string Name, string Tip);

/// <summary>What is asked for, with the arguments that narrow it.</summary>
/// <param name="Kind">What the argument names.</param>
internal sealed record SuggestionQuery(SuggestionKind Kind)
{
    /// <summary>The id of the target that was chosen.</summary>
    public string? Target { get; init; }

    /// <summary>-ResourceGroupName: where names are looked up.</summary>
    public string? ResourceGroupName { get; init; }

    /// <summary>-VirtualNetworkResourceGroupName: where the names of networks are looked up.</summary>
    public string? VirtualNetworkResourceGroupName { get; init; }

    /// <summary>-VirtualNetworkName.</summary>
    public string? VirtualNetworkName { get; init; }
}
