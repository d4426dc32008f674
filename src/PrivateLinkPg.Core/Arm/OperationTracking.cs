namespace PrivateLinkPg.Arm;

/// <summary>How a change is followed: whether to wait for it, and who is told of its states.</summary>
/// <param name="report">Told each state; called from any thread.</param>
/// <param name="wait">False returns as soon as Azure has accepted.</param>
internal sealed class OperationTracking(Action<string> report, bool wait = true)
{
    /// <summary>The state of what no list has yet.</summary>
    public const string Absent = "";

    public bool Wait { get; } = wait;

    /// <summary>Where the state of the operation can be read; null where there was none.</summary>
    public Uri? Url { get; set; }

    /// <summary>
    /// Reads the provisioning state of what is created, where a list tells it of many at once; gives <see cref="Absent"/> where it is not
    /// in the list, and null where the operation is to be asked. Null where there is no such list.
    /// </summary>
    public Func<CancellationToken, Task<string?>>? ListedState { get; set; }

    public void Report(string state) => report(state);
}
