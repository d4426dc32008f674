using System.Net;
using System.Net.Sockets;
using PrivateLinkPg.Sandbox.Network.Relays;

namespace PrivateLinkPg.Sandbox.Tests.Network.Relays;

/// <summary>Relays at one address, and two targets that tests play themselves.</summary>
public abstract class RelayTest : IAsyncDisposable
{
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));

    protected EndpointRelays Relays { get; } = new();

    protected TcpListener Target { get; } = Listening();

    protected TcpListener OtherTarget { get; } = Listening();

    protected IPEndPoint Address { get; } = FreeEndpoint("127.9.0.4");

    protected CancellationToken Limit => limit.Token;

    public async ValueTask DisposeAsync()
    {
        await Relays.DisposeAsync();
        Target.Dispose();
        OtherTarget.Dispose();
        limit.Dispose();
        GC.SuppressFinalize(this);
    }

    protected RelaySpec Approved() => new("endpoint", Address, RelayTarget.At(EndpointOf(Target)));

    protected async Task OpenAsync(params RelaySpec[] wished) => Assert.Empty(await Relays.ApplyAsync(wished));

    protected async Task<(TcpClient Client, TcpClient Server)> FlowAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(Address, Limit);
        return (client, await Target.AcceptTcpClientAsync(Limit));
    }

    protected async Task AssertRefusedAsync()
    {
        using var client = new TcpClient();
        var failure = await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(Address, Limit).AsTask());
        Assert.Equal(SocketError.ConnectionRefused, failure.SocketErrorCode);
    }

    protected async Task AssertBrokenAsync(TcpClient side)
    {
        try
        {
            Assert.Equal(0, await side.GetStream().ReadAsync(new byte[1], Limit));
        }
        catch (IOException reset)
        {
            Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(reset.InnerException).SocketErrorCode);
        }
    }

    protected async Task<byte[]> ReadAsync(TcpClient side, int count)
    {
        var bytes = new byte[count];
        await side.GetStream().ReadExactlyAsync(bytes, Limit);
        return bytes;
    }

    protected async Task<byte[]> ReadToEndAsync(TcpClient side)
    {
        // A stream would not read from a side that has ended its own sending.
        var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await side.Client.ReceiveAsync(buffer, Limit) is > 0 and var received)
            bytes.Write(buffer, 0, received);
        return bytes.ToArray();
    }

    protected async Task SendAndEndAsync(TcpClient side, byte[] bytes)
    {
        await side.GetStream().WriteAsync(bytes, Limit);
        side.Client.Shutdown(SocketShutdown.Send);
    }

    protected static IPEndPoint EndpointOf(TcpListener listener) => (IPEndPoint)listener.LocalEndpoint;

    protected static TcpListener Listening()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    protected static IPEndPoint FreeEndpoint(string address)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        return (IPEndPoint)probe.LocalEndPoint!;
    }
}
