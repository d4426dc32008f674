namespace PrivateLinkPg.Arm;

/// <summary>How a change is followed: whether to wait for it, and who is told of its states.</summary>
/// <param name="report">Told each state; called from any thread.</param>
/// <param name="wait">False returns as soon as Azure has accepted.</param>
internal sealed class OperationTracking(Action<string> report, bool wait = true)
{
    public bool Wait { get; } = wait;

    /// <summary>Where the state of the operation can be read; null where there was none.</summary>
    public Uri? Url { get; set; }

    /// <summary>What is made can itself tell whether it is done; null where only its operation can.</summary>
    public MadeState? MadeState { get; set; }

    public void Report(string state) => report(state);
}

/// <summary>How the provisioning state of what is made is read.</summary>
/// <param name="IsListed">Whether lists tell it, of many at once; else it is a request of its own each time.</param>
/// <param name="ReadAsync">The state; null where the resource is not there, or not to be seen yet.</param>
internal sealed record MadeState(Func<bool> IsListed, Func<CancellationToken, Task<string?>> ReadAsync);
