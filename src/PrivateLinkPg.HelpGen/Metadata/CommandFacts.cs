namespace PrivateLinkPg.HelpGen.Metadata;

/// <summary>A cmdlet as its attributes describe it.</summary>
internal sealed record CommandFacts(
    string Name,
    Type Type,
    bool SupportsShouldProcess,
    IReadOnlyList<ParameterFacts> Parameters,
    IReadOnlyList<Type> OutputTypes)
{
    /// <summary>The parameter sets, the default one first.</summary>
    public required IReadOnlyList<string> ParameterSets { get; init; }

    public string Verb => Name.Split('-')[0];

    public string Noun => Name.Split('-')[1];
}

/// <summary>A parameter with its place in each set that it belongs to.</summary>
internal sealed record ParameterFacts(
    string Name,
    Type Type,
    System.Reflection.PropertyInfo? Property,
    IReadOnlyList<string> Aliases,
    bool SupportsWildcards,
    IReadOnlyList<string> AllowedValues,
    (string Least, string Most)? Range,
    IReadOnlyList<ParameterPlace> Places)
{
    public ParameterPlace? In(string set) =>
        Places.FirstOrDefault(place => place.Set == set) ?? Places.FirstOrDefault(place => place.Set == ParameterPlace.AllSets);
}

/// <summary>One Parameter attribute.</summary>
internal sealed record ParameterPlace(string Set, bool Mandatory, int? Position, bool FromPipeline, bool FromPipelineByPropertyName)
{
    public const string AllSets = "__AllParameterSets";
}
