namespace PrivateLinkPg.Sandbox.Tests.Arm;

public class PrivateLinkServiceTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Net = SandboxFixture.Network;
    private readonly ArmClient client = sandbox.Client;

    private string Development => sandbox.Ready.Subscriptions.Development;

    private string Providers => $"/subscriptions/{Development}/resourceGroups/rg-data/providers/Microsoft.Network";

    private async Task<(string Id, string Alias)> CreateServiceAsync(string name, string lists)
    {
        var network = $"{Providers}/virtualNetworks/vnet-{name}";
        await client.CreateAsync($"{network}?{Net}", """
            {"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.60.0.0/16"]},"subnets":[
            {"name":"s","properties":{"addressPrefix":"10.60.0.0/24","privateLinkServiceNetworkPolicies":"Disabled"}}]}}
            """);
        var service = await client.CreateAsync($"{Providers}/privateLinkServices/{name}?{Net}", $$$"""
            {"location":"japaneast","properties":{{{{lists}}} "destinationIPAddress":"10.60.0.9","ipConfigurations":[
            {"name":"ip","properties":{"subnet":{"id":"{{{network}}}/subnets/s"} } }] } }
            """);
        return ((string)service.Body!["id"]!, (string)service.Properties["alias"]!);
    }

    private Task<ArmResponse> ConnectAsync(ArmClient caller, string name, string target) => caller.PutAsync(
        $"{sandbox.EndpointId(name)}?{Net}", SandboxFixture.EndpointBody(target, sandbox.Ready.Resources.ClientSubnet, isManual: true, group: null));

    private static string? Status(ArmResponse answer) => (string?)answer.Properties["manualPrivateLinkServiceConnections"]![0]!["properties"]!
        ["privateLinkServiceConnectionState"]!["status"];

    [Fact]
    public async Task Who_may_not_see_a_service_can_neither_find_it_nor_link_to_it()
    {
        var (id, alias) = await CreateServiceAsync("hidden", "");
        using var consumer = await ArmClient.SignInAsync(sandbox.Ready, sandbox.Ready.Principals.Consumer);

        Assert.Equal(400, (await ConnectAsync(consumer, "pe-hidden-alias", alias)).Status);
        Assert.Equal("ThirdPartyPrivateLinkServiceProvidedDuringPrivateEndpointCreationDoesNotExistOrIsNotVisible",
            (await ConnectAsync(consumer, "pe-hidden-id", id)).Code);
        Assert.False(await IsVisibleAsync(sandbox.Ready.Subscriptions.Test, alias));
        Assert.True(await IsVisibleAsync(Development, alias));
    }

    [Fact]
    public async Task A_subscription_in_the_visibility_list_may_ask_and_waits_for_approval()
    {
        var (_, alias) = await CreateServiceAsync("shown", $$$""" "visibility":{"subscriptions":["{{{sandbox.Ready.Subscriptions.Test}}}"]}, """);
        using var consumer = await ArmClient.SignInAsync(sandbox.Ready, sandbox.Ready.Principals.Consumer);

        var asked = await ConnectAsync(consumer, "pe-shown", alias);

        Assert.Equal((201, "Pending"), (asked.Status, Status(asked)));
        Assert.True(await IsVisibleAsync(sandbox.Ready.Subscriptions.Test, alias));
    }

    [Fact]
    public async Task A_subscription_in_the_auto_approval_list_is_let_in_at_once()
    {
        var (_, alias) = await CreateServiceAsync("open", $$$""" "visibility":{"subscriptions":["*"]},"autoApproval":{"subscriptions":["{{{sandbox.Ready.Subscriptions.Test}}}"]}, """);
        using var consumer = await ArmClient.SignInAsync(sandbox.Ready, sandbox.Ready.Principals.Consumer);

        Assert.Equal("Approved", Status(await ConnectAsync(consumer, "pe-open", alias)));
    }

    [Fact]
    public async Task A_subnet_with_service_policies_takes_no_service()
    {
        var network = $"{Providers}/virtualNetworks/vnet-policies";
        await client.CreateAsync($"{network}?{Net}",
            """{"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.61.0.0/16"]},"subnets":[{"name":"s","properties":{"addressPrefix":"10.61.0.0/24"}}]}}""");

        var refused = await client.PutAsync($"{Providers}/privateLinkServices/policies?{Net}", $$$"""
            {"location":"japaneast","properties":{"destinationIPAddress":"10.61.0.9","ipConfigurations":[{"name":"ip","properties":{"subnet":{"id":"{{{network}}}/subnets/s"} } }] } }
            """);

        Assert.Equal((400, "PrivateLinkServiceCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task A_service_with_connections_stays_until_they_are_gone_and_a_rejection_can_be_taken_back()
    {
        var (id, alias) = await CreateServiceAsync("used", """ "visibility":{"subscriptions":["*"]}, """);
        await client.SucceedAsync(await ConnectAsync(client, "pe-used", alias));
        var list = await client.GetAsync($"{id}/privateEndpointConnections?{Net}");
        var connection = $"{(string)list.Body!["value"]![0]!["id"]!}?{Net}";
        Assert.Equal(400, (await client.DeleteAsync($"{id}?{Net}")).Status);

        foreach (var status in new[] { "Approved", "Rejected", "Approved" })
        {
            var decided = await client.PutAsync(connection, $$$"""{"properties":{"privateLinkServiceConnectionState":{"status":"{{{status}}}"} } }""");
            Assert.Equal((200, "Updating"), (decided.Status, (string?)decided.Properties["provisioningState"]));
            Assert.Equal(status, Status(await client.GetAsync($"{sandbox.EndpointId("pe-used")}?{Net}")));
        }

        await client.SucceedAsync(await client.DeleteAsync(connection));
        await client.SucceedAsync(await client.DeleteAsync($"{id}?{Net}"));
        Assert.Equal("Disconnected", Status(await client.GetAsync($"{sandbox.EndpointId("pe-used")}?{Net}")));
    }

    [Fact]
    public async Task Each_ip_configuration_of_a_service_has_an_address_of_its_own_until_it_is_given_up()
    {
        var (network, service) = await NetworkOfTwoAsync("many", "10.62");
        string Configuration(string name, string subnet, string? address = null) =>
            $$$"""{"name":"{{{name}}}","properties":{ {{{(address is null ? "" : $"\"privateIPAddress\":\"{address}\",")}}} "subnet":{"id":"{{{network}}}/subnets/{{{subnet}}}"} } }""";
        Task<ArmResponse> PutAsync(params string[] configurations) => client.PutAsync(service,
            $$$"""{"location":"japaneast","properties":{"destinationIPAddress":"10.62.0.9","ipConfigurations":[{{{string.Join(',', configurations)}}}]} }""");
        async Task<IEnumerable<string>> UsedAsync(string subnet) =>
            ((await client.GetAsync($"{network}/subnets/{subnet}?{Net}")).Properties["ipConfigurations"]?.AsArray() ?? []).Select(item => ((string)item!["id"]!).Split('/')[^1]);

        var (twice, outside) = (await PutAsync(Configuration("a", "s", "10.62.0.30"), Configuration("b", "s", "10.62.0.30")),
            await PutAsync(Configuration("a", "s", "10.62.0.30"), Configuration("b", "s", "10.62.9.9")));
        Assert.Equal((400, "PrivateIPAddressIsAllocated"), (twice.Status, twice.Code));
        Assert.Equal((400, "PrivateIPAddressNotInSubnet"), (outside.Status, outside.Code));
        Assert.Equal(400, (await PutAsync(Configuration("a", "s"), Configuration("A", "t"))).Status);
        Assert.Empty(await UsedAsync("s"));

        await client.SucceedAsync(await PutAsync(Configuration("any", "s"), Configuration("first", "s", "10.62.0.4"), Configuration("far", "t", "10.62.1.20")));
        Assert.Equal(["first", "any"], await UsedAsync("s"));
        Assert.Equal(["far"], await UsedAsync("t"));
        Assert.Equal(400, (await client.DeleteAsync($"{network}/subnets/t?{Net}")).Status);
        var nic = await client.GetAsync($"{(string)(await client.GetAsync(service)).Properties["networkInterfaces"]![0]!["id"]!}?{Net}");
        Assert.Equal([("any", "10.62.0.5", true), ("first", "10.62.0.4", false), ("far", "10.62.1.20", false)], nic.Properties["ipConfigurations"]!.AsArray()
            .Select(item => ((string?)item!["name"], (string?)item["properties"]!["privateIPAddress"], (bool)item["properties"]!["primary"]!)));

        Assert.Equal(400, (await PutAsync(Configuration("far", "t", "10.62.1.21"), Configuration("wrong", "s", "10.62.1.9"))).Status);
        Assert.Equal(["first", "any"], await UsedAsync("s"));
        await client.SucceedAsync(await PutAsync(Configuration("any", "s")));
        Assert.Equal(["any"], await UsedAsync("s"));
        Assert.Equal("10.62.0.5", (string?)(await client.GetAsync($"{nic.Body!["id"]}?{Net}")).Properties["ipConfigurations"]![0]!["properties"]!["privateIPAddress"]);
        await client.SucceedAsync(await client.DeleteAsync($"{network}/subnets/t?{Net}"));
        await client.SucceedAsync(await client.DeleteAsync(service));
        await client.SucceedAsync(await client.DeleteAsync($"{network}?{Net}"));
    }

    private async Task<(string Network, string Service)> NetworkOfTwoAsync(string name, string prefix)
    {
        var network = $"{Providers}/virtualNetworks/vnet-{name}";
        await client.CreateAsync($"{network}?{Net}", $$$"""
            {"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["{{{prefix}}}.0.0/16"]},"subnets":[
            {"name":"s","properties":{"addressPrefix":"{{{prefix}}}.0.0/24","privateLinkServiceNetworkPolicies":"Disabled"} },
            {"name":"t","properties":{"addressPrefix":"{{{prefix}}}.1.0/24","privateLinkServiceNetworkPolicies":"Disabled"} }]} }
            """);
        return (network, $"{Providers}/privateLinkServices/{name}?{Net}");
    }

    private async Task<bool> IsVisibleAsync(string subscription, string alias)
    {
        var asked = await client.PostAsync($"/subscriptions/{subscription}/providers/Microsoft.Network/locations/japaneast/checkPrivateLinkServiceVisibility?{Net}",
            $$"""{"privateLinkServiceAlias":"{{alias}}"}""");
        await client.SucceedAsync(asked);
        return (bool)(await client.GetAsync(asked.Header("Location")!)).Body!["visible"]!;
    }

    [Fact]
    public async Task A_service_needs_the_right_to_join_its_subnet()
    {
        using var consumer = await ArmClient.SignInAsync(sandbox.Ready, sandbox.Ready.Principals.Consumer);
        var network = $"{Providers}/virtualNetworks/vnet-joined";
        await client.CreateAsync($"{network}?{Net}", """
            {"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.62.0.0/16"]},"subnets":[
            {"name":"s","properties":{"addressPrefix":"10.62.0.0/24","privateLinkServiceNetworkPolicies":"Disabled"}}]}}
            """);

        var refused = await consumer.PutAsync($"{sandbox.ClientGroup}/providers/Microsoft.Network/privateLinkServices/joined?{Net}", $$$"""
            {"location":"japaneast","properties":{"destinationIPAddress":"10.62.0.9","ipConfigurations":[{"name":"ip","properties":{"subnet":{"id":"{{{network}}}/subnets/s"} } }] } }
            """);

        Assert.Equal((403, "LinkedAuthorizationFailed"), (refused.Status, refused.Code));
        Assert.Contains("'Microsoft.Network/virtualNetworks/subnets/join/action'", (string?)refused.Body!["error"]!["message"], StringComparison.Ordinal);
    }
}
