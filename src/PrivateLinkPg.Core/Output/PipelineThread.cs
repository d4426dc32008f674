using System.Globalization;

namespace PrivateLinkPg.Output;

/// <summary>
/// Runs the continuations of handlers on the pipeline thread, the only one that may write. While it waits, work below the
/// handlers (HTTP, DNS, PostgreSQL) goes on elsewhere, since that code does not come back to this context.
/// </summary>
internal sealed class PipelineThread : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _work = new();
    private SynchronizationContext? _before;
    private CultureInfo _cultureBefore = CultureInfo.CurrentCulture;

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_work)
        {
            _work.Enqueue((d, state));
            Monitor.Pulse(_work);
        }
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Waiting for the pipeline thread from another thread would deadlock. Use Post.");

    /// <summary>
    /// Runs <paramref name="action"/> now, with this as the current context and the invariant culture: dates and numbers in messages,
    /// and names compared without case, are the same on every machine.
    /// </summary>
    public void Run(Action action)
    {
        SynchronizationContext? previous = _before = Current;
        _cultureBefore = CultureInfo.CurrentCulture;
        SetSynchronizationContext(this);
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            action();
        }
        finally
        {
            CultureInfo.CurrentCulture = _cultureBefore;
            SetSynchronizationContext(previous);
        }
    }

    /// <summary>
    /// Calls the engine, and with it other people's code downstream or in a profile, under the context and the culture that were there
    /// before the pump: what they await would else come back to a thread that waits for them.
    /// </summary>
    public static T Outside<T>(Func<T> call)
    {
        if (Current is not PipelineThread inside) return call();
        SetSynchronizationContext(inside._before);
        CultureInfo.CurrentCulture = inside._cultureBefore;
        try
        {
            return call();
        }
        finally
        {
            inside._cultureBefore = CultureInfo.CurrentCulture;
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            SetSynchronizationContext(inside);
        }
    }

    /// <inheritdoc cref="Outside{T}"/>
    public static void Outside(Action call) => Outside(() =>
    {
        call();
        return true;
    });

    /// <summary>Runs <paramref name="function"/> on the pipeline thread from any thread and hands back its result.</summary>
    public Task<T> InvokeAsync<T>(Func<T> function)
    {
        if (Current == this) return Task.FromResult(function());
        TaskCompletionSource<T> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(_ =>
        {
            try
            {
                result.SetResult(function());
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        }, null);
        return result.Task;
    }

    /// <summary>Runs what is ready and returns without waiting.</summary>
    public void RunReady() => Run(() =>
    {
        while (TryTake(TimeSpan.Zero, out var item)) item.Callback(item.State);
    });

    /// <summary>Runs work until <paramref name="finished"/>, waiting where nothing is ready.</summary>
    /// <param name="finished">Asked before each wait.</param>
    /// <param name="grace">How long to go on after cancellation.</param>
    /// <param name="cancellation">Once cancelled, only <paramref name="grace"/> more is given for handlers to unwind.</param>
    /// <returns>False where the grace ran out first.</returns>
    public bool RunUntil(Func<bool> finished, TimeSpan grace, CancellationToken cancellation)
    {
        using CancellationTokenRegistration wake = cancellation.Register(() => Post(_ => { }, null));
        long? deadline = null;
        bool done = false;
        Run(() =>
        {
            while (!(done = finished()))
            {
                if (cancellation.IsCancellationRequested) deadline ??= Environment.TickCount64 + (long)grace.TotalMilliseconds;
                TimeSpan wait = deadline is { } end ? TimeSpan.FromMilliseconds(end - Environment.TickCount64) : Timeout.InfiniteTimeSpan;
                if (deadline is not null && wait <= TimeSpan.Zero) return;
                if (TryTake(wait, out var item)) item.Callback(item.State);
            }
        });
        return done;
    }

    // One wait only: the caller looks at its own condition again after each wake-up.
    private bool TryTake(TimeSpan wait, out (SendOrPostCallback Callback, object? State) item)
    {
        lock (_work)
        {
            if (_work.TryDequeue(out item)) return true;
            if (wait != TimeSpan.Zero) Monitor.Wait(_work, wait);
            return _work.TryDequeue(out item);
        }
    }
}
