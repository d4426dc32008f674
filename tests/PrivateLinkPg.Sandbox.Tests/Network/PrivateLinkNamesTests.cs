using System.Net;
using PrivateLinkPg.Sandbox.Tests.Arm;

namespace PrivateLinkPg.Sandbox.Tests.Network;

/// <summary>The names behind the control plane: what ARM says, a DNS client finds.</summary>
public sealed class PrivateLinkNamesTests(SandboxFixture azure) : IClassFixture<SandboxFixture>
{
    private const string Zone = "privatelink.postgres.database.azure.com";

    private IPEndPoint Dns => IPEndPoint.Parse(azure.Ready.Dns[azure.Ready.Resources.ClientNetwork]);

    [Fact]
    public async Task Names_follow_the_endpoint_the_zone_and_its_link()
    {
        var publicAnswer = await DnsClientLibrary.AskAsync(Dns, azure.Ready.HostNames.FlexibleServer);
        var address = await CreateEndpointAsync();
        var zone = $"{azure.ClientGroup}/providers/Microsoft.Network/privateDnsZones/{Zone}";
        await azure.Client.CreateAsync($"{zone}?{SandboxFixture.Dns}", """{"location":"global"}""");
        Assert.Equal(publicAnswer.Answers[^1], (await DnsClientLibrary.AskAsync(Dns, azure.Ready.HostNames.FlexibleServer)).Answers[^1]);

        await azure.Client.CreateAsync($"{zone}/virtualNetworkLinks/client?{SandboxFixture.Dns}",
            $$$"""{"location":"global","properties":{"registrationEnabled":false,"virtualNetwork":{"id":"{{{azure.Ready.Resources.ClientNetwork}}}"} } }""");
        Assert.Equal("NXDOMAIN", (await DnsClientLibrary.AskAsync(Dns, azure.Ready.HostNames.FlexibleServer)).Status);

        var record = $"{zone}/A/{azure.Ready.Resources.FlexibleServer.Split('/')[^1]}?{SandboxFixture.Dns}";
        await azure.Client.PutAsync(record, $$$"""{"properties":{"ttl":10,"aRecords":[{"ipv4Address":"{{{address}}}"}]}}""");
        Assert.Equal($"A {address}", (await DnsClientLibrary.AskAsync(Dns, azure.Ready.HostNames.FlexibleServer)).Answers[^1]);
        await azure.Client.DeleteAsync(record);
        Assert.Equal("NXDOMAIN", (await DnsClientLibrary.AskAsync(Dns, azure.Ready.HostNames.FlexibleServer)).Status);
    }

    [Fact]
    public async Task The_clusters_public_name_leads_to_a_private_address_of_another_network()
    {
        var answer = await DnsClientLibrary.AskAsync(Dns, azure.Ready.HostNames.BigAnimal);
        var network = await azure.Client.GetAsync($"{azure.Ready.Resources.ClientNetwork}?{SandboxFixture.Network}");
        var range = IPNetwork.Parse((string)network.Properties["addressSpace"]!["addressPrefixes"]![0]!);
        Assert.False(range.Contains(IPAddress.Parse(Assert.Single(answer.Answers)["A ".Length..])));
    }

    private async Task<IPAddress> CreateEndpointAsync()
    {
        var endpoint = await azure.CreateEndpointAsync("pe");
        var nic = await azure.Client.GetAsync($"{endpoint.Properties["networkInterfaces"]![0]!["id"]}?{SandboxFixture.Network}");
        return IPAddress.Parse((string)nic.Properties["ipConfigurations"]![0]!["properties"]!["privateIPAddress"]!);
    }
}
