namespace PrivateLinkPg.Probe;

/// <summary>How a step ended.</summary>
/// <param name="Status">Passed, Failed or Skipped, as users see it.</param>
/// <param name="Detail">What was found, in one line.</param>
/// <param name="Fault">What is wrong; null unless failed.</param>
/// <param name="State">What is known now; null where the step found nothing to add.</param>
internal sealed record StepOutcome(string Status, string Detail, ProbeFault? Fault, ProbeState? State)
{
    /// <summary>It is as it should be.</summary>
    public static StepOutcome Passed(string detail, ProbeState? state = null) => new("Passed", detail, null, state);

    /// <summary>It is not.</summary>
    public static StepOutcome Failed(ProbeFault fault, string detail, ProbeState? state = null) => new("Failed", detail, fault, state);

    /// <summary>It was not looked at.</summary>
    public static StepOutcome Skipped(string detail, ProbeState? state = null) => new("Skipped", detail, null, state);
}
