namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>A clock that stands still until a test moves it; timers then fire in their order, on the test's thread.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly Dictionary<TimeSpan, TaskCompletionSource> _awaited = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Whether anybody waits for it.</summary>
    public bool IsWaitedFor
    {
        get
        {
            lock (_lock) return _timers.Count > 0;
        }
    }

    /// <summary>Completes when somebody waits for this long.</summary>
    public Task WhenWaitedForAsync(TimeSpan wait)
    {
        lock (_lock) return (_awaited[wait] = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    public void Advance(TimeSpan by)
    {
        DateTimeOffset end = GetUtcNow() + by;
        while (true)
        {
            ManualTimer? next;
            lock (_lock)
            {
                next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
                _now = next?.Due is { } due && due > _now ? due : next is null ? end : _now;
                if (next is null) return;
                _timers.Remove(next);
            }
            next.Fire();
        }
    }

    /// <summary>Moves on to the next that waits; false where nobody does, and the time stands.</summary>
    public bool AdvanceToNext()
    {
        ManualTimer? next;
        lock (_lock)
        {
            next = _timers.MinBy(timer => timer.Due);
            if (next is null) return false;
            if (next.Due > _now) _now = next.Due;
            _timers.Remove(next);
        }
        next.Fire();
        return true;
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = clock._now + dueTime;
                clock._timers.Add(this);
                if (clock._awaited.Remove(dueTime, out TaskCompletionSource? awaited)) awaited.SetResult();
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
