namespace PrivateLinkPg.Hosting;

/// <summary>
/// The progress of a command over all that it works on: one bar with counts. With one thing to do, that has its own bar and this shows
/// nothing. Used on the pipeline thread.
/// </summary>
/// <param name="host">The command.</param>
/// <param name="activity">What the command is called.</param>
internal sealed class CommandProgress(CommandHost host, string activity)
{
    // Often enough for people; a thousand endpoints change their states many times a second.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private int _begun;
    private int _done;
    private int _failed;
    private int _lastId;
    private long? _shown;

    /// <summary>True where hundreds of bars would say less than one.</summary>
    public bool IsOverall => _begun > 1;

    /// <summary>A number for the next bar.</summary>
    public int NextId() => ++_lastId;

    /// <summary>One thing more, or less where it turned out to mean others.</summary>
    public void Begin(int count = 1) => _begun += count;

    /// <summary>One thing is done.</summary>
    public void End(bool failed)
    {
        if (failed) _failed++;
        else _done++;
        if (_shown is not null) Show();
    }

    /// <summary>Shows the counts as they are now.</summary>
    public void Show()
    {
        if (_shown is { } last && host.Clock.GetElapsedTime(last) < Interval) return;
        _shown = host.Clock.GetTimestamp();
        int running = _begun - _done - _failed, waiting = Math.Min(host.WaitingForAzure, running);
        string[] words =
        [
            $"{_done} done", $"{running - waiting} running",
            .. waiting > 0 ? [$"{waiting} waiting for Azure's limit"] : Array.Empty<string>(),
            .. _failed > 0 ? [$"{_failed} failed"] : Array.Empty<string>(),
        ];
        Write(new(0, activity, string.Join(", ", words)));
    }

    /// <summary>Takes the bar away.</summary>
    public void Complete()
    {
        if (_shown is not null) Write(new(0, activity, "Done", 100, Completed: true));
        _shown = null;
    }

    /// <summary>Writes a bar, until the command is stopped.</summary>
    public void Write(ProgressUpdate update)
    {
        if (!host.Cancellation.IsCancellationRequested) host.Tell(output => output.WriteProgress(update));
    }
}
