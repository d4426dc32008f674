using PrivateLinkPg.Pacing;

namespace PrivateLinkPg.Arm;

/// <summary>
/// What the requests of one command go through: first Azure's limits, which all commands of the process share, then the turns of the
/// command.
/// </summary>
/// <param name="turns">
/// How many may be under way. A turn is held while one request is on the network, not while its sender waits for anything else, such as
/// Azure's limit, the next try or a token: so no one holds one who needs another.
/// </param>
/// <param name="clock">The time.</param>
/// <param name="trace">Told what is waited for.</param>
internal sealed class RequestGate(SemaphoreSlim turns, TimeProvider clock, Action<ArmTrace> trace)
{
    // Shorter waits are nobody's business, and of hundreds of longer ones one is told.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    // What a token is good for at the least: it is renewed earlier.
    private static readonly TimeSpan TokenAge = TimeSpan.FromMinutes(1);

    private readonly Pacer _pacer = Pacer.On(clock);
    private int _waiting;
    private long? _told;
    private int _warned;

    /// <summary>Whether somebody wants to see bodies: those of lists are large.</summary>
    public bool ShowsBodies { get; init; } = true;

    /// <summary>How many requests of the command wait for a limit of Azure's now.</summary>
    public int Waiting => _waiting;

    /// <summary>Lets a request through, whose <see cref="Leave"/> ends it.</summary>
    /// <param name="limit">The narrowest limit that it counts for.</param>
    /// <param name="progress">Told what it waits for.</param>
    /// <param name="renew">Gives it a fresh token, where it has waited long.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async ValueTask<Pass> EnterAsync(
        AzureLimit limit, RequestProgress? progress, Func<CancellationToken, ValueTask> renew, CancellationToken cancellation)
    {
        while (true)
        {
            long start = clock.GetTimestamp();
            Pass pass = await PassAsync(limit, progress, cancellation).ConfigureAwait(false);
            try
            {
                if (clock.GetElapsedTime(start) > TokenAge)
                {
                    progress?.Waits("a token of the sign-in");
                    await renew(cancellation).ConfigureAwait(false);
                }
                progress?.Waits("its turn among the requests of this command");
                await turns.WaitAsync(cancellation).ConfigureAwait(false);
            }
            catch
            {
                pass.Dispose();
                throw;
            }
            if (!pass.IsClosed)
            {
                pass.Sent();
                return pass;
            }
            Leave(pass); // Refused others while it waited for its turn.
        }
    }

    /// <summary>The request has ended.</summary>
    public void Leave(Pass pass)
    {
        turns.Release();
        pass.Dispose();
    }

    /// <summary>Azure refused a request for its limit.</summary>
    public void Refused(Pass pass, ArmException refusal)
    {
        (AzureLimit limit, TimeSpan wait) = pass.Refused(refusal);
        if (Interlocked.Exchange(ref _warned, 1) == 0)
        {
            trace(new($"{limit} is reached ({refusal.Code}). Requests wait as Azure says, for about {InWords(wait)} now, and go on by "
                + "themselves; -Verbose tells of further waits.", ArmTraceKind.Outage));
        }
    }

    private async ValueTask<Pass> PassAsync(AzureLimit limit, RequestProgress? progress, CancellationToken cancellation)
    {
        bool waits = false;
        try
        {
            return await _pacer.PassAsync(limit, (which, wait) =>
            {
                if (!waits) Interlocked.Increment(ref _waiting);
                waits = true;
                progress?.Waits(which.ToString());
                Tell(which, wait);
            }, cancellation).ConfigureAwait(false);
        }
        finally
        {
            if (waits) Interlocked.Decrement(ref _waiting);
        }
    }

    private void Tell(AzureLimit limit, TimeSpan wait)
    {
        if (wait <= Long) return;
        lock (turns)
        {
            if (_told is { } told && clock.GetElapsedTime(told) < Quiet) return;
            _told = clock.GetTimestamp();
        }
        trace(new($"Requests wait for {limit}, this one for about {InWords(wait)}; {_waiting} wait now.", ArmTraceKind.Request));
    }

    private static string InWords(TimeSpan wait) => $"{Math.Max(1, Math.Ceiling(wait.TotalSeconds)):0} s";
}
