using System.Net;
using System.Net.Sockets;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.Network.Relays;
using PrivateLinkPg.Sandbox.Postgres;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox;

/// <summary>Keeps the relays equal to what the control plane says, and leads each to its target's server.</summary>
/// <param name="state">What the control plane says.</param>
/// <param name="faults">The trouble that servers and ways have.</param>
/// <param name="postgres">The servers; null for none: endpoints have addresses, and nothing answers there.</param>
/// <param name="tell">Takes a line for the user.</param>
internal sealed class DataPlane(SandboxState state, FaultSchedule faults, PostgresServers? postgres, Action<string> tell) : IAsyncDisposable
{
    private const int Port = 5432;

    private readonly EndpointRelays relays = new();
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly HashSet<string> told = [];
    private long applied = -1;
    private List<RelaySpec> carriedOut = [];

    public PostgresSignIn? SignIn => postgres?.SignIn;

    /// <summary>Starts targets' servers: who is told that the sandbox is ready must not wait for them at the first connection.</summary>
    /// <exception cref="PostgresStartException">PostgreSQL could not be started.</exception>
    public async Task StartAsync(IEnumerable<PrivateLinkTarget> targets, CancellationToken cancellation)
    {
        // Operations end by the clock, with nobody asking: their effects on the network must not wait for a request.
        state.Changed += () => _ = CatchUpAsync();
        if (postgres is not null) await Task.WhenAll(targets.Select(target => ServeAsync(target, PostgresFault.None, cancellation)));
        await RefreshAsync();
    }

    /// <summary>Returns when the network is as the state was at the call: an answer never runs ahead of the network.</summary>
    public async Task CatchUpAsync()
    {
        if (Volatile.Read(ref applied) >= state.Version) return;
        await turn.WaitAsync();
        try
        {
            if (applied >= state.Version) return;
            var (version, wishes) = state.Run(() => (state.Version, Wishes().ToList()), writes: false);
            if (!wishes.SequenceEqual(carriedOut))
            {
                var failures = await relays.ApplyAsync(wishes);
                foreach (var failure in failures) TellOnce(failure.Reason);
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

    /// <summary>As above, where faults have changed; servers that have some are there then.</summary>
    public async Task RefreshAsync()
    {
        // Counts as a change of the state, so that the network is made anew.
        var faulty = state.Run(() => Targets()
            .Select(target => (Target: target, Fault: faults.ForServer(target.Id.Value)))
            .Where(each => each.Fault is not (PostgresFault.None or PostgresFault.Stopped)).ToList());
        if (postgres is not null) await Task.WhenAll(faulty.Select(each => ServeAsync(each.Target, each.Fault, CancellationToken.None)));
        await CatchUpAsync();
    }

    public ValueTask DisposeAsync() => relays.DisposeAsync();

    private IEnumerable<RelaySpec> Wishes()
    {
        foreach (var endpoint in state.All<PrivateEndpoint>())
        {
            var connection = endpoint.Connection;
            var isOpen = endpoint.IsMaterialized && connection.Status == "Approved" && connection.Target.IsRunning
                && ClientWay.Leads(endpoint, endpoint.Interface.Address, state.Clients)
                && SecurityFilter.Admits(endpoint, endpoint.Interface.Address, Port, state.Clients);
            yield return new(
                endpoint.Id.Value, new(endpoint.Interface.Address, Port), isOpen ? To(connection.Target) : null,
                isOpen ? faults.ForPath(endpoint.Id.Value) : PathFault.None);
        }
        foreach (var server in state.All<FlexibleServer>())
            if (server.IsPublicAccessEnabled && server.IsRunning) yield return Public(server, server.PublicAddress);
        foreach (var cluster in state.All<ServerGroup>())
            if (cluster.IsPublicAccessEnabled && cluster.IsRunning) yield return Public(cluster, cluster.PublicAddress);
    }

    private IEnumerable<PrivateLinkTarget> Targets() =>
        [.. state.All<FlexibleServer>(), .. state.All<ServerGroup>(), .. state.All<PrivateLinkService>()];

    private RelaySpec Public(PrivateLinkTarget target, IPAddress address) =>
        new("public:" + target.Id.Value, new(address, Port), To(target));

    private RelayTarget? To(PrivateLinkTarget target) =>
        postgres is null || faults.ForServer(target.Id.Value) is var fault && fault == PostgresFault.Stopped ? null
        : new($"{fault} {target.Id.Value}", cancellation => ReachAsync(target, fault, cancellation));

    private async Task<IPEndPoint> ReachAsync(PrivateLinkTarget target, PostgresFault fault, CancellationToken cancellation)
    {
        try
        {
            return (await ServeAsync(target, fault, cancellation))!;
        }
        catch (PostgresStartException failure)
        {
            TellOnce(failure.Message);
            throw new SocketException((int)SocketError.ConnectionRefused);
        }
    }

    // The names of its certificate may be others than at the connection before.
    private Task<IPEndPoint?> ServeAsync(PrivateLinkTarget target, PostgresFault fault, CancellationToken cancellation) =>
        postgres!.GetEndpointAsync(target.Id.Value, state.Run(() => target.ServedNames, writes: false), fault, cancellation);

    private void TellOnce(string line)
    {
        lock (told)
            if (!told.Add(line)) return;
        tell(line);
    }
}
