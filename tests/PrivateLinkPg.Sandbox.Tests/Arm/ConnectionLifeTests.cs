using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Faults;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>A connection is on its target from the end of the endpoint's operation until one of the two sides takes it away for good.</summary>
public class ConnectionLifeTests : TimedSandbox
{
    private const string Network = SandboxFixture.Network;
    private const string Postgres = SandboxFixture.Postgres;
    private const string Approval = """{"properties":{"privateLinkServiceConnectionState":{"status":"Approved"}}}""";

    private string Net => $"{Host.Ready.Resources.ClientNetwork.Split("/virtualNetworks/")[0]}";

    private string Server => Host.Ready.Resources.FlexibleServer;

    private string Service => Host.Ready.Resources.PrivateLinkService;

    private string Endpoint => $"{Net}/privateEndpoints/pe?{Network}";

    private string Body(string target, bool isManual = true) => SandboxFixture.EndpointBody(
        target, Host.Ready.Resources.ClientSubnet, isManual, target == Service ? null : target.Contains("serverGroupsv2", StringComparison.Ordinal) ? "coordinator" : "postgresqlServer");

    private async Task ConnectAsync(string target, bool isManual = true)
    {
        Assert.Equal(201, (await Client.PutAsync(Endpoint, Body(target, isManual))).Status);
        Time.Advance(Duration);
    }

    private async Task<List<string>> ConnectionsAsync(string target)
    {
        var list = await Client.GetAsync($"{target}/privateEndpointConnections?{(target == Service ? Network : Postgres)}");
        return [.. list.Body!["value"]!.AsArray().Select(item => (string)item!["id"]!)];
    }

    private async Task<string?> StatusAsync()
    {
        var properties = (await Client.GetAsync(Endpoint)).Properties;
        return (string?)properties["privateLinkServiceConnections"]!.AsArray().Concat(properties["manualPrivateLinkServiceConnections"]!.AsArray())
            .Single()!["properties"]!["privateLinkServiceConnectionState"]!["status"];
    }

    private async Task<(string?, string?)> EndAsync(ArmResponse accepted)
    {
        var end = await Client.GetAsync(accepted.Header("Azure-AsyncOperation")!);
        return ((string?)end.Body!["status"], end.Code);
    }

    private async Task<string> NewClusterAsync()
    {
        var cluster = $"{Server.Split("/flexibleServers/")[0]}/serverGroupsv2/cluster";
        await Client.PutAsync($"{cluster}?api-version=2022-11-08", """{"location":"japaneast"}""");
        Time.Advance(Duration);
        return cluster;
    }

    [Fact]
    public async Task An_approval_of_what_is_gone_by_then_fails_and_writes_no_record()
    {
        await ConnectAsync(Server);
        var zone = $"{Net}/privateDnsZones/privatelink.postgres.database.azure.com";
        await Client.PutAsync($"{zone}?{SandboxFixture.Dns}", """{"location":"global"}""");
        Time.Advance(Duration);
        await Client.PutAsync($"{Net}/privateEndpoints/pe/privateDnsZoneGroups/default?{Network}",
            $$$"""{"properties":{"privateDnsZoneConfigs":[{"name":"z","properties":{"privateDnsZoneId":"{{{zone}}}"} }] } }""");
        Time.Advance(Duration);
        var connection = Assert.Single(await ConnectionsAsync(Server));

        await Client.DeleteAsync(Endpoint);
        var approval = await Client.PutAsync($"{connection}?{Postgres}", Approval);
        Time.Advance(Duration);

        Assert.Equal((202, ("Failed", "ResourceNotFound")), (approval.Status, await EndAsync(approval)));
        Assert.Equal(404, (await Client.GetAsync(Endpoint)).Status);
        Assert.Equal(404, (await Client.GetAsync($"{zone}/A/pg-orders?{SandboxFixture.Dns}")).Status);
    }

    [Theory]
    [InlineData("server", "ServerIsBusy")]
    [InlineData("cluster", "AnotherOperationInProgress")]
    [InlineData("service", "AnotherOperationInProgress")]
    public async Task A_connection_that_is_being_deleted_is_decided_no_more(string kind, string code)
    {
        var target = kind == "server" ? Server : kind == "service" ? Service : await NewClusterAsync();
        var version = kind == "service" ? Network : kind == "cluster" ? "api-version=2022-11-08" : Postgres;
        await ConnectAsync(target);
        var connection = (await Client.GetAsync($"{target}/privateEndpointConnections?{version}")).Body!["value"]![0]!["id"]!.ToString();

        Assert.Equal(202, (await Client.DeleteAsync($"{connection}?{version}")).Status);
        Assert.Equal("Deleting", (string?)(await Client.GetAsync($"{connection}?{version}")).Properties["provisioningState"]);
        var refused = await Client.PutAsync($"{connection}?{version}", Approval);
        Time.Advance(Duration);

        Assert.Equal((409, code), (refused.Status, refused.Code));
        Assert.Equal(404, (await Client.GetAsync($"{connection}?{version}")).Status);
        Assert.Equal("Disconnected", await StatusAsync());
    }

    [Fact]
    public async Task A_decision_that_ends_during_the_delete_does_not_undo_it()
    {
        await ConnectAsync(Service);
        var connection = Assert.Single(await ConnectionsAsync(Service));

        await Client.PutAsync($"{connection}?{Network}", Approval);
        Time.Advance(Duration / 2);
        await Client.DeleteAsync($"{connection}?{Network}");
        Time.Advance(Duration / 2);

        Assert.Equal("Deleting", (string?)(await Client.GetAsync($"{connection}?{Network}")).Properties["provisioningState"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_delete_that_a_plan_fails_leaves_a_connection_that_can_be_decided(bool isService)
    {
        var (target, version) = isService ? (Service, Network) : (Server, Postgres);
        await Host.AddFaultsAsync(new FaultPlan { Requests = [new() { Method = "DELETE", Path = "*privateEndpointConnections*", Operation = new() { Code = "InternalServerError" } }] });
        await ConnectAsync(target);
        var connection = Assert.Single(await ConnectionsAsync(target));
        await Client.DeleteAsync($"{connection}?{version}");
        Time.Advance(Duration);

        Assert.InRange((await Client.PutAsync($"{connection}?{version}", Approval)).Status, 200, 202);
        Time.Advance(Duration);
        Assert.Equal("Approved", await StatusAsync());
    }

    [Fact]
    public async Task An_endpoint_that_failed_at_a_lock_is_on_its_target_once_it_is_made_again()
    {
        var keep = $"{Server}/providers/Microsoft.Authorization/locks/keep?api-version=2020-05-01";
        await Client.PutAsync(keep, """{"properties":{"level":"ReadOnly"}}""");
        var failed = await Client.PutAsync(Endpoint, Body(Server, isManual: false));
        Time.Advance(Duration);
        Assert.Equal(("Failed", "ScopeLocked"), await EndAsync(failed));
        Assert.Empty(await ConnectionsAsync(Server));
        await Client.DeleteAsync(keep);

        Assert.Equal(200, (await Client.PutAsync(Endpoint, Body(Server, isManual: false))).Status);
        Time.Advance(Duration);

        Assert.Single(await ConnectionsAsync(Server));
        Assert.Equal("Approved", await StatusAsync());
    }

    [Fact]
    public async Task An_update_that_fails_at_a_lock_takes_no_connection_away()
    {
        await ConnectAsync(Server);
        var keep = $"{Server}/providers/Microsoft.Authorization/locks/keep?api-version=2020-05-01";
        await Client.PutAsync(keep, """{"properties":{"level":"ReadOnly"}}""");
        var body = JsonNode.Parse(Body(Server))!;
        body["tags"] = new JsonObject { ["a"] = "b" };

        var update = await Client.PutAsync(Endpoint, body.ToJsonString());
        Time.Advance(Duration);

        Assert.Equal(("Failed", "ScopeLocked"), await EndAsync(update));
        Assert.Single(await ConnectionsAsync(Server));
    }

    [Fact]
    public async Task An_update_does_not_bring_a_connection_back_that_the_owner_has_taken_away()
    {
        await ConnectAsync(Server);
        await Client.DeleteAsync($"{Assert.Single(await ConnectionsAsync(Server))}?{Postgres}");
        Time.Advance(Duration);
        var body = JsonNode.Parse(Body(Server))!;
        body["tags"] = new JsonObject { ["a"] = "b" };

        Assert.Equal(200, (await Client.PutAsync(Endpoint, body.ToJsonString())).Status);
        Time.Advance(Duration);

        Assert.Empty(await ConnectionsAsync(Server));
        Assert.Equal("Disconnected", await StatusAsync());
    }

    [Fact]
    public async Task An_endpoint_whose_target_has_gone_before_it_was_made_fails()
    {
        // The endpoint was accepted before the server's DELETE, and is due after it.
        await Host.AddFaultsAsync(new FaultPlan { Requests = [new() { Method = "PUT", Path = "*privateEndpoints/pe", Operation = new() { Seconds = 300 } }] });
        var accepted = await Client.PutAsync(Endpoint, Body(Server, isManual: false));
        await Client.DeleteAsync($"{Server}?{Postgres}");
        Time.Advance(TimeSpan.FromSeconds(300));

        Assert.Equal(("Failed", "ResourceNotFound"), await EndAsync(accepted));
        Assert.Equal("Failed", (string?)(await Client.GetAsync(Endpoint)).Properties["provisioningState"]);
        Assert.Equal(202, (await Client.DeleteAsync(Endpoint)).Status);
        Time.Advance(Duration);
        Assert.Equal(404, (await Client.GetAsync(Endpoint)).Status);
    }
}
