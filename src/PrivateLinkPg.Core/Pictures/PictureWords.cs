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
        StationState.Good => "As it must be",
        StationState.Waiting => "Somebody must act or wait",
        StationState.Missing => "Not there",
        StationState.Broken => "There, and wrong",
        _ => "Not known",
    };

    /// <summary>All paths in one line.</summary>
    public static string Headline(IReadOnlyList<LinkPath> paths)
    {
        if (paths is [var only]) return only.Verdict;
        int open = paths.Count(path => path.State == StationState.Good);
        return open == paths.Count
            ? $"All {paths.Count} paths are open."
            : string.Join(", ",
                from state in (StationState[])[StationState.Broken, StationState.Missing, StationState.Waiting, StationState.Unknown,
                    StationState.Good]
                                let count = paths.Count(path => path.State == state)
                                where count > 0
                                select $"{count} {Of(state)}") + $" of {paths.Count} paths.";
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
