using System.Net;
using System.Net.Sockets;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>Where there is nobody, or no way to them, that is told: at once, and from silence.</summary>
public sealed class UnreachableTests
{
    [Fact]
    public async Task Where_nothing_listens_for_dns_it_is_told_from_a_silent_server()
    {
        // Taken, and with ears for one peer only: everybody else is told that nothing is there.
        using Socket reserved = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await reserved.ConnectAsync(IPAddress.Loopback, 9);
        ProbeResult result = await new ConnectionProbe(TimeProvider.System).RunAsync(
            new() { HostName = CertificateLab.Host, DnsServer = new(IPAddress.Loopback, ((IPEndPoint)reserved.LocalEndPoint!).Port) }, default);

        Assert.Equal(("Name", ProbeFault.DnsServerUnreachable), (result.State.Faults[0].Step, result.State.Faults[0].Fault));
    }

    [Fact]
    public async Task An_address_without_a_way_to_it_is_told_from_a_silent_one()
    {
        // All hosts of the network: nobody connects to it.
        IPAddress everybody = IPAddress.Parse("224.0.0.1");
        ProbeResult result = await new ConnectionProbe(TimeProvider.System).RunAsync(
            new() { HostName = $"{everybody}", ExpectedAddresses = [everybody] }, default);

        Assert.Equal(("Tcp", ProbeFault.AddressUnreachable), (result.State.Faults[0].Step, result.State.Faults[0].Fault));
        Assert.Contains("cannot be reached", result.Detail("Tcp"), StringComparison.Ordinal);
    }
}
