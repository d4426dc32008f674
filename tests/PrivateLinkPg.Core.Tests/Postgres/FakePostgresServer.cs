using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>A server on loopback that meets every connection as a test wants.</summary>
internal sealed class FakePostgresServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    /// <param name="meet">What to do with a connection; it is closed afterwards.</param>
    /// <param name="address">Where to listen; 127.0.0.1 by default.</param>
    public FakePostgresServer(Func<Socket, CancellationToken, Task> meet, IPAddress? address = null, int port = 0)
    {
        _listener = new(address ?? IPAddress.Loopback, port);
        _listener.Start();
        _work = ServeAsync(meet);
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>How many bytes the first client sent inside TLS.</summary>
    public Task<int> Heard { get; private init; } = Task.FromResult(0);

    /// <summary>Answers the request for TLS with these bytes and closes.</summary>
    public static FakePostgresServer Answering(string reply) => new(async (socket, stop) =>
    {
        await ReadRequestAsync(socket, stop);
        await socket.SendAsync(Encoding.Latin1.GetBytes(reply), stop);
    });

    /// <summary>Takes connections and says nothing.</summary>
    /// <param name="asked">Called when a client has asked for TLS, and so waits for the answer.</param>
    public static FakePostgresServer Silent(Action asked) => new(async (socket, stop) =>
    {
        if (await socket.ReceiveAsync(new byte[8], stop) > 0) asked();
        await Task.Delay(Timeout.InfiniteTimeSpan, stop);
    });

    /// <summary>Takes connections and resets them at the request for TLS.</summary>
    public static FakePostgresServer Resetting() => new(async (socket, stop) =>
    {
        await ReadRequestAsync(socket, stop);
        socket.LingerState = new LingerOption(true, 0);
    });

    /// <summary>Does TLS with this certificate; whoever accepts it is told that the password is wrong.</summary>
    public static FakePostgresServer Tls(SslStreamCertificateContext certificate, IPAddress? address = null)
    {
        TaskCompletionSource<int> heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return new(async (socket, stop) =>
        {
            await ReadRequestAsync(socket, stop);
            await socket.SendAsync("S"u8.ToArray(), stop);
            using NetworkStream stream = new(socket);
            using SslStream secured = new(stream);
            int read = 0;
            try
            {
                await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = certificate }, stop);
                read = await secured.ReadAsync(new byte[1024], stop);
            }
            catch (Exception e) when (e is IOException or AuthenticationException)
            {
                // The client did not like the certificate.
            }
            heard.TrySetResult(read);
            if (read > 0) await secured.WriteAsync(Error("28P01", "password authentication failed", "auth_failed"), stop);
        }, address) { Heard = heard.Task };
    }

    /// <summary>Options by which a server asks for a client certificate, and takes any, or none.</summary>
    public static SslServerAuthenticationOptions Asking(SslStreamCertificateContext certificate) => new()
    {
        ServerCertificateContext = certificate, ClientCertificateRequired = true,
        // Clients are not called by names.
        RemoteCertificateValidationCallback = (_, _, _, errors) => !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch),
    };

    /// <summary>Does TLS, at once or when it is asked for, as the client begins.</summary>
    /// <param name="options">Gives the certificate, and what is asked of the client's.</param>
    /// <param name="then">What to do inside TLS; by default to wait for the client's end.</param>
    /// <param name="takesDirect">Whether it takes TLS without being asked for it; before PostgreSQL 17 none does.</param>
    public static FakePostgresServer Secured(
        SslServerAuthenticationOptions options, Func<SslStream, CancellationToken, Task>? then = null, bool takesDirect = true) => new(async (socket, stop) =>
    {
        byte[] first = new byte[1];
        // A handshake begins with 22, the length of a request with 0.
        if (await socket.ReceiveAsync(first, SocketFlags.Peek, stop) == 0 || (first[0] == 22 && !takesDirect)) return;
        if (first[0] == 0)
        {
            await ReadRequestAsync(socket, stop);
            await socket.SendAsync("S"u8.ToArray(), stop);
        }
        await using SslStream secured = new(new NetworkStream(socket));
        await secured.AuthenticateAsServerAsync(options, stop);
        await (then ?? UntilClosedAsync)(secured, stop);
    });

    /// <summary>An ErrorResponse as PostgreSQL sends it.</summary>
    public static byte[] Error(string sqlState, string message, string routine)
    {
        byte[] fields = Encoding.UTF8.GetBytes($"SFATAL\0VFATAL\0C{sqlState}\0M{message}\0R{routine}\0\0");
        return [(byte)'E', 0, 0, (byte)((fields.Length + 4) >> 8), (byte)(fields.Length + 4), .. fields];
    }

    /// <summary>From now on nobody listens there, and what is under way goes on.</summary>
    public void StopListening() => _listener.Stop();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static async Task UntilClosedAsync(SslStream secured, CancellationToken stop)
    {
        byte[] heard = new byte[1024];
        while (await secured.ReadAsync(heard, stop) > 0) continue;
    }

    private static async Task ReadRequestAsync(Socket socket, CancellationToken stop)
    {
        byte[] request = new byte[8];
        Assert.Equal(8, await socket.ReceiveAsync(request, stop));
        Assert.Equal([0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F], request);
    }

    private async Task ServeAsync(Func<Socket, CancellationToken, Task> meet)
    {
        while (true)
        {
            Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
            _ = MeetAsync(socket, meet);
        }
    }

    private async Task MeetAsync(Socket socket, Func<Socket, CancellationToken, Task> meet)
    {
        using (socket) await meet(socket, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
