namespace PrivateLinkPg.Pictures;

/// <summary>The words of pictures that stand for states, and those over a whole picture.</summary>
internal static class PictureWords
{
    /// <summary>A state as a name of styles.</summary>
    public static string Class(StationState state) => state.ToString().ToLowerInvariant();

    /// <summary>A state as a character, where nothing can be drawn.</summary>
    public static string Mark(StationState state) => state switch
    {
        StationState.Good => "✓",
        StationState.Waiting => "…",
        StationState.Missing => "∅",
        StationState.Broken => "✗",
        _ => "?",
    };

    /// <summary>What a state means, for the legend.</summary>
    public static string Meaning(StationState state) => state switch
    {
        StationState.Good => "As it should be",
        StationState.Waiting => "Waiting for someone, or for Azure",
        StationState.Missing => "Not there",
        StationState.Broken => "There, and wrong",
        _ => "Not known",
    };

    /// <summary>All paths in one line.</summary>
    public static string Headline(IReadOnlyList<LinkPath> paths)
    {
        if (paths is [var only]) return only.Verdict;
        if (paths.All(path => path.State == StationState.Good)) return $"All {paths.Count} paths are open.";
        // Each state is worse than those before it.
        IEnumerable<string> counts =
            paths.GroupBy(path => path.State).OrderByDescending(some => some.Key).Select(some => $"{some.Count()} {Of(some.Key)}");
        return $"{string.Join(", ", counts)} of {paths.Count} paths.";
    }

    /// <summary>The worst state of all paths.</summary>
    public static StationState Worst(IReadOnlyList<LinkPath> paths) => paths.Max(path => path.State);

    /// <summary>All stations of a path in one sentence, for who cannot see the picture.</summary>
    public static string Sentence(LinkPath path) =>
        path.Title + ": " + string.Join(", ", path.Stations.Select(station => $"{station.Label} {station.Name} {station.Word}")) + ".";

    private static string Of(StationState state) => state switch
    {
        StationState.Good => "open",
        StationState.Waiting => "waiting",
        StationState.Missing => "incomplete",
        StationState.Broken => "broken",
        _ => "not known",
    };
}
