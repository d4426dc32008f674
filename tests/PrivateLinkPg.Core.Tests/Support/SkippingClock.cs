using PrivateLinkPg.Output;

namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>A clock on which every wait is over at once, and no limit ever is that is longer; it keeps what was waited for.</summary>
/// <param name="longest">The longest wait; an hour where nothing else is said.</param>
internal sealed class SkippingClock(TimeSpan? longest = null) : TimeProvider
{
    private readonly TimeSpan _longest = longest ?? TimeSpan.FromHours(1);
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate) return [.. _waits];
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || dueTime > _longest) return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        lock (_gate)
        {
            _waits.Add(dueTime);
            _now += dueTime;
        }
        // What a handler told before it began to wait is told before it goes on.
        if (SynchronizationContext.Current is PipelineThread pipeline) return new PostedTimer(pipeline, callback, state);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    /// <summary>Is over when the pipeline's thread has done what it had to do by now.</summary>
    private sealed class PostedTimer : ITimer
    {
        private readonly PipelineThread _pipeline;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private int _turn;

        public PostedTimer(PipelineThread pipeline, TimerCallback callback, object? state)
        {
            (_pipeline, _callback, _state) = (pipeline, callback, state);
            Post(_turn);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            int turn = Interlocked.Increment(ref _turn);
            if (dueTime != Timeout.InfiniteTimeSpan) Post(turn);
            return true;
        }

        public void Dispose() => Interlocked.Increment(ref _turn);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Post(int turn) => _pipeline.Post(_ =>
        {
            if (turn == Volatile.Read(ref _turn)) _callback(_state);
        }, null);
    }
}
