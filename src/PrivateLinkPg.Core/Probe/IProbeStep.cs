using System.Globalization;

namespace PrivateLinkPg.Probe;

/// <summary>One step of the probe.</summary>
internal interface IProbeStep
{
    /// <summary>The step's name, as users see it.</summary>
    string Name { get; }

    /// <summary>What it means when the step's time runs out; null for a step that never waits.</summary>
    ProbeFault? TimeoutFault => null;

    /// <summary>Whether it deals with what a server sends; then any exception is about that.</summary>
    bool IsAfterDial => true;

    /// <summary>Whether the later steps make sense after this one failed.</summary>
    bool CanGoOn(ProbeState state) => false;

    /// <summary>Runs the step.</summary>
    /// <param name="state">What the steps before it found.</param>
    /// <param name="connection">What is open; the step leaves there what it opens.</param>
    /// <param name="time">How long it may take.</param>
    Task<StepOutcome> RunAsync(ProbeState state, ProbeConnection connection, StepTime time);
}

/// <summary>The time that a step has.</summary>
/// <param name="Limit">How long it may take.</param>
/// <param name="Token">Cancelled at the limit and when the probe is.</param>
/// <param name="Probe">Cancelled when the probe is.</param>
internal readonly record struct StepTime(TimeSpan Limit, CancellationToken Token, CancellationToken Probe)
{
    /// <summary>True where the limit ran out, and the probe itself goes on.</summary>
    public bool IsOver => Token.IsCancellationRequested && !Probe.IsCancellationRequested;

    /// <summary>That it ran out, in words.</summary>
    public string Words => $"No answer within {Limit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s.";
}

/// <summary>How a step ended.</summary>
/// <param name="Status">Passed, Failed or Skipped, as users see it.</param>
/// <param name="Detail">What was found, in one line.</param>
/// <param name="Fault">What is wrong; null unless failed.</param>
/// <param name="State">What is known now; null where the step found nothing to add.</param>
internal sealed record StepOutcome(string Status, string Detail, ProbeFault? Fault, ProbeState? State)
{
    public static StepOutcome Passed(string detail, ProbeState? state = null) => new("Passed", detail, null, state);

    public static StepOutcome Failed(ProbeFault fault, string detail, ProbeState? state = null) => new("Failed", detail, fault, state);

    public static StepOutcome Skipped(string detail, ProbeState? state = null) => new("Skipped", detail, null, state);
}
