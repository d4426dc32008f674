using System.Net;
using System.Net.Sockets;

namespace PrivateLinkPg.Sandbox.Network.Relays;

/// <summary>Where a relay leads to.</summary>
/// <param name="Name">Two of one name lead to the same: flows are kept when one takes the place of the other.</param>
/// <param name="Find">Where it listens now; asked for each connection, so that it may be started at the first.</param>
public sealed record RelayTarget(string Name, Func<CancellationToken, Task<IPEndPoint>> Find)
{
    /// <summary>A server that always listens at the same place.</summary>
    public static RelayTarget At(IPEndPoint endpoint) => new(endpoint.ToString(), _ => Task.FromResult(endpoint));

    /// <inheritdoc/>
    public bool Equals(RelayTarget? other) => Name.Equals(other?.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.OrdinalIgnoreCase);
}

/// <summary>What becomes of the connections to an address, other than that they are led to a server.</summary>
public enum PathFault
{
    /// <summary>They are led on.</summary>
    None,

    /// <summary>They are swallowed, as by a firewall, or by an endpoint whose connection nobody approved.</summary>
    Dropped,

    /// <summary>They are refused: nothing listens at the port.</summary>
    Refused,

    /// <summary>They are taken and ended at once.</summary>
    Closed,

    /// <summary>They are taken, and nobody ever says a word.</summary>
    Hung,
}

/// <summary>One address that leads to a server: a private endpoint's, or a server's public one.</summary>
/// <param name="Key">What it belongs to, for example the private endpoint's id; compared without case.</param>
/// <param name="Listen">Address and port that clients connect to.</param>
/// <param name="Target">Where their bytes go. Null: the address swallows connection attempts, as a private endpoint does
/// whose connection nobody approved; clients run into their own limit.</param>
/// <param name="Fault">What happens to connections on the way.</param>
public sealed record RelaySpec(string Key, IPEndPoint Listen, RelayTarget? Target, PathFault Fault = PathFault.None);

/// <summary>An address that could not be opened.</summary>
public sealed record RelayFailure(RelaySpec Relay, string Reason);

/// <summary>The addresses that lead to servers, kept equal to a wished state.</summary>
public sealed class EndpointRelays : IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Dictionary<string, (RelaySpec Spec, IAsyncDisposable? Relay)> open = new(StringComparer.OrdinalIgnoreCase);
    private bool disposed;

    /// <summary>
    /// Makes the open relays exactly these: opens new ones, closes missing ones together with their flows, leaves unchanged ones
    /// alone; a changed one is closed and opened anew. Addresses that do not lead to the loopback interface are skipped: whether one
    /// does is asked when its relay is new or has changed. Calls are serialised; the state is in effect when the call returns.
    /// </summary>
    /// <returns>What could not be opened, with the reason; the others are open. The next call tries them again.</returns>
    /// <exception cref="ArgumentException">Two relays have the same key.</exception>
    public async Task<IReadOnlyList<RelayFailure>> ApplyAsync(
        IReadOnlyCollection<RelaySpec> wished, CancellationToken cancellation = default)
    {
        var byKey = wished.Where(spec => spec.Fault != PathFault.Refused)
            .ToDictionary(spec => spec.Key, StringComparer.OrdinalIgnoreCase);
        await turn.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            var gone = open.Where(pair => !(byKey.TryGetValue(pair.Key, out var spec) && Same(spec, pair.Value.Spec)));
            await CloseAsync(gone.Select(pair => pair.Key));

            var failures = new List<RelayFailure>();
            foreach (var spec in byKey.Values.Where(spec => !open.ContainsKey(spec.Key)))
            {
                try
                {
                    open.Add(spec.Key, (spec, LoopbackAddress.Leads(spec.Listen.Address) ? await OpenAsync(spec) : null));
                }
                catch (SocketException failure)
                {
                    var reason = LoopbackAddress.Explain(spec.Listen.Address, failure);
                    failures.Add(new RelayFailure(spec, $"{spec.Listen} cannot be opened: {reason}"));
                }
            }

            return failures;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Closes all relays and their flows.</summary>
    public async ValueTask DisposeAsync()
    {
        await turn.WaitAsync();
        try
        {
            disposed = true;
            await CloseAsync(open.Keys);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>All of them are closed before the first new one opens: an address may pass from one to another.</summary>
    private async Task CloseAsync(IEnumerable<string> keys)
    {
        var closing = new List<Task>();
        foreach (var key in keys.ToList())
        {
            if (open.Remove(key, out var removed) && removed.Relay is { } relay) closing.Add(relay.DisposeAsync().AsTask());
        }

        await Task.WhenAll(closing);
    }

    private static async Task<IAsyncDisposable> OpenAsync(RelaySpec spec) => spec switch
    {
        { Target: null } or { Fault: PathFault.Dropped } => await SilentRelay.OpenAsync(spec.Listen),
        { Fault: PathFault.Closed } => new TcpServer(TcpServer.Bind(spec.Listen), (_, _) => Task.CompletedTask),
        { Fault: PathFault.Hung } => new TcpServer(TcpServer.Bind(spec.Listen), (_, closing) => Task.Delay(Timeout.Infinite, closing)),
        _ => Relay.Open(spec.Listen, spec.Target),
    };

    private static bool Same(RelaySpec left, RelaySpec right) =>
        left.Listen.Equals(right.Listen) && Equals(left.Target, right.Target) && left.Fault == right.Fault;
}
