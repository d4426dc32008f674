using PrivateLinkPg.Sandbox.Arm;
using PrivateLinkPg.Sandbox.Certificates;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.Network.Dns;
using PrivateLinkPg.Sandbox.Postgres;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox;

/// <summary>A running sandbox, in this process. Disposing it leaves nothing behind: no process, no socket, no file.</summary>
internal sealed class SandboxHost : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> parts = new();

    private DataPlane dataPlane = null!;

    private SandboxHost()
    {
    }

    /// <summary>What clients need to know.</summary>
    public ReadyDocument Ready { get; private set; } = null!;

    /// <summary>What clients sent.</summary>
    public RequestLog Log { get; private set; } = null!;

    /// <summary>Everything it knows; look at it inside Run.</summary>
    public SandboxState State { get; private set; } = null!;

    /// <summary>The faults in force; more can be added while it runs.</summary>
    public FaultSchedule Faults { get; } = new();

    public static async Task<SandboxHost> StartAsync(SandboxOptions? options = null, CancellationToken cancellation = default)
    {
        var host = new SandboxHost();
        try
        {
            await host.OpenAsync(options ?? new SandboxOptions(), cancellation);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts more faults in force; when it returns, servers have theirs.</summary>
    public Task AddFaultsAsync(FaultPlan plan)
    {
        Faults.Add(plan);
        return dataPlane.RefreshAsync();
    }

    public async ValueTask DisposeAsync()
    {
        while (parts.TryPop(out var part)) await part.DisposeAsync();
    }

    private async Task OpenAsync(SandboxOptions options, CancellationToken cancellation)
    {
        var installation = options.Postgres && options.Shared is null
            ? options.Installation ?? await PostgresSource.FromEnvironment().GetAsync(options.Tell, cancellation) : null;
        foreach (var parent in (string[])[Path.GetTempPath(), ServerPlace.Default()]) LeftFolders.Clear(parent);
        var folder = Own(new WorkFolder());
        var block = Own(AddressBlock.Claim());
        var authority = options.Shared?.Authority ?? Own(new SandboxCertificateAuthority(options.Clock));
        var authorityFile = folder.File("ca.pem");
        await authority.WritePemAsync(authorityFile, cancellation);
        Log = Own(new RequestLog(folder.File("requests.jsonl")));
        State = Own(new SandboxState(options.Clock, Seed.TenantId));
        var addresses = new PublicAddresses(options.PublicAddresses ?? block.Range(240, 20));
        var seed = new Seed(State, block, addresses);
        if (options.FaultPlan is not null) Faults.Add(await FaultPlan.ReadAsync(options.FaultPlan, cancellation));
        var postgres = options.Shared?.Postgres
            ?? (installation is null ? null : Own(new PostgresServers(installation, authority, TimeProvider.System)));
        dataPlane = Own(new DataPlane(State, Faults, postgres, options.Tell));
        var names = Own(new DnsServers(new SandboxNames(State, seed, Faults)));
        var certificate = Own(authority.Issue(["localhost"], [System.Net.IPAddress.Loopback]));
        var control = new SandboxControl(State, names, Faults, dataPlane);
        var server = new SandboxApp(options, State, dataPlane, Faults, Log, addresses, control);
        var app = Own(server.Build(certificate));
        await Task.WhenAll(app.StartAsync(cancellation), dataPlane.StartAsync([seed.Server, seed.Service], cancellation));
        Ready = ReadyDocument.Describe(seed, server, SandboxApp.Addresses(app), authorityFile, Log.Path, names, State, dataPlane.SignIn);
    }

    private T Own<T>(T part) where T : notnull
    {
        parts.Push(part as IAsyncDisposable ?? new Synchronous((IDisposable)part));
        return part;
    }

    private sealed class Synchronous(IDisposable part) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
