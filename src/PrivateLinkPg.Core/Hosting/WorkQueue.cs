namespace PrivateLinkPg.Hosting;

/// <summary>Overlaps the handlers of one command's inputs, up to a limit.</summary>
internal sealed class WorkQueue(PipelineThread thread, int limit, CancellationToken cancellation)
{
    // Long enough for finally blocks, short enough that Ctrl+C feels immediate.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private int _waiting;

    /// <summary>Starts <paramref name="work"/> and returns as soon as fewer than the limit are running.</summary>
    /// <param name="work">Must not throw: its failures are its own to report.</param>
    public void Start(Func<Task> work)
    {
        thread.RunReady();
        if (!cancellation.IsCancellationRequested) thread.Run(() => _ = TrackAsync(work));
        Wait(() => _running < limit);
    }

    /// <summary>Lets all other inputs come and do their part first; meanwhile the work that waits does not count as running.</summary>
    public async Task InputsEndedAsync()
    {
        (_running, _waiting) = (_running - 1, _waiting + 1);
        try
        {
            await _ended.Task.WaitAsync(cancellation);
        }
        finally
        {
            (_running, _waiting) = (_running + 1, _waiting - 1);
        }
    }

    /// <summary>Returns when all work is done, or soon after cancellation. No more inputs come.</summary>
    public void Complete()
    {
        Wait(() => _running == 0);
        _ended.TrySetResult();
        Wait(() => _running + _waiting == 0);
    }

    private void Wait(Func<bool> finished) => thread.RunUntil(finished, Grace, cancellation);

    // Runs on the pipeline thread throughout, so the counts need no lock.
    private async Task TrackAsync(Func<Task> work)
    {
        _running++;
        try
        {
            await work();
        }
        finally
        {
            _running--;
        }
    }
}
