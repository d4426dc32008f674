using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using PrivateLinkPg.Sandbox.Network;
using PrivateLinkPg.Sandbox.Network.Relays;

namespace PrivateLinkPg.Sandbox.Tests.Network.Relays;

/// <summary>Which relays are open.</summary>
public sealed class EndpointRelaysTests : RelayTest
{
    [Fact]
    public async Task A_removed_relay_takes_its_flows_with_it_on_both_sides()
    {
        await OpenAsync(Approved());
        var (client, server) = await FlowAsync();
        using (client)
        using (server)
        {
            await OpenAsync();
            await AssertBrokenAsync(client);
            await AssertBrokenAsync(server);
            await AssertRefusedAsync();
        }
    }

    [Fact]
    public async Task A_relay_that_stays_keeps_its_flows()
    {
        await OpenAsync(Approved());
        var (client, server) = await FlowAsync();
        using (client)
        using (server)
        {
            var another = new RelaySpec("another", FreeEndpoint("127.9.0.5"), RelayTarget.At(EndpointOf(Target)));
            await OpenAsync(another, Approved() with { Key = "ENDPOINT" });
            await OpenAsync(Approved());
            await client.GetStream().WriteAsync("still"u8.ToArray(), Limit);
            Assert.Equal("still"u8.ToArray(), await ReadAsync(server, 5));
        }
    }

    [Fact]
    public async Task A_changed_target_ends_the_flows_to_the_old_one()
    {
        await OpenAsync(Approved());
        var (client, server) = await FlowAsync();
        using (client)
        using (server)
        {
            await OpenAsync(Approved() with { Target = RelayTarget.At(EndpointOf(OtherTarget)) });
            await AssertBrokenAsync(client);
        }

        using var next = new TcpClient();
        await next.ConnectAsync(Address, Limit);
        using var served = await OtherTarget.AcceptTcpClientAsync(Limit);
    }

    [Fact]
    public async Task An_address_may_pass_from_one_relay_to_another()
    {
        await OpenAsync(Approved());
        await OpenAsync(new RelaySpec("successor", Address, RelayTarget.At(EndpointOf(OtherTarget))));
        using var client = new TcpClient();
        await client.ConnectAsync(Address, Limit);
        using var served = await OtherTarget.AcceptTcpClientAsync(Limit);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_told_and_the_others_open()
    {
        using var taken = new TcpListener(Address);
        taken.Start();
        var another = new RelaySpec("another", FreeEndpoint("127.9.0.5"), RelayTarget.At(EndpointOf(Target)));
        var failure = Assert.Single(await Relays.ApplyAsync([Approved(), another]));
        Assert.StartsWith($"{Address} cannot be opened: ", failure.Reason, StringComparison.Ordinal);
        using var client = new TcpClient();
        await client.ConnectAsync(another.Listen, Limit);
    }

    [Fact]
    public void A_missing_address_is_told_with_the_command_that_adds_it() => Assert.Equal(
        "this machine has no address 127.64.1.4; macOS gets it by: sudo ifconfig lo0 alias 127.64.1.4",
        LoopbackAddress.Explain(IPAddress.Parse("127.64.1.4"), new SocketException((int)SocketError.AddressNotAvailable)));

    [Fact]
    public async Task A_hundred_relays_one_after_another_leave_nothing_open()
    {
        for (var i = 0; i < 100; i++)
        {
            await OpenAsync(Approved());
            var (client, server) = await FlowAsync();
            using (client)
            using (server)
                await OpenAsync();
        }

        var network = IPGlobalProperties.GetIPGlobalProperties();
        Assert.DoesNotContain(Address, network.GetActiveTcpListeners());
        Assert.DoesNotContain(network.GetActiveTcpConnections(), connection => connection.State == TcpState.Established
            && (connection.LocalEndPoint.Equals(Address) || connection.RemoteEndPoint.Equals(Address) || connection.RemoteEndPoint.Equals(EndpointOf(Target))));
    }

    [Fact]
    public async Task An_address_is_free_at_once_even_while_programs_are_started()
    {
        using var enough = new CancellationTokenSource();
        var starting = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartProgramsAsync()));
        for (var i = 0; i < 200; i++)
        {
            await OpenAsync(Approved() with { Target = null });
            await OpenAsync(Approved());
            await OpenAsync();
        }

        await enough.CancelAsync();
        await starting;

        async Task StartProgramsAsync()
        {
            while (!enough.IsCancellationRequested)
                await ProgramRun.OfAsync(OperatingSystem.IsWindows() ? "hostname" : "true", []);
        }
    }

    [Fact]
    public async Task A_relay_without_target_neither_accepts_nor_refuses_until_it_gets_one()
    {
        if (!OperatingSystem.IsLinux())
            return; // other systems may refuse

        await OpenAsync(Approved() with { Target = null });
        using (var client = new TcpClient())
        using (var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300)))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ConnectAsync(Address, patience.Token).AsTask());

        await OpenAsync(Approved());
        var (approved, server) = await FlowAsync();
        approved.Dispose();
        server.Dispose();
    }

    [Fact]
    public async Task A_taken_address_is_reported_and_tried_again_the_others_open()
    {
        var blocker = new TcpListener(Address);
        blocker.Start();
        var another = new RelaySpec("another", FreeEndpoint("127.9.0.5"), RelayTarget.At(EndpointOf(Target)));
        var failure = Assert.Single(await Relays.ApplyAsync([Approved(), another]));
        Assert.Equal(Approved(), failure.Relay);
        Assert.StartsWith($"{Address} cannot be opened: ", failure.Reason, StringComparison.Ordinal);
        using (var client = new TcpClient())
            await client.ConnectAsync(another.Listen, Limit);

        blocker.Dispose();
        Assert.Empty(await Relays.ApplyAsync([Approved(), another]));
    }

    [Fact]
    public async Task An_address_of_another_network_is_skipped() =>
        Assert.Empty(await Relays.ApplyAsync([new RelaySpec("elsewhere", new IPEndPoint(IPAddress.Parse("10.0.0.4"), 5432), RelayTarget.At(EndpointOf(Target)))]));

    [Fact]
    public async Task Two_relays_of_one_key_are_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Relays.ApplyAsync([Approved(), Approved()]));

    [Fact]
    public async Task Disposing_closes_everything()
    {
        await OpenAsync(Approved());
        var (client, server) = await FlowAsync();
        using (client)
        using (server)
        {
            await Relays.DisposeAsync();
            await AssertBrokenAsync(client);
            await AssertRefusedAsync();
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Relays.ApplyAsync([]));
    }
}
