using System.Buffers.Binary;

namespace PrivateLinkPg.Probe.Dns;

/// <summary>Sends one query and waits for its answer, for as long as the token lets it.</summary>
internal static class DnsExchange
{
    private const int LargestDatagram = 65535;

    /// <summary>
    /// Asks over UDP. Datagrams that are no answer to <paramref name="query"/> are passed over: the true one may still come.
    /// </summary>
    /// <exception cref="SocketException">The server cannot be reached.</exception>
    public static async Task<DnsAnswer> AskUdpAsync(IPEndPoint server, DnsQuery query, CancellationToken cancellation)
    {
        // Connected and new for each query: only the server's own datagrams come in, on a random port.
        using Socket socket = new(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellation).ConfigureAwait(false);
        await socket.SendAsync(query.Bytes, cancellation).ConfigureAwait(false);
        byte[] buffer = new byte[LargestDatagram];
        while (true)
        {
            int length = await socket.ReceiveAsync(buffer.AsMemory(), cancellation).ConfigureAwait(false);
            if (DnsAnswerReader.TryRead(buffer.AsSpan(0, length)) is { } answer && query.IsAnsweredBy(answer)) return answer;
        }
    }

    /// <summary>Asks over TCP, as servers demand by a truncated answer.</summary>
    /// <returns>Null where the server answered something else.</returns>
    /// <exception cref="SocketException">The server cannot be reached.</exception>
    /// <exception cref="IOException">The server hung up.</exception>
    public static async Task<DnsAnswer?> AskTcpAsync(IPEndPoint server, DnsQuery query, CancellationToken cancellation)
    {
        using Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, cancellation).ConfigureAwait(false);
        using NetworkStream stream = new(socket, ownsSocket: false);
        // Length and message in one segment: some servers want it so (RFC 7766, section 8).
        byte[] framed = new byte[2 + query.Bytes.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)query.Bytes.Length);
        query.Bytes.CopyTo(framed.AsMemory(2));
        await stream.WriteAsync(framed, cancellation).ConfigureAwait(false);
        byte[] prefix = new byte[2];
        await stream.ReadExactlyAsync(prefix, cancellation).ConfigureAwait(false);
        byte[] message = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
        await stream.ReadExactlyAsync(message, cancellation).ConfigureAwait(false);
        return DnsAnswerReader.TryRead(message) is { Truncated: false } answer && query.IsAnsweredBy(answer) ? answer : null;
    }
}
