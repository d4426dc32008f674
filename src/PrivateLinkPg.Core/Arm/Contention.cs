namespace PrivateLinkPg.Arm;

/// <summary>
/// How writers of one resource, each of which writes only on top of what it has seen, get out of each other's way: by waiting a random
/// time that grows. With all at the same pace one would win each round, and the last would have lost as many as there are others.
/// </summary>
internal static class Contention
{
    /// <summary>How often a write is tried, about a minute in all.</summary>
    public const int Attempts = 100;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Waits before the next look.</summary>
    /// <param name="attempt">The attempt that was in vain, from 1.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static Task PauseAsync(int attempt, TimeProvider clock, CancellationToken cancellation)
    {
        double most = Math.Min(Longest.TotalMilliseconds, 25 * Math.Pow(2, attempt));
        // A timer knows whole milliseconds, and none at all would be no pause.
        return Task.Delay(TimeSpan.FromMilliseconds(1 + (Random.Shared.NextDouble() * (most - 1))), clock, cancellation);
    }
}
