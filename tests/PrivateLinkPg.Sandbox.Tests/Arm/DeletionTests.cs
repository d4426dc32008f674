using System.Net;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>Between the 202 of a DELETE and its end: what is leaving takes nothing in, and the end looks again.</summary>
public class DeletionTests : TimedSandbox
{
    private const string Record = """{"properties":{"ttl":60,"aRecords":[{"ipv4Address":"10.0.0.1"}]}}""";
    private const string Network = SandboxFixture.Network;
    private const string Dns = SandboxFixture.Dns;

    private string Group => $"/subscriptions/{Host.Ready.Subscriptions.Test}/resourceGroups/rg-leaving";

    private string Net => $"{Group}/providers/Microsoft.Network";

    private string Vnet => $"{Net}/virtualNetworks/vnet";

    private string Zone => $"{Net}/privateDnsZones/leaving.example.com";

    private string Server => $"{Group}/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-leaving";

    private static string Space(string subnets = "") => $$$"""
        {"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.3.0.0/16"]}{{{subnets}}}}}
        """;

    private string EndpointBody(string? subnet = null, string? server = null) =>
        SandboxFixture.EndpointBody(server ?? Host.Ready.Resources.FlexibleServer, subnet ?? $"{Vnet}/subnets/s");

    private string Link => $$$"""{"location":"global","properties":{"virtualNetwork":{"id":"{{{Vnet}}}"} } }""";

    private string ZoneGroup => $$$"""{"properties":{"privateDnsZoneConfigs":[{"name":"z","properties":{"privateDnsZoneId":"{{{Zone}}}"} }] } }""";

    private protected override async Task PrepareAsync()
    {
        await Client.PutAsync($"{Group}?{SandboxFixture.Resources}", """{"location":"japaneast"}""");
        await Client.PutAsync($"{Vnet}?{Network}", Space(""","subnets":[{"name":"s","properties":{"addressPrefix":"10.3.0.0/24"} }] """));
        await Client.PutAsync($"{Zone}?{Dns}", """{"location":"global"}""");
        await Client.PutAsync($"{Server}?{SandboxFixture.Postgres}", """{"location":"japaneast"}""");
        Time.Advance(Duration);
    }

    private async Task DeleteAsync(string id, string version) => Assert.Equal(202, (await Client.DeleteAsync($"{id}?{version}")).Status);

    private async Task RefuseAsync(string code, string path, string body)
    {
        var refused = await Client.PutAsync(path, body);
        Assert.True(refused is { Status: 409 } && refused.Code == code, $"{path}: {refused.Status} {refused.Text}");
        Assert.Null(refused.Header("Retry-After"));
    }

    [Fact]
    public async Task Nothing_goes_into_a_network_that_is_being_deleted()
    {
        await DeleteAsync(Vnet, Network);

        await RefuseAsync("AnotherOperationInProgress", $"{Net}/privateEndpoints/pe?{Network}", EndpointBody());
        await RefuseAsync("AnotherOperationInProgress", $"{Vnet}/subnets/t?{Network}", """{"properties":{"addressPrefix":"10.3.1.0/24"}}""");
        await RefuseAsync("AnotherOperationInProgress", $"{Vnet}?{Network}", Space());
        await RefuseAsync("AnotherOperationInProgress", $"{Zone}/virtualNetworkLinks/link?{Dns}", Link);
        Time.Advance(Duration);

        Assert.Equal(404, (await Client.GetAsync($"{Vnet}?{Network}")).Status);
        Assert.Equal(404, (await Client.GetAsync($"{Net}/privateEndpoints/pe?{Network}")).Status);
        var orphan = await Client.PutAsync($"{Net}/privateEndpoints/pe?{Network}", EndpointBody());
        Assert.Equal((400, "InvalidResourceReference"), (orphan.Status, orphan.Code));
    }

    [Fact]
    public async Task Nothing_goes_into_a_subnet_that_is_being_deleted()
    {
        await DeleteAsync($"{Vnet}/subnets/s", Network);

        await RefuseAsync("AnotherOperationInProgress", $"{Net}/privateEndpoints/pe?{Network}", EndpointBody());
        foreach (var path in new[] { $"{Vnet}/subnets/s?{Network}", $"{Vnet}/subnets/s/?{Network}" })
            await RefuseAsync("AnotherOperationInProgress", path, """{"properties":{"addressPrefix":"10.3.0.0/24"}}""");
        await RefuseAsync("AnotherOperationInProgress", $"{Vnet}?{Network}", Space(""","subnets":[{"name":"S","properties":{"addressPrefix":"10.3.0.0/24"} }] """));
        Time.Advance(Duration);
        Assert.Equal(201, (await Client.PutAsync($"{Vnet}/subnets/t?{Network}", """{"properties":{"addressPrefix":"10.3.1.0/24"}}""")).Status);
    }

    [Fact]
    public async Task Nothing_goes_into_a_zone_that_is_being_deleted()
    {
        await Client.PutAsync($"{Net}/privateEndpoints/pe?{Network}", EndpointBody());
        Time.Advance(Duration);
        await DeleteAsync(Zone, Dns);

        await RefuseAsync("AnotherOperationInProgress", $"{Zone}/A/www?{Dns}", Record);
        await RefuseAsync("AnotherOperationInProgress", $"{Zone}/virtualNetworkLinks/link?{Dns}", Link);
        await RefuseAsync("AnotherOperationInProgress", $"{Zone}?{Dns}", """{"location":"global"}""");
        await RefuseAsync("AnotherOperationInProgress", $"{Net}/privateEndpoints/pe/privateDnsZoneGroups/default?{Network}", ZoneGroup);
        Time.Advance(Duration);
        Assert.Equal(404, (await Client.GetAsync($"{Zone}?{Dns}")).Status);
    }

    [Fact]
    public async Task Nothing_is_tied_to_an_endpoint_or_a_server_that_is_being_deleted()
    {
        await Client.PutAsync($"{Net}/privateEndpoints/pe?{Network}", EndpointBody(server: Server));
        Time.Advance(Duration);
        var list = await Client.GetAsync($"{Server}/privateEndpointConnections?{SandboxFixture.Postgres}");
        var connection = (string)list.Body!["value"]![0]!["id"]!;
        await DeleteAsync($"{Net}/privateEndpoints/pe", Network);
        await DeleteAsync(Server, SandboxFixture.Postgres);

        await RefuseAsync("AnotherOperationInProgress", $"{Net}/privateEndpoints/pe/privateDnsZoneGroups/default?{Network}", ZoneGroup);
        await RefuseAsync("AnotherOperationInProgress", $"{Net}/privateEndpoints/pe?{Network}", EndpointBody(server: Server));
        await RefuseAsync("ServerIsBusy", $"{Net}/privateEndpoints/pe-2?{Network}", EndpointBody(server: Server));
        await RefuseAsync("ServerIsBusy", $"{connection}?{SandboxFixture.Postgres}", """{"properties":{"privateLinkServiceConnectionState":{"status":"Rejected"}}}""");
    }

    [Fact]
    public async Task Nothing_goes_into_a_group_that_is_being_deleted()
    {
        await DeleteAsync(Group, SandboxFixture.Resources);

        await RefuseAsync("ResourceGroupBeingDeleted", $"{Group}?{SandboxFixture.Resources}", """{"location":"japaneast"}""");
        await RefuseAsync("ResourceGroupBeingDeleted", $"{Zone}/A/www?{Dns}", Record);
        await RefuseAsync("ResourceGroupBeingDeleted", $"{Net}/applicationSecurityGroups/asg?{Network}", """{"location":"japaneast"}""");
        // Into its subnet from another group too.
        await RefuseAsync("ResourceGroupBeingDeleted",
            $"{Host.Ready.Resources.ClientNetwork.Split("/virtualNetworks/")[0]}/privateEndpoints/pe?{Network}", EndpointBody());
        Time.Advance(Duration);
        Assert.Equal(404, (await Client.SendAsync("HEAD", $"{Group}?{SandboxFixture.Resources}", null)).Status);
    }

    [Fact]
    public async Task A_link_leads_to_its_zone_until_its_delete_has_ended()
    {
        var server = IPEndPoint.Parse(Host.Ready.Dns[Host.Ready.Resources.ClientNetwork]);
        var link = $"{Zone}/virtualNetworkLinks/link";
        await Client.PutAsync($"{Zone}/A/www?{Dns}", Record);
        await Client.PutAsync($"{link}?{Dns}", Link.Replace(Vnet, Host.Ready.Resources.ClientNetwork, StringComparison.Ordinal));
        Time.Advance(Duration);

        await DeleteAsync(link, Dns);
        Assert.Equal("Deleting", (string?)(await Client.GetAsync($"{link}?{Dns}")).Properties["provisioningState"]);
        Assert.Equal("A 10.0.0.1", Assert.Single((await DnsClientLibrary.AskAsync(server, "www.leaving.example.com")).Answers).ToString());
        Time.Advance(Duration);
        Assert.Empty((await DnsClientLibrary.AskAsync(server, "www.leaving.example.com")).Answers);
    }

    [Fact]
    public async Task A_delete_looks_again_at_its_end()
    {
        await Client.PutAsync($"{Net}/applicationSecurityGroups/asg?{Network}", """{"location":"japaneast"}""");
        Time.Advance(Duration);
        var network = await Client.DeleteAsync($"{Vnet}?{Network}");
        var subnet = await Client.DeleteAsync($"{Vnet}/subnets/s?{Network}");
        // Nobody can do this by a request: somebody has an address in it all at once.
        Host.State.Run(() =>
        {
            var found = Host.State.All<VirtualNetwork>().Single(item => item.Name == "vnet");
            return found.Subnets["s"].Allocate(found.Id);
        });
        Time.Advance(Duration);

        foreach (var accepted in new[] { network, subnet })
        {
            var end = await Client.GetAsync(accepted.Header("Azure-AsyncOperation")!);
            Assert.Equal(("Failed", "InUseSubnetCannotBeDeleted"), ((string?)end.Body!["status"], end.Code));
        }
        Assert.Equal("Failed", (string?)(await Client.GetAsync($"{Vnet}?{Network}")).Properties["provisioningState"]);
        Assert.Equal(200, (await Client.PutAsync($"{Vnet}?{Network}", Space())).Status);
    }

    [Fact]
    public async Task A_second_delete_spares_what_was_made_anew_under_the_same_name()
    {
        foreach (var (id, version, body) in new[]
        {
            (Zone, Dns, """{"location":"global"}"""), (Vnet, Network, Space()),
            ($"{Net}/applicationSecurityGroups/asg", Network, """{"location":"japaneast"}"""),
        })
        {
            await Client.PutAsync($"{id}?{version}", body);
            Time.Advance(Duration);
            await DeleteAsync(id, version);
            Time.Advance(Duration / 2);
            await DeleteAsync(id, version);
            Time.Advance(Duration / 2);
            await Client.PutAsync($"{id}?{version}", body);
            Time.Advance(Duration);
            Assert.Equal(200, (await Client.GetAsync($"{id}?{version}")).Status);
        }
    }

    [Fact]
    public async Task What_was_asked_for_in_a_group_does_not_come_after_the_group_has_gone()
    {
        // A zone that was accepted just before its group's DELETE, and is due after it.
        var other = $"{Group}-2";
        await Client.PutAsync($"{other}?{SandboxFixture.Resources}", """{"location":"japaneast"}""");
        await Host.AddFaultsAsync(new FaultPlan { Requests = [new() { Method = "PUT", Path = "*late.example.com", Operation = new() { Seconds = 300 } }] });
        var accepted = await Client.PutAsync($"{other}/providers/Microsoft.Network/privateDnsZones/late.example.com?{Dns}", """{"location":"global"}""");
        await DeleteAsync(other, SandboxFixture.Resources);
        Time.Advance(TimeSpan.FromSeconds(300));

        var end = await Client.GetAsync(accepted.Header("Azure-AsyncOperation")!);
        Assert.Equal(("Failed", "ResourceGroupNotFound"), ((string?)end.Body!["status"], end.Code));
        Assert.DoesNotContain(Host.State.Run(() => Host.State.All<PrivateDnsZone>().ToList()), found => found.Name == "late.example.com");
    }

    [Fact]
    public async Task A_delete_that_a_plan_fails_leaves_what_can_be_written_again()
    {
        await Host.AddFaultsAsync(new FaultPlan
        {
            Requests = [new() { Method = "DELETE", Path = Vnet, Operation = new() { Code = "InternalServerError" } }, new() { Method = "DELETE", Path = Zone, Operation = new() { Code = "InternalServerError" } }],
        });
        await DeleteAsync(Vnet, Network);
        await DeleteAsync(Zone, Dns);
        Time.Advance(Duration);

        Assert.Equal("Failed", (string?)(await Client.GetAsync($"{Vnet}?{Network}")).Properties["provisioningState"]);
        Assert.Equal(200, (await Client.PutAsync($"{Vnet}?{Network}", Space())).Status);
        Assert.Equal(201, (await Client.PutAsync($"{Zone}/A/www?{Dns}", Record)).Status);
    }

    [Fact]
    public async Task A_child_of_a_parent_that_is_not_there_is_refused_by_the_parents_id()
    {
        foreach (var (child, parent, body) in new[]
        {
            ($"{Net}/virtualNetworks/none/subnets/s?{Network}", $"{Net}/virtualNetworks/none", """{"properties":{"addressPrefix":"10.3.1.0/24"}}"""),
            ($"{Net}/privateDnsZones/none.example.com/A/www?{Dns}", $"{Net}/privateDnsZones/none.example.com", Record),
            ($"{Net}/privateDnsZones/none.example.com/virtualNetworkLinks/l?{Dns}", $"{Net}/privateDnsZones/none.example.com", Link),
            ($"{Net}/privateEndpoints/none/privateDnsZoneGroups/d?{Network}", $"{Net}/privateEndpoints/none", ZoneGroup),
        })
        {
            var refused = await Client.PutAsync(child, body);
            Assert.Equal((404, "ParentResourceNotFound"), (refused.Status, refused.Code));
            Assert.Contains($"because the parent resource '{parent}' could not be found", refused.Text, StringComparison.Ordinal);
        }
    }
}
