using System.Globalization;
using System.Threading.RateLimiting;

namespace PrivateLinkPg.Pacing;

/// <summary>One request's leave to go out. Disposed when it has ended.</summary>
/// <param name="pacer">Who let it pass.</param>
/// <param name="limit">The narrowest limit that it counts for.</param>
internal sealed class Pass(Pacer pacer, AzureLimit limit) : IDisposable
{
    private readonly List<TokenLease> _leases = new(2);

    /// <summary>True where Azure has told others meanwhile to keep away.</summary>
    public bool IsClosed => pacer.IsClosed(limit);

    /// <summary>Takes a token for the request.</summary>
    public void Add(RateLimitLease lease) => _leases.Add((TokenLease)lease);

    /// <summary>The request goes out, and counts.</summary>
    public void Sent() => _leases.ForEach(lease => lease.IsSent = true);

    /// <summary>Azure took the request, and says how many more it takes.</summary>
    public void Answered(Response answer) =>
        _leases.ForEach(lease => lease.Learn(lease == _leases[^1] ? Remaining(answer) : null));

    /// <summary>Azure refused the request for its limit: all who come under it wait.</summary>
    /// <returns>For which limit, and about how long.</returns>
    public (AzureLimit Limit, TimeSpan Wait) Refused(ArmException refusal)
    {
        AzureLimit hit = refusal.IsOfProvider ? limit : limit.OfResourceManager;
        return (hit, pacer.Close(hit, refusal.RetryAfter));
    }

    public void Dispose() => _leases.ForEach(lease => lease.Dispose());

    // The lesser of one's own and of what all principals share.
    private int? Remaining(Response answer)
    {
        string own = limit.RemainingHeader;
        return Math.Min(Read(own), Read(own.Insert(own.LastIndexOf('-'), "-global"))) is var left and not int.MaxValue ? left : null;

        int Read(string header) => answer.Headers.TryGetValue(header, out string? text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : int.MaxValue;
    }
}
