using System.Threading.RateLimiting;

namespace PrivateLinkPg.Pacing;

/// <summary>A token of a bucket, for one request; null of a bucket where there was none. Disposed when the request has ended.</summary>
/// <param name="bucket">Where it came from.</param>
/// <param name="taken">How many had been taken, with this one.</param>
/// <param name="underWay">How many requests were under way before it.</param>
/// <param name="at">When it was taken.</param>
internal sealed class TokenLease(TokenBucket? bucket, long taken, int underWay, long at) : RateLimitLease
{
    private bool _ended;

    public override bool IsAcquired => bucket is not null;

    public override IEnumerable<string> MetadataNames => [];

    public long Taken => taken;

    public int UnderWay => underWay;

    public long At => at;

    /// <summary>True once the request went out. Before that, the token goes back.</summary>
    public bool IsSent { get; set; }

    /// <summary>Azure answered, which ends the request, and said how many are left; null where it did not.</summary>
    public void Learn(int? remaining)
    {
        if (_ended) return;
        _ended = true;
        bucket?.Correct(this, remaining);
    }

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = null;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (!_ended) bucket?.End(this);
        _ended = true;
        base.Dispose(disposing);
    }
}
