using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Faults;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>What a later PUT of an endpoint changes: its message, and a failure that has a remedy by now.</summary>
public class EndpointUpdateTests : IAsyncLifetime
{
    private const string Network = SandboxFixture.Network;
    private const string Postgres = SandboxFixture.Postgres;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);
    private readonly ManualTime time = new();
    private SandboxHost host = null!;
    private ArmClient client = null!;

    private string Net => host.Ready.Resources.ClientNetwork.Split("/virtualNetworks/")[0];

    private string Endpoint => $"{Net}/privateEndpoints/pe?{Network}";

    private string Server => $"{Net.Split("/providers/")[0]}/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-gone";

    public async Task InitializeAsync()
    {
        host = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false, OperationTime = Duration, Clock = time });
        client = await ArmClient.SignInAsync(host.Ready);
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
    }

    private string Body(string target, string? message, bool isManual = true)
    {
        var group = target.Contains("privateLinkServices", StringComparison.Ordinal) ? null : "postgresqlServer";
        var body = JsonNode.Parse(SandboxFixture.EndpointBody(target, host.Ready.Resources.ClientSubnet, isManual, group))!;
        var list = isManual ? "manualPrivateLinkServiceConnections" : "privateLinkServiceConnections";
        if (message is not null) body["properties"]![list]![0]!["properties"]!["requestMessage"] = message;
        return body.ToJsonString();
    }

    private async Task<ArmResponse> PutAsync(string target, string? message, bool isManual = true)
    {
        var accepted = await client.PutAsync(Endpoint, Body(target, message, isManual));
        Assert.True(accepted.Status is 200 or 201, accepted.Text);
        time.Advance(Duration);
        return accepted;
    }

    private async Task<(string?, string?)> SeenAsync()
    {
        var properties = (await client.GetAsync(Endpoint)).Properties;
        var connection = properties["manualPrivateLinkServiceConnections"]!.AsArray().Concat(properties["privateLinkServiceConnections"]!.AsArray()).Single();
        return ((string?)connection!["properties"]!["requestMessage"], (string?)connection["properties"]!["privateLinkServiceConnectionState"]!["status"]);
    }

    private async Task<string?> ToldAsync(string target, string version)
    {
        var list = await client.GetAsync($"{target}/privateEndpointConnections?{version}");
        return (string?)Assert.Single(list.Body!["value"]!.AsArray())!["properties"]!["privateLinkServiceConnectionState"]!["description"];
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_new_message_is_the_endpoints_and_the_owner_keeps_what_was_told(bool isServer)
    {
        var (target, version) = isServer ? (host.Ready.Resources.FlexibleServer, Postgres) : (host.Ready.Resources.PrivateLinkService, Network);
        await PutAsync(target, "please");
        var before = (await client.GetAsync(Endpoint)).Header("ETag");

        Assert.Equal("Updating", (string?)(await PutAsync(target, "pretty please")).Properties["provisioningState"]);

        Assert.Equal(("pretty please", "Pending"), await SeenAsync());
        Assert.Equal("please", await ToldAsync(target, version));
        Assert.NotEqual(before, (await client.GetAsync(Endpoint)).Header("ETag"));
        await PutAsync(target, null);
        Assert.Equal((null, "Pending"), await SeenAsync());
    }

    [Fact]
    public async Task The_owner_is_told_the_newest_message_of_an_endpoint_that_has_not_reached_the_target_before()
    {
        await client.PutAsync(Endpoint, Body(host.Ready.Resources.FlexibleServer, "please"));
        await PutAsync(host.Ready.Resources.FlexibleServer, "pretty please");
        Assert.Equal("pretty please", await ToldAsync(host.Ready.Resources.FlexibleServer, Postgres));
    }

    [Theory]
    [InlineData(true, "Pending")]
    [InlineData(false, "Approved")]
    public async Task An_endpoint_whose_server_went_away_meanwhile_is_repaired_once_there_is_one_again(bool isManual, string status)
    {
        await client.PutAsync($"{Server}?{Postgres}", """{"location":"japaneast"}""");
        time.Advance(Duration);
        await host.AddFaultsAsync(new FaultPlan { Requests = [new() { Method = "PUT", Path = Endpoint.Split('?')[0], Operation = new() { Seconds = 90 } }] });
        await client.PutAsync(Endpoint, Body(Server, null, isManual));
        await client.DeleteAsync($"{Server}?{Postgres}");
        time.Advance(Duration);
        time.Advance(Duration);
        Assert.Equal("Failed", (string?)(await client.GetAsync(Endpoint)).Properties["provisioningState"]);

        var absent = await client.PutAsync(Endpoint, Body(Server, null, isManual));
        Assert.Equal((400, "ResourceNotFound"), (absent.Status, absent.Code));
        await client.PutAsync($"{Server}?{Postgres}", """{"location":"japaneast"}""");
        time.Advance(Duration);
        await PutAsync(Server, null, isManual);

        Assert.Equal("Succeeded", (string?)(await client.GetAsync(Endpoint)).Properties["provisioningState"]);
        Assert.Equal((null, status), await SeenAsync());
        Assert.Equal(isManual ? null : "Auto-Approved", await ToldAsync(Server, Postgres));
    }
}
