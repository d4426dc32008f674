using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace PrivateLinkPg.Sandbox.Network.Dns;

/// <summary>One DNS server: UDP and TCP on the same loopback port.</summary>
internal sealed class DnsServer : IAsyncDisposable
{
    private const int AttemptsToFindPort = 50;
    private const int ReceiveBufferSize = 1024 * 1024;
    private readonly DnsResponder responder;
    private readonly Socket udp;
    private readonly TcpServer tcp;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task answeringUdp;

    private DnsServer(DnsResponder responder, Socket udp, Socket listener)
    {
        this.responder = responder;
        this.udp = udp;
        Endpoint = (IPEndPoint)udp.LocalEndPoint!;
        tcp = new TcpServer(listener, AnswerTcpAsync);
        answeringUdp = AnswerUdpAsync(stopping.Token);
    }

    /// <summary>Address and port, the same for UDP and TCP.</summary>
    internal IPEndPoint Endpoint { get; }

    internal static DnsServer Start(DnsResponder responder)
    {
        for (var attempt = 1; ; attempt++)
        {
            var listener = TcpServer.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                // Room for a burst of queries: what does not fit is lost.
                udp.ReceiveBufferSize = ReceiveBufferSize;
                udp.Bind(listener.LocalEndPoint!);
                return new DnsServer(responder, udp, listener);
            }
            catch (SocketException failure)
                when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < AttemptsToFindPort)
            {
                // The port was free for TCP only: try the next one.
                udp.Dispose();
                listener.Dispose();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await tcp.DisposeAsync();
        await answeringUdp;
        udp.Dispose();
        stopping.Dispose();
    }

    private async Task AnswerUdpAsync(CancellationToken cancellation)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(ushort.MaxValue);
        var anyone = new IPEndPoint(IPAddress.Any, 0);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var received = await udp.ReceiveFromAsync(buffer, SocketFlags.None, anyone, cancellation);
                if (responder.Respond(buffer.AsSpan(0, received.ReceivedBytes), overTcp: false) is { } response)
                    await udp.SendToAsync(response, SocketFlags.None, received.RemoteEndPoint, cancellation);
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException)
            {
                // A client that is gone must not end the service for the others.
            }
        }
    }

    private async Task AnswerTcpAsync(Socket client, CancellationToken cancellation)
    {
        await using var stream = new NetworkStream(client, ownsSocket: false);
        var buffer = ArrayPool<byte>.Shared.Rent(2 + ushort.MaxValue);
        try
        {
            while (await stream.ReadAtLeastAsync(buffer.AsMemory(0, 2), 2, throwOnEndOfStream: false, cancellation) == 2)
            {
                var query = buffer.AsMemory(0, BinaryPrimitives.ReadUInt16BigEndian(buffer));
                await stream.ReadExactlyAsync(query, cancellation);
                if (responder.Respond(query.Span, overTcp: true) is { } response)
                    await stream.WriteAsync(Framed(response), cancellation);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Framed(byte[] response)
    {
        var framed = new byte[2 + response.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)response.Length);
        response.CopyTo(framed, 2);
        return framed;
    }
}
