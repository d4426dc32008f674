using PrivateLinkPg.Sandbox.Faults;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>An operation that a plan fails leaves nothing in the middle of something: what it was about can be read, written and removed.</summary>
public class PlannedFailureTests : TimedSandbox
{
    private const string Network = SandboxFixture.Network;
    private const string Postgres = SandboxFixture.Postgres;
    private const string Citus = "api-version=2022-11-08";
    private const string Place = """{"location":"japaneast"}""";
    private const string Approval = """{"properties":{"privateLinkServiceConnectionState":{"status":"Approved"}}}""";

    private string Group => Host.Ready.Resources.ClientNetwork.Split("/providers/")[0];

    private string Databases => $"{Group}/providers/Microsoft.DBforPostgreSQL";

    private string Service => Host.Ready.Resources.PrivateLinkService;

    private async Task FailAsync(string method, string path, string? body = null)
    {
        await Host.AddFaultsAsync(new FaultPlan { Requests = [new() { Method = method, Path = path.Split('?')[0], Operation = new() { Code = "InternalServerError" } }] });
        var accepted = await Client.SendAsync(method, path, body);
        Assert.True(accepted.Status is >= 200 and < 300, accepted.Text);
        Time.Advance(Duration);
    }

    private async Task SucceedAsync(string method, string path, string? body = null)
    {
        var accepted = await Client.SendAsync(method, path, body);
        Assert.True(accepted.Status is >= 200 and < 300, accepted.Text);
        Time.Advance(Duration);
    }

    private async Task<string?> ReadAsync(string path, string property) => (string?)(await Client.GetAsync(path)).Properties[property];

    private async Task<string> ConnectAsync()
    {
        await SucceedAsync("PUT", $"{Group}/providers/Microsoft.Network/privateEndpoints/pe?{Network}",
            SandboxFixture.EndpointBody(Service, Host.Ready.Resources.ClientSubnet, isManual: true, group: null));
        var list = await Client.GetAsync($"{Service}/privateEndpointConnections?{Network}");
        return $"{list.Body!["value"]![0]!["id"]}?{Network}";
    }

    [Fact]
    public async Task A_decision_about_a_connection_fails_and_can_be_made_again()
    {
        var connection = await ConnectAsync();
        await FailAsync("PUT", connection, Approval);
        Assert.Equal("Failed", await ReadAsync(connection, "provisioningState"));
        await SucceedAsync("PUT", connection, Approval);
        Assert.Equal("Succeeded", await ReadAsync(connection, "provisioningState"));
    }

    [Theory]
    [InlineData("Ready")]
    [InlineData("Stopped")]
    public async Task A_server_that_was_not_deleted_is_as_before(string state)
    {
        var server = $"{Databases}/flexibleServers/pg-kept?{Postgres}";
        await SucceedAsync("PUT", server, Place);
        if (state == "Stopped") await SucceedAsync("POST", server.Replace("?", "/stop?", StringComparison.Ordinal));
        await FailAsync("DELETE", server);
        Assert.Equal(state, await ReadAsync(server, "state"));
        await SucceedAsync("DELETE", server);
        Assert.Equal(404, (await Client.GetAsync(server)).Status);
    }

    [Fact]
    public async Task A_server_that_was_not_made_is_not_there()
    {
        var server = $"{Databases}/flexibleServers/pg-never?{Postgres}";
        await FailAsync("PUT", server, Place);
        Assert.Equal(404, (await Client.GetAsync(server)).Status);
        await SucceedAsync("PUT", server, Place);
        Assert.Equal("Ready", await ReadAsync(server, "state"));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_cluster_fails_and_can_be_written_and_deleted(string method)
    {
        var cluster = $"{Databases}/serverGroupsv2/cluster?{Citus}";
        if (method == "DELETE") await SucceedAsync("PUT", cluster, Place);
        await FailAsync(method, cluster, method == "PUT" ? Place : null);
        Assert.Equal("Failed", await ReadAsync(cluster, "provisioningState"));
        await SucceedAsync("PUT", cluster, Place);
        Assert.Equal("Succeeded", await ReadAsync(cluster, "provisioningState"));
        await SucceedAsync("DELETE", cluster);
        Assert.Equal(404, (await Client.GetAsync(cluster)).Status);
    }

    [Fact]
    public async Task A_service_that_was_not_deleted_can_be_deleted()
    {
        await FailAsync("DELETE", $"{Service}?{Network}");
        Assert.Equal("Failed", await ReadAsync($"{Service}?{Network}", "provisioningState"));
        await SucceedAsync("DELETE", $"{Service}?{Network}");
        Assert.Equal(404, (await Client.GetAsync($"{Service}?{Network}")).Status);
    }

    [Fact]
    public async Task A_group_that_was_not_deleted_takes_something_in()
    {
        var group = $"/subscriptions/{Host.Ready.Subscriptions.Test}/resourceGroups/rg-kept?{SandboxFixture.Resources}";
        await SucceedAsync("PUT", group, Place);
        await FailAsync("DELETE", group);
        Assert.Equal("Succeeded", await ReadAsync(group, "provisioningState"));
        await SucceedAsync("PUT", group, Place);
    }
}
