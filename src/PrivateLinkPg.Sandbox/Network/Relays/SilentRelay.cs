using System.Net;
using System.Net.Sockets;

namespace PrivateLinkPg.Sandbox.Network.Relays;

/// <summary>
/// An address that swallows connection attempts. A loopback address without a listener would refuse them, which a private
/// endpoint never does. So there is a listener that accepts nobody, and its queue of one is filled by a connection of our own:
/// Linux then drops every further SYN, and clients wait until they give up. Other systems may refuse instead.
/// </summary>
internal sealed class SilentRelay : IAsyncDisposable
{
    private readonly Socket listener;
    private readonly Socket filler;

    private SilentRelay(Socket listener, Socket filler)
    {
        this.listener = listener;
        this.filler = filler;
    }

    /// <exception cref="SocketException">The address is taken or not this machine's.</exception>
    internal static async Task<SilentRelay> OpenAsync(IPEndPoint listen)
    {
        var listener = TcpServer.Bind(listen, backlog: 0);
        var filler = new Socket(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await filler.ConnectAsync(listen);
            return new SilentRelay(listener, filler);
        }
        catch (SocketException)
        {
            filler.Dispose();
            listener.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        filler.Close(timeout: 0);
        TcpServer.StopListening(listener);
        return ValueTask.CompletedTask;
    }
}
