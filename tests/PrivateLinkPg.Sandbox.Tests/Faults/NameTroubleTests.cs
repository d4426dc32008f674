using System.Net;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.Network.Dns;

namespace PrivateLinkPg.Sandbox.Tests.Faults;

/// <summary>Planned trouble of names, as a DNS client sees it.</summary>
public sealed class NameTroubleTests
{
    [Fact]
    public async Task A_name_has_its_planned_trouble_in_its_network_only()
    {
        await using var host = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false });
        var ready = host.Ready;
        await host.AddFaultsAsync(new FaultPlan
        {
            Names =
            [
                new() { Name = "*.database.azure.com", Network = "*/vnet-client", Fault = DnsFault.ServerFailure },
                new() { Name = "*.biganimal.io", Network = "*/vnet-client", Fault = DnsFault.NoAnswer },
            ],
        });

        var here = await DnsClientLibrary.AskAsync(IPEndPoint.Parse(ready.Dns[ready.Resources.ClientNetwork]), ready.HostNames.FlexibleServer);
        var there = await DnsClientLibrary.AskAsync(IPEndPoint.Parse(ready.Dns[ready.Resources.ClientNetwork + "-01"]), ready.HostNames.FlexibleServer);

        Assert.Equal(("SERVFAIL", "NOERROR"), (here.Status, there.Status));
        Assert.Equal("", (await DnsClientLibrary.AskAsync(IPEndPoint.Parse(ready.Dns[ready.Resources.ClientNetwork]), ready.HostNames.BigAnimal, "A", options => options.Timeout = TimeSpan.FromSeconds(1))).Status);
    }
}
