using System.Net;
using Microsoft.Extensions.Logging.Abstractions;

namespace PrivateLinkPg.Sandbox.Network.Dns;

/// <summary>
/// One DNS server per virtual network, on a loopback port of its own for UDP and TCP: what 168.63.129.16 is inside that
/// network. An id that nothing is linked to sees the public names only.
/// </summary>
public sealed class DnsServers(INameData names, ILogger<DnsServers>? logger = null) : IAsyncDisposable
{
    private readonly Lock access = new();
    private readonly Dictionary<string, DnsServer> running = new(StringComparer.OrdinalIgnoreCase);
    private bool disposed;

    /// <summary>Where the network's server listens; starts it at the first call. It keeps its port until it is stopped.</summary>
    public IPEndPoint GetOrStart(string virtualNetworkId)
    {
        lock (access)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (!running.TryGetValue(virtualNetworkId, out var server))
            {
                var responder = new DnsResponder(virtualNetworkId, names, logger ?? NullLogger<DnsServers>.Instance);
                running[virtualNetworkId] = server = DnsServer.Start(responder);
            }
            return server.Endpoint;
        }
    }

    /// <summary>Stops the network's server, if there is one.</summary>
    public async ValueTask StopAsync(string virtualNetworkId)
    {
        DnsServer? server;
        lock (access)
            running.Remove(virtualNetworkId, out server);
        if (server is not null)
            await server.DisposeAsync();
    }

    /// <summary>Stops all servers.</summary>
    public async ValueTask DisposeAsync()
    {
        List<DnsServer> servers;
        lock (access)
        {
            disposed = true;
            servers = [.. running.Values];
            running.Clear();
        }

        foreach (var server in servers)
            await server.DisposeAsync();
    }
}
