using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;

namespace PrivateLinkPg.Core.Tests.Hosting;

public sealed class TimeLimitTests
{
    private readonly SkippingClock _clock = new();

    [Fact]
    public async Task What_is_late_fails_by_the_name_of_what_was_waited_for()
    {
        using CommandHost host = new(new RecordingOutput(), new NoAzure(), _clock);
        using TimeLimit limit = host.Limit(TimeSpan.FromMinutes(15), "id", "The operation");

        CommandFailedException late = await Assert.ThrowsAsync<CommandFailedException>(
            () => limit.Of(Task.Delay(Timeout.InfiniteTimeSpan, limit.Token)));

        Assert.Equal(("TimedOut", FailureKind.Timeout, "id"), (late.Failure.Id, late.Failure.Kind, late.Failure.Target));
        Assert.Contains("The operation", late.Failure.Message, StringComparison.Ordinal);
        Assert.Equal([TimeSpan.FromMinutes(15)], _clock.Waits);
    }

    [Fact]
    public async Task What_is_in_time_gives_its_result()
    {
        using CommandHost host = new(new RecordingOutput(), new NoAzure(), TimeProvider.System);
        using TimeLimit limit = host.Limit(TimeSpan.FromMinutes(15), "id", "The operation");

        Assert.Equal("done", await limit.Of(Task.FromResult("done")));
    }

    [Fact]
    public async Task What_the_command_stops_is_not_late()
    {
        using CommandHost host = new(new RecordingOutput(), new NoAzure(), TimeProvider.System);
        using TimeLimit limit = host.Limit(TimeSpan.FromMinutes(15), "id", "The operation");
        Task work = limit.Of(Task.Delay(Timeout.InfiniteTimeSpan, limit.Token));
        host.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    [Fact]
    public async Task What_fails_in_time_fails_by_itself()
    {
        using CommandHost host = new(new RecordingOutput(), new NoAzure(), TimeProvider.System);
        using TimeLimit limit = host.Limit(TimeSpan.FromMinutes(15), "id", "The operation");

        await Assert.ThrowsAsync<InvalidOperationException>(() => limit.Of(Task.FromException(new InvalidOperationException("boom"))));
    }
}
