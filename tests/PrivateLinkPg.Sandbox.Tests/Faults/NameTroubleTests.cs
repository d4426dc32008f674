using System.Net;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.Network.Dns;
using PrivateLinkPg.Sandbox.Tests.Network.Dns;

namespace PrivateLinkPg.Sandbox.Tests.Faults;

/// <summary>Planned trouble of names, as dig sees it.</summary>
public sealed class NameTroubleTests
{
    [ProgramFact(DigAnswer.Program, DigAnswer.Package)]
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

        var here = await DigAnswer.OfAsync(IPEndPoint.Parse(ready.Dns[ready.Resources.ClientNetwork]), ready.HostNames.FlexibleServer);
        var there = await DigAnswer.OfAsync(IPEndPoint.Parse(ready.Dns[ready.Resources.ClientNetwork + "-01"]), ready.HostNames.FlexibleServer);

        Assert.Equal(("SERVFAIL", "NOERROR"), (here.Status, there.Status));
        Assert.Equal("", (await DigAnswer.OfAsync(IPEndPoint.Parse(ready.Dns[ready.Resources.ClientNetwork]), ready.HostNames.BigAnimal, "A", "+time=1")).Status);
    }
}
