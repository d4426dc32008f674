using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Output;

namespace PrivateLinkPg.Core.Tests.Hosting;

/// <summary>One thing has its own bar, several have one together.</summary>
public sealed class CommandProgressTests
{
    [Fact]
    public void Several_inputs_have_one_bar_with_counts()
    {
        RecordingOutput output = new();
        ManualClock clock = new();
        using CommandHost host = new(output, new NoAzure(), clock, name: "New-Thing");
        TaskCompletionSource[] goesOn = [new(), new(), new()];
        foreach (TaskCompletionSource each in goesOn)
        {
            host.Start(async () =>
            {
                using ProgressBar bar = new(host, "Making one");
                bar.Report("InProgress");
                await each.Task;
                clock.Advance(TimeSpan.FromSeconds(1));
                bar.Report("Succeeded");
                await Task.Yield();
                clock.Advance(TimeSpan.FromSeconds(1));
                if (each == goesOn[1]) throw new InvalidOperationException("As planned.");
            }, null);
        }
        foreach (TaskCompletionSource each in goesOn) each.SetResult();
        host.Complete();

        // The bar of the first, which was alone, goes away once it is not.
        Assert.Equal(["InProgress", "Done"], output.Progress.Where(update => update.Activity == "Making one").Select(update => update.Status));
        ProgressUpdate[] overall = [.. output.Progress.Where(update => update.Activity == "New-Thing")];
        Assert.Equal("0 done, 2 running", overall[0].Status);
        Assert.Contains("1 failed", overall[^2].Status, StringComparison.Ordinal);
        Assert.True(overall[^1].Completed);
        Assert.Single(overall.Select(update => update.ActivityId).Distinct());
        Assert.InRange(overall.Length, 3, 8);
    }

    [Fact]
    public void What_one_input_means_is_counted_in_its_place()
    {
        RecordingOutput output = new();
        using CommandHost host = new(output, new NoAzure(), TimeProvider.System);
        host.Start(() => host.ForEachAsync([1], each => each, async _ =>
        {
            using ProgressBar bar = new(host, "Making one");
            bar.Report("InProgress");
            await Task.Yield();
        }), null);
        host.Complete();
        Assert.Equal(["Making one", "Making one"], output.Progress.Select(update => update.Activity));
    }
}
