namespace PrivateLinkPg.Probe;

/// <summary>The time that a step has.</summary>
/// <param name="Limit">How long it may take.</param>
/// <param name="Token">Cancelled at the limit and when the probe is.</param>
/// <param name="Probe">Cancelled when the probe is.</param>
internal readonly record struct StepTime(TimeSpan Limit, CancellationToken Token, CancellationToken Probe)
{
    /// <summary>True where the limit ran out, and the probe itself goes on.</summary>
    public bool IsOver => Token.IsCancellationRequested && !Probe.IsCancellationRequested;

    /// <summary>That it ran out, in words.</summary>
    public string Words => $"No answer within {Limit.TotalSeconds:0.#} s.";
}
