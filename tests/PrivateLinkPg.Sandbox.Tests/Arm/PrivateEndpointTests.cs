using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

public class PrivateEndpointTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private static int counter;
    private readonly ArmClient client = sandbox.Client;
    private readonly ReadyResources seeded = sandbox.Ready.Resources;

    private static string NewName() => $"pe-{Interlocked.Increment(ref counter)}";

    private Task<ArmResponse> PutAsync(string body, string? name = null) => client.PutAsync($"{sandbox.EndpointId(name ?? NewName())}?{SandboxFixture.Network}", body);

    private string Body(Action<JsonObject>? change = null, bool isManual = false, string? target = null, string? group = "postgresqlServer")
    {
        var body = JsonNode.Parse(SandboxFixture.EndpointBody(target ?? seeded.FlexibleServer, seeded.ClientSubnet, isManual, group))!.AsObject();
        change?.Invoke(body);
        return body.ToJsonString();
    }

    [Fact]
    public async Task An_approved_endpoint_names_the_public_host_and_its_address()
    {
        var name = NewName();
        var endpoint = await sandbox.CreateEndpointAsync(name);
        var nic = await client.GetAsync($"{endpoint.Properties["networkInterfaces"]![0]!["id"]}?{SandboxFixture.Network}");

        var address = (string?)nic.Properties["ipConfigurations"]![0]!["properties"]!["privateIPAddress"];
        var config = Assert.Single(endpoint.Properties["customDnsConfigs"]!.AsArray())!;
        Assert.Equal("pg-orders.postgres.database.azure.com", (string?)config["fqdn"]);
        Assert.Equal(address, (string?)config["ipAddresses"]![0]);
        Assert.Equal(sandbox.EndpointId(name), (string?)nic.Properties["privateEndpoint"]!["id"]);
    }

    [Theory]
    [InlineData("-starts-wrong")]
    [InlineData("ends-wrong-")]
    [InlineData("x")]
    [InlineData("has%20space")]
    public async Task A_name_against_the_rules_is_refused(string name) =>
        Assert.Equal((400, "InvalidResourceName"), Outcome(await PutAsync(Body(), name)));

    [Fact]
    public async Task A_name_that_the_servers_connections_cannot_have_fails_in_the_operation()
    {
        var end = await client.FollowAsync(await PutAsync(Body(), "pe_underscored"));

        Assert.Equal("ResourceNotFound", (string?)end.Body!["error"]!["code"]);
        Assert.Contains("privateEndpointConnectionProxies' with name 'pe_underscored.", end.Text);
        Assert.Equal("Failed", (string?)(await client.GetAsync($"{sandbox.EndpointId("pe_underscored")}?{SandboxFixture.Network}")).Properties["provisioningState"]);
    }

    [Fact]
    public async Task A_subnet_that_is_not_there_and_another_region_are_the_same_error()
    {
        var absent = await PutAsync(Body(body => body["properties"]!["subnet"]!["id"] = seeded.ClientSubnet + "x"));
        var elsewhere = await PutAsync(Body(body => body["location"] = "eastus"));

        Assert.Equal((400, "InvalidResourceReference"), Outcome(absent));
        Assert.Equal((400, "InvalidResourceReference"), Outcome(elsewhere));
        Assert.Contains("both resources are in the same region", absent.Text);
    }

    [Fact]
    public async Task A_vnet_injected_server_takes_no_endpoint()
    {
        var answer = await PutAsync(Body(target: seeded.InjectedServer));

        Assert.Equal((400, "PrivateEndpointFeatureNotSupportedOnServer"), Outcome(answer));
        Assert.StartsWith("Call to Microsoft.DBforPostgreSQL/flexibleServers failed. Error message: The given server pg-injected ",
            (string?)answer.Body!["error"]!["message"]);
    }

    [Fact]
    public async Task The_group_id_must_be_there_and_exact()
    {
        Assert.Equal((400, "MissingParameterOnPrivateLinkServiceConnection"), Outcome(await PutAsync(Body(group: null))));
        Assert.Equal(400, (await PutAsync(Body(group: "PostgreSQLServer"))).Status);
    }

    [Fact]
    public async Task A_target_that_is_not_there_is_the_targets_error()
    {
        Assert.Equal((400, "ResourceNotFound"), Outcome(await PutAsync(Body(target: seeded.FlexibleServer + "x"))));
        Assert.Equal((400, "ThirdPartyPrivateLinkServiceProvidedDuringPrivateEndpointCreationDoesNotExistOrIsNotVisible"),
            Outcome(await PutAsync(Body(target: seeded.PrivateLinkService + "x", group: null))));
    }

    [Fact]
    public async Task A_request_message_has_at_most_140_characters()
    {
        string WithMessage(int length) => Body(body => body["properties"]!["manualPrivateLinkServiceConnections"]![0]!["properties"]!["requestMessage"] =
            new string('m', length), isManual: true);

        Assert.Equal(201, (await PutAsync(WithMessage(140))).Status);
        Assert.Equal(400, (await PutAsync(WithMessage(141))).Status);
    }

    [Theory]
    [InlineData("127.0.0.9", "PrivateIPAddressNotInSubnet")]
    [InlineData("{net}.3", "PrivateIPAddressInReservedRange")]
    [InlineData("{net}.255", "PrivateIPAddressInReservedRange")]
    [InlineData("nonsense", "InvalidIPAddressFormat")]
    public async Task A_static_address_outside_the_free_ones_is_refused(string address, string code)
    {
        var subnet = await client.GetAsync($"{seeded.ClientSubnet}?{SandboxFixture.Network}");
        var prefix = ((string)subnet.Properties["addressPrefix"]!).Split('/')[0];
        var answer = await PutAsync(WithAddress(address.Replace("{net}", prefix[..prefix.LastIndexOf('.')], StringComparison.Ordinal)));

        Assert.Equal((400, code), Outcome(answer));
    }

    [Fact]
    public async Task A_static_address_is_given_once_and_is_free_again_after_deletion()
    {
        var subnet = await client.GetAsync($"{seeded.ClientSubnet}?{SandboxFixture.Network}");
        var prefix = ((string)subnet.Properties["addressPrefix"]!).Split('/')[0];
        var address = prefix[..prefix.LastIndexOf('.')] + ".200";
        var first = NewName();
        Assert.Equal(201, (await PutAsync(WithAddress(address), first)).Status);

        Assert.Equal((400, "PrivateIPAddressIsAllocated"), Outcome(await PutAsync(WithAddress(address))));
        await client.SucceedAsync(await client.DeleteAsync($"{sandbox.EndpointId(first)}?{SandboxFixture.Network}"));
        Assert.Equal(201, (await PutAsync(WithAddress(address))).Status);
    }

    [Fact]
    public async Task A_full_subnet_refuses_the_next_endpoint()
    {
        var network = $"{sandbox.ClientGroup}/providers/Microsoft.Network/virtualNetworks/tiny";
        await client.CreateAsync($"{network}?{SandboxFixture.Network}",
            """{"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.77.0.0/28"]},"subnets":[{"name":"s","properties":{"addressPrefix":"10.77.0.0/29"}}]}}""");
        for (var i = 0; i < 3; i++) Assert.Equal(201, (await PutAsync(SandboxFixture.EndpointBody(seeded.FlexibleServer, network + "/subnets/s"))).Status);

        Assert.Equal((400, "SubnetIsFull"), Outcome(await PutAsync(SandboxFixture.EndpointBody(seeded.FlexibleServer, network + "/subnets/s"))));
        Assert.Equal((400, "InUseSubnetCannotBeDeleted"), Outcome(await client.DeleteAsync($"{network}?{SandboxFixture.Network}")));
    }

    [Fact]
    public async Task An_alias_wants_a_manual_connection_and_the_services_owner_approves_it()
    {
        Assert.Equal(400, (await PutAsync(Body(target: seeded.PrivateLinkServiceAlias, group: null))).Status);

        var name = NewName();
        var created = await client.CreateAsync($"{sandbox.EndpointId(name)}?{SandboxFixture.Network}",
            Body(target: seeded.PrivateLinkServiceAlias, group: null, isManual: true));
        Assert.Equal("Pending", Status(created));
        var list = await client.GetAsync($"{seeded.PrivateLinkService}/privateEndpointConnections?{SandboxFixture.Network}");
        var connection = list.Body!["value"]!.AsArray().Single(item => ((string)item!["name"]!).StartsWith(name + ".", StringComparison.Ordinal))!;
        Assert.Equal($"{name}.{created.Properties["resourceGuid"]}", (string?)connection["name"]);

        await client.PutAsync($"{connection["id"]}?{SandboxFixture.Network}", """{"properties":{"privateLinkServiceConnectionState":{"status":"Approved"}}}""");

        var approved = await client.GetAsync($"{sandbox.EndpointId(name)}?{SandboxFixture.Network}");
        Assert.Equal("Approved", Status(approved));
        Assert.Empty(approved.Properties["customDnsConfigs"]!.AsArray());
    }

    [Fact]
    public async Task Removing_the_connection_leaves_the_endpoint_disconnected()
    {
        var name = NewName();
        await sandbox.CreateEndpointAsync(name);

        await client.SucceedAsync(await client.DeleteAsync($"{await sandbox.ConnectionIdAsync(name)}?{SandboxFixture.Postgres}"));

        var endpoint = await client.GetAsync($"{sandbox.EndpointId(name)}?{SandboxFixture.Network}");
        Assert.Equal("Disconnected", Status(endpoint));
        await client.SucceedAsync(await client.DeleteAsync($"{sandbox.EndpointId(name)}?{SandboxFixture.Network}"));
    }

    [Fact]
    public async Task Its_target_and_its_address_cannot_be_changed_and_what_is_refused_leaves_no_trace()
    {
        var name = NewName();
        var before = await sandbox.CreateEndpointAsync(name);

        Assert.Equal(400, (await PutAsync(Body(isManual: true), name)).Status);
        Assert.Equal(400, (await PutAsync(WithAddress("10.0.0.4"), name)).Status);
        Assert.Equal(409, (await PutAsync(Body(body => body["location"] = "eastus"), name)).Status);

        Assert.Equal(before.Text, (await client.GetAsync($"{sandbox.EndpointId(name)}?{SandboxFixture.Network}")).Text);
    }

    [Fact]
    public async Task A_whole_answer_may_be_sent_back()
    {
        var name = NewName();
        var before = await sandbox.CreateEndpointAsync(name);

        var again = await PutAsync(before.Text, name);

        Assert.Equal((200, "Succeeded"), (again.Status, (string?)again.Properties["provisioningState"]));
    }

    [Fact]
    public async Task A_zone_group_writes_the_record_and_empties_the_dns_configs()
    {
        var name = NewName();
        await sandbox.CreateEndpointAsync(name);
        var zone = $"{sandbox.ClientGroup}/providers/Microsoft.Network/privateDnsZones/privatelink.postgres.database.azure.com";
        await client.CreateAsync($"{zone}?{SandboxFixture.Dns}", """{"location":"global"}""");
        var group = $"{sandbox.EndpointId(name)}/privateDnsZoneGroups/default?{SandboxFixture.Network}";

        var created = await client.CreateAsync(group, $$$"""{"properties":{"privateDnsZoneConfigs":[{"name":"c","properties":{"privateDnsZoneId":"{{{zone}}}"} }] } }""");

        var record = await client.GetAsync($"{zone}/A/pg-orders?{SandboxFixture.Dns}");
        var endpoint = await client.GetAsync($"{sandbox.EndpointId(name)}?{SandboxFixture.Network}");
        Assert.Equal(10, (int)record.Properties["ttl"]!);
        Assert.Equal($"created by private endpoint {name} with resource guid {endpoint.Properties["resourceGuid"]}", (string?)record.Properties["metadata"]!["creator"]);
        Assert.Equal("pg-orders.privatelink.postgres.database.azure.com",
            (string?)created.Properties["privateDnsZoneConfigs"]![0]!["properties"]!["recordSets"]![0]!["fqdn"]);
        Assert.Empty(endpoint.Properties["customDnsConfigs"]!.AsArray());

        await client.SucceedAsync(await client.DeleteAsync(group));
        Assert.Equal(404, (await client.GetAsync($"{zone}/A/pg-orders?{SandboxFixture.Dns}")).Status);
        Assert.Single((await client.GetAsync($"{sandbox.EndpointId(name)}?{SandboxFixture.Network}")).Properties["customDnsConfigs"]!.AsArray());
    }

    private string WithAddress(string address) => Body(body => body["properties"]!["ipConfigurations"] = new JsonArray(new JsonObject
    {
        ["name"] = "static",
        ["properties"] = new JsonObject { ["groupId"] = "postgresqlServer", ["memberName"] = "postgresqlServer", ["privateIPAddress"] = address },
    }));

    private static (int, string?) Outcome(ArmResponse answer) => (answer.Status, answer.Code);

    private static string? Status(ArmResponse endpoint) => (string?)endpoint.Properties["privateLinkServiceConnections"]!.AsArray()
        .Concat(endpoint.Properties["manualPrivateLinkServiceConnections"]!.AsArray())
        .Single()!["properties"]!["privateLinkServiceConnectionState"]!["status"];
}
