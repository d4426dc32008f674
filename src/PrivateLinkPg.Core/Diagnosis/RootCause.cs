namespace PrivateLinkPg.Diagnosis;

/// <summary>Why a connection does not work.</summary>
/// <param name="Code">A stable code for scripts.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
/// <param name="Remedy">The command or action that mends it.</param>
internal sealed record RootCause(string Code, string Message, string Remedy)
{
    /// <summary>Where it is.</summary>
    public CauseLayer Layer { get; init; }

    /// <summary>The remedy as a command that this module can run; null where it is another's, or words.</summary>
    public Repair? Repair { get; init; }
}

/// <summary>A cause in words, with the ids of a case.</summary>
/// <param name="Message">What is wrong, in one sentence.</param>
/// <param name="Remedy">The command or action that mends it.</param>
/// <param name="Repair">The remedy as a command that this module can run; null where it is another's, or words.</param>
internal sealed record CauseText(string Message, string Remedy, Repair? Repair = null)
{
    /// <summary>A cause that a command of this module mends, with words before and after the command.</summary>
    public static CauseText Mended(string message, Repair repair, string before = "", string after = "") =>
        new(message, before + repair.Command + after, repair);
}
