using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Faults;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>What a later PUT of an endpoint changes: its message, and a failure that has a remedy by now.</summary>
public class EndpointUpdateTests : TimedSandbox
{
    private const string Network = SandboxFixture.Network;
    private const string Postgres = SandboxFixture.Postgres;

    private string Net => Host.Ready.Resources.ClientNetwork.Split("/virtualNetworks/")[0];

    private string Endpoint => $"{Net}/privateEndpoints/pe?{Network}";

    private string Server => $"{Net.Split("/providers/")[0]}/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-gone";

    private string Body(string target, string? message, bool isManual = true)
    {
        var group = target.Contains("privateLinkServices", StringComparison.Ordinal) ? null : "postgresqlServer";
        var body = JsonNode.Parse(SandboxFixture.EndpointBody(target, Host.Ready.Resources.ClientSubnet, isManual, group))!;
        var list = isManual ? "manualPrivateLinkServiceConnections" : "privateLinkServiceConnections";
        if (message is not null) body["properties"]![list]![0]!["properties"]!["requestMessage"] = message;
        return body.ToJsonString();
    }

    private async Task<ArmResponse> PutAsync(string target, string? message, bool isManual = true)
    {
        var accepted = await Client.PutAsync(Endpoint, Body(target, message, isManual));
        Assert.True(accepted.Status is 200 or 201, accepted.Text);
        Time.Advance(Duration);
        return accepted;
    }

    private async Task<(string?, string?)> SeenAsync()
    {
        var properties = (await Client.GetAsync(Endpoint)).Properties;
        var connection = properties["manualPrivateLinkServiceConnections"]!.AsArray().Concat(properties["privateLinkServiceConnections"]!.AsArray()).Single();
        return ((string?)connection!["properties"]!["requestMessage"], (string?)connection["properties"]!["privateLinkServiceConnectionState"]!["status"]);
    }

    private async Task<string?> ToldAsync(string target, string version)
    {
        var list = await Client.GetAsync($"{target}/privateEndpointConnections?{version}");
        return (string?)Assert.Single(list.Body!["value"]!.AsArray())!["properties"]!["privateLinkServiceConnectionState"]!["description"];
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_new_message_is_the_endpoints_and_the_owner_keeps_what_was_told(bool isServer)
    {
        var (target, version) = isServer ? (Host.Ready.Resources.FlexibleServer, Postgres) : (Host.Ready.Resources.PrivateLinkService, Network);
        await PutAsync(target, "please");
        var before = (await Client.GetAsync(Endpoint)).Header("ETag");

        Assert.Equal("Updating", (string?)(await PutAsync(target, "pretty please")).Properties["provisioningState"]);

        Assert.Equal(("pretty please", "Pending"), await SeenAsync());
        Assert.Equal("please", await ToldAsync(target, version));
        Assert.NotEqual(before, (await Client.GetAsync(Endpoint)).Header("ETag"));
        await PutAsync(target, null);
        Assert.Equal((null, "Pending"), await SeenAsync());
    }

    [Fact]
    public async Task The_owner_is_told_the_newest_message_of_an_endpoint_that_has_not_reached_the_target_before()
    {
        await Client.PutAsync(Endpoint, Body(Host.Ready.Resources.FlexibleServer, "please"));
        await PutAsync(Host.Ready.Resources.FlexibleServer, "pretty please");
        Assert.Equal("pretty please", await ToldAsync(Host.Ready.Resources.FlexibleServer, Postgres));
    }

    [Theory]
    [InlineData(true, "Pending")]
    [InlineData(false, "Approved")]
    public async Task An_endpoint_whose_server_went_away_meanwhile_is_repaired_once_there_is_one_again(bool isManual, string status)
    {
        await Client.PutAsync($"{Server}?{Postgres}", """{"location":"japaneast"}""");
        Time.Advance(Duration);
        await Host.AddFaultsAsync(new FaultPlan { Requests = [new() { Method = "PUT", Path = Endpoint.Split('?')[0], Operation = new() { Seconds = 90 } }] });
        await Client.PutAsync(Endpoint, Body(Server, null, isManual));
        await Client.DeleteAsync($"{Server}?{Postgres}");
        Time.Advance(Duration);
        Time.Advance(Duration);
        Assert.Equal("Failed", (string?)(await Client.GetAsync(Endpoint)).Properties["provisioningState"]);

        var absent = await Client.PutAsync(Endpoint, Body(Server, null, isManual));
        Assert.Equal((400, "ResourceNotFound"), (absent.Status, absent.Code));
        await Client.PutAsync($"{Server}?{Postgres}", """{"location":"japaneast"}""");
        Time.Advance(Duration);
        await PutAsync(Server, null, isManual);

        Assert.Equal("Succeeded", (string?)(await Client.GetAsync(Endpoint)).Properties["provisioningState"]);
        Assert.Equal((null, status), await SeenAsync());
        Assert.Equal(isManual ? null : "Auto-Approved", await ToldAsync(Server, Postgres));
    }
}
