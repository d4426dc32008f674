namespace PrivateLinkPg.Probe.Dns;

/// <summary>Asks one server of the user's choice, past the hosts file, caches and search domains of this machine.</summary>
internal sealed class DnsServerResolver(IPEndPoint server, TimeProvider clock) : INameResolver
{
    // Some servers never answer AAAA, or answer one family late; what the other one says counts after this.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongGrace = TimeSpan.FromSeconds(5);

    private readonly DnsQuestion _question = new(server, clock);

    public async Task<Resolution> ResolveAsync(string name, CancellationToken cancellation)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<Resolution> four = _question.AskAsync(name, DnsRecordType.A, enough.Token);
        Task<Resolution> six = _question.AskAsync(name, DnsRecordType.Aaaa, enough.Token);
        try
        {
            await Task.WhenAny(four, six).ConfigureAwait(false);
            if (!four.IsCompleted && await HasFoundAsync(six).ConfigureAwait(false))
            {
                await WaitAsync(four, LongGrace, enough.Token).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
                if (!four.IsCompleted) return await six.ConfigureAwait(false);
            }
            Resolution first = await four.ConfigureAwait(false);
            // A name that does not exist has no address of the other family either.
            bool decides = first.Outcome is ResolutionOutcome.Found or ResolutionOutcome.NameNotFound;
            await WaitAsync(six, decides ? Grace : LongGrace, enough.Token).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            return six.IsCompleted ? Merge(first, await six.ConfigureAwait(false)) : first;
        }
        finally
        {
            await enough.CancelAsync().ConfigureAwait(false);
        }
    }

    private static async Task<bool> HasFoundAsync(Task<Resolution> asked) =>
        asked.IsCompletedSuccessfully && (await asked.ConfigureAwait(false)).Outcome == ResolutionOutcome.Found;

    private Task<Task> WaitAsync(Task other, TimeSpan most, CancellationToken cancellation) =>
        Task.WhenAny(other, Task.Delay(most, clock, cancellation));

    // Without an IPv4 address the IPv6 one counts; without either, the answer about IPv4 does.
    private static Resolution Merge(Resolution four, Resolution six) => (four.Outcome, six.Outcome) switch
    {
        (ResolutionOutcome.Found, ResolutionOutcome.Found) => four with
        {
            Addresses = [.. four.Addresses, .. six.Addresses],
            TimeToLive = Math.Min(four.TimeToLive ?? 0, six.TimeToLive ?? 0),
        },
        (_, ResolutionOutcome.Found) => six,
        _ => four,
    };
}
