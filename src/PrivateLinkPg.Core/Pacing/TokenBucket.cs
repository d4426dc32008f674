using System.Threading.RateLimiting;

namespace PrivateLinkPg.Pacing;

/// <summary>
/// A token bucket of Azure's as we count it along. Ours and not the library's, which refills by the machine's clock and cannot be put
/// right: this one goes by any clock, is corrected by what Azure says is left, and can be closed for a time. First come, first served.
/// </summary>
internal sealed class TokenBucket(int size, double perSecond, TimeProvider clock) : RateLimiter
{
    // A token that lacks less is there: sums of fractions are not exact.
    private const double Exact = 1 - 1e-6;

    private readonly LinkedList<TokenWaiter> _queue = new();
    private int _size = size;
    private double _tokens = size;
    private long _filled = clock.GetTimestamp();
    private long _openAt = clock.GetTimestamp();
    private long _taken;
    private int _underWay;
    private int _closings;
    private ITimer? _timer;

    /// <summary>True while Azure wants no requests.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_queue) return clock.GetTimestamp() < _openAt;
        }
    }

    /// <summary>About how long the next request would wait.</summary>
    public TimeSpan Expected
    {
        get
        {
            lock (_queue) return Wait(_queue.Count);
        }
    }

    // Full: nobody needs it now.
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_queue)
            {
                Refill();
                return _queue.Count == 0 && _underWay == 0 && _tokens >= _size && !IsClosed ? clock.GetElapsedTime(_filled) : null;
            }
        }
    }

    public override RateLimiterStatistics GetStatistics()
    {
        lock (_queue)
        {
            Refill();
            return new()
            {
                CurrentAvailablePermits = IsClosed ? 0 : (long)(_tokens + 1 - Exact),
                CurrentQueuedCount = _queue.Count,
                TotalSuccessfulLeases = _taken,
            };
        }
    }

    /// <summary>
    /// The request of a lease was answered, and Azure had so many left after it. What we sent since, or had under way, it may not have
    /// counted yet; and it refills meanwhile.
    /// </summary>
    /// <param name="lease">Of the request that was answered.</param>
    /// <param name="remaining">What is left; null where Azure did not say.</param>
    public void Correct(TokenLease lease, int? remaining)
    {
        lock (_queue)
        {
            Refill();
            _underWay--;
            _closings = 0;
            // While it is closed, that is old news.
            if (remaining is not { } left || IsClosed) return;
            double least = Math.Max(0, left - (_taken - lease.Taken) - lease.UnderWay);
            double most = left + (clock.GetElapsedTime(lease.At).TotalSeconds * perSecond);
            _size = Math.Max(_size, left);
            // More than there can be: somebody else uses the same name.
            if (_tokens > most || _tokens < least) _tokens = Math.Min(least, Room);
        }
        Release();
    }

    /// <summary>Keeps everybody waiting, until then: from there on one, and the others as tokens come back.</summary>
    /// <param name="retryAfter">How long; null where Azure did not say: then longer each time.</param>
    public void Close(TimeSpan? retryAfter)
    {
        lock (_queue)
        {
            if (!IsClosed) _closings++;
            TimeSpan wait = retryAfter ?? TimeSpan.FromSeconds(1 << Math.Min(_closings, 4));
            _openAt = Math.Max(_openAt, clock.GetTimestamp() + (long)(wait.TotalSeconds * clock.TimestampFrequency));
            (_tokens, _filled) = (Math.Min(1, Room), _openAt);
            Arm();
        }
    }

    /// <summary>The request of a lease ended without an answer. One that was not sent gives its token back.</summary>
    public void End(TokenLease lease)
    {
        lock (_queue)
        {
            Refill();
            _underWay--;
            if (lease.IsSent) return;
            _taken--;
            if (!IsClosed) _tokens = Math.Min(Room, _tokens + 1);
        }
        Release();
    }

    /// <summary>One that waits no more gives up its place.</summary>
    public void Leave(TokenWaiter waiter, CancellationToken cancellation)
    {
        lock (_queue)
        {
            if (!_queue.Remove(waiter)) return;
        }
        waiter.TrySetCanceled(cancellation);
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_queue) return (_queue.Count == 0 ? Take() : null) ?? new TokenLease(null, 0, 0, 0);
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        TokenWaiter waiter;
        lock (_queue)
        {
            if (_queue.Count == 0 && Take() is { } lease) return new(lease);
            _queue.AddLast(waiter = new TokenWaiter(this));
            if (_queue.Count == 1) Arm();
        }
        waiter.LeaveOn(cancellationToken);
        return new(waiter.Task);
    }

    protected override void Dispose(bool disposing)
    {
        lock (_queue) _timer?.Dispose();
        base.Dispose(disposing);
    }

    // What Azure may hold: tokens of requests that it has not answered are not back yet.
    private double Room => _size - _underWay;

    private void Refill()
    {
        long now = clock.GetTimestamp();
        if (now <= _filled) return; // Closed.
        _tokens = Math.Min(Room, _tokens + (clock.GetElapsedTime(_filled, now).TotalSeconds * perSecond));
        _filled = now;
    }

    private TokenLease? Take()
    {
        Refill();
        if (IsClosed || _tokens < Exact) return null;
        _tokens--;
        return new(this, ++_taken, _underWay++, clock.GetTimestamp());
    }

    // Until there is a token for one with so many before it.
    private TimeSpan Wait(int before)
    {
        Refill();
        long now = clock.GetTimestamp();
        TimeSpan closed = now < _openAt ? clock.GetElapsedTime(now, _openAt) : TimeSpan.Zero;
        return closed + TimeSpan.FromSeconds(Math.Max(0, before + Exact - _tokens) / perSecond);
    }

    private void Arm()
    {
        _timer?.Dispose();
        _timer = null;
        if (_queue.Count > 0)
        {
            TimeSpan wait = TimeSpan.FromMilliseconds(Math.Ceiling(Wait(0).TotalMilliseconds));
            _timer = clock.CreateTimer(static bucket => ((TokenBucket)bucket!).Release(), this, wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void Release()
    {
        List<(TokenWaiter Waiter, TokenLease Lease)> served = [];
        lock (_queue)
        {
            while (_queue.First is { } first && Take() is { } lease)
            {
                _queue.RemoveFirst();
                served.Add((first.Value, lease));
            }
            Arm();
        }
        foreach ((TokenWaiter waiter, TokenLease lease) in served) waiter.TrySetResult(lease);
    }
}

/// <summary>One that waits for a token.</summary>
internal sealed class TokenWaiter(TokenBucket bucket)
    : TaskCompletionSource<RateLimitLease>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>Lets it give up its place on cancellation.</summary>
    public void LeaveOn(CancellationToken cancellation)
    {
        CancellationTokenRegistration registration = cancellation.UnsafeRegister((_, token) => bucket.Leave(this, token), null);
        _ = Task.ContinueWith(
            _ => registration.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
