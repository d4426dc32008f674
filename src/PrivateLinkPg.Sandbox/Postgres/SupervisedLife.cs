using System.ComponentModel;
using System.Diagnostics;

namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>
/// A life under a supervising shell that ends the server and removes the folder when it is told to, or when this process is gone
/// for whatever reason: its standard input ends then. (PR_SET_PDEATHSIG would not do: it acts when the *thread* that started the
/// child ends, and .NET's thread pool ends threads at will.)
/// </summary>
internal sealed class SupervisedLife : IPostgresLife
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);
    private readonly Process supervisor;
    private readonly TimeProvider clock;

    private SupervisedLife(Process supervisor, TimeProvider clock)
    {
        this.supervisor = supervisor;
        this.clock = clock;
    }

    internal static async Task<SupervisedLife> StartAsync(
        PostgresInstallation installation,
        PostgresFolder folder,
        ProcessAccount? account,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var script = await folder.WriteSupervisorAsync(cancellation);
        try
        {
            string[] arguments = [script, installation.BinDirectory, folder.Path];
            return new SupervisedLife(Process.Start(IPostgresLife.Program("sh", arguments, folder, account))!, clock);
        }
        catch (Win32Exception failure)
        {
            throw new PostgresStartException(
                $"PostgreSQL's supervisor did not start (sh, and setpriv for root, are needed): {failure.Message}");
        }
    }

    public async Task RunAsync(PostgresLog log)
    {
        await log.FollowAsync(supervisor.StandardError);
        log.End();
    }

    public Task ReloadAsync() => OrderAsync("reload");

    public async Task StopAsync()
    {
        await OrderAsync("stop");
        try
        {
            await supervisor.WaitForExitAsync().WaitAsync(LongestStop, clock);
        }
        catch (TimeoutException)
        {
            supervisor.Kill(entireProcessTree: true);
            await supervisor.WaitForExitAsync();
        }
    }

    public void Dispose() => supervisor.Dispose();

    private async Task OrderAsync(string order)
    {
        try
        {
            await supervisor.StandardInput.WriteAsync(order + "\n");
            await supervisor.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // The supervisor is gone, and so is the server.
        }
    }
}
