namespace PrivateLinkPg.Probe;

/// <summary>The same probe several times, one after the other, for what comes and goes.</summary>
/// <param name="Shown">The first that failed, else the last.</param>
/// <param name="Attempts">How many there were: fewer than asked for where the time ran out.</param>
/// <param name="Times">How long each of those took that passed, the shortest first.</param>
internal sealed record ProbeSeries(ProbeResult Shown, int Attempts, IReadOnlyList<TimeSpan> Times)
{
    /// <summary>How many failed.</summary>
    public int Failed => Attempts - Times.Count;

    /// <summary>The time within which so many of a hundred passed (nearest rank); null where none did.</summary>
    public TimeSpan? Percentile(int percent) => Times.Count == 0 ? null : Times[(((percent * Times.Count) + 99) / 100) - 1];

    /// <summary>Probes until all are done, or the time of the request is over.</summary>
    public static async Task<ProbeSeries> RunAsync(ProbeRequest request, int count, TimeProvider clock, CancellationToken cancellation)
    {
        long start = clock.GetTimestamp();
        ConnectionProbe probe = new(clock);
        ProbeResult? failed = null, last = null;
        List<TimeSpan> times = [];
        int attempts = 0;
        while (attempts < count)
        {
            TimeSpan left = request.TimeLimit - clock.GetElapsedTime(start);
            if (last is not null && left <= TimeSpan.Zero) break;
            last = await probe.RunAsync(request with { TimeLimit = left }, cancellation).ConfigureAwait(false);
            attempts++;
            if (last.State.Faults.Count == 0) times.Add(last.Duration);
            else failed ??= last;
        }
        times.Sort();
        return new(failed ?? last!, attempts, times);
    }
}
