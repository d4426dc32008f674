using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PrivateLinkPg.Sandbox.Certificates;
using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>A server's life: start, new names, crash, stop, and what is left afterwards.</summary>
public abstract class PostgresServersTests<T> : IDisposable
    where T : IPostgresUnderTest
{
    private readonly SandboxCertificateAuthority authority = new(TimeProvider.System);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    protected PostgresServersTests()
    {
        if (!OperatingSystem.IsWindows())
            folder.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.OtherRead;
    }

    public void Dispose()
    {
        authority.Dispose();
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [PeerFact]
    public async Task A_stopped_server_leaves_no_process_no_port_and_no_file()
    {
        await using var servers = await NewServersAsync();
        var endpoint = await EndpointAsync(servers);
        var processes = ProcessTree.Of(folder.FullName);
        Assert.Contains(processes, id => ProcessTree.CommandLine(id).StartsWith("postgres: checkpointer", StringComparison.Ordinal));

        await servers.DisposeAsync();
        Assert.DoesNotContain(ProcessTree.Running(), processes.Contains);
        Assert.Empty(folder.EnumerateFileSystemInfos());
        await AssertRefusedAsync(endpoint!);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => EndpointAsync(servers));
    }

    [PeerFact]
    public async Task Open_sessions_do_not_keep_a_server_from_stopping()
    {
        await using var servers = await NewServersAsync();
        using var client = new TcpClient();
        await client.ConnectAsync((await EndpointAsync(servers))!);
        await servers.DisposeAsync();
        Assert.Empty(folder.EnumerateFileSystemInfos());
    }

    [PeerFact]
    public async Task Nothing_is_left_when_a_start_is_given_up()
    {
        await using var servers = await NewServersAsync();
        using var giveUp = new CancellationTokenSource();
        var starting = EndpointAsync(servers, cancellation: giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.Empty(ProcessTree.Of(folder.FullName));
        Assert.Empty(folder.EnumerateFileSystemInfos());
    }

    [PeerFact]
    public async Task Callers_at_the_same_time_share_one_server_of_each_kind()
    {
        await using var servers = await NewServersAsync();
        var endpoints = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => EndpointAsync(servers)));
        Assert.Single(endpoints.Distinct());
        Assert.NotEqual(endpoints[0], await EndpointAsync(servers, PostgresFault.TlsRefused));
        Assert.Null(await EndpointAsync(servers, PostgresFault.Stopped));
        Assert.Equal(2, folder.EnumerateDirectories().Count());
    }

    [PeerFact]
    public async Task A_server_that_was_killed_is_replaced_at_the_next_need()
    {
        await using var servers = await NewServersAsync();
        await EndpointAsync(servers);
        var killed = Assert.Single(folder.EnumerateDirectories()).Name;
        using (var postmaster = await PostmasterAsync())
            postmaster.Kill();

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        IPEndPoint? endpoint;
        do
        {
            await Task.Yield(); // its death takes a moment to become known
            endpoint = await EndpointAsync(servers, cancellation: limit.Token);
        }
        while (Assert.Single(folder.EnumerateDirectories()).Name == killed && !limit.IsCancellationRequested);
        Assert.True(await AcceptsAsync(endpoint!));
    }

    [PeerFact]
    public async Task The_key_is_readable_by_its_owner_alone()
    {
        await using var servers = await NewServersAsync();
        await EndpointAsync(servers);
        var key = Assert.Single(folder.EnumerateFiles("server.key", SearchOption.AllDirectories));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, key.UnixFileMode);
    }

    [PeerFact]
    public async Task The_password_is_random_and_in_no_file_and_no_command_line()
    {
        await using var servers = await NewServersAsync();
        await using var others = await NewServersAsync();
        await EndpointAsync(servers);
        Assert.NotEqual(servers.SignIn.Password, others.SignIn.Password);
        var found = await ProgramRun.OfAsync("grep", ["-rlF", servers.SignIn.Password, folder.FullName]);
        Assert.Equal((1, ""), (found.ExitCode, found.Output));
        Assert.Empty(ProcessTree.Of(servers.SignIn.Password));
    }

    private protected virtual bool UnderShell => true;

    private static Task<IPEndPoint?> EndpointAsync(PostgresServers servers, PostgresFault fault = PostgresFault.None, CancellationToken cancellation = default) =>
        servers.GetEndpointAsync("orders", [PostgresBench.HostName], fault, cancellation);

    private async Task<PostgresServers> NewServersAsync() =>
        new(await PostgresUnderTest<T>.GetAsync(), authority, TimeProvider.System, folder.FullName) { UnderShell = UnderShell };

    private async Task<Process> PostmasterAsync()
    {
        var file = Assert.Single(folder.EnumerateFiles("postmaster.pid", SearchOption.AllDirectories));
        return Process.GetProcessById(int.Parse((await File.ReadAllLinesAsync(file.FullName))[0], CultureInfo.InvariantCulture));
    }

    private static async Task<bool> AcceptsAsync(IPEndPoint endpoint)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(endpoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task AssertRefusedAsync(IPEndPoint endpoint) => Assert.False(await AcceptsAsync(endpoint));
}

public sealed class MachinePostgresServersTests : PostgresServersTests<MachinePostgres>;

public sealed class Postgres18ServersTests : PostgresServersTests<Postgres18>;

/// <summary>The life that servers have on Windows, but for the job that ends them with the sandbox.</summary>
public sealed class Postgres18ServersWithoutShellTests : PostgresServersTests<Postgres18>
{
    private protected override bool UnderShell => false;
}
