namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>A clock on which waits and limits are shorter by a factor, in their order still.</summary>
internal sealed class FastClock(int factor) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / factor : dueTime, period);
}
