using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>The DELETE of a group takes what nobody outside uses, and tells all that is in its way.</summary>
public class GroupDeletionTests : TimedSandbox
{
    private const string Network = SandboxFixture.Network;
    private const string Resources = SandboxFixture.Resources;

    private string Group => $"/subscriptions/{Host.Ready.Subscriptions.Test}/resourceGroups/rg-leaving";

    private string Net => $"{Group}/providers/Microsoft.Network";

    private string Outside => Host.Ready.Resources.ClientNetwork.Split("/virtualNetworks/")[0];

    private protected override async Task PrepareAsync()
    {
        await Client.PutAsync($"{Group}?{Resources}", """{"location":"japaneast"}""");
    }

    private async Task<string> MakeAsync(string id, string body, string version = Network)
    {
        var made = await Client.PutAsync($"{id}?{version}", body);
        Assert.True(made.Status is 201 or 202, made.Text);
        Time.Advance(Duration);
        return id;
    }

    private Task<string> NetworkAsync(string name, string net, string more = "") => MakeAsync($"{Net}/virtualNetworks/{name}", $$$"""
        {"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["{{{net}}}.0/24"]},"subnets":[
        {"name":"s","properties":{"addressPrefix":"{{{net}}}.0/24","privateLinkServiceNetworkPolicies":"Disabled"{{{more}}} } }] } }
        """);

    private Task<string> EndpointAsync(string name, string target, string subnet, string? group = "postgresqlServer", string? securityGroup = null)
    {
        var body = JsonNode.Parse(SandboxFixture.EndpointBody(target, subnet, isManual: group is null, group))!;
        if (securityGroup is not null) body["properties"]!["applicationSecurityGroups"] = new JsonArray(new JsonObject { ["id"] = securityGroup });
        return MakeAsync(name.StartsWith('/') ? name : $"{Outside}/privateEndpoints/{name}", body.ToJsonString());
    }

    /// <summary>DELETE of the group, and what its Location says at the end.</summary>
    private async Task<ArmResponse> DeleteGroupAsync()
    {
        var accepted = await Client.DeleteAsync($"{Group}?{Resources}");
        Assert.Equal(202, accepted.Status);
        Time.Advance(Duration);
        var end = await Client.GetAsync(accepted.Header("Location")!);
        Assert.Equal(end.Text, (await Client.GetAsync(accepted.Header("Location")!)).Text);
        return end;
    }

    private async Task<int> StatusAsync(string id, string version = Network) => (await Client.GetAsync($"{id}?{version}")).Status;

    private async Task RemoveAsync(string id)
    {
        Assert.Equal(202, (await Client.DeleteAsync($"{id}?{Network}")).Status);
        Time.Advance(Duration);
        Assert.Equal(404, await StatusAsync(id));
    }

    private async Task AssertGoesAsync()
    {
        Assert.Equal(200, (await DeleteGroupAsync()).Status);
        Assert.Equal(404, (await Client.SendAsync("HEAD", $"{Group}?{Resources}", null)).Status);
    }

    /// <summary>The answer's reasons, by the resource that each is about.</summary>
    private static Dictionary<string, string> Reasons(ArmResponse end) => end.Body!["error"]!["details"]!.AsArray().ToDictionary(
        item => (string)item!["target"]!, item => (string)JsonNode.Parse((string)item!["message"]!)!["error"]!["code"]!);

    [Fact]
    public async Task A_Private_Link_service_that_an_endpoint_outside_uses_stays()
    {
        var network = await NetworkAsync("vnet", "10.80.0");
        var service = await MakeAsync($"{Net}/privateLinkServices/pls", $$$"""
            {"location":"japaneast","properties":{"destinationIPAddress":"10.80.0.9","ipConfigurations":[
            {"name":"ip","properties":{"subnet":{"id":"{{{network}}}/subnets/s"} } }] } }
            """);
        var endpoint = await EndpointAsync("pe-outside", service, Host.Ready.Resources.ClientSubnet, group: null);

        var end = await DeleteGroupAsync();

        Assert.Equal((409, "ResourceGroupDeletionBlocked"), (end.Status, end.Code));
        Assert.Equal("PrivateLinkServiceCannotBeDeletedWithPrivateEndpointConnections", Reasons(end)[service]);
        Assert.Single((await Client.GetAsync($"{service}?{Network}")).Properties["privateEndpointConnections"]!.AsArray());
        Assert.Equal("Pending", (string?)(await Client.GetAsync($"{endpoint}?{Network}"))
            .Properties["manualPrivateLinkServiceConnections"]![0]!["properties"]!["privateLinkServiceConnectionState"]!["status"]);
        Assert.Equal("Succeeded", (string?)(await Client.GetAsync($"{Group}?{Resources}")).Properties["provisioningState"]);
        await RemoveAsync(endpoint);
        await AssertGoesAsync();
    }

    [Fact]
    public async Task A_Private_Link_service_that_only_the_group_itself_uses_goes()
    {
        var network = await NetworkAsync("vnet", "10.80.0");
        var service = await MakeAsync($"{Net}/privateLinkServices/pls", $$$"""
            {"location":"japaneast","properties":{"destinationIPAddress":"10.80.0.9","ipConfigurations":[
            {"name":"ip","properties":{"subnet":{"id":"{{{network}}}/subnets/s"} } }] } }
            """);
        await EndpointAsync($"{Net}/privateEndpoints/pe", service, $"{network}/subnets/s", group: null);

        await AssertGoesAsync();
    }

    [Fact]
    public async Task An_application_security_group_that_an_endpoint_outside_is_in_stays()
    {
        var group = await MakeAsync($"{Net}/applicationSecurityGroups/asg", """{"location":"japaneast"}""");
        var endpoint = await EndpointAsync("pe-outside", Host.Ready.Resources.FlexibleServer, Host.Ready.Resources.ClientSubnet, securityGroup: group);

        var end = await DeleteGroupAsync();

        Assert.Equal("ApplicationSecurityGroupInUse", Reasons(end)[group]);
        Assert.Equal(200, await StatusAsync(group));
        await RemoveAsync(endpoint);
        await AssertGoesAsync();
    }

    [Fact]
    public async Task All_that_is_in_the_way_is_told_and_the_rest_has_gone()
    {
        var (one, two, free) = (await NetworkAsync("one", "10.81.0"), await NetworkAsync("two", "10.82.0"), await NetworkAsync("free", "10.83.0"));
        var zone = await MakeAsync($"{Net}/privateDnsZones/leaving.example.com", """{"location":"global"}""", SandboxFixture.Dns);
        var endpoints = new List<string>();
        foreach (var network in new[] { one, two })
            endpoints.Add(await EndpointAsync($"pe-{network[^3..]}", Host.Ready.Resources.FlexibleServer, $"{network}/subnets/s"));

        var end = await DeleteGroupAsync();

        Assert.Equal((409, "ResourceGroupDeletionBlocked"), (end.Status, end.Code));
        Assert.StartsWith("Deletion of resource group 'rg-leaving' failed as resources with identifiers "
            + "'Microsoft.Network/virtualNetworks/one,Microsoft.Network/virtualNetworks/two' could not be deleted. "
            + "The provisioning state of the resource group will be rolled back.", (string?)end.Body!["error"]!["message"], StringComparison.Ordinal);
        Assert.Equal(new Dictionary<string, string> { [one] = "InUseSubnetCannotBeDeleted", [two] = "InUseSubnetCannotBeDeleted" }, Reasons(end));
        Assert.Equal((404, 404), (await StatusAsync(free), await StatusAsync(zone, SandboxFixture.Dns)));
        foreach (var endpoint in endpoints) await RemoveAsync(endpoint);
        await AssertGoesAsync();
    }

    [Fact]
    public async Task An_endpoint_that_has_to_stay_keeps_its_interface_and_its_network()
    {
        var keep = $"{Host.Ready.Resources.FlexibleServer}/providers/Microsoft.Authorization/locks/keep?api-version=2020-05-01";
        var network = await NetworkAsync("vnet", "10.84.0");
        var endpoint = await EndpointAsync($"{Net}/privateEndpoints/pe", Host.Ready.Resources.FlexibleServer, $"{network}/subnets/s");
        await Client.PutAsync(keep, """{"properties":{"level":"CanNotDelete"}}""");

        var end = await DeleteGroupAsync();

        Assert.Equal(new Dictionary<string, string> { [endpoint] = "ScopeLocked", [network] = "InUseSubnetCannotBeDeleted" }, Reasons(end));
        var nic = (string)(await Client.GetAsync($"{endpoint}?{Network}")).Properties["networkInterfaces"]![0]!["id"]!;
        Assert.Equal(200, await StatusAsync(nic));
        await Client.DeleteAsync(keep);
        await AssertGoesAsync();
        Assert.Equal(404, await StatusAsync(nic));
    }
}
