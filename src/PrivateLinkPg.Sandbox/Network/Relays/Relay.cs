using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace PrivateLinkPg.Sandbox.Network.Relays;

/// <summary>Passes each TCP connection on to one target, both ways, the end of either direction included.</summary>
internal static class Relay
{
    private const int BufferSize = 32 * 1024;

    /// <summary>Opens the relay; disposing the result ends it and its flows.</summary>
    /// <exception cref="SocketException">The address is taken or not this machine's.</exception>
    internal static TcpServer Open(IPEndPoint listen, RelayTarget target) =>
        new(TcpServer.Bind(listen), (client, cancellation) => PassAsync(client, target, cancellation));

    private static async Task PassAsync(Socket client, RelayTarget target, CancellationToken closing)
    {
        var end = await target.Find(closing);
        using var server = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await server.ConnectAsync(end, closing);

        // One direction that breaks takes the other with it; one that ends regularly does not.
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(closing);
        try
        {
            await Task.WhenAll(PumpAsync(client, server, broken), PumpAsync(server, client, broken));
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            server.Close(timeout: 0);
            throw;
        }
    }

    private static async Task PumpAsync(Socket from, Socket to, CancellationTokenSource broken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await from.ReceiveAsync(buffer, SocketFlags.None, broken.Token) is > 0 and var received)
                await SendAllAsync(to, buffer.AsMemory(0, received), broken.Token);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            await broken.CancelAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task SendAllAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (bytes.Length > 0)
            bytes = bytes[await to.SendAsync(bytes, SocketFlags.None, cancellation)..];
    }
}
