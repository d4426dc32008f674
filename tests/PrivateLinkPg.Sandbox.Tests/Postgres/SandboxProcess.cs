using System.Diagnostics;
using System.Globalization;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>Sandboxes as processes of their own, whose files lie in one folder; whatever still runs in the end is ended.</summary>
internal sealed class SandboxProcess : IDisposable
{
    private readonly List<Process> started = [];

    public SandboxProcess()
    {
        if (!OperatingSystem.IsWindows())
            Folder.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.OtherWrite | UnixFileMode.StickyBit;
    }

    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(1);

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory();

    public string ReadyFile => Path.Combine(Folder.FullName, "ready.json");

    /// <summary>Returns when it is ready.</summary>
    /// <param name="postgres">Which PostgreSQL, as a user chooses it.</param>
    /// <param name="wrapper">The command that is to run it, itself becoming it.</param>
    /// <param name="arguments">The sandbox's own.</param>
    public async Task<Process> StartAsync(string postgres, IEnumerable<string> wrapper, params IEnumerable<string> arguments)
    {
        File.Delete(ReadyFile);
        using var ready = new FileSystemWatcher(Folder.FullName, Path.GetFileName(ReadyFile));
        var appeared = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ready.Created += (_, _) => appeared.TrySetResult();
        ready.Renamed += (_, _) => appeared.TrySetResult();
        ready.EnableRaisingEvents = true;

        string[] command = [.. wrapper, "dotnet", typeof(SandboxHost).Assembly.Location, "--ready-file", ReadyFile, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]);
        start.Environment["PRIVATELINKPG_POSTGRES"] = postgres;
        start.Environment["TMPDIR"] = Folder.FullName;
        var sandbox = Process.Start(start)!;
        started.Add(sandbox);
        await Task.WhenAny(appeared.Task, sandbox.WaitForExitAsync()).WaitAsync(Limit);
        Assert.False(sandbox.HasExited, "The sandbox ended before it was ready.");
        return sandbox;
    }

    /// <summary>Sends it a signal, and returns when it has ended.</summary>
    public static async Task StopAsync(Process sandbox, string signal = "TERM")
    {
        await ProgramRun.OfAsync("kill", [$"-{signal}", sandbox.Id.ToString(CultureInfo.InvariantCulture)]);
        await sandbox.WaitForExitAsync().WaitAsync(Limit);
    }

    public void Dispose()
    {
        foreach (var process in started)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.Dispose();
        }
        Folder.Delete(recursive: true);
    }
}
