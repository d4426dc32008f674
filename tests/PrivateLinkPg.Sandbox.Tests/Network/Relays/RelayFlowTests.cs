using System.Net.Sockets;
using System.Security.Cryptography;

namespace PrivateLinkPg.Sandbox.Tests.Network.Relays;

/// <summary>What passes through a relay.</summary>
public sealed class RelayFlowTests : RelayTest
{
    [Fact]
    public async Task Bytes_pass_both_ways()
    {
        await OpenAsync(Approved());
        var (client, server) = await FlowAsync();
        using (client)
        using (server)
        {
            await client.GetStream().WriteAsync("ping"u8.ToArray(), Limit);
            Assert.Equal("ping"u8.ToArray(), await ReadAsync(server, 4));
            await server.GetStream().WriteAsync("pong"u8.ToArray(), Limit);
            Assert.Equal("pong"u8.ToArray(), await ReadAsync(client, 4));
        }
    }

    [Fact]
    public async Task A_client_that_has_said_everything_still_hears_the_whole_answer()
    {
        await OpenAsync(Approved());
        var (client, server) = await FlowAsync();
        using (client)
        using (server)
        {
            var request = RandomNumberGenerator.GetBytes(300_000);
            var answer = RandomNumberGenerator.GetBytes(3_000_000);
            var sending = SendAndEndAsync(client, request);
            Assert.Equal(request, await ReadToEndAsync(server));
            await sending;

            var answering = SendAndEndAsync(server, answer);
            Assert.Equal(answer, await ReadToEndAsync(client));
            await answering;
        }
    }

    [Fact]
    public async Task Many_flows_at_once_do_not_mix()
    {
        await OpenAsync(Approved());
        var echoing = Task.WhenAll(Enumerable.Range(0, 64).Select(_ => EchoAsync()));
        var texts = await Task.WhenAll(Enumerable.Range(0, 64).Select(AskAsync));
        await echoing;
        AssertEach.All(texts, text => Assert.Equal(text.Said, text.Heard));

        async Task EchoAsync()
        {
            using var server = await Target.AcceptTcpClientAsync(Limit);
            await SendAndEndAsync(server, await ReadToEndAsync(server));
        }

        async Task<(byte[] Said, byte[] Heard)> AskAsync(int number)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(Address, Limit);
            var bytes = RandomNumberGenerator.GetBytes(10_000 + number);
            await SendAndEndAsync(client, bytes);
            return (bytes, await ReadToEndAsync(client));
        }
    }

    [Fact]
    public async Task A_target_that_does_not_listen_breaks_the_connection()
    {
        Target.Stop();
        await OpenAsync(Approved());
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(Address, Limit);
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.ConnectionReset)
        {
            return; // it broke before we looked
        }

        await AssertBrokenAsync(client);
    }

    [Fact]
    public async Task A_server_that_breaks_off_breaks_off_the_client()
    {
        await OpenAsync(Approved());
        var (client, server) = await FlowAsync();
        using (client)
        {
            server.Client.Close(timeout: 0);
            var failure = await Assert.ThrowsAsync<IOException>(() => ReadAsync(client, 1));
            Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(failure.InnerException).SocketErrorCode);
        }
    }
}
