using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>Prefixes, addresses, and what a subnet refers to.</summary>
public class AddressTests : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Version = SandboxFixture.Network;

    private static int last;

    private readonly SandboxFixture sandbox;
    private readonly ArmClient client;
    private readonly string group;

    public AddressTests(SandboxFixture sandbox)
    {
        (this.sandbox, client) = (sandbox, sandbox.Client);
        group = $"/subscriptions/{sandbox.Ready.Subscriptions.Test}/resourceGroups/rg-addresses-{++last}";
    }

    private string Net => $"{group}/providers/Microsoft.Network";

    private string Vnet => $"{Net}/virtualNetworks/vnet";

    private string Subnet => $"{Vnet}/subnets/s";

    private string Endpoint => $"{Net}/privateEndpoints/pe?{Version}";

    public async Task InitializeAsync()
    {
        await client.PutAsync($"{group}?{SandboxFixture.Resources}", """{"location":"japaneast"}""");
        await client.CreateAsync($"{Vnet}?{Version}", """{"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.70.0.0/16","10.80.0.0/16"]}}}""");
        await client.CreateAsync($"{Subnet}?{Version}", """{"properties":{"addressPrefix":"10.70.1.0/29"}}""");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private string Body(params (string? Group, string? Member, string Address)[] addresses)
    {
        var body = JsonNode.Parse(SandboxFixture.EndpointBody(sandbox.Ready.Resources.FlexibleServer, Subnet))!;
        body["properties"]!["ipConfigurations"] = new JsonArray([.. addresses.Select((item, i) => (JsonNode)new JsonObject
        {
            ["name"] = $"ip-{i}",
            ["properties"] = new JsonObject { ["groupId"] = item.Group, ["memberName"] = item.Member, ["privateIPAddress"] = item.Address },
        })]);
        return body.ToJsonString();
    }

    [Fact]
    public async Task A_static_address_is_for_the_member_that_the_target_has()
    {
        foreach (var (asked, member) in new[] { ("postgresqlServer", "default"), ("server", "postgresqlServer"), (null, (string?)null) })
        {
            var refused = await client.PutAsync(Endpoint, Body((asked, member, "10.70.1.5")));
            Assert.Equal((400, "PrivateEndpointIpConfigurationMissingMemberNamesRequiredByFps"), (refused.Status, refused.Code));
            Assert.Equal($"Private Endpoint {Endpoint.Split('?')[0]} contains static ipconfigurations: [PrivateIPAddress: 10.70.1.5, GroupId: {asked}, MemberName: {member}] "
                + "and its missing these membernames/groupids requested by Private Link service [GroupId: postgresqlServer, MemberName: postgresqlServer]. "
                + "Private Endpoint needs to be reconfigured with missing memberNames.", (string?)refused.Body!["error"]!["message"]);
        }
        Assert.Equal(404, (await client.GetAsync(Endpoint)).Status);
        Assert.Equal(201, (await client.PutAsync(Endpoint, Body(("postgresqlServer", "postgresqlServer", "10.70.1.5")))).Status);
    }

    [Fact]
    public async Task A_static_address_more_than_the_target_has_members_is_refused()
    {
        var refused = await client.PutAsync(Endpoint,
            Body(("postgresqlServer", "postgresqlServer", "10.70.1.5"), ("postgresqlServer", "postgresqlServer", "10.70.1.6")));

        Assert.Equal(400, refused.Status);
        Assert.Equal(404, (await client.GetAsync(Endpoint)).Status);
    }

    [Theory]
    [InlineData("10.70.1287")]
    [InlineData("10.70.1.05")]
    [InlineData("172359429")]
    [InlineData("0x0A460105")]
    [InlineData(" 10.70.1.5")]
    [InlineData("::ffff:10.70.1.5")]
    public async Task Only_four_numbers_are_an_address(string text)
    {
        var endpoint = await client.PutAsync(Endpoint, Body(("postgresqlServer", "postgresqlServer", text)));
        var network = await client.PutAsync($"{Vnet}?{Version}",
            $$$"""{"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.70.0.0/16","10.80.0.0/16"]},"dhcpOptions":{"dnsServers":["{{{text}}}"]} } }""");

        Assert.Equal((400, "InvalidIPAddressFormat"), (endpoint.Status, endpoint.Code));
        Assert.Equal((400, "InvalidIPAddressFormat"), (network.Status, network.Code));
    }

    [Theory]
    [InlineData("10.70.1.1/24", "InvalidCIDRNotation")]
    [InlineData("10.70/24", "InvalidAddressPrefixFormat")]
    [InlineData("10.70.2.0", "InvalidAddressPrefixFormat")]
    [InlineData("10.70.2.0/33", "InvalidAddressPrefixFormat")]
    [InlineData("10.70.2.0/+24", "InvalidAddressPrefixFormat")]
    [InlineData("10.70.2.0/30", "InvalidAddressPrefixFormat")]
    [InlineData("10.90.2.0/24", "NetcfgInvalidSubnet")]
    [InlineData("10.70.1.0/28", "NetcfgSubnetRangesOverlap")]
    public async Task A_prefix_that_is_none_is_refused(string prefix, string code)
    {
        var refused = await client.PutAsync($"{Vnet}/subnets/t?{Version}", $$$"""{"properties":{"addressPrefix":"{{{prefix}}}"}}""");

        Assert.Equal((400, code), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task The_refusal_of_host_bits_names_the_right_prefix()
    {
        var refused = await client.PutAsync($"{Vnet}/subnets/t?{Version}", """{"properties":{"addressPrefix":"10.70.3.9/24"}}""");

        Assert.Equal($"The address prefix 10.70.3.9/24 in resource {Vnet}/subnets/t has an invalid CIDR notation. "
            + "For the given prefix length, the address prefix should be 10.70.3.0/24.", (string?)refused.Body!["error"]!["message"]);
    }

    [Theory]
    [InlineData("224.0.0.0/24")]
    [InlineData("169.254.0.0/24")]
    [InlineData("168.63.129.0/24")]
    [InlineData("0.0.0.0/0")]
    public async Task A_network_cannot_have_what_azure_keeps(string prefix)
    {
        var refused = await client.PutAsync($"{Net}/virtualNetworks/other?{Version}", $$$"""{"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["{{{prefix}}}"]} } }""");

        Assert.Equal(400, refused.Status);
        Assert.Equal(404, (await client.GetAsync($"{Net}/virtualNetworks/other?{Version}")).Status);
    }

    [Theory]
    [InlineData("10.73.0.0/16", "10.73.1.0/24")]
    [InlineData("10.73.1.0/24", "10.73.0.0/16")]
    [InlineData("10.73.0.0/16", "10.73.0.0/16")]
    public async Task The_prefixes_of_a_network_have_nothing_in_common(string first, string second)
    {
        var refused = await client.PutAsync($"{Net}/virtualNetworks/other?{Version}", $$$"""{"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.74.0.0/16","{{{first}}}","{{{second}}}"]} } }""");

        Assert.Equal((400, "AddressPrefixesOverlap"), (refused.Status, refused.Code));
        Assert.Equal(404, (await client.GetAsync($"{Net}/virtualNetworks/other?{Version}")).Status);
    }

    [Fact]
    public async Task Addresses_come_from_all_prefixes_of_a_subnet()
    {
        await client.CreateAsync($"{Subnet}?{Version}", """{"properties":{"addressPrefixes":["10.70.1.0/29","10.80.1.0/29"]}}""");
        var shown = await client.GetAsync($"{Subnet}?{Version}");
        Assert.Equal(["10.70.1.0/29", "10.80.1.0/29"], shown.Properties["addressPrefixes"]!.AsArray().Select(item => (string?)item));
        Assert.Null(shown.Properties["addressPrefix"]);

        var addresses = new List<string?>();
        for (var i = 0; i < 6; i++)
        {
            var made = await client.CreateAsync($"{Net}/privateEndpoints/pe-{i}?{Version}", SandboxFixture.EndpointBody(sandbox.Ready.Resources.FlexibleServer, Subnet));
            addresses.Add((string?)made.Properties["customDnsConfigs"]![0]!["ipAddresses"]![0]);
        }

        Assert.Equal(["10.70.1.4", "10.70.1.5", "10.70.1.6", "10.80.1.4", "10.80.1.5", "10.80.1.6"], addresses);
        var full = await client.PutAsync(Endpoint, SandboxFixture.EndpointBody(sandbox.Ready.Resources.FlexibleServer, Subnet));
        Assert.Equal((400, "SubnetIsFull"), (full.Status, full.Code));
        var narrower = await client.PutAsync($"{Subnet}?{Version}", """{"properties":{"addressPrefix":"10.70.1.0/29"}}""");
        Assert.Equal((400, "InUsePrefixCannotBeDeleted"), (narrower.Status, narrower.Code));
    }

    [Theory]
    [InlineData("networkSecurityGroup", "networkSecurityGroups", "InUseNetworkSecurityGroupCannotBeDeleted")]
    [InlineData("routeTable", "routeTables", "InUseRouteTableCannotBeDeleted")]
    [InlineData("natGateway", "natGateways", "InUseNatGatewayCannotBeDeleted")]
    public async Task A_subnet_keeps_what_it_refers_to_and_that_must_be_there(string property, string type, string code)
    {
        string Referring(string id) => $$$"""{"properties":{"addressPrefix":"10.70.1.0/29","{{{property}}}":{"id":"{{{id}}}"} } }""";
        var attached = $"{Net}/{type}/one";

        var nonsense = await client.PutAsync($"{Subnet}?{Version}", Referring("nonsense"));
        var absent = await client.PutAsync($"{Subnet}?{Version}", Referring(attached));
        await client.CreateAsync($"{Net}/{type}/far?{Version}", """{"location":"westus"}""");
        var far = await client.PutAsync($"{Subnet}?{Version}", Referring($"{Net}/{type}/far"));
        await client.CreateAsync($"{attached}?{Version}", """{"location":"japaneast"}""");
        var kept = await client.CreateAsync($"{Subnet}?{Version}", Referring(attached));

        Assert.Equal(400, nonsense.Status);
        Assert.Equal((400, "InvalidResourceReference"), (absent.Status, absent.Code));
        Assert.Equal((400, "InvalidResourceReference"), (far.Status, far.Code));
        Assert.Equal(attached, (string?)kept.Properties[property]!["id"]);
        Assert.Equal(Subnet, (string?)(await client.GetAsync($"{attached}?{Version}")).Properties["subnets"]![0]!["id"]);
        var used = await client.DeleteAsync($"{attached}?{Version}");
        Assert.Equal((400, code), (used.Status, used.Code));
        await client.CreateAsync($"{Subnet}?{Version}", """{"properties":{"addressPrefix":"10.70.1.0/29"}}""");
        Assert.Null((await client.GetAsync($"{attached}?{Version}")).Properties["subnets"]);
        await client.CreateAsync($"{Subnet}?{Version}", Referring(attached));
        await client.SucceedAsync(await client.DeleteAsync($"{Vnet}?{Version}"));
        await client.SucceedAsync(await client.DeleteAsync($"{attached}?{Version}"));
    }

    [Theory]
    [InlineData("networkSecurityGroup", "networkSecurityGroups")]
    [InlineData("routeTable", "routeTables")]
    [InlineData("natGateway", "natGateways")]
    public async Task A_subnet_refers_to_nothing_of_a_stranger_or_of_another_subscription(string property, string type)
    {
        var foreign = $"/subscriptions/{sandbox.Ready.Subscriptions.Development}/resourceGroups/rg-data/providers/Microsoft.Network/{type}/foreign";
        await client.CreateAsync($"{foreign}?{Version}", """{"location":"japaneast"}""");
        using var consumer = await ArmClient.SignInAsync(sandbox.Ready, sandbox.Ready.Principals.Consumer);
        var subnet = $$$"""{"name":"s","properties":{"addressPrefix":"10.70.1.0/29","{{{property}}}":{"id":"{{{foreign}}}"} } }""";
        var network = $$$"""{"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.70.0.0/16","10.80.0.0/16"]},"subnets":[{{{subnet}}}]} }""";

        foreach (var denied in new[] { await consumer.PutAsync($"{Subnet}?{Version}", subnet), await consumer.PutAsync($"{Vnet}?{Version}", network) })
        {
            Assert.Equal((403, "LinkedAuthorizationFailed"), (denied.Status, denied.Code));
            Assert.Contains($"Microsoft.Network/{type}/join/action", denied.Text, StringComparison.Ordinal);
        }
        var crossing = await client.PutAsync($"{Subnet}?{Version}", subnet);
        Assert.Equal((400, "InvalidResourceReference"), (crossing.Status, crossing.Code));
        Assert.Null((await client.GetAsync($"{Subnet}?{Version}")).Properties[property]);
        await client.SucceedAsync(await client.DeleteAsync($"{foreign}?{Version}"));
    }

    [Fact]
    public async Task A_subnet_keeps_its_delegations_as_long_as_somebody_has_an_address_there()
    {
        const string delegated = """{"name":"s","properties":{"addressPrefix":"10.70.1.0/29","delegations":[{"name":"d","properties":{"serviceName":"Microsoft.DBforPostgreSQL/flexibleServers"} }]} }""";
        await client.CreateAsync(Endpoint, SandboxFixture.EndpointBody(sandbox.Ready.Resources.FlexibleServer, Subnet));
        var network = $$$"""{"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.70.0.0/16","10.80.0.0/16"]},"subnets":[{{{delegated}}}]} }""";

        foreach (var refused in new[] { await client.PutAsync($"{Subnet}?{Version}", delegated), await client.PutAsync($"{Vnet}?{Version}", network) })
        {
            Assert.Equal((400, "SubnetDelegationsCannotChangeWhenSubnetUsedByResource"), (refused.Status, refused.Code));
            Assert.StartsWith($"Delegations of subnet {Subnet} cannot be changed from [] to [Microsoft.DBforPostgreSQL/flexibleServers] because it is being used by the resource ",
                (string?)refused.Body!["error"]!["message"], StringComparison.Ordinal);
        }
        await client.SucceedAsync(await client.DeleteAsync(Endpoint));
        await client.CreateAsync($"{Subnet}?{Version}", delegated);
        var endpoint = await client.PutAsync(Endpoint, SandboxFixture.EndpointBody(sandbox.Ready.Resources.FlexibleServer, Subnet));
        Assert.Equal((400, "PrivateEndpointCannotBeCreatedInSubnetThatIsDelegated"), (endpoint.Status, endpoint.Code));
    }

    [Fact]
    public async Task A_network_takes_the_links_of_private_zones_along()
    {
        var zone = $"{Net}/privateDnsZones/links.example.com";
        await client.CreateAsync($"{zone}?{SandboxFixture.Dns}", """{"location":"global"}""");
        foreach (var (name, network) in new[] { ("gone", Vnet), ("stays", sandbox.Ready.Resources.ClientNetwork) })
        {
            await client.CreateAsync($"{zone}/virtualNetworkLinks/{name}?{SandboxFixture.Dns}",
                $$$"""{"location":"global","properties":{"virtualNetwork":{"id":"{{{network}}}"} } }""");
        }

        await client.SucceedAsync(await client.DeleteAsync($"{Vnet}?{Version}"));

        var links = await client.GetAsync($"{zone}/virtualNetworkLinks?{SandboxFixture.Dns}");
        Assert.Equal("stays", (string?)Assert.Single(links.Body!["value"]!.AsArray())!["name"]);
        Assert.Equal(1, (int)(await client.GetAsync($"{zone}?{SandboxFixture.Dns}")).Properties["numberOfVirtualNetworkLinks"]!);
    }
}
