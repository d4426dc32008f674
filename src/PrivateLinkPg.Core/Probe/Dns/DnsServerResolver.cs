namespace PrivateLinkPg.Probe.Dns;

/// <summary>Asks one server of the user's choice, past the hosts file, caches and search domains of this machine.</summary>
internal sealed class DnsServerResolver(IPEndPoint server, TimeProvider clock) : INameResolver
{
    // A lost datagram is noticed soon, a slow forwarder still gets its time.
    private static readonly TimeSpan[] Patience = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(2)];

    // Some servers never answer AAAA; a name with an IPv4 address does not wait long for them.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);

    private readonly string _me = $"DNS server {DnsServerAddress.Format(server)}";

    public async Task<Resolution> ResolveAsync(string name, CancellationToken cancellation)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<Resolution> second = AskAsync(name, DnsRecordType.Aaaa, enough.Token);
        Resolution first = await AskAsync(name, DnsRecordType.A, cancellation).ConfigureAwait(false);
        if (first.Outcome != ResolutionOutcome.Found) return Better(first, await second.ConfigureAwait(false));
        await Task.WhenAny(second, Task.Delay(Grace, clock, cancellation)).ConfigureAwait(false);
        if (second.IsCompletedSuccessfully) return Merge(first, await second.ConfigureAwait(false));
        await enough.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return first;
    }

    private static Resolution Merge(Resolution first, Resolution second) => second.Outcome != ResolutionOutcome.Found ? first : first with
    {
        Addresses = [.. first.Addresses, .. second.Addresses],
        TimeToLive = Math.Min(first.TimeToLive ?? 0, second.TimeToLive ?? 0),
    };

    // Without an IPv4 address the IPv6 one counts; without either, the answer about IPv4 does.
    private static Resolution Better(Resolution first, Resolution second) => second.Outcome == ResolutionOutcome.Found ? second : first;

    private async Task<Resolution> AskAsync(string name, DnsRecordType type, CancellationToken cancellation)
    {
        foreach (TimeSpan patience in Patience)
        {
            using CancellationTokenSource limit = new(patience, clock);
            using CancellationTokenSource attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
            try
            {
                DnsAnswer? answer = await AskOnceAsync(name, type, attempt.Token).ConfigureAwait(false);
                return answer is null ? Failed(ResolutionOutcome.ServerFailure, "its answer is malformed") : Read(name, type, answer);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Silent for this long: ask again.
            }
            catch (SocketException e)
            {
                return Failed(ResolutionOutcome.Unreachable, e.Message);
            }
            catch (IOException e)
            {
                return Failed(ResolutionOutcome.ServerFailure, e.Message);
            }
        }
        return Failed(ResolutionOutcome.TimedOut, $"no answer in {Patience.Sum(p => p.TotalSeconds):0.#} s and {Patience.Length} attempts");
    }

    private async Task<DnsAnswer?> AskOnceAsync(string name, DnsRecordType type, CancellationToken cancellation)
    {
        DnsQuery query = DnsQuery.Create(name, type, extended: true);
        DnsAnswer answer = await DnsExchange.AskUdpAsync(server, query, cancellation).ConfigureAwait(false);
        if (answer.Code is DnsResponseCode.FormatError or DnsResponseCode.NotImplemented)
        {
            query = DnsQuery.Create(name, type, extended: false);
            answer = await DnsExchange.AskUdpAsync(server, query, cancellation).ConfigureAwait(false);
        }
        return answer.Truncated ? await DnsExchange.AskTcpAsync(server, query, cancellation).ConfigureAwait(false) : answer;
    }

    private Resolution Read(string name, DnsRecordType type, DnsAnswer answer)
    {
        List<DnsRecord> aliases = [];
        string last = name;
        // Aliases that go in a circle have no end, whatever stands at their names.
        bool IsPassed(string each) => aliases.Exists(alias => Same(alias.Name, each));
        while (!IsPassed(last) && answer.Records.FirstOrDefault(r => r.Alias is not null && Same(r.Name, last)) is { } alias)
        {
            aliases.Add(alias);
            last = alias.Alias!;
        }
        AddressFamily family = type == DnsRecordType.A ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        DnsRecord[] found = [.. answer.Records.Where(r => r.Address?.AddressFamily == family && Same(r.Name, last) && !IsPassed(last))];
        ResolutionOutcome outcome = Outcome(answer.Code, found.Length > 0);
        return new()
        {
            Outcome = outcome,
            Resolver = _me,
            Addresses = [.. found.Select(r => r.Address!).Distinct()],
            Aliases = aliases,
            TimeToLive = found.Length > 0 ? aliases.Concat(found).Min(r => r.TimeToLive) : null,
            Reason = outcome == ResolutionOutcome.Found ? null : Words(answer.Code),
        };
    }

    private static ResolutionOutcome Outcome(DnsResponseCode code, bool found) => code switch
    {
        DnsResponseCode.NoError => found ? ResolutionOutcome.Found : ResolutionOutcome.NoAddress,
        DnsResponseCode.NameError => ResolutionOutcome.NameNotFound,
        DnsResponseCode.Refused => ResolutionOutcome.Refused,
        _ => ResolutionOutcome.ServerFailure,
    };

    private static string Words(DnsResponseCode code) => code switch
    {
        DnsResponseCode.NoError => "NODATA",
        DnsResponseCode.FormatError => "FORMERR",
        DnsResponseCode.ServerFailure => "SERVFAIL",
        DnsResponseCode.NameError => "NXDOMAIN",
        DnsResponseCode.NotImplemented => "NOTIMP",
        DnsResponseCode.Refused => "REFUSED",
        _ => $"response code {(int)code}",
    };

    private Resolution Failed(ResolutionOutcome outcome, string reason) => new() { Outcome = outcome, Resolver = _me, Reason = reason };

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
