namespace PrivateLinkPg.Probe;

/// <summary>One step of the probe.</summary>
internal interface IProbeStep
{
    /// <summary>The step's name, as users see it.</summary>
    string Name { get; }

    /// <summary>What it means when the step's time runs out.</summary>
    ProbeFault TimeoutFault { get; }

    /// <summary>Whether the later steps make sense after this one failed.</summary>
    bool CanGoOn(ProbeState state);

    /// <summary>Runs the step and leaves its facts in <paramref name="state"/>.</summary>
    Task<StepOutcome> RunAsync(ProbeState state, CancellationToken cancellation);
}
