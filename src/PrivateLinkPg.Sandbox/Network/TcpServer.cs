using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PrivateLinkPg.Sandbox.Network;

/// <summary>Accepts connections and serves each in a task of its own; when it is closed, so are they.</summary>
internal sealed class TcpServer : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(20);
    private readonly Socket listener;
    private readonly Func<Socket, CancellationToken, Task> serve;
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentDictionary<Task, byte> serving = new();
    private readonly Task accepting;

    /// <param name="listener">Bound and listening; closed with this.</param>
    /// <param name="serve">Serves one connection until it ends or the token says that the server closes.</param>
    internal TcpServer(Socket listener, Func<Socket, CancellationToken, Task> serve)
    {
        this.listener = listener;
        this.serve = serve;
        accepting = AcceptAsync(closing.Token);
    }

    internal static Socket Bind(IPEndPoint endpoint, int backlog = 512)
    {
        var listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endpoint);
            listener.Listen(backlog);
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Frees the address at once. Merely closed, the socket goes on listening as long as another process has it: one that was
    /// just forked and is about to become a program has all of ours.
    /// </summary>
    internal static void StopListening(Socket listener)
    {
        try
        {
            listener.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // Not every system lets a listening socket be shut down; closing has to do there.
        }

        listener.Dispose();
    }

    /// <summary>Stops listening, ends every connection and returns when all of that is done.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await accepting;
        StopListening(listener);
        await Task.WhenAll(serving.Keys);
        closing.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptAsync(cancellation);
                var served = ServeAsync(client, cancellation);
                serving.TryAdd(served, 0);
                _ = served.ContinueWith(
                    done => serving.TryRemove(done, out _),
                    CancellationToken.None,
                    TaskContinuationOptions.None,
                    TaskScheduler.Default);
            }
            catch (SocketException)
            {
                // A client that gave up while it waited; or no descriptor is free, which must not become a busy loop.
                await Task.Delay(PauseAfterFailure, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken cancellation)
    {
        await Task.Yield();
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await serve(client, cancellation);
            }
            catch (Exception failure) when (failure is SocketException or IOException or OperationCanceledException)
            {
                // A reset, so that the other side learns that this was no regular end.
                client.Close(timeout: 0);
            }
        }
    }
}
