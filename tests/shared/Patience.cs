namespace PrivateLinkPg.Testing;

/// <summary>
/// Waits for what others do, in other threads or processes: it comes, or the test fails. Nothing sleeps for a time that may be too short.
/// </summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns when it is so.</summary>
    public static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    /// <summary>Returns when it is so, which takes asking for.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using CancellationTokenSource limit = new(Limit);
        while (!await isSo())
        {
            Assert.False(limit.IsCancellationRequested, $"It has not come within {Limit}.");
            await Task.Delay(Tick, CancellationToken.None);
        }
    }

    /// <summary>Moves a clock of the test's on, a step each time that the work seems to wait for it, until the work is done.</summary>
    /// <param name="tick">How long work that goes on by itself may take until it seems to wait.</param>
    public static async Task WhileAsync(Task work, Action step, TimeSpan? tick = null)
    {
        using CancellationTokenSource limit = new(Limit);
        while (await Task.WhenAny(work, Task.Delay(tick ?? Tick, CancellationToken.None)) != work)
        {
            Assert.False(limit.IsCancellationRequested, $"It has not ended within {Limit}.");
            step();
        }
    }
}
