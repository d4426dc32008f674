using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PrivateLinkPg.Sandbox.Certificates;

namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>What a server is made of.</summary>
internal sealed record PostgresSetup(
    PostgresInstallation Installation, string ParentFolder, PostgresConduct Conduct, PostgresSignIn SignIn, ServerCertificate Certificate, TimeProvider Clock);

/// <summary>
/// One PostgreSQL server with a folder of its own, under a supervising shell that ends the server and removes the folder when it
/// is told to, or when this process is gone for whatever reason: its standard input ends then. (PR_SET_PDEATHSIG would not do:
/// it acts when the *thread* that started the child ends, and .NET's thread pool ends threads at will.)
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const int AttemptsToFindPort = 3;
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);
    private readonly PostgresFolder folder;
    private readonly Process supervisor;
    private readonly TimeProvider clock;
    private readonly PostgresLog log = new();
    private readonly Task following;

    private PostgresServer(IPEndPoint endpoint, PostgresFolder folder, Process supervisor, TimeProvider clock)
    {
        Endpoint = endpoint;
        this.folder = folder;
        this.supervisor = supervisor;
        this.clock = clock;
        following = log.FollowAsync(supervisor.StandardError);
    }

    /// <summary>Where it listens.</summary>
    internal IPEndPoint Endpoint { get; }

    /// <summary>It ended without having been told to.</summary>
    internal bool HasEnded => log.Ended;

    /// <summary>Makes the data, the roles and the configuration, and returns when the server takes connections.</summary>
    /// <exception cref="PostgresStartException">It did not come to that; the message has the server's last words.</exception>
    internal static async Task<PostgresServer> StartAsync(PostgresSetup setup, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = await LaunchAsync(setup, cancellation);
            try
            {
                if (await server.NextAsync("ready to accept connections", cancellation))
                    return server;
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }

            await server.DisposeAsync();
            if (attempt == AttemptsToFindPort || !server.log.Tail.Contains("could not bind", StringComparison.Ordinal))
                throw new PostgresStartException($"PostgreSQL of {setup.Installation.BinDirectory} did not start:{Environment.NewLine}{server.log.Tail}");
        }
    }

    /// <summary>Gives the running server another certificate; sessions go on. In effect when the call returns.</summary>
    internal async Task ReplaceCertificateAsync(ServerCertificate certificate, CancellationToken cancellation)
    {
        await folder.WriteCertificateAsync(certificate, cancellation);
        // The postmaster reloads and accepts in one thread, so what it accepts after this line has the new certificate.
        var reloaded = NextAsync("received SIGHUP", cancellation);
        await OrderAsync("reload");
        await reloaded;
    }

    /// <summary>Stops the server, its sessions included, and returns when no process and no file of it is left.</summary>
    public async ValueTask DisposeAsync()
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

        await following;
        supervisor.Dispose();
        folder.Remove();
    }

    private async Task<bool> NextAsync(string text, CancellationToken cancellation)
    {
        try
        {
            return await log.NextAsync(text).WaitAsync(LongestStart, clock, cancellation);
        }
        catch (TimeoutException)
        {
            throw new PostgresStartException($"PostgreSQL said nothing of '{text}' in {LongestStart.TotalSeconds} s:{Environment.NewLine}{log.Tail}");
        }
    }

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

    private static async Task<PostgresServer> LaunchAsync(PostgresSetup setup, CancellationToken cancellation)
    {
        var account = ProcessAccount.ForServers();
        var endpoint = FreeEndpoint();
        var folder = PostgresFolder.Create(setup.ParentFolder, account);
        try
        {
            await folder.WriteConfigurationAsync(endpoint, setup.Conduct, cancellation);
            await folder.WriteRolesAsync(setup.SignIn, setup.Conduct, cancellation);
            await folder.WriteCertificateAsync(setup.Certificate, cancellation);
            await folder.WriteSupervisorAsync(cancellation);
            return new PostgresServer(endpoint, folder, Process.Start(Supervisor(setup.Installation, folder, account))!, setup.Clock);
        }
        catch (Exception failure)
        {
            folder.Remove();
            if (failure is Win32Exception)
                throw new PostgresStartException($"PostgreSQL's supervisor did not start (sh, and setpriv for root, are needed): {failure.Message}");
            throw;
        }
    }

    private static ProcessStartInfo Supervisor(PostgresInstallation installation, PostgresFolder folder, ProcessAccount? account)
    {
        var start = new ProcessStartInfo("sh", [folder.SupervisorPath, installation.BinDirectory, folder.Path])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        foreach (var variable in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(variable);
        start.Environment["LC_ALL"] = "C";
        account?.Run(start);
        return start;
    }

    /// <summary>Somebody else may take the port before the server does; then it is tried again with another one.</summary>
    private static IPEndPoint FreeEndpoint()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)probe.LocalEndPoint!;
    }
}
