using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;

namespace PrivateLinkPg.Core.Tests.Hosting;

public sealed class OverlapTests
{
    [Fact]
    public void Work_overlaps_up_to_the_limit_and_is_done_when_the_overlap_is()
    {
        RecordingOutput output = new();
        using CommandHost host = new(output, new NoAzure(), TimeProvider.System, throttleLimit: 3);
        int running = 0, most = 0, done = 0;
        host.Start(async () =>
        {
            async Task OneAsync()
            {
                most = Math.Max(most, ++running);
                await Task.Yield();
                (running, done) = (running - 1, done + 1);
            }
            await using (Overlap overlap = host.Overlap())
            {
                for (int item = 0; item < 10; item++)
                {
                    await overlap.FreeAsync();
                    overlap.Add(OneAsync(), item);
                }
            }
            host.Output.WriteObject(done);
        }, null);
        host.Complete();

        Assert.Equal(3, most);
        Assert.Equal([10], output.Objects);
    }

    [Fact]
    public void One_failure_is_told_of_its_item_and_the_others_go_on()
    {
        RecordingOutput output = new();
        using CommandHost host = new(output, new NoAzure(), TimeProvider.System);
        host.Start(async () =>
        {
            async Task OneAsync(string item)
            {
                await Task.Yield();
                if (item == "two") throw new InvalidOperationException("boom");
                host.Output.WriteObject(item);
            }
            await using Overlap overlap = host.Overlap();
            foreach (string item in (string[])["one", "two", "three"])
            {
                await overlap.FreeAsync();
                overlap.Add(OneAsync(item), item);
            }
        }, "input");
        host.Complete();

        Assert.Equal(["one", "three"], output.Objects);
        CommandFailure failure = Assert.Single(output.Failures);
        Assert.Equal(("UnexpectedError", "two"), (failure.Id, failure.Target));
    }

    [Fact]
    public void Of_several_failures_at_once_each_is_told_and_one_that_is_shared_once()
    {
        RecordingOutput output = new();
        using CommandHost host = new(output, new NoAzure(), TimeProvider.System);
        async Task<int> OneAsync(string item)
        {
            await Task.Yield();
            return item.Length > 1 ? throw new InvalidOperationException(item) : 1;
        }
        host.Start(async () =>
        {
            host.Output.WriteObject((await host.AllAsync(["a", "b"], OneAsync, [])).Sum());
            await host.AllAsync(["a", "two", "b", "three", "THREE"], item => host.OnceAsync(item, () => OneAsync(item)), []);
        }, "input");
        host.Complete();

        Assert.Equal([2], output.Objects);
        Assert.Equal(["three", "two"], output.Failures.Select(failure => $"{failure.Target}").Order());
    }

    [Fact]
    public async Task A_stop_is_silent_and_still_waits_for_what_runs()
    {
        RecordingOutput output = new();
        using CommandHost host = new(output, new NoAzure(), TimeProvider.System, throttleLimit: 1);
        TaskCompletionSource unwinding = new();
        async Task OneAsync()
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, host.Cancellation);
            }
            finally
            {
                await unwinding.Task;
            }
        }
        Overlap overlap = host.Overlap();
        await overlap.FreeAsync();
        overlap.Add(OneAsync(), "runs");
        Task free = overlap.FreeAsync();

        host.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => free);
        Task disposal = overlap.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);
        unwinding.SetResult();
        await disposal;
        Assert.Empty(output.All);
    }
}
