using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>Servers that clients make: where they are, and what an injected one holds.</summary>
public class FlexibleServerTests : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Net = SandboxFixture.Network;
    private const string Version = SandboxFixture.Postgres;
    private const string Delegation = """ "delegations":[{"name":"d","properties":{"serviceName":"Microsoft.DBforPostgreSQL/flexibleServers"} }] """;

    private static int last;

    private readonly SandboxFixture sandbox;
    private readonly ArmClient client;
    private readonly string group;
    private readonly string name = $"pg-made-{++last}";

    public FlexibleServerTests(SandboxFixture sandbox)
    {
        (this.sandbox, client) = (sandbox, sandbox.Client);
        group = $"/subscriptions/{sandbox.Ready.Subscriptions.Test}/resourceGroups/rg-servers-{last}";
    }

    private string Server => $"{group}/providers/Microsoft.DBforPostgreSQL/flexibleServers/{name}?{Version}";

    private string Vnet => $"{group}/providers/Microsoft.Network/virtualNetworks/vnet";

    private string Zone => $"{group}/providers/Microsoft.Network/privateDnsZones/{name}.postgres.database.azure.com";

    public async Task InitializeAsync()
    {
        await client.PutAsync($"{group}?{SandboxFixture.Resources}", """{"location":"japaneast"}""");
        await client.CreateAsync($"{Zone}?{SandboxFixture.Dns}", """{"location":"global"}""");
        await client.CreateAsync($"{Vnet}?{Net}", $$$"""
            {"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.66.0.0/16"]},"subnets":[
            {"name":"plain","properties":{"addressPrefix":"10.66.0.0/24"} },
            {"name":"delegated","properties":{"addressPrefix":"10.66.1.0/29",{{{Delegation}}}} }]} }
            """);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private Task<ArmResponse> PutAsync(string? subnet, string? zone, string location = "japaneast", ArmClient? caller = null)
    {
        var network = new JsonObject();
        if (subnet is not null) network["delegatedSubnetResourceId"] = subnet;
        if (zone is not null) network["privateDnsZoneArmResourceId"] = zone;
        return (caller ?? client).PutAsync(Server, new JsonObject { ["location"] = location, ["properties"] = new JsonObject { ["network"] = network } }.ToJsonString());
    }

    [Fact]
    public async Task A_server_is_injected_into_a_delegated_subnet_of_its_region_with_a_zone()
    {
        var refusals = new[]
        {
            await PutAsync($"{Vnet}/subnets/plain", Zone),
            await PutAsync($"{Vnet}/subnets/none", Zone),
            await PutAsync("nonsense", Zone),
            await PutAsync($"{Vnet}/subnets/delegated", null),
            await PutAsync($"{Vnet}/subnets/delegated", $"{Zone}x"),
            await PutAsync($"{Vnet}/subnets/delegated", Zone, "westus"),
            await PutAsync(null, Zone),
        };

        AssertEach.All(refusals, refused => Assert.Equal((400, "InvalidParameterValue"), (refused.Status, refused.Code)));
        Assert.Equal(404, (await client.GetAsync(Server)).Status);
        Assert.Null((await client.GetAsync($"{Vnet}/subnets/delegated?{Net}")).Properties["ipConfigurations"]);
    }

    [Fact]
    public async Task A_server_is_not_injected_into_the_network_of_a_stranger()
    {
        var data = $"/subscriptions/{sandbox.Ready.Subscriptions.Development}/resourceGroups/rg-data/providers/Microsoft.Network/virtualNetworks/vnet-data/subnets/snet-postgres";
        using var consumer = await ArmClient.SignInAsync(sandbox.Ready, sandbox.Ready.Principals.Consumer);

        var denied = await PutAsync(data, Zone, caller: consumer);

        Assert.Equal((403, "LinkedAuthorizationFailed"), (denied.Status, denied.Code));
    }

    [Fact]
    public async Task An_injected_server_holds_its_subnet_until_it_is_gone()
    {
        var subnet = $"{Vnet}/subnets/delegated?{Net}";
        await client.SucceedAsync(await PutAsync($"{Vnet}/subnets/delegated", Zone));

        var network = (await client.GetAsync(Server)).Properties["network"]!;
        Assert.Equal(($"{Vnet}/subnets/delegated", Zone, "Disabled"),
            ((string?)network["delegatedSubnetResourceId"], (string?)network["privateDnsZoneArmResourceId"], (string?)network["publicNetworkAccess"]));
        Assert.Equal(Server.Split('?')[0], (string?)Assert.Single((await client.GetAsync(subnet)).Properties["ipConfigurations"]!.AsArray())!["id"]);
        Assert.Equal("InUseSubnetCannotBeDeleted", (await client.DeleteAsync(subnet)).Code);
        Assert.Equal("InUseSubnetCannotBeDeleted", (await client.DeleteAsync($"{Vnet}?{Net}")).Code);
        Assert.Equal("SubnetDelegationsCannotChangeWhenSubnetUsedByResource", (await client.PutAsync(subnet, """{"properties":{"addressPrefix":"10.66.1.0/29"} }""")).Code);
        var same = await client.PutAsync(subnet, $$$"""{"properties":{"addressPrefix":"10.66.1.0/29",{{{Delegation}}}} }""");
        Assert.True(same.Status == 200, same.Text);

        await client.SucceedAsync(await client.DeleteAsync(Server));
        Assert.Null((await client.GetAsync(subnet)).Properties["ipConfigurations"]);
        await client.SucceedAsync(await client.DeleteAsync($"{Vnet}?{Net}"));
    }

    [Theory]
    [InlineData("flexibleServers", SandboxFixture.Postgres)]
    [InlineData("serverGroupsv2", "api-version=2022-11-08")]
    public async Task A_server_stays_in_its_region(string type, string version)
    {
        var server = $"{group}/providers/Microsoft.DBforPostgreSQL/{type}/{name}-{type.ToLowerInvariant()}?{version}";
        await client.CreateAsync(server, """{"location":"japaneast","properties":{} }""");

        var moved = await client.PutAsync(server, """{"location":"westus","properties":{} }""");

        Assert.Equal((409, "InvalidResourceLocation"), (moved.Status, moved.Code));
        await client.SucceedAsync(await client.PutAsync(server, """{"location":"Japan East","properties":{} }"""));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(31)]
    [InlineData(65537)]
    public async Task A_server_has_a_possible_storage_or_is_left_as_it_was(int size)
    {
        await client.SucceedAsync(await PutAsync(null, null));

        var refused = await client.PatchAsync(Server, $$$"""{"sku":{"name":"Standard_B1ms","tier":"Burstable"},"properties":{"storage":{"storageSizeGB":{{{size}}}} } }""");

        Assert.Equal((400, "InvalidParameterValue"), (refused.Status, refused.Code));
        var kept = await client.GetAsync(Server);
        Assert.Equal((128, "GeneralPurpose"), ((int)kept.Properties["storage"]!["storageSizeGB"]!, (string?)kept.Body!["sku"]!["tier"]));
    }

    [Fact]
    public async Task A_server_restarts_when_it_runs()
    {
        await client.CreateAsync(Server, """{"location":"japaneast"}""");
        var restart = Server.Replace("?", "/restart?", StringComparison.Ordinal);

        var accepted = await client.PostAsync(restart, """{"restartWithFailover":false}""");
        Assert.Equal((202, "RestartServerManagementOperation"), (accepted.Status, (string?)accepted.Body!["operation"]));
        var state = (string?)(await client.GetAsync(Server)).Properties["state"];
        Assert.Contains(state, new[] { "Restarting", "Ready" });
        await client.SucceedAsync(accepted);
        Assert.Equal("Ready", (string?)(await client.GetAsync(Server)).Properties["state"]);

        await client.SucceedAsync(await client.PostAsync(Server.Replace("?", "/stop?", StringComparison.Ordinal)));
        foreach (var verb in new[] { "restart", "stop" })
        {
            var refused = await client.PostAsync(Server.Replace("?", $"/{verb}?", StringComparison.Ordinal));
            Assert.Equal((409, "ServerIsNotReady"), (refused.Status, refused.Code));
            Assert.Equal($"Restart or Stop Server can only be performed on Started servers. Server Name = {name}, Current Server State = Stopped",
                (string?)refused.Body!["error"]!["message"]);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("/locations/japaneast")]
    public async Task A_name_is_free_taken_or_no_name(string place)
    {
        await client.CreateAsync(Server, """{"location":"japaneast"}""");
        var path = $"/subscriptions/{sandbox.Ready.Subscriptions.Development}/providers/Microsoft.DBforPostgreSQL{place}/checkNameAvailability?{Version}";
        async Task<(bool, string?, string?)> AskAsync(string asked)
        {
            var answer = await client.PostAsync(path, $$"""{"name":"{{asked}}","type":"Microsoft.DBforPostgreSQL/flexibleServers"}""");
            Assert.Equal((200, asked, "Microsoft.DBforPostgreSQL/flexibleServers"), (answer.Status, (string?)answer.Body!["name"], (string?)answer.Body["type"]));
            return ((bool)answer.Body["nameAvailable"]!, (string?)answer.Body["reason"], (string?)answer.Body["message"]);
        }

        Assert.Equal((true, null, ""), await AskAsync("pg-nobody-has"));
        Assert.Equal((false, "AlreadyExists", "Specified server name is already used."), await AskAsync(name.ToUpperInvariant()));
        var (isFree, reason, message) = await AskAsync("pg_wrong");
        Assert.Equal((false, "Invalid"), (isFree, reason));
        Assert.StartsWith("Specified server name contains unsupported characters or is too long.", message, StringComparison.Ordinal);
        Assert.Equal(400, (await client.PostAsync(path, "{}")).Status);
        Assert.Equal(403, (await (await ArmClient.SignInAsync(sandbox.Ready, sandbox.Ready.Principals.Reader)).PostAsync(path, "{}")).Status);
    }
}
