using System.Diagnostics;
using System.Globalization;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>The sandbox as a process of its own, ended in every way a process can end.</summary>
public abstract class SandboxProcessTests<T> : IDisposable
    where T : IPostgresUnderTest
{
    private static readonly TimeSpan Limit = SandboxProcess.Limit;
    private readonly SandboxProcess process = new();

    public void Dispose()
    {
        process.Dispose();
        GC.SuppressFinalize(this);
    }

    [PeerTheory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_to_stop_ends_everything_and_leaves_no_file(string signal)
    {
        var sandbox = await StartAsync();
        var processes = ProcessTree.Below([sandbox.Id]);
        Assert.Contains(processes, id => ProcessTree.CommandLine(id).StartsWith("postgres: checkpointer", StringComparison.Ordinal));

        await SandboxProcess.StopAsync(sandbox, signal);
        Assert.Equal(0, sandbox.ExitCode);
        Assert.DoesNotContain(ProcessTree.Running(), processes.Contains);
        Assert.Empty(Files());
    }

    [PeerFact]
    public async Task A_sandbox_that_is_killed_takes_its_servers_and_their_folders_with_it()
    {
        var sandbox = await StartAsync();
        var processes = ProcessTree.Below([sandbox.Id]);
        sandbox.Kill();

        await Patience.UntilAsync(() => !ProcessTree.Running().Any(processes.Contains));
        Assert.DoesNotContain(Files(), name => name.StartsWith("privatelinkpg-postgres-", StringComparison.Ordinal));
    }

    [PeerFact]
    public async Task What_a_sandbox_leaves_that_is_killed_with_its_supervisor_the_next_one_clears_and_nothing_that_lives()
    {
        var living = await StartAsync();
        var dead = await StartAsync();
        var before = ProcessTree.Below([living.Id]);
        var processes = ProcessTree.Below([dead.Id]);
        var servers = processes.Where(id => ProcessTree.CommandLine(id).Contains("config_file=", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, servers.Count);
        // The supervisors first, so that nobody clears up; the servers go on without them.
        foreach (var id in processes.Where(id => ProcessTree.CommandLine(id).StartsWith("sh", StringComparison.Ordinal)).Append(dead.Id))
            await ProgramRun.OfAsync("kill", ["-KILL", id.ToString(CultureInfo.InvariantCulture)]);
        await dead.WaitForExitAsync().WaitAsync(Limit);
        Assert.Subset(ProcessTree.Running().ToHashSet(), servers.ToHashSet());
        Assert.Equal(6, Files().Count());

        var next = await StartAsync();
        Assert.Empty(servers.Intersect(ProcessTree.Running()));
        Assert.Equal(6, Files().Count());
        Assert.Empty(before.Except(ProcessTree.Running()));
        foreach (var sandbox in (Process[])[living, next]) await SandboxProcess.StopAsync(sandbox);
        Assert.Empty(Files());
    }

    [PeerFact]
    public async Task The_ready_file_is_for_this_user_only()
    {
        await File.WriteAllTextAsync(process.ReadyFile + ".partial", "left over, for everybody");
        var sandbox = await StartAsync();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(process.ReadyFile));
        sandbox.Kill(entireProcessTree: true);
        await sandbox.WaitForExitAsync().WaitAsync(Limit);
    }

    private IEnumerable<string> Files() =>
        process.Folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Where(name => name.StartsWith("privatelinkpg", StringComparison.Ordinal));

    // What a shell runs in its background ignores SIGINT, and so does all that this starts in its turn.
    private Task<Process> StartAsync() => process.StartAsync(T.Choice, OperatingSystem.IsLinux() ? ["env", "--default-signal"] : []);
}

public sealed class SandboxProcessWithMachinePostgresTests : SandboxProcessTests<MachinePostgres>;

public sealed class SandboxProcessWithPostgres18Tests : SandboxProcessTests<Postgres18>;
