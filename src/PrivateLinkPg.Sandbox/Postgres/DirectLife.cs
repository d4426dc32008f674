using System.ComponentModel;
using System.Diagnostics;

namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>
/// A life without a shell, for Windows: this process runs the programs one after the other, and orders go through pg_ctl. A job
/// ends them with this process; the folder of a server that was ended so is cleared by the next sandbox.
/// </summary>
internal sealed class DirectLife(
    PostgresInstallation installation, PostgresFolder folder, ProcessAccount? account, TimeProvider clock) : IPostgresLife
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock access = new();
    private Process? current;
    private bool serves;
    private bool stopping;

    public async Task RunAsync(PostgresLog log)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                WindowsJob.EndChildrenWithThisProcess();
            string[] create =
                ["-D", folder.DataPath, "-U", "azuresu", "-A", "reject", "-E", "UTF8", "--locale=C", "--wal-segsize=1", "--no-sync"];
            string[] server = ["-D", folder.DataPath, "-c", $"config_file={folder.ConfigurationPath}"];
            if (await RunAsync(log, "initdb", create)
                && await RunAsync(log, "postgres", ["--single", .. server, "postgres"], await File.ReadAllTextAsync(folder.RolesPath)))
            {
                File.Delete(folder.RolesPath);
                await RunAsync(log, "postgres", server, isServer: true);
            }
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            log.Add(failure.Message);
        }
        finally
        {
            log.End();
            ended.TrySetResult();
        }
    }

    public async Task ReloadAsync() => await OrderAsync("reload");

    public async Task StopAsync()
    {
        bool regularly;
        lock (access)
        {
            stopping = true;
            regularly = serves;
        }

        // A server that has only just started has not written yet where pg_ctl reaches it.
        if (!regularly || !await OrderAsync("stop", "--mode=fast", "--no-wait"))
            Kill();
        try
        {
            await ended.Task.WaitAsync(LongestStop, clock);
        }
        catch (TimeoutException)
        {
            Kill();
            await ended.Task;
        }
    }

    public void Dispose()
    {
        // What it had, each program's handle, went when the program ended.
    }

    /// <returns>Whether it did its work, and the next may begin.</returns>
    private async Task<bool> RunAsync(PostgresLog log, string program, string[] arguments, string input = "", bool isServer = false)
    {
        using var process = Start(program, arguments, isServer);
        if (process is null)
            return false;
        var following = log.FollowAsync(process.StandardError);
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read that, and says why itself.
        }

        await following;
        await process.WaitForExitAsync();
        lock (access)
        {
            current = null;
            return process.ExitCode == 0 && !stopping;
        }
    }

    private Process? Start(string program, string[] arguments, bool isServer)
    {
        lock (access)
        {
            if (stopping)
                return null;
            current = Process.Start(Program(program, arguments))!;
            current.BeginOutputReadLine(); // nobody wants it, and it must not fill up
            serves = isServer;
            return current;
        }
    }

    private void Kill()
    {
        lock (access)
            current?.Kill(entireProcessTree: true);
    }

    /// <returns>Whether the server was reached.</returns>
    private async Task<bool> OrderAsync(params string[] order)
    {
        using var control = Process.Start(Program("pg_ctl", [.. order, "-D", folder.DataPath]))!;
        control.StandardInput.Close();
        control.BeginOutputReadLine();
        control.BeginErrorReadLine();
        await control.WaitForExitAsync();
        return control.ExitCode == 0;
    }

    private ProcessStartInfo Program(string name, IEnumerable<string> arguments)
    {
        var start = IPostgresLife.Program(installation.Program(name), arguments, folder, account);
        start.RedirectStandardOutput = true;
        return start;
    }
}
