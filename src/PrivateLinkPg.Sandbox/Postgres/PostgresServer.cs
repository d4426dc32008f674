using System.Net;
using System.Net.Sockets;
using PrivateLinkPg.Sandbox.Certificates;

namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>What a server is made of.</summary>
internal sealed record PostgresSetup(
    PostgresInstallation Installation,
    string ParentFolder,
    PostgresConduct Conduct,
    PostgresSignIn SignIn,
    ServerCertificate Certificate,
    TimeProvider Clock)
{
    /// <summary>Whether a shell looks after the processes: by default everywhere but on Windows, which has none.</summary>
    internal required bool UnderShell { get; init; }
}

/// <summary>One PostgreSQL server with a folder of its own. Both end with this process, however that ends: see the lives.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const int AttemptsToFindPort = 3;
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private readonly PostgresFolder folder;
    private readonly IPostgresLife life;
    private readonly TimeProvider clock;
    private readonly PostgresLog log = new();
    private readonly Task running;

    private PostgresServer(IPEndPoint endpoint, PostgresFolder folder, IPostgresLife life, TimeProvider clock)
    {
        Endpoint = endpoint;
        this.folder = folder;
        this.life = life;
        this.clock = clock;
        running = life.RunAsync(log);
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
            {
                throw new PostgresStartException(
                    $"PostgreSQL of {setup.Installation.BinDirectory} did not start:{Environment.NewLine}{server.log.Tail}");
            }
        }
    }

    /// <summary>Gives the running server another certificate; sessions go on. In effect when the call returns.</summary>
    internal async Task ReplaceCertificateAsync(ServerCertificate certificate, CancellationToken cancellation)
    {
        await folder.WriteCertificateAsync(certificate, cancellation);
        // The postmaster reloads and accepts in one thread, so what it accepts after this line has the new certificate.
        var reloaded = NextAsync("received SIGHUP", cancellation);
        await life.ReloadAsync();
        await reloaded;
    }

    /// <summary>Stops the server, its sessions included, and returns when no process and no file of it is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await life.StopAsync();
        await running;
        life.Dispose();
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
            throw new PostgresStartException(
                $"PostgreSQL said nothing of '{text}' in {LongestStart.TotalSeconds} s:{Environment.NewLine}{log.Tail}");
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
            IPostgresLife life = setup.UnderShell
                ? await SupervisedLife.StartAsync(setup.Installation, folder, account, setup.Clock, cancellation)
                : new DirectLife(setup.Installation, folder, account, setup.Clock);
            return new PostgresServer(endpoint, folder, life, setup.Clock);
        }
        catch
        {
            folder.Remove();
            throw;
        }
    }

    /// <summary>Somebody else may take the port before the server does; then it is tried again with another one.</summary>
    private static IPEndPoint FreeEndpoint()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)probe.LocalEndPoint!;
    }
}
