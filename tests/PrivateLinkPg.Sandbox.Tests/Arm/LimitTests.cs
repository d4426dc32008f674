using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>What ARM and the providers do not take: tags, names, members.</summary>
public class LimitTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private readonly ArmClient client = sandbox.Client;

    private string Net => $"{sandbox.ClientGroup}/providers/Microsoft.Network";

    private static string Tagged(JsonObject tags) => new JsonObject { ["location"] = "japaneast", ["tags"] = tags }.ToJsonString();

    private static JsonObject Tags(int count) => new(Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"tag-{i}", (JsonNode?)"x")));

    [Fact]
    public async Task A_resource_has_fifty_tags_at_most()
    {
        var asg = $"{Net}/applicationSecurityGroups/asg-tags?{SandboxFixture.Network}";
        var group = $"/subscriptions/{sandbox.Ready.Subscriptions.Test}/resourceGroups/rg-tags?{SandboxFixture.Resources}";

        Assert.Equal(201, (await client.PutAsync(asg, Tagged(Tags(50)))).Status);
        foreach (var path in new[] { asg, group })
        {
            var refused = await client.PutAsync(path, Tagged(Tags(51)));
            Assert.Equal((400, "InvalidTags"), (refused.Status, refused.Code));
            Assert.Equal("Too many tags specified. Requested tag count - '51'. Maximum number of tags allowed - '50'.", (string?)refused.Body!["error"]!["message"]);
        }
        Assert.Equal(400, (await client.PatchAsync(asg, new JsonObject { ["tags"] = Tags(51) }.ToJsonString())).Status);
    }

    [Theory]
    [InlineData("a/b", "InvalidTagNameCharacters")]
    [InlineData("a<b", "InvalidTagNameCharacters")]
    [InlineData("a%b", "InvalidTagNameCharacters")]
    [InlineData("a\\b", "InvalidTagNameCharacters")]
    [InlineData("a\tb", "InvalidTagNameCharacters")]
    [InlineData(" ", "InvalidTagName")]
    public async Task A_tag_name_has_no_reserved_characters(string name, string code)
    {
        var refused = await client.PutAsync($"{Net}/applicationSecurityGroups/asg-names?{SandboxFixture.Network}", Tagged(new JsonObject { [name] = "x" }));

        Assert.Equal((400, code), (refused.Status, refused.Code));
    }

    [Theory]
    [InlineData(512, 256, 0, null)]
    [InlineData(513, 1, 400, "InvalidTagName")]
    [InlineData(1, 257, 400, "InvalidTagValueLength")]
    public async Task Tag_names_and_values_have_a_length(int name, int value, int status, string? code)
    {
        var answer = await client.PutAsync($"{Net}/applicationSecurityGroups/asg-lengths?{SandboxFixture.Network}",
            Tagged(new JsonObject { [new string('n', name)] = new string('v', value) }));

        Assert.Equal(code, answer.Code);
        if (code is not null) Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task A_patch_leaves_the_tags_that_it_does_not_mention()
    {
        foreach (var path in new[] { $"{Net}/applicationSecurityGroups/asg-patch?{SandboxFixture.Network}", $"{Net}/networkSecurityGroups/nsg-patch?{SandboxFixture.Network}" })
        {
            await client.CreateAsync(path, Tagged(Tags(2)));

            Assert.Equal(2, (await client.PatchAsync(path, "{}")).Body!["tags"]!.AsObject().Count);
            Assert.Equal("tag-1", Assert.Single((await client.PatchAsync(path, """{"tags":{"tag-1":"y"}}""")).Body!["tags"]!.AsObject()).Key);
            Assert.Empty((await client.PatchAsync(path, """{"tags":{}}""")).Body!["tags"]!.AsObject());
        }
    }

    [Theory]
    [InlineData("www", 201)]
    [InlineData("@", 201)]
    [InlineData("*", 201)]
    [InlineData("*.shop", 201)]
    [InlineData("_dmarc.www", 201)]
    [InlineData("a b", 400)]
    [InlineData("a.*.b", 400)]
    [InlineData("a*", 400)]
    [InlineData("a..b", 400)]
    [InlineData("ü", 400)]
    public async Task A_record_set_is_called_as_a_host_may_be(string name, int status)
    {
        var zone = $"{Net}/privateDnsZones/names.example.com";
        await client.CreateAsync($"{zone}?{SandboxFixture.Dns}", """{"location":"global"}""");
        var path = $"{zone}/TXT/{Uri.EscapeDataString(name)}?{SandboxFixture.Dns}";
        await client.DeleteAsync(path);

        Assert.Equal(status, (await client.PutAsync(path, """{"properties":{"ttl":60}}""")).Status);
    }

    [Fact]
    public async Task A_member_that_no_resource_has_is_refused_by_the_gateway()
    {
        foreach (var path in new[] { $"{Net}/privateDnsZones/members.example.com?{SandboxFixture.Dns}", $"{Net}/virtualNetworks/members?{SandboxFixture.Network}" })
        {
            var refused = await client.PutAsync(path, """{"location":"global","propertys":{}}""");
            Assert.Equal((400, "InvalidRequestContent", "gateway"), (refused.Status, refused.Code, refused.Header("x-ms-failure-cause")));
            Assert.Contains("'Could not find member 'propertys' on object of type 'ResourceDefinition'.", refused.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("virtualNetworks/members", """{"location":"japaneast","properties":{"adressSpace":{}}}""", "properties.adressSpace")]
    [InlineData("virtualNetworks/members", """{"location":"japaneast","properties":{"subnets":[{"name":"a"},{"name":"s","properties":{"prefix":"10.0.0.0/24"}}]}}""", "properties.subnets[1].properties.prefix")]
    [InlineData("privateEndpoints/members", """{"location":"japaneast","properties":{"privateLinkServiceConnections":[{"name":"c","properties":{"groupId":"x"}}]}}""", "properties.privateLinkServiceConnections[0].properties.groupId")]
    [InlineData("privateEndpoints/members", """{"location":"japaneast","properties":{"ipVersionType":"IPv4"}}""", "properties.ipVersionType")]
    public async Task A_property_that_microsoft_network_does_not_know_is_refused_with_its_path(string path, string body, string member)
    {
        var refused = await client.PutAsync($"{Net}/{path}?{SandboxFixture.Network}", body);

        Assert.Equal((400, "InvalidRequestFormat"), (refused.Status, refused.Code));
        var detail = Assert.Single(refused.Body!["error"]!["details"]!.AsArray())!;
        Assert.Equal("InvalidJson", (string?)detail["code"]);
        Assert.EndsWith($"Path '{member}'.", (string?)detail["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_read_can_be_written_back()
    {
        await sandbox.CreateEndpointAsync("pe-back");
        foreach (var (path, version) in new[] { (sandbox.EndpointId("pe-back"), SandboxFixture.Network), (sandbox.Ready.Resources.ClientNetwork, SandboxFixture.Network), (sandbox.Ready.Resources.ClientSubnet, SandboxFixture.Network) })
        {
            var found = await client.GetAsync($"{path}?{version}");
            var written = await client.PutAsync($"{path}?{version}", found.Text);
            Assert.True(written.Status == 200, written.Text);
        }
    }

    [Theory]
    [InlineData("5")]
    [InlineData("\"x\"")]
    [InlineData("[]")]
    public async Task Properties_are_an_object(string properties)
    {
        var body = $$"""{"location":"global","properties":{{properties}} }""";
        var zone = await client.PutAsync($"{Net}/privateDnsZones/properties.example.com?{SandboxFixture.Dns}", body);
        var group = await client.PutAsync($"/subscriptions/{sandbox.Ready.Subscriptions.Test}/resourceGroups/rg-properties?{SandboxFixture.Resources}",
            body.Replace("global", "japaneast", StringComparison.Ordinal));

        Assert.Equal((400, "InvalidRequestContent"), (zone.Status, zone.Code));
        Assert.Equal((400, "InvalidRequestContent"), (group.Status, group.Code));
    }

    [Theory]
    [InlineData("\"serviceEndpoints\":[5]", "InvalidRequestContent")]
    [InlineData("\"serviceEndpoints\":[{\"locations\":[\"japaneast\"]}]", "InvalidRequestFormat")]
    [InlineData("\"delegations\":[{\"name\":\"d\",\"properties\":{\"serviceName\":\"\"}}]", "InvalidServiceNameOnDelegation")]
    [InlineData("\"delegations\":[{\"name\":\"d\",\"serviceName\":\"Microsoft.Web/serverFarms\"}]", "InvalidServiceNameOnDelegation")]
    [InlineData("\"delegations\":[{\"name\":\"d\",\"properties\":{\"serviceName\":\"nonsense\"}}]", "InvalidServiceNameOnDelegation")]
    [InlineData("\"serviceEndpointPolicies\":[{\"id\":\"nonsense\"}]", "LinkedInvalidPropertyId")]
    [InlineData("\"sharingScope\":\"Nobody\"", "InvalidRequestFormat")]
    [InlineData("\"defaultOutboundAccess\":\"no\"", "InvalidRequestContent")]
    public async Task A_subnet_has_what_azure_understands(string property, string code)
    {
        var refused = await client.PutAsync($"{Net}/virtualNetworks/vnet-client/subnets/s?{SandboxFixture.Network}", $$$"""{"properties":{"addressPrefix":"10.0.0.0/24",{{{property}}}} }""");

        Assert.Equal((400, code), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task A_subnet_shows_what_was_asked_of_it()
    {
        await client.CreateAsync($"{Net}/virtualNetworks/shown?{SandboxFixture.Network}", """{"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]} } }""");
        var subnet = await client.CreateAsync($"{Net}/virtualNetworks/shown/subnets/s?{SandboxFixture.Network}", """
            {"properties":{"addressPrefix":"10.0.0.0/24","defaultOutboundAccess":false,"sharingScope":"Tenant",
            "serviceEndpoints":[{"service":"Microsoft.Storage","locations":["japaneast"]},{"service":"Microsoft.Sql"}]} }
            """);

        Assert.Equal((false, "Tenant"), ((bool)subnet.Properties["defaultOutboundAccess"]!, (string?)subnet.Properties["sharingScope"]));
        Assert.Equal("""[{"provisioningState":"Succeeded","service":"Microsoft.Storage","locations":["japaneast"]},{"provisioningState":"Succeeded","service":"Microsoft.Sql","locations":["*"]}]""",
            subnet.Properties["serviceEndpoints"]!.ToJsonString());
    }

    [Theory]
    [InlineData("\"x\"", "[]")]
    [InlineData("\"\"", "[]")]
    [InlineData("\"\\u0000\"", "[]")]
    [InlineData("\"65536\"", "[]")]
    [InlineData("\"9-1\"", "[]")]
    [InlineData("\"1-2-3\"", "[]")]
    [InlineData("null", "[\"1-\"]")]
    public async Task Ports_are_numbers_and_ranges(string one, string many)
    {
        var refused = await client.PutAsync($"{Net}/networkSecurityGroups/ports?{SandboxFixture.Network}", Rule(one, many));

        Assert.Equal((400, "SecurityRuleInvalidPortRange"), (refused.Status, refused.Code));
        Assert.Equal(400, (await client.PutAsync($"{Net}/networkSecurityGroups/ports?{SandboxFixture.Network}", Rule("null", "[{}]"))).Status);
        Assert.Equal(201, (await client.PutAsync($"{Net}/networkSecurityGroups/{Guid.NewGuid()}?{SandboxFixture.Network}", Rule("null", "[\"22\",\"5432-6432\"]"))).Status);
    }

    private static string Rule(string port, string ports) => $$$"""
        {"location":"japaneast","properties":{"securityRules":[{"name":"r","properties":{"protocol":"*","sourceAddressPrefix":"*","sourcePortRange":"*","destinationAddressPrefix":"*",
        "destinationPortRange":{{{port}}},"destinationPortRanges":{{{ports}}},"access":"Allow","priority":100,"direction":"Inbound"} }]} }
        """;

    [Theory]
    [InlineData("x", false)]
    [InlineData("10.0.0.0", false)]
    [InlineData("not a tag", false)]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("::/0", true)]
    [InlineData("Storage.JapanEast", true)]
    public async Task A_route_leads_to_a_prefix_or_a_service(string prefix, bool isOne) => Assert.Equal(isOne ? 201 : 400,
        (await client.PutAsync($"{Net}/routeTables/{Guid.NewGuid()}?{SandboxFixture.Network}",
            $$$"""{"location":"japaneast","properties":{"routes":[{"name":"r","properties":{"addressPrefix":"{{{prefix}}}","nextHopType":"None"} }]} }""")).Status);

    [Fact]
    public async Task Metadata_are_strings()
    {
        var zone = $"{Net}/privateDnsZones/metadata.example.com";
        await client.CreateAsync($"{zone}?{SandboxFixture.Dns}", """{"location":"global"}""");

        Assert.Equal(400, (await client.PutAsync($"{zone}/TXT/t?{SandboxFixture.Dns}", """{"properties":{"ttl":60,"metadata":{"a":{"b":1} } } }""")).Status);
        Assert.Equal(201, (await client.PutAsync($"{zone}/TXT/t?{SandboxFixture.Dns}", """{"properties":{"ttl":60,"metadata":{"a":"b"} } }""")).Status);
    }

    [Fact]
    public async Task A_connection_names_a_group_once()
    {
        var body = JsonNode.Parse(SandboxFixture.EndpointBody(sandbox.Ready.Resources.FlexibleServer, sandbox.Ready.Resources.ClientSubnet))!;
        body["properties"]!["privateLinkServiceConnections"]![0]!["properties"]!["groupIds"]!.AsArray().Add("postgresqlServer");

        var refused = await client.PutAsync($"{Net}/privateEndpoints/pe-twice?{SandboxFixture.Network}", body.ToJsonString());

        Assert.Equal((400, "InvalidRequestFormat"), (refused.Status, refused.Code));
    }
}
