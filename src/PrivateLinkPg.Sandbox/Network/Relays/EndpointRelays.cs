using System.Net;

namespace PrivateLinkPg.Sandbox.Network.Relays;

/// <summary>One address that leads to a server: a private endpoint's, or a server's public one.</summary>
/// <param name="Key">What it belongs to, for example the private endpoint's id; compared without case.</param>
/// <param name="Listen">Address and port that clients connect to.</param>
/// <param name="Target">Where their bytes go. Null: the address swallows connection attempts, as a private endpoint does
/// whose connection nobody approved; clients run into their own limit.</param>
public sealed record RelaySpec(string Key, IPEndPoint Listen, IPEndPoint? Target);

/// <summary>An address that could not be opened.</summary>
public sealed record RelayFailure(RelaySpec Relay, string Reason);

/// <summary>The addresses that lead to servers, kept equal to a wished state.</summary>
public sealed class EndpointRelays : IAsyncDisposable
{
    /// <summary>
    /// Makes the open relays exactly these: opens new ones, closes missing ones together with their flows, leaves unchanged ones
    /// alone; a changed target closes the flows to the old one. Listen addresses outside 127.0.0.0/8 are skipped: this machine
    /// does not have them. Calls are serialised; the state is in effect when the call returns.
    /// </summary>
    /// <returns>What could not be opened, with the reason; the others are open.</returns>
    public Task<IReadOnlyList<RelayFailure>> ApplyAsync(IReadOnlyCollection<RelaySpec> wished, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Closes all relays and their flows.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
