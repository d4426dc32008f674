using System.Net;
using PrivateLinkPg.Sandbox.Certificates;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.Network.Relays;
using PrivateLinkPg.Sandbox.Postgres;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox;

/// <summary>Keeps the relays and the servers' certificates equal to what the control plane says.</summary>
internal sealed class DataPlane : IAsyncDisposable
{
    private const int Port = 5432;

    private readonly SandboxState state;
    private readonly FaultSchedule faults;
    private readonly PostgresServers? postgres;
    private readonly Action<string> tell;
    private readonly EndpointRelays relays = new();
    private readonly SemaphoreSlim turn = new(1, 1);
    private long applied = -1;
    private readonly HashSet<string> told = [];
    private HashSet<string> hostNames = [];
    private List<(string Key, IPAddress Address, PostgresFault? Server)> carriedOut = [];

    public DataPlane(
        SandboxState state,
        SandboxCertificateAuthority authority,
        FaultSchedule faults,
        PostgresInstallation? installation,
        Action<string> tell)
    {
        this.state = state;
        this.faults = faults;
        this.tell = tell;
        if (installation is not null) postgres = new PostgresServers(installation, authority, TimeProvider.System);
        // Operations end by the clock, with nobody asking: their effects on the network must not wait for a request.
        state.Changed += () => _ = CatchUpAsync();
    }

    public PostgresSignIn? SignIn => postgres?.SignIn;

    /// <summary>Starts PostgreSQL: who is told that the sandbox is ready must not wait for it at the first approval.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (postgres is null) return;
        hostNames = state.Run(HostNames, writes: false);
        await postgres.SetHostNamesAsync(hostNames, cancellation);
        await postgres.GetEndpointAsync(PostgresFault.None, cancellation);
    }

    /// <summary>Returns when the network is as the state was at the call: an answer never runs ahead of the network.</summary>
    public async Task CatchUpAsync()
    {
        if (Volatile.Read(ref applied) >= state.Version) return;
        await turn.WaitAsync();
        try
        {
            if (applied >= state.Version) return;
            var (version, wishes, names) = state.Run(() => (state.Version, Wishes().ToList(), HostNames()), writes: false);
            if (postgres is not null && !names.SetEquals(hostNames))
            {
                await postgres.SetHostNamesAsync(names);
                hostNames = names;
            }
            if (!wishes.SequenceEqual(carriedOut))
            {
                var specs = await Task.WhenAll(wishes.Select(ToSpecAsync));
                var failures = await relays.ApplyAsync(specs);
                foreach (var failure in failures.Where(failure => told.Add(failure.Reason))) tell(failure.Reason);
                // What could not be opened is tried again with the next change.
                carriedOut = failures.Count == 0 ? wishes : [];
            }
            Volatile.Write(ref applied, version);
        }
        catch (ObjectDisposedException)
        {
            // The sandbox is going away, and its network with it.
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await relays.DisposeAsync();
        if (postgres is not null) await postgres.DisposeAsync();
    }

    private IEnumerable<(string Key, IPAddress Address, PostgresFault? Server)> Wishes()
    {
        foreach (var endpoint in state.All<PrivateEndpoint>())
        {
            var connection = endpoint.Connection;
            var isOpen = endpoint.IsMaterialized && connection.Status == "Approved" && connection.Target.IsRunning
                && SecurityFilter.Admits(endpoint, endpoint.Interface.Address, Port);
            yield return (endpoint.Id.Value, endpoint.Interface.Address, isOpen ? faults.ForServer(connection.Target.Id.Value) : null);
        }
        foreach (var server in state.All<FlexibleServer>())
            if (server.IsPublicAccessEnabled && server.IsRunning)
                yield return ("public:" + server.Id.Value, server.PublicAddress, faults.ForServer(server.Id.Value));
        foreach (var cluster in state.All<ServerGroup>())
            if (cluster.IsPublicAccessEnabled && cluster.IsRunning)
                yield return ("public:" + cluster.Id.Value, cluster.PublicAddress, faults.ForServer(cluster.Id.Value));
    }

    private HashSet<string> HostNames()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Seed.BigAnimalHost };
        names.UnionWith(state.All<FlexibleServer>().Select(server => server.HostNameText));
        names.UnionWith(state.All<ServerGroup>().SelectMany(cluster => cluster.GroupIds.Select(group => cluster.HostName(group)!)));
        names.UnionWith(state.All<PrivateLinkService>().SelectMany(service => service.Fqdns));
        return names;
    }

    private async Task<RelaySpec> ToSpecAsync((string Key, IPAddress Address, PostgresFault? Server) wish)
    {
        var target = wish.Server is { } fault && postgres is not null ? await postgres.GetEndpointAsync(fault) : null;
        return new RelaySpec(wish.Key, new IPEndPoint(wish.Address, Port), target);
    }
}
