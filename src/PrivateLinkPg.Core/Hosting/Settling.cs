namespace PrivateLinkPg.Hosting;

/// <summary>Waits for what another write, such as that of an interrupted run or of another session, does to a resource.</summary>
internal static class Settling
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Reads a resource again until no write to it is under way.</summary>
    /// <param name="seen">The resource as it was read; null where there is none.</param>
    /// <param name="underWay">The state of a write to it; null where none is under way.</param>
    /// <param name="again">Reads it anew.</param>
    /// <param name="report">Told each state.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public static async Task<T?> WaitAsync<T>(
        T? seen, Func<T, string?> underWay, Func<CancellationToken, Task<T?>> again, Action<string> report, TimeProvider clock,
        CancellationToken cancellation) where T : class
    {
        while (seen is not null && underWay(seen) is { } state)
        {
            report(state);
            await Task.Delay(Interval, clock, cancellation);
            seen = await again(cancellation);
        }
        return seen;
    }

    /// <summary>As above, with a bar and a limit of its own where there is something to wait for.</summary>
    /// <param name="host">The running command.</param>
    /// <param name="what">What is waited for: the bar, and the sentence of the time-out.</param>
    /// <param name="target">The target of the time-out.</param>
    /// <param name="timeout">How long is waited.</param>
    /// <param name="seen">The resource as it was read; null where there is none.</param>
    /// <param name="underWay">The state of a write to it; null where none is under way.</param>
    /// <param name="again">Reads it anew.</param>
    public static async Task<T?> WaitAsync<T>(
        CommandHost host, string what, string target, TimeSpan timeout, T? seen, Func<T, string?> underWay,
        Func<CancellationToken, Task<T?>> again) where T : class
    {
        if (seen is null || underWay(seen) is null) return seen;
        using ProgressBar progress = new(host, what);
        using TimeLimit limit = host.Limit(timeout, target, what);
        return await limit.Of(WaitAsync(seen, underWay, again, progress.Report, host.Clock, limit.Token));
    }
}
