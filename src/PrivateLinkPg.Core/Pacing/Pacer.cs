using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace PrivateLinkPg.Pacing;

/// <summary>
/// Azure's limits to the rate of requests, counted along for all commands of this process, so that no request is refused that could have
/// waited. A provider's own limit is not known before its first refusal, and forgotten once nobody needs it.
/// </summary>
internal sealed class Pacer
{
    private static readonly ConditionalWeakTable<TimeProvider, Pacer> Pacers = [];

    private readonly ConcurrentDictionary<string, TokenBucket> _buckets = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider _clock;

    private Pacer(TimeProvider clock) => _clock = clock;

    /// <summary>The one of this process, by its clock.</summary>
    public static Pacer On(TimeProvider clock) => Pacers.GetValue(clock, each => new(each));

    /// <summary>Lets a request pass, first come, first served.</summary>
    /// <param name="limit">The narrowest that counts.</param>
    /// <param name="waits">Told what a request has to wait for, and about how long.</param>
    /// <param name="cancellation">Gives up its place.</param>
    public async ValueTask<Pass> PassAsync(AzureLimit limit, Action<AzureLimit, TimeSpan> waits, CancellationToken cancellation)
    {
        while (true)
        {
            Pass pass = new(this, limit);
            try
            {
                AzureLimit general = limit.OfResourceManager;
                // Two tokens of one bucket are one too many: who holds the first waits for the second, and hundreds for each other.
                if (limit.Type is not null && Known(limit) is { } providers)
                    pass.Add(await AcquireAsync(providers, limit).ConfigureAwait(false));
                pass.Add(await AcquireAsync(Bucket(general), general).ConfigureAwait(false));
            }
            catch
            {
                pass.Dispose();
                throw;
            }
            if (Known(limit)?.IsClosed != true) return pass;
            pass.Dispose(); // Closed while it waited for the other.
        }

        ValueTask<System.Threading.RateLimiting.RateLimitLease> AcquireAsync(TokenBucket bucket, AzureLimit which)
        {
            TimeSpan wait = bucket.Expected;
            if (wait > TimeSpan.Zero) waits(which, wait);
            return bucket.AcquireAsync(cancellationToken: cancellation);
        }
    }

    /// <summary>Closes a limit that a request ran into.</summary>
    public TimeSpan Close(AzureLimit limit, TimeSpan? retryAfter)
    {
        TokenBucket bucket = Bucket(limit);
        bucket.Close(retryAfter);
        return bucket.Expected;
    }

    /// <summary>True while Azure wants no requests under a limit.</summary>
    public bool IsClosed(AzureLimit limit) => Known(limit.OfResourceManager)?.IsClosed == true || Known(limit)?.IsClosed == true;

    private TokenBucket Bucket(AzureLimit limit) =>
        _buckets.GetOrAdd(limit.Key, _ => new(limit.Documented.Size, limit.Documented.PerSecond, _clock));

    // A provider's is asked for only while it is needed.
    private TokenBucket? Known(AzureLimit limit)
    {
        if (!_buckets.TryGetValue(limit.Key, out TokenBucket? bucket)) return null;
        if (limit.Type is null || bucket.IdleDuration is null) return bucket;
        _buckets.TryRemove(new(limit.Key, bucket));
        return null;
    }
}
