using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>A virtual network takes one write at a time, and what is not ready yet is not used.</summary>
public class NetworkWriteTests : TimedSandbox
{
    private const string Version = SandboxFixture.Network;

    private string Group => $"/subscriptions/{Host.Ready.Subscriptions.Test}/resourceGroups/rg-writes";

    private string Net => $"{Group}/providers/Microsoft.Network";

    private string Vnet => $"{Net}/virtualNetworks/vnet";

    private string Remote => $"{Net}/virtualNetworks/remote";

    private static string Space(int block) => $$$"""
        {"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.{{{block}}}.0.0/16"]},
        "subnets":[{"name":"s","properties":{"addressPrefix":"10.{{{block}}}.0.0/24","privateLinkServiceNetworkPolicies":"Disabled"} }] } }
        """;

    private static string Subnet(int number) => $$$"""{"properties":{"addressPrefix":"10.4.{{{number}}}.0/24","privateLinkServiceNetworkPolicies":"Disabled"} }""";

    private static string Peering(string remote) => $$$"""{"properties":{"remoteVirtualNetwork":{"id":"{{{remote}}}"} } }""";

    private string Endpoint(string subnet) => SandboxFixture.EndpointBody(Host.Ready.Resources.FlexibleServer, $"{Vnet}/subnets/{subnet}");

    private string Service(string subnet) => $$$"""
        {"location":"japaneast","properties":{"destinationIPAddress":"10.9.9.9",
        "ipConfigurations":[{"name":"nat","properties":{"subnet":{"id":"{{{Vnet}}}/subnets/{{{subnet}}}"} } }] } }
        """;

    private protected override async Task PrepareAsync()
    {
        await Client.PutAsync($"{Group}?{SandboxFixture.Resources}", """{"location":"japaneast"}""");
        await AcceptAsync("PUT", Vnet, Space(4));
        await AcceptAsync("PUT", Remote, Space(5));
        Time.Advance(Duration);
    }

    private async Task<ArmResponse> AcceptAsync(string method, string id, string? body = null)
    {
        var accepted = await Client.SendAsync(method, $"{id}?{Version}", body);
        Assert.True(accepted.Status is >= 200 and < 300, $"{method} {id}: {accepted.Status} {accepted.Text}");
        return accepted;
    }

    private async Task<string> StateAsync(string id) => (string)(await Client.GetAsync($"{id}?{Version}")).Properties["provisioningState"]!;

    public static TheoryData<string, string, int?> Writes => new()
    {
        { "PUT", "/subnets/t", 1 },
        { "PUT", "/virtualNetworkPeerings/p", null },
        { "DELETE", "/subnets/gone", null },
        { "DELETE", "/virtualNetworkPeerings/gone", null },
        { "DELETE", "", null },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task While_one_write_of_a_network_is_under_way_every_other_is_refused(string method, string child, int? subnet)
    {
        await AcceptAsync("PUT", $"{Vnet}/subnets/gone", Subnet(2));
        Time.Advance(Duration);
        await AcceptAsync("PUT", $"{Vnet}/virtualNetworkPeerings/gone", Peering(Remote));
        Time.Advance(Duration);
        if (child.EndsWith("/p", StringComparison.Ordinal)) await AcceptAsync("DELETE", $"{Vnet}/virtualNetworkPeerings/gone");
        Time.Advance(Duration);
        var body = subnet is { } number ? Subnet(number) : method == "PUT" ? Peering(Remote) : null;
        var first = await AcceptAsync(method, Vnet + child, body);
        var uri = first.Header("Azure-AsyncOperation")!.Split('&')[0];

        foreach (var (refusedMethod, path, refusedBody) in new[]
        {
            ("PUT", "", Space(4)), ("PATCH", "", """{"tags":{"a":"b"}}"""), ("DELETE", "", null),
            ("PUT", "/subnets/s", Subnet(0)), ("PUT", "/subnets/u", Subnet(3)), ("DELETE", "/subnets/s", null),
            ("PUT", "/virtualNetworkPeerings/q", Peering(Host.Ready.Resources.ClientNetwork)),
        })
        {
            var isSameDelete = refusedMethod == "DELETE" && method == "DELETE" && (path == child || child.Length == 0);
            var answer = await Client.SendAsync(refusedMethod, $"{Vnet}{path}?{Version}", refusedBody);
            Assert.True(answer.Status == (isSameDelete ? 202 : 409), $"{refusedMethod} {path}: {answer.Status} {answer.Text}");
            // What is leaving says so before anything else.
            if (isSameDelete || (child.Length == 0 && refusedMethod != "DELETE")) continue;
            Assert.Equal("AnotherOperationInProgress", answer.Code);
            Assert.Equal("Another operation on this or dependent resource is in progress. "
                + $"To retrieve status of the operation use uri: {uri}.", (string?)answer.Body!["error"]!["message"]);
            Assert.Equal("[]", answer.Body["error"]!["details"]!.ToJsonString());
        }
        Time.Advance(Duration);
        if (child.Length > 0) await AcceptAsync("PUT", $"{Vnet}/subnets/u", Subnet(3));
    }

    [Fact]
    public async Task A_network_that_is_being_made_takes_no_other_write_and_other_networks_do()
    {
        var made = $"{Net}/virtualNetworks/made";
        await AcceptAsync("PUT", made, Space(6));

        var refused = await Client.PutAsync($"{made}?{Version}", Space(6));
        Assert.Equal((409, "AnotherOperationInProgress"), (refused.Status, refused.Code));
        await AcceptAsync("PUT", $"{Vnet}/subnets/t", Subnet(1));
        await AcceptAsync("PUT", $"{Remote}/virtualNetworkPeerings/p", Peering(Host.Ready.Resources.ClientNetwork));
    }

    [Fact]
    public async Task Twenty_endpoints_at_once_go_into_a_subnet_that_is_ready()
    {
        var accepted = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => AcceptAsync("PUT", $"{Net}/privateEndpoints/pe-{i}", Endpoint("s"))));
        Time.Advance(Duration);
        foreach (var each in accepted) Assert.Equal("Succeeded", await StateAsync((string)each.Body!["id"]!));
    }

    [Theory]
    [InlineData("privateEndpoints")]
    [InlineData("privateLinkServices")]
    public async Task What_goes_into_a_subnet_that_is_being_made_fails_and_is_repaired_by_asking_again(string type)
    {
        var (id, body) = ($"{Net}/{type}/early", type == "privateEndpoints" ? Endpoint("t") : Service("t"));
        await AcceptAsync("PUT", $"{Vnet}/subnets/t", Subnet(1));

        var early = await AcceptAsync("PUT", id, body);
        Time.Advance(Duration);

        var nic = (string)early.Properties["networkInterfaces"]![0]!["id"]!;
        var end = (await Client.GetAsync(early.Header("Azure-AsyncOperation")!)).Body!;
        Assert.Equal("Failed", (string?)end["status"]);
        Assert.Equal(new JsonObject
        {
            ["code"] = "RetryableError",
            ["message"] = "A retryable error occurred.",
            ["details"] = new JsonArray(new JsonObject
            {
                ["code"] = "ReferencedResourceNotProvisioned",
                ["message"] = $"Cannot proceed with operation because resource {Vnet}/subnets/t used by resource {nic} is not in Succeeded "
                    + "state. Resource is in Updating state and the last operation that updated/is updating the resource is PutSubnetOperation.",
            }),
        }.ToJsonString(), end["error"]!.ToJsonString());
        Assert.Equal("Failed", await StateAsync(id));

        await AcceptAsync("PUT", id, body);
        Time.Advance(Duration);
        Assert.Equal("Succeeded", await StateAsync(id));
    }

    [Fact]
    public async Task A_subnet_of_a_network_that_is_being_made_is_not_ready_either()
    {
        var made = $"{Net}/virtualNetworks/made";
        await AcceptAsync("PUT", made, Space(6));
        var early = await AcceptAsync("PUT", $"{Net}/privateEndpoints/early", Endpoint("s").Replace(Vnet, made, StringComparison.Ordinal));
        Time.Advance(Duration);
        var end = (await Client.GetAsync(early.Header("Azure-AsyncOperation")!)).Body!;
        Assert.EndsWith("is PutVirtualNetworkOperation.", (string?)end["error"]!["details"]![0]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_that_is_being_written_is_not_peered_with()
    {
        await AcceptAsync("PUT", $"{Remote}/subnets/t", Subnet(1).Replace("10.4", "10.5", StringComparison.Ordinal));
        var refused = await Client.PutAsync($"{Vnet}/virtualNetworkPeerings/p?{Version}", Peering(Remote));
        Assert.Equal((400, "ReferencedResourceNotProvisioned"), (refused.Status, refused.Code));
        Assert.Equal($"Cannot proceed with operation because resource {Remote} used by resource {Vnet}/virtualNetworkPeerings/p is not in "
            + "Succeeded state. Resource is in Updating state and the last operation that updated/is updating the resource is PutSubnetOperation.",
            (string?)refused.Body!["error"]!["message"]);
        Time.Advance(Duration);
        await AcceptAsync("PUT", $"{Vnet}/virtualNetworkPeerings/p", Peering(Remote));
    }
}
