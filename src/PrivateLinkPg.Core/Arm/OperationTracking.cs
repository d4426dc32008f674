namespace PrivateLinkPg.Arm;

/// <summary>How a change is followed: whether to wait for it, and who is told of its states.</summary>
/// <param name="report">Told each state; called from any thread.</param>
/// <param name="wait">False returns as soon as Azure has accepted.</param>
internal sealed class OperationTracking(Action<string> report, bool wait = true)
{
    public bool Wait { get; } = wait;

    /// <summary>Where the state of the operation can be read; null where there was none.</summary>
    public Uri? Url { get; set; }

    public void Report(string state) => report(state);
}
