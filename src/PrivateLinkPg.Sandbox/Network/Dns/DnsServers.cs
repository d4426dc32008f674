using System.Net;

namespace PrivateLinkPg.Sandbox.Network.Dns;

/// <summary>
/// One DNS server per virtual network, on a loopback port of its own for UDP and TCP: what 168.63.129.16 is inside that
/// network. An id that nothing is linked to sees the public names only.
/// </summary>
public sealed class DnsServers(INameData names) : IAsyncDisposable
{
    private readonly INameData names = names;

    /// <summary>Where the network's server listens; starts it at the first call.</summary>
    public IPEndPoint GetOrStart(string virtualNetworkId) => throw new NotImplementedException(names.ToString());

    /// <summary>Stops the network's server, if there is one.</summary>
    public ValueTask StopAsync(string virtualNetworkId) => ValueTask.CompletedTask;

    /// <summary>Stops all servers.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
