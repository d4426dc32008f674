using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PrivateLinkPg.Core.Tests.Dns;

/// <summary>
/// A DNS server on loopback that plays a script for each name, over UDP and TCP on one port. Before it, a stranger answers each query
/// from another port: with its id and question, and with an address that no right answer has.
/// </summary>
internal sealed class HostileDnsServer : IAsyncDisposable
{
    private readonly Socket _udp;
    private readonly Socket _stranger = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly TcpListener _tcp;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Script> _scripts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Task _work;
    private int _names;

    public HostileDnsServer()
    {
        (_udp, _tcp) = Listen();
        _stranger.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        EndPoint = (IPEndPoint)_udp.LocalEndPoint!;
        _work = Task.WhenAll(ServeUdpAsync(), AcceptAsync());
    }

    /// <summary>What to send for a query: over UDP datagrams in order; over TCP pieces in order, before hanging up.</summary>
    public delegate IEnumerable<byte[]> Script(byte[] query, bool tcp);

    public IPEndPoint EndPoint { get; }

    /// <summary>Gives <paramref name="script"/> a name of its own.</summary>
    public string Play(Script script)
    {
        string name = $"n{Interlocked.Increment(ref _names)}.postgres.database.azure.com";
        _scripts[name] = script;
        return name;
    }

    public void Forget(string name) => _scripts.TryRemove(name, out _);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _udp.Dispose();
        _stranger.Dispose();
        _tcp.Dispose();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    // The same number may be taken over TCP, by a connection of another test.
    private static (Socket Udp, TcpListener Tcp) Listen()
    {
        while (true)
        {
            Socket udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            // Windows tells, as a failure of the next receive, that a client did not wait for the last datagrams (SIO_UDP_CONNRESET).
            if (OperatingSystem.IsWindows()) udp.IOControl(-1744830452, [0, 0, 0, 0], null);
            TcpListener tcp = new((IPEndPoint)udp.LocalEndPoint!);
            try
            {
                tcp.Start();
                return (udp, tcp);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                udp.Dispose();
                tcp.Dispose();
            }
        }
    }

    private IEnumerable<byte[]> Answers(byte[] query, bool tcp) =>
        _scripts.TryGetValue(new DnsMessage(query).Name, out Script? script) ? script(query, tcp) : [];

    private async Task ServeUdpAsync()
    {
        byte[] buffer = new byte[4096];
        while (true)
        {
            SocketReceiveFromResult from = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
            byte[] query = buffer[..from.ReceivedBytes];
            await _stranger.SendToAsync(HostileDatagram.Poisoned(query), from.RemoteEndPoint, _stop.Token);
            foreach (byte[] datagram in Answers(query, false)) await _udp.SendToAsync(datagram, from.RemoteEndPoint, _stop.Token);
        }
    }

    private async Task AcceptAsync()
    {
        while (true) _ = ServeTcpAsync(await _tcp.AcceptTcpClientAsync(_stop.Token));
    }

    private async Task ServeTcpAsync(TcpClient client)
    {
        using TcpClient connection = client;
        connection.NoDelay = true;
        NetworkStream stream = connection.GetStream();
        byte[] length = new byte[2];
        await stream.ReadExactlyAsync(length, _stop.Token);
        byte[] query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(query, _stop.Token);
        foreach (byte[] piece in Answers(query, true)) await stream.WriteAsync(piece, _stop.Token);
        connection.Client.Shutdown(SocketShutdown.Send);
        // The client closes first or is done: what it got is never cut off by a reset.
        _ = await stream.ReadAsync(length.AsMemory(), _stop.Token);
    }
}
