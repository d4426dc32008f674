namespace PrivateLinkPg.Probe.Dns;

/// <summary>
/// Asks one server one question until it answers: again where nothing comes, without EDNS where that may be why, over TCP where it says
/// so. It never gives up by itself: a slow server may take all the time that its caller has.
/// </summary>
internal sealed class DnsQuestion(IPEndPoint server, TimeProvider clock)
{
    // A lost datagram is noticed soon. Earlier questions stay open: an answer that comes late is one.
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(2)];

    private static readonly TimeSpan SecondOpinion = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TcpLimit = TimeSpan.FromSeconds(5);

    private readonly string _me = $"DNS server {DnsServerAddress.Format(server)}";

    /// <summary>The server's answer; failures are results.</summary>
    /// <exception cref="OperationCanceledException">None came until <paramref name="cancellation"/>.</exception>
    public async Task<Resolution> AskAsync(string name, DnsRecordType type, CancellationToken cancellation)
    {
        using CancellationTokenSource answered = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        List<Task<Resolution>> asked = [];
        try
        {
            foreach (TimeSpan pause in Pauses)
            {
                Task elapsed = Task.Delay(pause, clock, answered.Token);
                // Some servers and firewalls drop what has EDNS: every other question goes without.
                asked.Add(AskOnceAsync(name, type, extended: asked.Count % 2 == 0, answered.Token));
                Task first = await Task.WhenAny([.. asked, elapsed]).ConfigureAwait(false);
                if (first != elapsed) return await ((Task<Resolution>)first).ConfigureAwait(false);
            }
            asked.Add(AskOnceAsync(name, type, extended: asked.Count % 2 == 0, answered.Token));
            return await (await Task.WhenAny(asked).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            await answered.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<Resolution> AskOnceAsync(string name, DnsRecordType type, bool extended, CancellationToken cancellation)
    {
        try
        {
            DnsQuery query = DnsQuery.Create(name, type, extended);
            DnsAnswer answer = await DnsExchange.AskUdpAsync(server, query, cancellation).ConfigureAwait(false);
            if (answer.Code is not (DnsResponseCode.NoError or DnsResponseCode.NameError))
            {
                // It may be for EDNS, or have failed this once: clients ask again, or the next server.
                query = DnsQuery.Create(name, type, extended: false);
                answer = await SecondAsync(answer, query, cancellation).ConfigureAwait(false);
            }
            return answer.Truncated
                ? await AskTcpAsync(name, query, cancellation).ConfigureAwait(false)
                : DnsReading.Of(answer, name, type, _me);
        }
        catch (SocketException e)
        {
            return Failed(ResolutionOutcome.Unreachable, e.Message);
        }
    }

    private async Task<DnsAnswer> SecondAsync(DnsAnswer first, DnsQuery query, CancellationToken cancellation)
    {
        try
        {
            return await DnsExchange.AskUdpAsync(server, query, cancellation)
                .WaitAsync(SecondOpinion, clock, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return first;
        }
    }

    private async Task<Resolution> AskTcpAsync(string name, DnsQuery query, CancellationToken cancellation)
    {
        try
        {
            DnsAnswer? answer =
                await DnsExchange.AskTcpAsync(server, query, cancellation).WaitAsync(TcpLimit, clock, cancellation).ConfigureAwait(false);
            return answer is null
                ? Failed(ResolutionOutcome.ServerFailure, "its answer is malformed")
                : DnsReading.Of(answer, name, query.Type, _me);
        }
        catch (SocketException e)
        {
            return Failed(ResolutionOutcome.TcpClosed, e.Message);
        }
        catch (TimeoutException)
        {
            return Failed(ResolutionOutcome.TcpClosed, "no answer over TCP");
        }
        catch (IOException e)
        {
            return Failed(ResolutionOutcome.ServerFailure, e.Message);
        }
    }

    private Resolution Failed(ResolutionOutcome outcome, string reason) => new() { Outcome = outcome, Resolver = _me, Reason = reason };
}
