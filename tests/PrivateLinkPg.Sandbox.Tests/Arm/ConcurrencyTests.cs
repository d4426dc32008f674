using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

public class ConcurrencyTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const int Clients = 64;

    [Fact]
    public async Task Sixty_four_clients_get_sixty_four_addresses_and_give_them_all_back()
    {
        var names = Enumerable.Range(0, Clients).Select(i => $"pe-parallel-{i:00}").ToList();

        var endpoints = await Task.WhenAll(names.Select(name => sandbox.CreateEndpointAsync(name)));

        var addresses = endpoints.Select(endpoint => (string)endpoint.Properties["customDnsConfigs"]![0]!["ipAddresses"]![0]!).ToList();
        Assert.Equal(Clients, addresses.Distinct().Count());
        var connections = await sandbox.Client.GetAsync($"{sandbox.Ready.Resources.FlexibleServer}/privateEndpointConnections?{SandboxFixture.Postgres}");
        Assert.Equal(Clients, connections.Body!["value"]!.AsArray().Count);

        await Task.WhenAll(names.Select(async name =>
            await sandbox.Client.SucceedAsync(await sandbox.Client.DeleteAsync($"{sandbox.EndpointId(name)}?{SandboxFixture.Network}"))));

        var subnet = await sandbox.Client.GetAsync($"{sandbox.Ready.Resources.ClientSubnet}?{SandboxFixture.Network}");
        Assert.Null(subnet.Properties["ipConfigurations"]);
        Assert.Empty((await sandbox.Client.GetAsync($"{sandbox.ClientGroup}/providers/Microsoft.Network/networkInterfaces?{SandboxFixture.Network}")).Body!["value"]!.AsArray());
        connections = await sandbox.Client.GetAsync($"{sandbox.Ready.Resources.FlexibleServer}/privateEndpointConnections?{SandboxFixture.Postgres}");
        Assert.Empty(connections.Body!["value"]!.AsArray());
    }

    [Fact]
    public async Task Sixty_four_writers_with_etags_lose_nothing()
    {
        var zone = $"{sandbox.ClientGroup}/providers/Microsoft.Network/privateDnsZones/parallel.example.com";
        await sandbox.Client.CreateAsync($"{zone}?{SandboxFixture.Dns}", """{"location":"global"}""");
        var record = $"{zone}/TXT/shared?{SandboxFixture.Dns}";
        await sandbox.Client.PutAsync(record, """{"properties":{"ttl":60,"metadata":{"count":"0"}}}""");

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => IncrementAsync(record)));

        var end = await sandbox.Client.GetAsync(record);
        Assert.Equal($"{Clients}", (string?)end.Properties["metadata"]!["count"]);
    }

    private async Task IncrementAsync(string record)
    {
        while (true)
        {
            var current = await sandbox.Client.GetAsync(record);
            var next = int.Parse((string)current.Properties["metadata"]!["count"]!, System.Globalization.CultureInfo.InvariantCulture) + 1;
            var body = new JsonObject
            {
                ["properties"] = new JsonObject { ["ttl"] = 60, ["metadata"] = new JsonObject { ["count"] = $"{next}" } },
            };
            var written = await sandbox.Client.PutAsync(record, body.ToJsonString(), ("If-Match", current.Header("ETag")!));
            if (written.Status == 200) return;
            Assert.Equal(412, written.Status);
        }
    }
}
