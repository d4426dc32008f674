using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>What clients ask of the surroundings of an endpoint: addresses, types, peerings, rules, routes, roles.</summary>
public class AroundEndpointTests : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Version = SandboxFixture.Network;

    private static int last;

    private readonly SandboxFixture sandbox;
    private readonly ArmClient client;
    private readonly string group;

    public AroundEndpointTests(SandboxFixture sandbox)
    {
        (this.sandbox, client) = (sandbox, sandbox.Client);
        group = $"/subscriptions/{sandbox.Ready.Subscriptions.Test}/resourceGroups/rg-around-{++last}";
    }

    private string Net => $"{group}/providers/Microsoft.Network";

    public Task InitializeAsync() => client.PutAsync($"{group}?{SandboxFixture.Resources}", """{"location":"japaneast"}""");

    public Task DisposeAsync() => Task.CompletedTask;

    private Task<ArmResponse> NetworkAsync(string name, string prefix) => client.CreateAsync($"{Net}/virtualNetworks/{name}?{Version}",
        $$$"""{"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["{{{prefix}}}"]},"subnets":[{"name":"s","properties":{"addressPrefix":"{{{prefix}}}"} }] } }""");

    private string Peering(string from, string to) => $"{Net}/virtualNetworks/{from}/virtualNetworkPeerings/to-{to}?{Version}";

    private Task<ArmResponse> PeerAsync(string from, string to) => client.PutAsync(Peering(from, to),
        $$$"""{"properties":{"allowVirtualNetworkAccess":true,"remoteVirtualNetwork":{"id":"{{{Net}}}/virtualNetworks/{{{to}}}"} } }""");

    private async Task<string?> StateAsync(string from, string to) => (string?)(await client.GetAsync(Peering(from, to))).Properties["peeringState"];

    [Fact]
    public async Task The_availability_of_an_address_is_told_with_others_when_it_is_taken()
    {
        await NetworkAsync("vnet", "10.60.0.0/28");
        await client.CreateAsync($"{Net}/privateEndpoints/pe?{Version}", SandboxFixture.EndpointBody(sandbox.Ready.Resources.FlexibleServer, $"{Net}/virtualNetworks/vnet/subnets/s"));
        Task<ArmResponse> AskAsync(string address) => client.GetAsync($"{Net}/virtualNetworks/vnet/CheckIPAddressAvailability?ipAddress={address}&{Version}");

        var taken = await AskAsync("10.60.0.4");
        var free = await AskAsync("10.60.0.9");
        var reserved = await AskAsync("10.60.0.1");

        Assert.Equal("""{"available":false,"isPlatformReserved":false,"availableIPAddresses":["10.60.0.5","10.60.0.6","10.60.0.7","10.60.0.8","10.60.0.9"]}""", taken.Text);
        Assert.Equal("""{"available":true,"isPlatformReserved":false}""", free.Text);
        Assert.Equal((false, true), ((bool)reserved.Body!["available"]!, (bool)reserved.Body["isPlatformReserved"]!));
        Assert.Equal((400, 400), ((await AskAsync("10.99.0.1")).Status, (await AskAsync("nonsense")).Status));
    }

    [Fact]
    public async Task The_types_that_endpoints_can_lead_to_are_listed_for_a_region()
    {
        foreach (var scope in new[] { group, group.Split("/resourceGroups/")[0] })
        {
            var list = await client.GetAsync($"{scope}/providers/Microsoft.Network/locations/Japan%20East/availablePrivateEndpointTypes?{Version}");
            Assert.Contains("Microsoft.DBforPostgreSQL/flexibleServers", list.Body!["value"]!.AsArray().Select(item => (string?)item!["resourceName"]));
        }
        Assert.Equal(400, (await client.GetAsync($"{group}/providers/Microsoft.Network/locations/atlantis/availablePrivateEndpointTypes?{Version}")).Status);
    }

    [Fact]
    public async Task A_peering_is_connected_when_both_halves_are_there_and_disconnected_when_one_goes()
    {
        await NetworkAsync("hub", "10.61.0.0/24");
        await NetworkAsync("spoke", "10.62.0.0/24");

        await client.SucceedAsync(await PeerAsync("hub", "spoke"));
        Assert.Equal("Initiated", await StateAsync("hub", "spoke"));
        await client.SucceedAsync(await PeerAsync("spoke", "hub"));
        Assert.Equal(("Connected", "Connected"), (await StateAsync("hub", "spoke"), await StateAsync("spoke", "hub")));
        var shown = await client.GetAsync($"{Net}/virtualNetworks/hub?{Version}");
        Assert.Equal("10.62.0.0/24", (string?)shown.Properties["virtualNetworkPeerings"]![0]!["properties"]!["remoteAddressSpace"]!["addressPrefixes"]![0]);
        Assert.Equal("FullyInSync", (string?)shown.Properties["virtualNetworkPeerings"]![0]!["properties"]!["peeringSyncLevel"]);
        Assert.Equal(200, (await client.PutAsync($"{Net}/virtualNetworks/hub?{Version}", shown.Text)).Status);

        await client.SucceedAsync(await client.DeleteAsync(Peering("spoke", "hub")));
        Assert.Equal("Disconnected", await StateAsync("hub", "spoke"));
        var refused = await PeerAsync("spoke", "hub");
        Assert.Equal((400, "RemotePeeringIsDisconnected"), (refused.Status, refused.Code));
        await client.SucceedAsync(await client.DeleteAsync($"{Net}/virtualNetworks/hub?{Version}"));
        Assert.Equal(204, (await client.DeleteAsync(Peering("spoke", "hub"))).Status);
    }

    [Fact]
    public async Task A_peering_that_cannot_be_is_refused()
    {
        await NetworkAsync("one", "10.63.0.0/24");
        await NetworkAsync("same", "10.63.0.0/25");
        await NetworkAsync("other", "10.64.0.0/24");
        await client.SucceedAsync(await PeerAsync("one", "other"));

        var absent = await PeerAsync("one", "none");
        var overlapping = await PeerAsync("one", "same");
        var twice = await client.PutAsync(Peering("one", "again"), $$$"""{"properties":{"remoteVirtualNetwork":{"id":"{{{Net}}}/virtualNetworks/other"} } }""");

        Assert.Equal((400, "InvalidResourceReference"), (absent.Status, absent.Code));
        Assert.Equal((400, "VnetAddressSpacesOverlap"), (overlapping.Status, overlapping.Code));
        Assert.Equal((400, "AnotherPeeringAlreadyReferencesRemoteVnet"), (twice.Status, twice.Code));
        Assert.Single((await client.GetAsync($"{Net}/virtualNetworks/one/virtualNetworkPeerings?{Version}")).Body!["value"]!.AsArray());
    }

    [Fact]
    public async Task A_peered_network_does_not_grow_into_its_peer()
    {
        string Space(string more) => $$$"""{"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.67.0.0/24",{{{more}}}]} } }""";
        await NetworkAsync("grows", "10.67.0.0/24");
        await NetworkAsync("peer", "10.68.0.0/24");
        await client.SucceedAsync(await PeerAsync("grows", "peer"));
        await client.SucceedAsync(await PeerAsync("peer", "grows"));
        var network = $"{Net}/virtualNetworks/grows?{Version}";

        var refused = await client.PutAsync(network, Space("\"10.68.0.0/16\""));

        Assert.Equal((400, "VnetAddressSpacesOverlap"), (refused.Status, refused.Code));
        Assert.Single((await client.GetAsync(network)).Properties["addressSpace"]!["addressPrefixes"]!.AsArray());
        Assert.Equal(200, (await client.PutAsync(network, Space("\"10.69.0.0/16\""))).Status);
        await client.SucceedAsync(await client.DeleteAsync($"{Net}/virtualNetworks/peer?{Version}"));
        Assert.Equal(200, (await client.PutAsync(network, Space("\"10.68.0.0/16\""))).Status);
    }

    [Fact]
    public async Task A_security_group_has_its_rules_and_those_that_everyone_has()
    {
        var nsg = $"{Net}/networkSecurityGroups/nsg";
        const string rule = """{"properties":{"protocol":"tcp","sourceAddressPrefix":"10.0.0.0/8","sourcePortRange":"*","destinationAddressPrefix":"*","destinationPortRange":"5432","access":"Allow","priority":110,"direction":"Inbound"}}""";
        var made = await client.CreateAsync($"{nsg}?{Version}", """{"location":"japaneast","properties":{"securityRules":[]}}""");
        Assert.Equal(6, made.Properties["defaultSecurityRules"]!.AsArray().Count);

        await client.SucceedAsync(await client.PutAsync($"{nsg}/securityRules/postgres?{Version}", rule));
        var twin = await client.PutAsync($"{nsg}/securityRules/twin?{Version}", rule);
        var unfit = await client.PutAsync($"{nsg}/securityRules/unfit?{Version}", rule.Replace("110", "99", StringComparison.Ordinal));

        var found = await client.GetAsync($"{nsg}/securityRules/POSTGRES?{Version}");
        Assert.Equal(("postgres", "Tcp", 110), ((string?)found.Body!["name"], (string?)found.Properties["protocol"], (int)found.Properties["priority"]!));
        Assert.Equal((400, "SecurityRuleConflict"), (twin.Status, twin.Code));
        Assert.Equal((400, "SecurityRuleInvalidPriority"), (unfit.Status, unfit.Code));
        Assert.Equal("postgres", (string?)Assert.Single((await client.GetAsync($"{nsg}?{Version}")).Properties["securityRules"]!.AsArray())!["name"]);
        await client.SucceedAsync(await client.DeleteAsync($"{nsg}/securityRules/postgres?{Version}"));
        Assert.Empty((await client.GetAsync($"{nsg}/securityRules?{Version}")).Body!["value"]!.AsArray());
        Assert.Equal(204, (await client.DeleteAsync($"{nsg}/securityRules/postgres?{Version}")).Status);
    }

    [Fact]
    public async Task A_route_table_has_routes()
    {
        var table = $"{Net}/routeTables/rt";
        await client.CreateAsync($"{table}?{Version}", """{"location":"japaneast","properties":{"disableBgpRoutePropagation":true,"routes":[{"name":"out","properties":{"addressPrefix":"0.0.0.0/0","nextHopType":"VirtualAppliance","nextHopIpAddress":"10.0.0.4"}}]}}""");

        var shown = await client.GetAsync($"{table}?{Version}");
        Assert.True((bool)shown.Properties["disableBgpRoutePropagation"]!);
        Assert.Equal("10.0.0.4", (string?)shown.Properties["routes"]![0]!["properties"]!["nextHopIpAddress"]);
        var wrong = await client.PutAsync($"{table}/routes/wrong?{Version}", """{"properties":{"addressPrefix":"10.0/8","nextHopType":"None"}}""");
        Assert.Equal((400, "InvalidAddressPrefixFormat"), (wrong.Status, wrong.Code));
        await client.SucceedAsync(await client.PutAsync($"{table}/routes/tag?{Version}", """{"properties":{"addressPrefix":"AzureCloud","nextHopType":"Internet"}}"""));
        Assert.Equal(2, (await client.GetAsync($"{table}/routes?{Version}")).Body!["value"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_roles_of_the_seeded_principals_can_be_read_at_every_scope()
    {
        const string version = "api-version=2022-04-01";
        const string roles = "providers/Microsoft.Authorization/roleAssignments";
        var reader = "0ea10000-5a4d-4b0c-8000-000000000102";

        var all = await client.GetAsync($"{sandbox.Ready.Resources.ClientNetwork}/{roles}?{version}&$filter=atScope()");
        var one = await client.GetAsync($"{group}/{roles}?{version}&$filter=principalId eq '{reader}'");

        Assert.Equal(4, all.Body!["value"]!.AsArray().Count);
        var found = Assert.Single(one.Body!["value"]!.AsArray())!;
        Assert.EndsWith("/acdd72a7-3385-48ef-bd42-f606fba81ae7", (string?)found["properties"]!["roleDefinitionId"], StringComparison.Ordinal);
        Assert.Equal(found.ToJsonString(), JsonNode.Parse((await client.GetAsync($"{(string?)found["id"]}?{version}")).Text)!.ToJsonString());
        Assert.Equal((400, "InvalidFilterInQueryString"), ((await client.GetAsync($"{group}/{roles}?{version}&$filter=x eq 'y'")).Status, (await client.GetAsync($"{group}/{roles}?{version}&$filter=x eq 'y'")).Code));
    }

    [Fact]
    public async Task An_interface_that_an_endpoint_owns_takes_tags_by_patch_and_nothing_by_put()
    {
        await NetworkAsync("vnet", "10.60.0.0/28");
        var endpoint = $"{Net}/privateEndpoints/pe";
        var made = await client.CreateAsync($"{endpoint}?{Version}", SandboxFixture.EndpointBody(sandbox.Ready.Resources.FlexibleServer, $"{Net}/virtualNetworks/vnet/subnets/s"));
        var nic = (string)made.Properties["networkInterfaces"]![0]!["id"]!;
        var body = (await client.GetAsync($"{nic}?{Version}")).Body!;
        body["tags"] = new JsonObject { ["a"] = "b" };

        var refused = await client.PutAsync($"{nic}?{Version}", body.ToJsonString());
        Assert.Equal((400, "CannotModifyNicAttachedToPrivateEndpoint"), (refused.Status, refused.Code));
        Assert.Equal($"Network interface {nic} is linked to a private endpoint {endpoint}. It can not be modified by user.",
            (string?)refused.Body!["error"]!["message"]);
        Assert.Null((await client.GetAsync($"{nic}?{Version}")).Body!["tags"]);

        Assert.Equal(200, (await client.PatchAsync($"{nic}?{Version}", """{"tags":{"a":"b"}}""")).Status);
        await client.PatchAsync($"{nic}/providers/Microsoft.Resources/tags/default?{SandboxFixture.Resources}", """{"operation":"Merge","properties":{"tags":{"c":"d"}}}""");
        Assert.Equal("""{"a":"b","c":"d"}""", (await client.GetAsync($"{nic}?{Version}")).Body!["tags"]!.ToJsonString());
        Assert.Equal(405, (await client.PutAsync($"{Net}/networkInterfaces/another?{Version}", """{"location":"japaneast"}""")).Status);
    }
}
