namespace PrivateLinkPg.Diagnosis;

/// <summary>Something that Azure can show to be wrong with a path.</summary>
/// <param name="Reason">What it is a reason of.</param>
/// <param name="Code">The cause's code.</param>
/// <param name="Layer">Where it is.</param>
/// <param name="Needs">What has to be read before anybody can tell.</param>
/// <param name="Holds">Whether it is so, by what was read.</param>
/// <param name="Words">The sentence and the remedy.</param>
internal sealed record AzureRule(
    AzureReason Reason, string Code, CauseLayer Layer, Evidence Needs, Func<PathCase, bool> Holds, Func<PathCase, CauseText> Words)
{
    /// <summary>Whether it says that something is not there: true only where all of what it needs was read.</summary>
    public bool IsOfAbsence { get; init; }

    /// <summary>The cause, where it is known to be one; else null.</summary>
    public RootCause? Judge(PathCase path)
    {
        if (!Holds(path) || (IsOfAbsence && IsUnread(path.Facts))) return null;
        CauseText words = Words(path);
        return new(Code, words.Message, words.Remedy) { Layer = Layer, Repair = words.Repair };
    }

    /// <summary>Whether nobody can tell, as something that it needs could not be read.</summary>
    public bool IsOpen(PathCase path) => IsUnread(path.Facts) && (IsOfAbsence || !Holds(path));

    private bool IsUnread(LinkFacts facts) => (facts.Unread & Needs) != Evidence.None;
}
