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

    private async Task<bool> IsVisibleAsync(string subscription, string alias)
    {
        var asked = await client.PostAsync($"/subscriptions/{subscription}/providers/Microsoft.Network/locations/japaneast/checkPrivateLinkServiceVisibility?{Net}",
            $$"""{"privateLinkServiceAlias":"{{alias}}"}""");
        await client.SucceedAsync(asked);
        return (bool)(await client.GetAsync(asked.Header("Location")!)).Body!["visible"]!;
    }
}
