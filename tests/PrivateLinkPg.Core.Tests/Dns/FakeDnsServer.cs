using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace PrivateLinkPg.Core.Tests.Dns;

/// <summary>A DNS server on loopback that says exactly what a test wants, over UDP and TCP on one port.</summary>
internal sealed class FakeDnsServer : IAsyncDisposable
{
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly TcpListener? _tcp;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<DnsMessage, IEnumerable<byte[]>> _answer;
    private readonly Task _work;

    /// <param name="answer">The datagrams to send for a query, in order.</param>
    /// <param name="answerTcp">The message to send over TCP; null to hang up. No listener at all where the function is null.</param>
    /// <param name="at">Where to listen; a free port of 127.0.0.1 by default.</param>
    public FakeDnsServer(Func<DnsMessage, IEnumerable<byte[]>> answer, Func<DnsMessage, byte[]?>? answerTcp = null, IPEndPoint? at = null)
    {
        _answer = answer;
        _udp.Bind(at ?? new IPEndPoint(IPAddress.Loopback, 0));
        EndPoint = (IPEndPoint)_udp.LocalEndPoint!;
        if (answerTcp is not null)
        {
            _tcp = new TcpListener(EndPoint);
            _tcp.Start();
        }
        _work = Task.WhenAll(ServeUdpAsync(), answerTcp is null ? Task.CompletedTask : ServeTcpAsync(answerTcp));
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Sends a datagram to whoever asked this, whenever it was.</summary>
    public async Task SendAsync(byte[] datagram, DnsMessage query) => await _udp.SendToAsync(datagram, query.From!, _stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _udp.Dispose();
        _tcp?.Dispose();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeUdpAsync()
    {
        byte[] buffer = new byte[4096];
        while (true)
        {
            SocketReceiveFromResult from = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
            DnsMessage query = new(buffer[..from.ReceivedBytes]) { From = from.RemoteEndPoint };
            foreach (byte[] datagram in _answer(query)) await _udp.SendToAsync(datagram, from.RemoteEndPoint, _stop.Token);
        }
    }

    private async Task ServeTcpAsync(Func<DnsMessage, byte[]?> answer)
    {
        while (true)
        {
            using TcpClient client = await _tcp!.AcceptTcpClientAsync(_stop.Token);
            NetworkStream stream = client.GetStream();
            byte[] length = new byte[2];
            // A client may ask more than once over one connection.
            while (await stream.ReadAtLeastAsync(length, 2, throwOnEndOfStream: false, _stop.Token) == 2)
            {
                byte[] query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(query, _stop.Token);
                if (answer(new DnsMessage(query)) is not { } message) break;
                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)message.Length);
                await stream.WriteAsync(length, _stop.Token);
                await stream.WriteAsync(message, _stop.Token);
            }
        }
    }
}
