namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>Locks and policy assignments hang on something: they go with it, and are not put on what is going.</summary>
public class ExtensionLifeTests : TimedSandbox
{
    private const string Network = SandboxFixture.Network;
    private const string Dns = SandboxFixture.Dns;
    private const string Lock = """{"properties":{"level":"CanNotDelete"}}""";
    private const string Located = """{"location":"japaneast"}""";

    private const string RequireTag =
        """{"properties":{"policyDefinitionId":"/providers/Microsoft.Authorization/policyDefinitions/871b6d14-10aa-478d-b590-94f262ecfa99","parameters":{"tagName":{"value":"owner"}}}}""";

    private string Group => $"/subscriptions/{Host.Ready.Subscriptions.Test}/resourceGroups/rg-hung";

    private string Vnet => $"{Group}/providers/Microsoft.Network/virtualNetworks/vnet";

    private string Endpoint => $"{Group}/providers/Microsoft.Network/privateEndpoints/pe";

    private string Zone => $"{Group}/providers/Microsoft.Network/privateDnsZones/hung.example.com";

    private protected override async Task PrepareAsync()
    {
        await PutAsync(Group, SandboxFixture.Resources, Located);
        await PutAsync(Vnet, Network, Space("s", "t"));
        await PutAsync(Zone, Dns, """{"location":"global"}""");
        Time.Advance(Duration);
    }

    private static string Space(params string[] subnets) => $$$"""
        {"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.4.0.0/16"]},
        "subnets":[{{{string.Join(',', subnets.Select((name, i) => $$$"""{"name":"{{{name}}}","properties":{"addressPrefix":"10.4.{{{i}}}.0/24"}}"""))}}}]}}
        """;

    private async Task PutAsync(string id, string version, string body)
    {
        var answer = await Client.PutAsync($"{id}?{version}", body);
        Assert.True(answer.Status is 200 or 201 or 202, answer.Text);
    }

    private async Task DeleteAsync(string id, string version)
    {
        Assert.Equal(202, (await Client.DeleteAsync($"{id}?{version}")).Status);
        Time.Advance(Duration);
        Assert.Equal(404, (await Client.GetAsync($"{id}?{version}")).Status);
    }

    private static string LockOn(string id) => $"{id}/providers/Microsoft.Authorization/locks/keep?api-version=2016-09-01";

    private static string PolicyOn(string id) => $"{id}/providers/Microsoft.Authorization/policyAssignments/tags?api-version=2023-04-01";

    private async Task LockAsync(string id) => Assert.Equal(201, (await Client.PutAsync(LockOn(id), Lock)).Status);

    private async Task RefuseAsync(string code, params string[] ids)
    {
        foreach (var (path, body) in ids.SelectMany(id => new[] { (LockOn(id), Lock), (PolicyOn(id), RequireTag) }))
        {
            var refused = await Client.PutAsync(path, body);
            Assert.True(refused.Status == 409 && refused.Code == code, $"{path}: {refused.Status} {refused.Text}");
        }
    }

    private async Task AssertNoLocksAsync() => Assert.Empty((await Client.GetAsync(
        $"{Group}/providers/Microsoft.Authorization/locks?api-version=2016-09-01")).Body!["value"]!.AsArray());

    [Fact]
    public async Task A_lock_on_a_subnet_goes_with_it_when_its_network_is_written_without_it()
    {
        await LockAsync($"{Vnet}/subnets/t");

        await PutAsync(Vnet, Network, Space("s"));

        await AssertNoLocksAsync();
        await DeleteAsync(Vnet, Network);
    }

    [Fact]
    public async Task A_lock_on_a_link_goes_with_it_when_its_network_goes()
    {
        await PutAsync($"{Zone}/virtualNetworkLinks/link", Dns, $$$"""{"location":"global","properties":{"virtualNetwork":{"id":"{{{Vnet}}}"} } }""");
        Time.Advance(Duration);
        await LockAsync($"{Zone}/virtualNetworkLinks/link");

        await DeleteAsync(Vnet, Network);

        await AssertNoLocksAsync();
        await DeleteAsync(Zone, Dns);
    }

    [Fact]
    public async Task A_lock_on_the_interface_of_an_endpoint_goes_with_the_endpoint()
    {
        await PutAsync(Endpoint, Network, SandboxFixture.EndpointBody(Host.Ready.Resources.FlexibleServer, $"{Vnet}/subnets/s"));
        Time.Advance(Duration);
        await LockAsync((string)(await Client.GetAsync($"{Endpoint}?{Network}")).Properties["networkInterfaces"]![0]!["id"]!);

        await DeleteAsync(Endpoint, Network);

        await AssertNoLocksAsync();
        var accepted = await Client.DeleteAsync($"{Group}?{SandboxFixture.Resources}");
        Time.Advance(Duration);
        Assert.Equal(200, (await Client.GetAsync(accepted.Header("Location")!)).Status);
    }

    [Fact]
    public async Task What_is_made_anew_under_a_name_does_not_inherit_the_policies_of_the_one_before()
    {
        await PutAsync(PolicyOn(Vnet).Split('?')[0], "api-version=2023-04-01", RequireTag);
        Assert.Equal(403, (await Client.PutAsync($"{Vnet}?{Network}", Space())).Status);

        await DeleteAsync(Vnet, Network);

        await PutAsync(Vnet, Network, Space());
    }

    [Fact]
    public async Task A_policy_of_a_group_does_not_outlive_it()
    {
        await PutAsync(PolicyOn(Group).Split('?')[0], "api-version=2023-04-01", RequireTag);
        await DeleteAsync(Group, SandboxFixture.Resources);

        await PutAsync(Group, SandboxFixture.Resources, Located);

        Assert.Equal(404, (await Client.GetAsync(PolicyOn(Group))).Status);
        await PutAsync(Vnet, Network, Space());
    }

    [Fact]
    public async Task Nothing_is_hung_on_what_is_being_deleted_or_lies_in_it()
    {
        await PutAsync(Endpoint, Network, SandboxFixture.EndpointBody(Host.Ready.Resources.FlexibleServer, $"{Vnet}/subnets/s"));
        Time.Advance(Duration);
        await Client.DeleteAsync($"{Endpoint}?{Network}");
        await RefuseAsync("AnotherOperationInProgress", Endpoint);
        Time.Advance(Duration);
        await Client.DeleteAsync($"{Vnet}?{Network}");
        await Client.DeleteAsync($"{Zone}?{Dns}");

        await RefuseAsync("AnotherOperationInProgress", Vnet, $"{Vnet}/subnets/s", Zone, $"{Zone}/SOA/@");
    }

    [Fact]
    public async Task Nothing_is_hung_on_a_group_that_is_being_deleted_and_so_nothing_undoes_the_delete()
    {
        var accepted = await Client.DeleteAsync($"{Group}?{SandboxFixture.Resources}");

        await RefuseAsync("ResourceGroupBeingDeleted", Group, Zone, $"{Vnet}/subnets/s");
        Time.Advance(Duration);

        Assert.Equal(200, (await Client.GetAsync(accepted.Header("Location")!)).Status);
        Assert.Equal(404, (await Client.GetAsync($"{Group}?{SandboxFixture.Resources}")).Status);
    }
}
