using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Faults;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>A connection is on its target from the end of the endpoint's operation until one of the two sides takes it away for good.</summary>
public class ConnectionLifeTests : IAsyncLifetime
{
    private const string Network = SandboxFixture.Network;
    private const string Postgres = SandboxFixture.Postgres;
    private const string Approval = """{"properties":{"privateLinkServiceConnectionState":{"status":"Approved"}}}""";

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);
    private readonly ManualTime time = new();
    private SandboxHost host = null!;
    private ArmClient client = null!;

    private string Net => $"{host.Ready.Resources.ClientNetwork.Split("/virtualNetworks/")[0]}";

    private string Server => host.Ready.Resources.FlexibleServer;

    private string Service => host.Ready.Resources.PrivateLinkService;

    private string Endpoint => $"{Net}/privateEndpoints/pe?{Network}";

    private string Body(string target, bool isManual = true) => SandboxFixture.EndpointBody(
        target, host.Ready.Resources.ClientSubnet, isManual, target == Service ? null : target.Contains("serverGroupsv2", StringComparison.Ordinal) ? "coordinator" : "postgresqlServer");

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

    private async Task ConnectAsync(string target, bool isManual = true)
    {
        Assert.Equal(201, (await client.PutAsync(Endpoint, Body(target, isManual))).Status);
        time.Advance(Duration);
    }

    private async Task<List<string>> ConnectionsAsync(string target)
    {
        var list = await client.GetAsync($"{target}/privateEndpointConnections?{(target == Service ? Network : Postgres)}");
        return [.. list.Body!["value"]!.AsArray().Select(item => (string)item!["id"]!)];
    }

    private async Task<string?> StatusAsync()
    {
        var properties = (await client.GetAsync(Endpoint)).Properties;
        return (string?)properties["privateLinkServiceConnections"]!.AsArray().Concat(properties["manualPrivateLinkServiceConnections"]!.AsArray())
            .Single()!["properties"]!["privateLinkServiceConnectionState"]!["status"];
    }

    private async Task<(string?, string?)> EndAsync(ArmResponse accepted)
    {
        var end = await client.GetAsync(accepted.Header("Azure-AsyncOperation")!);
        return ((string?)end.Body!["status"], end.Code);
    }

    private async Task<string> NewClusterAsync()
    {
        var cluster = $"{Server.Split("/flexibleServers/")[0]}/serverGroupsv2/cluster";
        await client.PutAsync($"{cluster}?api-version=2022-11-08", """{"location":"japaneast"}""");
        time.Advance(Duration);
        return cluster;
    }

    [Fact]
    public async Task An_approval_of_what_is_gone_by_then_fails_and_writes_no_record()
    {
        await ConnectAsync(Server);
        var zone = $"{Net}/privateDnsZones/privatelink.postgres.database.azure.com";
        await client.PutAsync($"{zone}?{SandboxFixture.Dns}", """{"location":"global"}""");
        time.Advance(Duration);
        await client.PutAsync($"{Net}/privateEndpoints/pe/privateDnsZoneGroups/default?{Network}",
            $$$"""{"properties":{"privateDnsZoneConfigs":[{"name":"z","properties":{"privateDnsZoneId":"{{{zone}}}"} }] } }""");
        time.Advance(Duration);
        var connection = Assert.Single(await ConnectionsAsync(Server));

        await client.DeleteAsync(Endpoint);
        var approval = await client.PutAsync($"{connection}?{Postgres}", Approval);
        time.Advance(Duration);

        Assert.Equal((202, ("Failed", "ResourceNotFound")), (approval.Status, await EndAsync(approval)));
        Assert.Equal(404, (await client.GetAsync(Endpoint)).Status);
        Assert.Equal(404, (await client.GetAsync($"{zone}/A/pg-orders?{SandboxFixture.Dns}")).Status);
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
        var connection = (await client.GetAsync($"{target}/privateEndpointConnections?{version}")).Body!["value"]![0]!["id"]!.ToString();

        Assert.Equal(202, (await client.DeleteAsync($"{connection}?{version}")).Status);
        Assert.Equal("Deleting", (string?)(await client.GetAsync($"{connection}?{version}")).Properties["provisioningState"]);
        var refused = await client.PutAsync($"{connection}?{version}", Approval);
        time.Advance(Duration);

        Assert.Equal((409, code), (refused.Status, refused.Code));
        Assert.Equal(404, (await client.GetAsync($"{connection}?{version}")).Status);
        Assert.Equal("Disconnected", await StatusAsync());
    }

    [Fact]
    public async Task A_decision_that_ends_during_the_delete_does_not_undo_it()
    {
        await ConnectAsync(Service);
        var connection = Assert.Single(await ConnectionsAsync(Service));

        await client.PutAsync($"{connection}?{Network}", Approval);
        time.Advance(Duration / 2);
        await client.DeleteAsync($"{connection}?{Network}");
        time.Advance(Duration / 2);

        Assert.Equal("Deleting", (string?)(await client.GetAsync($"{connection}?{Network}")).Properties["provisioningState"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_delete_that_a_plan_fails_leaves_a_connection_that_can_be_decided(bool isService)
    {
        var (target, version) = isService ? (Service, Network) : (Server, Postgres);
        await host.AddFaultsAsync(new FaultPlan { Requests = [new() { Method = "DELETE", Path = "*privateEndpointConnections*", Operation = new() { Code = "InternalServerError" } }] });
        await ConnectAsync(target);
        var connection = Assert.Single(await ConnectionsAsync(target));
        await client.DeleteAsync($"{connection}?{version}");
        time.Advance(Duration);

        Assert.InRange((await client.PutAsync($"{connection}?{version}", Approval)).Status, 200, 202);
        time.Advance(Duration);
        Assert.Equal("Approved", await StatusAsync());
    }

    [Fact]
    public async Task An_endpoint_that_failed_at_a_lock_is_on_its_target_once_it_is_made_again()
    {
        var keep = $"{Server}/providers/Microsoft.Authorization/locks/keep?api-version=2020-05-01";
        await client.PutAsync(keep, """{"properties":{"level":"ReadOnly"}}""");
        var failed = await client.PutAsync(Endpoint, Body(Server, isManual: false));
        time.Advance(Duration);
        Assert.Equal(("Failed", "ScopeLocked"), await EndAsync(failed));
        Assert.Empty(await ConnectionsAsync(Server));
        await client.DeleteAsync(keep);

        Assert.Equal(200, (await client.PutAsync(Endpoint, Body(Server, isManual: false))).Status);
        time.Advance(Duration);

        Assert.Single(await ConnectionsAsync(Server));
        Assert.Equal("Approved", await StatusAsync());
    }

    [Fact]
    public async Task An_update_that_fails_at_a_lock_takes_no_connection_away()
    {
        await ConnectAsync(Server);
        var keep = $"{Server}/providers/Microsoft.Authorization/locks/keep?api-version=2020-05-01";
        await client.PutAsync(keep, """{"properties":{"level":"ReadOnly"}}""");
        var body = JsonNode.Parse(Body(Server))!;
        body["tags"] = new JsonObject { ["a"] = "b" };

        var update = await client.PutAsync(Endpoint, body.ToJsonString());
        time.Advance(Duration);

        Assert.Equal(("Failed", "ScopeLocked"), await EndAsync(update));
        Assert.Single(await ConnectionsAsync(Server));
    }

    [Fact]
    public async Task An_update_does_not_bring_a_connection_back_that_the_owner_has_taken_away()
    {
        await ConnectAsync(Server);
        await client.DeleteAsync($"{Assert.Single(await ConnectionsAsync(Server))}?{Postgres}");
        time.Advance(Duration);
        var body = JsonNode.Parse(Body(Server))!;
        body["tags"] = new JsonObject { ["a"] = "b" };

        Assert.Equal(200, (await client.PutAsync(Endpoint, body.ToJsonString())).Status);
        time.Advance(Duration);

        Assert.Empty(await ConnectionsAsync(Server));
        Assert.Equal("Disconnected", await StatusAsync());
    }

    [Fact]
    public async Task An_endpoint_whose_target_has_gone_before_it_was_made_fails()
    {
        // The endpoint was accepted before the server's DELETE, and is due after it.
        await host.AddFaultsAsync(new FaultPlan { Requests = [new() { Method = "PUT", Path = "*privateEndpoints/pe", Operation = new() { Seconds = 300 } }] });
        var accepted = await client.PutAsync(Endpoint, Body(Server, isManual: false));
        await client.DeleteAsync($"{Server}?{Postgres}");
        time.Advance(TimeSpan.FromSeconds(300));

        Assert.Equal(("Failed", "ResourceNotFound"), await EndAsync(accepted));
        Assert.Equal("Failed", (string?)(await client.GetAsync(Endpoint)).Properties["provisioningState"]);
        Assert.Equal(202, (await client.DeleteAsync(Endpoint)).Status);
        time.Advance(Duration);
        Assert.Equal(404, (await client.GetAsync(Endpoint)).Status);
    }
}
