namespace PrivateLinkPg.Hosting;

/// <summary>
/// Overlaps the work on all that one input turned out to mean, up to a limit; each failure is reported by itself and the others go on.
/// Disposal waits for all of it. Used on the pipeline thread.
/// </summary>
internal sealed class Overlap : IAsyncDisposable
{
    private readonly CommandHost _host;
    private readonly SemaphoreSlim _free;
    private readonly List<Task> _running = [];

    public Overlap(CommandHost host, int limit)
    {
        (_host, _free) = (host, new(limit));
        // What the input means is counted in its place.
        host.Progress.Begin(-1);
    }

    /// <summary>Waits until fewer than the limit are running; goes before each <see cref="Add"/>.</summary>
    public Task FreeAsync() => _free.WaitAsync(_host.Cancellation);

    /// <summary>Takes work that has begun.</summary>
    /// <param name="work">Of an async method: what another throws before it gives its task is not caught here.</param>
    /// <param name="target">The target of its failure, where that names none.</param>
    public void Add(Task work, object? target) => _running.Add(TrackAsync(work, target));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_running);
        _host.Progress.Begin();
        _free.Dispose();
    }

    private async Task TrackAsync(Task work, object? target)
    {
        try
        {
            await _host.GuardAsync(() => work, target);
        }
        finally
        {
            _free.Release();
        }
    }
}
