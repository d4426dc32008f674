using System.Globalization;
using PrivateLinkPg.Sandbox.Identity;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>
/// Azure's token buckets (since 2024): per principal and subscription, 250 reads refilled by 25 a second, 200 writes and 200
/// deletes by 10; over all principals 15 times that. Off by default: then the counters only say what a quiet subscription's say.
/// </summary>
internal sealed class RateLimits(TimeProvider clock, bool enabled)
{
    private const int AllPrincipals = 15;
    private static readonly object RemainingKey = new();

    private readonly Lock gate = new();
    private readonly Dictionary<(string Subscription, string Principal, string Kind), Bucket> buckets = [];

    /// <summary>Takes a token for a request; 429 when there is none.</summary>
    public void Take(HttpContext http, Principal principal, string subscription)
    {
        if (!enabled) return;
        var kind = Kind(http);
        var now = clock.GetUtcNow();
        lock (gate)
        {
            var own = Find((subscription, principal.ObjectId, kind), 1, now);
            var all = Find((subscription, "", kind), AllPrincipals, now);
            var wait = Math.Max(own.Wait(now), all.Wait(now));
            if (wait > TimeSpan.Zero.TotalSeconds) throw Throttled(http, subscription, kind, (int)Math.Ceiling(wait));
            http.Items[RemainingKey] = ((int)own.Take(), (int)all.Take());
        }
    }

    public static void WriteRemaining(HttpContext http, ResourceTypeInfo type)
    {
        var headers = http.Response.Headers;
        var kind = Kind(http);
        if (type.Wire == Wire.PrivateDns)
        {
            headers["x-ms-ratelimit-remaining-subscription-resource-requests"] = kind == "reads" ? "499" : "11999";
            return;
        }
        var (own, all) = http.Items[RemainingKey] is (int left, int leftOfAll)
            ? (left, leftOfAll)
            : kind == "reads" ? (1099, 16499) : (799, 11999);
        headers[$"x-ms-ratelimit-remaining-subscription-{kind}"] = own.ToString(CultureInfo.InvariantCulture);
        headers[$"x-ms-ratelimit-remaining-subscription-global-{kind}"] = all.ToString(CultureInfo.InvariantCulture);
    }

    private Bucket Find((string, string, string Kind) key, int factor, DateTimeOffset now)
    {
        if (buckets.TryGetValue(key, out var bucket)) return bucket;
        var (size, refill) = key.Kind == "reads" ? (250, 25) : (200, 10);
        return buckets[key] = new Bucket(size * factor, refill * factor, now);
    }

    private static string Kind(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) ? "reads"
        : HttpMethods.IsDelete(http.Request.Method) ? "deletes" : "writes";

    private static ArmException Throttled(HttpContext http, string subscription, string kind, int seconds) => new(
        429, "SubscriptionRequestsThrottled",
        $"Number of requests for subscription '{subscription}' and operation '{kind} {http.Request.Path}' "
        + $"exceeded the backend storage limit. Please try again after '{seconds}' seconds.")
    {
        FromGateway = true,
        RetryAfter = seconds,
    };

    private sealed class Bucket(int size, int refill, DateTimeOffset start)
    {
        private double tokens = size;
        private DateTimeOffset filled = start;

        /// <summary>Seconds until there is a token; 0 when there is one.</summary>
        public double Wait(DateTimeOffset now)
        {
            tokens = Math.Min(size, tokens + ((now - filled).TotalSeconds * refill));
            filled = now;
            return tokens >= 1 ? 0 : (1 - tokens) / refill;
        }

        public double Take() => --tokens;
    }
}
