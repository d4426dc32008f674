using System.Runtime.CompilerServices;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Output;

namespace PrivateLinkPg.Core.Tests.Hosting;

public sealed class CommandHostTests
{
    [Fact]
    public void Handlers_write_on_the_pipeline_thread_after_any_await()
    {
        RecordingOutput output = new();
        using CommandHost host = Host(output);
        int pipeline = Environment.CurrentManagedThreadId;
        int[] threads = [0, 0];

        host.Start(async () =>
        {
            threads[0] = Environment.CurrentManagedThreadId;
            await Task.Run(() => { });
            threads[1] = Environment.CurrentManagedThreadId;
            host.Output.WriteObject("done");
        }, null);
        host.Complete();

        Assert.Equal([pipeline, pipeline], threads);
        Assert.Equal(["done"], output.Objects);
    }

    [Fact]
    public void What_waits_for_the_last_input_keeps_none_from_its_turn()
    {
        RecordingOutput output = new();
        using CommandHost host = new(output, new NoAzure(), TimeProvider.System, throttleLimit: 1);
        async Task RunAsync(int input)
        {
            await Task.Yield();
            host.Output.WriteObject($"first part of {input}");
            await host.InputsEndedAsync();
            await host.InputsEndedAsync();
            await Task.Yield();
            host.Output.WriteObject("second part");
        }
        foreach (int input in (int[])[1, 2, 3]) host.Start(() => RunAsync(input), input);
        host.Complete();
        Assert.Equal(
            ["first part of 1", "first part of 2", "first part of 3", "second part", "second part", "second part"], output.Objects);
    }

    [Fact]
    public void What_waits_for_the_last_input_ends_with_a_stop()
    {
        RecordingOutput output = new();
        using CommandHost host = Host(output);
        bool unwound = false;
        host.Start(async () =>
        {
            try
            {
                await host.InputsEndedAsync();
                host.Output.WriteObject("after the stop");
            }
            finally
            {
                unwound = true;
            }
        }, null);
        host.Cancel();
        host.Complete();
        Assert.True(unwound);
        Assert.Empty(output.All);
    }

    [Fact]
    public void The_engine_is_called_under_the_context_that_was_there_before()
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext own = new();
        SynchronizationContext.SetSynchronizationContext(own);
        try
        {
            ContextOutput engine = new();
            using CommandHost host = new(engine, new NoAzure(), TimeProvider.System);
            SynchronizationContext? inside = null;
            host.Start(() => CallAllAsync(host, () => inside = SynchronizationContext.Current), null);
            host.Complete();

            Assert.Equal(
                ["WriteObject", "WriteFailure", "WriteWarning", "WriteVerbose", "WriteDebug", "WriteProgress", "ShouldProcess", "ShouldContinue", "WhatIf"],
                engine.Calls.Select(call => call.Member));
            AssertEach.All(engine.Calls, call => Assert.Same(own, call.Context));
            Assert.Same(host.Pipeline, inside);
            Assert.Same(own, SynchronizationContext.Current);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        async Task CallAllAsync(CommandHost host, Action inside)
        {
            await Task.Yield();
            host.Output.WriteObject(1);
            host.Output.WriteFailure(Failure.InvalidTarget("x").Failure);
            host.Output.WriteWarning("");
            host.Output.WriteVerbose("");
            host.Output.WriteDebug("");
            host.Output.WriteProgress(new(1, "", ""));
            host.Output.ShouldProcess("", "");
            host.Output.ShouldContinue("", "");
            _ = host.Output.WhatIf;
            inside();
            await Task.Yield();
        }
    }

    [Fact]
    public void What_the_engine_throws_leaves_the_context_as_it_was()
    {
        PipelineThread pipeline = new();
        SynchronizationContext? before = SynchronizationContext.Current;
        pipeline.Run(() =>
        {
            Assert.Throws<InvalidOperationException>(() => PipelineThread.Outside(() => throw new InvalidOperationException()));
            Assert.Same(pipeline, SynchronizationContext.Current);
        });
        Assert.Same(before, SynchronizationContext.Current);
    }

    [Fact]
    public void Inputs_overlap_up_to_the_limit_and_no_further()
    {
        using CommandHost host = Host(new(), throttleLimit: 3);
        int running = 0, most = 0;
        TaskCompletionSource full = new();
        for (int input = 0; input < 10; input++)
        {
            host.Start(async () =>
            {
                most = Math.Max(most, ++running);
                if (running == 3) full.TrySetResult();
                await full.Task;
                await Task.Yield();
                running--;
            }, input);
        }
        host.Complete();

        Assert.Equal(3, most);
        Assert.Equal(0, running);
    }

    [Fact]
    public void One_failing_input_is_one_failure_and_the_others_go_on()
    {
        RecordingOutput output = new();
        using CommandHost host = Host(output);
        foreach (string input in (string[])["one", "two", "three"])
        {
            host.Start(async () =>
            {
                await Task.Yield();
                if (input == "two") throw Failure.InvalidTarget(input);
                host.Output.WriteObject(input);
            }, input);
        }
        host.Complete();

        Assert.Equal(["one", "three"], output.Objects);
        CommandFailure failure = Assert.Single(output.Failures);
        Assert.Equal(("InvalidTarget", "two"), (failure.Id, failure.Target));
    }

    [Fact]
    public void An_unknown_exception_is_a_fault_of_ours_and_keeps_its_cause()
    {
        RecordingOutput output = new();
        using CommandHost host = Host(output);
        InvalidOperationException cause = new("boom");
        host.Start(() => throw cause, "input");
        host.Complete();

        CommandFailure failure = Assert.Single(output.Failures);
        Assert.Equal(("UnexpectedError", "input"), (failure.Id, failure.Target));
        Assert.Same(cause, failure.Cause);
    }

    [Fact]
    public void Cancel_ends_waiting_handlers_silently_and_runs_their_finally()
    {
        RecordingOutput output = new();
        using CommandHost host = Host(output);
        bool unwound = false;
        host.Start(async () =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, host.Cancellation);
            }
            finally
            {
                unwound = true;
            }
        }, null);
        using Timer stop = new(_ => host.Cancel(), null, 20, Timeout.Infinite);
        host.Complete();

        Assert.True(unwound);
        Assert.Empty(output.All);
    }

    [Fact]
    public void Cancel_does_not_wait_for_a_handler_that_ignores_it()
    {
        using CommandHost host = Host(new());
        host.Start(() => Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None), null);
        host.Cancel();
        host.Complete();
    }

    [Fact]
    public void A_stop_from_downstream_cancels_all_handlers_and_comes_back_as_itself()
    {
        RecordingOutput output = new() { StopAfterObjects = 1 };
        using CommandHost host = Host(output);
        bool unwound = false;
        host.Start(async () =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, host.Cancellation);
            }
            finally
            {
                unwound = true;
            }
        }, "waits");
        host.Start(async () =>
        {
            await Task.Yield();
            host.Output.WriteObject("first");
            host.Output.WriteObject("second");
        }, "writes");

        Assert.Throws<RecordingOutput.PipelineStopped>(host.Complete);
        Assert.True(unwound);
        Assert.Equal(["first"], output.Objects);
        Assert.Empty(output.Failures);
    }

    [Fact]
    public void Shared_work_runs_once_for_all_inputs()
    {
        using CommandHost host = Host(new());
        int runs = 0;
        for (int input = 0; input < 5; input++)
        {
            host.Start(() => host.OnceAsync("Zone", async () =>
            {
                await Task.Yield();
                return ++runs;
            }), input);
        }
        host.Complete();

        Assert.Equal(1, runs);
    }

    [Fact]
    public void A_limit_that_runs_out_is_a_timeout_that_names_what_was_waited_for()
    {
        RecordingOutput output = new();
        using CommandHost host = Host(output);
        host.Start(
            async () =>
            {
                using TimeLimit limit = host.Limit(TimeSpan.FromMilliseconds(10), "id", "The operation");
                await limit.Of(Task.Delay(Timeout.InfiniteTimeSpan, limit.Token));
            }, null);
        host.Complete();

        CommandFailure failure = Assert.Single(output.Failures);
        Assert.Equal(("TimedOut", FailureKind.Timeout, "id"), (failure.Id, failure.Kind, failure.Target));
        Assert.Contains("The operation", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_shows_states_from_any_thread_and_goes_away()
    {
        RecordingOutput output = new();
        using CommandHost host = Host(output);
        host.Start(async () =>
        {
            using ProgressBar bar = new(host, "Making it");
            await Task.Run(() => bar.Report("InProgress"));
            await Task.Yield();
        }, null);
        host.Complete();

        Assert.Equal(["InProgress", "Done"], output.Progress.Select(update => update.Status));
        Assert.True(output.Progress[^1].Completed);
    }

    // Which of its members were called, and under which context.
    private sealed class ContextOutput : ICommandOutput
    {
        public List<(string Member, SynchronizationContext? Context)> Calls { get; } = [];

        public bool WhatIf => Called();

        public void WriteObject(object value) => Called();

        public void WriteFailure(CommandFailure failure) => Called();

        public void WriteWarning(string message) => Called();

        public void WriteVerbose(string message) => Called();

        public void WriteDebug(string message) => Called();

        public void WriteProgress(ProgressUpdate update) => Called();

        public bool ShouldProcess(string target, string action) => Called();

        public bool? ShouldContinue(string query, string caption) => Called();

        private bool Called([CallerMemberName] string member = "")
        {
            Calls.Add((member, SynchronizationContext.Current));
            return true;
        }
    }

    private static CommandHost Host(RecordingOutput output, int throttleLimit = CommandHost.DefaultThrottleLimit) =>
        new(output, new NoAzure(), TimeProvider.System, throttleLimit);
}
