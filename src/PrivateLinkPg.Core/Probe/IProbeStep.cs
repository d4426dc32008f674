namespace PrivateLinkPg.Probe;

/// <summary>One step of the probe.</summary>
internal interface IProbeStep
{
    /// <summary>The step's name, as users see it.</summary>
    string Name { get; }

    /// <summary>What it means when the step's time runs out; null for a step that never waits.</summary>
    ProbeFault? TimeoutFault => null;

    /// <summary>Whether the later steps make sense after this one failed.</summary>
    bool CanGoOn(ProbeState state) => false;

    /// <summary>Runs the step.</summary>
    /// <param name="state">What the steps before it found.</param>
    /// <param name="connection">What is open; the step leaves there what it opens.</param>
    /// <param name="time">How long it may take.</param>
    Task<StepOutcome> RunAsync(ProbeState state, ProbeConnection connection, StepTime time);
}
