using System.Net;
using System.Net.Sockets;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>Listens, and swallows whoever comes: its queue is full, as where a firewall drops packets.</summary>
internal sealed class FullQueue : IDisposable
{
    private readonly List<Socket> _sockets = [];

    public FullQueue(IPAddress address, int port = 0)
    {
        Socket full = Add();
        full.Bind(new IPEndPoint(address, port));
        full.Listen(0);
        EndPoint = (IPEndPoint)full.LocalEndPoint!;
        for (int i = 0; i < 4; i++)
        {
            Socket socket = Add();
            socket.Blocking = false;
            try
            {
                socket.Connect(EndPoint);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                // Under way: it takes a place in the queue, or waits for one.
            }
        }
    }

    public IPEndPoint EndPoint { get; }

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    private Socket Add()
    {
        _sockets.Add(new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        return _sockets[^1];
    }
}
