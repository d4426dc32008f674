using System.Diagnostics;
using System.Globalization;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>The sandbox as a process of its own, ended in every way a process can end.</summary>
public abstract class SandboxProcessTests<T> : IDisposable
    where T : IPostgresUnderTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    protected SandboxProcessTests()
    {
        if (!OperatingSystem.IsWindows())
            folder.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.OtherWrite | UnixFileMode.StickyBit;
    }

    public void Dispose()
    {
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [PeerTheory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_to_stop_ends_everything_and_leaves_no_file(string signal)
    {
        using var sandbox = await StartAsync();
        var processes = ProcessTree.Below([sandbox.Id]);
        Assert.Contains(processes, id => ProcessTree.CommandLine(id).StartsWith("postgres: checkpointer", StringComparison.Ordinal));

        await ProgramRun.OfAsync("kill", [$"-{signal}", sandbox.Id.ToString(CultureInfo.InvariantCulture)]);
        using var limit = new CancellationTokenSource(Limit);
        await sandbox.WaitForExitAsync(limit.Token);
        Assert.Equal(0, sandbox.ExitCode);
        Assert.DoesNotContain(ProcessTree.Running(), processes.Contains);
        Assert.Empty(Files());
    }

    [PeerFact]
    public async Task A_sandbox_that_is_killed_takes_its_servers_and_their_folders_with_it()
    {
        using var sandbox = await StartAsync();
        var processes = ProcessTree.Below([sandbox.Id]);
        sandbox.Kill();

        using var limit = new CancellationTokenSource(Limit);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (ProcessTree.Running().Any(processes.Contains))
            await tick.WaitForNextTickAsync(limit.Token);
        Assert.DoesNotContain(Files(), name => name.StartsWith("privatelinkpg-postgres-", StringComparison.Ordinal));
    }

    private IEnumerable<string> Files() => folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Where(name => name.StartsWith("privatelinkpg", StringComparison.Ordinal));

    private async Task<Process> StartAsync()
    {
        var readyFile = Path.Combine(folder.FullName, "ready.json");
        using var ready = new FileSystemWatcher(folder.FullName, "ready.json");
        var appeared = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ready.Created += (_, _) => appeared.TrySetResult();
        ready.Renamed += (_, _) => appeared.TrySetResult();
        ready.EnableRaisingEvents = true;

        var start = new ProcessStartInfo("dotnet", [typeof(SandboxHost).Assembly.Location, "--ready-file", readyFile]);
        start.Environment["PRIVATELINKPG_POSTGRES"] = T.Choice;
        start.Environment["TMPDIR"] = folder.FullName;
        var sandbox = Process.Start(start)!;
        await Task.WhenAny(appeared.Task, sandbox.WaitForExitAsync()).WaitAsync(Limit);
        Assert.False(sandbox.HasExited, "The sandbox ended before it was ready.");
        return sandbox;
    }
}

public sealed class SandboxProcessWithMachinePostgresTests : SandboxProcessTests<MachinePostgres>;

public sealed class SandboxProcessWithPostgres18Tests : SandboxProcessTests<Postgres18>;
