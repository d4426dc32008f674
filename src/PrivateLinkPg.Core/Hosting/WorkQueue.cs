namespace PrivateLinkPg.Hosting;

/// <summary>Overlaps the handlers of one command's inputs, up to a limit.</summary>
internal sealed class WorkQueue(PipelineThread thread, int limit, CancellationToken cancellation)
{
    // Long enough for finally blocks, short enough that Ctrl+C feels immediate.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private int _running;

    /// <summary>Starts <paramref name="work"/> and returns as soon as fewer than the limit are running.</summary>
    /// <param name="work">Must not throw: its failures are its own to report.</param>
    public void Start(Func<Task> work)
    {
        thread.RunReady();
        if (!cancellation.IsCancellationRequested) thread.Run(() => _ = TrackAsync(work));
        Wait(limit - 1);
    }

    /// <summary>Returns when all work is done, or soon after cancellation.</summary>
    public void Complete() => Wait(0);

    private void Wait(int atMost) => thread.RunUntil(() => _running <= atMost, Grace, cancellation);

    // Runs on the pipeline thread throughout, so the count needs no lock.
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
