using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>A zone group and its A records: they are there as long as it is, whatever becomes of the connection.</summary>
public class ZoneGroupTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Net = SandboxFixture.Network;
    private const string Dns = SandboxFixture.Dns;
    private readonly ArmClient client = sandbox.Client;

    private string Group(string endpoint) => $"{sandbox.EndpointId(endpoint)}/privateDnsZoneGroups/default?{Net}";

    private static string Body(params string[] zones) => new JsonObject
    {
        ["properties"] = new JsonObject
        {
            ["privateDnsZoneConfigs"] = new JsonArray([.. zones.Select((zone, i) => (JsonNode)new JsonObject
            {
                ["name"] = $"z{i}",
                ["properties"] = new JsonObject { ["privateDnsZoneId"] = zone },
            })]),
        },
    }.ToJsonString();

    private async Task<string> NewZoneAsync(string group, string name = "privatelink.postgres.database.azure.com")
    {
        var parent = $"/subscriptions/{sandbox.Ready.Subscriptions.Test}/resourceGroups/{group}";
        await client.PutAsync($"{parent}?{SandboxFixture.Resources}", """{"location":"japaneast"}""");
        var zone = $"{parent}/providers/Microsoft.Network/privateDnsZones/{name}";
        await client.CreateAsync($"{zone}?{Dns}", """{"location":"global"}""");
        return zone;
    }

    private async Task<int> RecordAsync(string zone) => (await client.GetAsync($"{zone}/A/pg-orders?{Dns}")).Status;

    private async Task RejectAsync(string endpoint) => await client.SucceedAsync(await client.PutAsync(
        $"{await sandbox.ConnectionIdAsync(endpoint)}?{SandboxFixture.Postgres}",
        """{"properties":{"privateLinkServiceConnectionState":{"status":"Rejected"}}}"""));

    private async Task DropAsync(string endpoint) =>
        await client.SucceedAsync(await client.DeleteAsync($"{await sandbox.ConnectionIdAsync(endpoint)}?{SandboxFixture.Postgres}"));

    [Theory]
    [InlineData("rejected")]
    [InlineData("dropped")]
    public async Task Its_records_outlive_the_approval_and_go_with_the_group(string how)
    {
        var name = $"pe-zone-{how}";
        await sandbox.CreateEndpointAsync(name);
        var zone = await NewZoneAsync($"rg-zone-{how}");
        await client.CreateAsync(Group(name), Body(zone));
        await (how == "rejected" ? RejectAsync(name) : DropAsync(name));

        var kept = await client.GetAsync(Group(name));
        Assert.Equal(200, await RecordAsync(zone));
        Assert.Single(kept.Properties["privateDnsZoneConfigs"]![0]!["properties"]!["recordSets"]!.AsArray());
        await client.SucceedAsync(await client.DeleteAsync(Group(name)));
        Assert.Equal(404, await RecordAsync(zone));
    }

    [Fact]
    public async Task Its_records_go_with_the_endpoint_and_with_a_zone_that_it_leaves_after_a_rejection()
    {
        await sandbox.CreateEndpointAsync("pe-zone-gone");
        await sandbox.CreateEndpointAsync("pe-zone-moved");
        var (zone, left, next) = (await NewZoneAsync("rg-zone-gone"), await NewZoneAsync("rg-zone-left"), await NewZoneAsync("rg-zone-next"));
        await client.CreateAsync(Group("pe-zone-gone"), Body(zone));
        await client.CreateAsync(Group("pe-zone-moved"), Body(left));
        await RejectAsync("pe-zone-gone");
        await RejectAsync("pe-zone-moved");

        await client.SucceedAsync(await client.DeleteAsync($"{sandbox.EndpointId("pe-zone-gone")}?{Net}"));
        await client.CreateAsync(Group("pe-zone-moved"), Body(next));

        Assert.Equal(404, await RecordAsync(zone));
        Assert.Equal(404, await RecordAsync(left));
    }

    [Fact]
    public async Task It_writes_no_record_beside_a_CNAME()
    {
        await sandbox.CreateEndpointAsync("pe-zone-alias");
        var (free, zone) = (await NewZoneAsync("rg-zone-free"), await NewZoneAsync("rg-zone-alias"));
        var alias = $"{zone}/CNAME/pg-orders?{Dns}";
        await client.PutAsync(alias, """{"properties":{"ttl":60,"cnameRecord":{"cname":"elsewhere.example.com"}}}""");

        var refused = await client.FollowAsync(await client.PutAsync(Group("pe-zone-alias"), Body(free, zone)));

        Assert.Equal(("Failed", "BadRequest"), ((string?)refused.Body!["status"], refused.Code));
        Assert.StartsWith("Call to Microsoft.Network/privateDnsZones failed. Error message: The record could not be created because a CNAME",
            (string?)refused.Body["error"]!["message"], StringComparison.Ordinal);
        Assert.Equal((404, 404), (await RecordAsync(free), await RecordAsync(zone)));
        await client.DeleteAsync(alias);
        await client.CreateAsync(Group("pe-zone-alias"), Body(free, zone));
        Assert.Equal((200, 200), (await RecordAsync(free), await RecordAsync(zone)));
    }

    [Fact]
    public async Task Its_configurations_have_names_of_their_own()
    {
        await sandbox.CreateEndpointAsync("pe-zone-twin");
        var (zone, other) = (await NewZoneAsync("rg-zone-twin"), await NewZoneAsync("rg-zone-twin", "other.example.com"));

        var answer = await client.PutAsync(Group("pe-zone-twin"), Body(zone, other).Replace("z1", "Z0", StringComparison.Ordinal));

        Assert.Equal((400, "InvalidRequestFormat"), (answer.Status, answer.Code));
        Assert.Equal("DuplicateResourceName", (string?)answer.Body!["error"]!["details"]![0]!["code"]);
        Assert.Equal(404, (await client.GetAsync(Group("pe-zone-twin"))).Status);
    }

    [Fact]
    public async Task A_lock_on_its_record_keeps_it_after_a_rejection_too()
    {
        await sandbox.CreateEndpointAsync("pe-zone-locked");
        var zone = await NewZoneAsync("rg-zone-locked");
        await client.CreateAsync(Group("pe-zone-locked"), Body(zone));
        await RejectAsync("pe-zone-locked");
        var keep = $"{zone}/A/pg-orders/providers/Microsoft.Authorization/locks/keep?api-version=2020-05-01";
        await client.PutAsync(keep, """{"properties":{"level":"CanNotDelete"}}""");

        var refused = await client.FollowAsync(await client.DeleteAsync(Group("pe-zone-locked")));

        Assert.Equal(("Failed", "ScopeLocked"), ((string?)refused.Body!["status"], refused.Code));
        Assert.Equal(200, await RecordAsync(zone));
        await client.DeleteAsync(keep);
        await client.SucceedAsync(await client.DeleteAsync(Group("pe-zone-locked")));
        Assert.Equal(404, await RecordAsync(zone));
    }

    [Theory]
    [InlineData("locks")]
    [InlineData("CNAME")]
    public async Task An_approval_writes_nothing_past_a_lock_or_a_CNAME_and_the_group_shows_it(string how)
    {
        var name = $"pe-zone-late-{how}";
        await sandbox.CreateEndpointAsync(name, isManual: true);
        var zone = await NewZoneAsync($"rg-zone-late-{how}");
        await client.CreateAsync(Group(name), Body(zone));
        var obstacle = how == "locks" ? $"{zone}/providers/Microsoft.Authorization/locks/keep?api-version=2020-05-01" : $"{zone}/CNAME/pg-orders?{Dns}";
        await client.PutAsync(obstacle, how == "locks"
            ? """{"properties":{"level":"ReadOnly"}}"""
            : """{"properties":{"ttl":60,"cnameRecord":{"cname":"elsewhere.example.com"}}}""");

        await client.SucceedAsync(await client.PutAsync($"{await sandbox.ConnectionIdAsync(name)}?{SandboxFixture.Postgres}",
            """{"properties":{"privateLinkServiceConnectionState":{"status":"Approved"}}}"""));

        Assert.Equal(404, await RecordAsync(zone));
        Assert.Equal("Failed", (string?)(await client.GetAsync(Group(name))).Properties["provisioningState"]);
        await client.DeleteAsync(obstacle);
        await client.CreateAsync(Group(name), Body(zone));
        Assert.Equal(200, await RecordAsync(zone));
    }
}
