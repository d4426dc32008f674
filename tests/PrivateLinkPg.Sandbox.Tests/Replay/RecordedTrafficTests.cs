using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Replay;

/// <summary>The sandbox answers recorded requests as Azure did. What differs, and is meant to, is listed with its reason.</summary>
public class RecordedTrafficTests
{
    private const string Subscription = "/subscriptions/00000000-0000-0000-0000-000000000000";
    private const string Network = "9e223dbe-3399-4e19-88eb-0975f02ac87f";
    private const string Dns = "947d47b4-7883-4bb9-9d85-c5e8e2f572ce";
    private const string Zero = "00000000-0000-0000-0000-000000000000";

    [PeerFact<Specifications>]
    public async Task Flexible_server_connections_are_answered_as_recorded()
    {
        await using var replayer = await Replayer.StartAsync();
        var group = $"{Subscription}/resourceGroups/clitest.rg000001/providers";
        var server = $"{group}/Microsoft.DBforPostgreSQL/flexibleServers/azuredbclitest-000002";
        var network = $"{group}/Microsoft.Network/virtualNetworks/cli-vnet-000003";
        await replayer.PrepareGroupAsync(Zero, "clitest.rg000001", "eastus");
        await replayer.PrepareAsync("PUT", $"{network}?api-version=2024-01-01", """
            {"location":"eastus","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},"subnets":[{"name":"cli-subnet-000004","properties":{"addressPrefix":"10.0.0.0/24"}}]}}
            """);
        await replayer.PrepareAsync("PUT", $"{server}?api-version=2023-12-01-preview",
            """{"location":"East US","sku":{"name":"Standard_D2s_v3","tier":"GeneralPurpose"},"properties":{"version":"16","administratorLogin":"unevendonkey3","administratorLoginPassword":"x"}}""");

        await CheckAsync(replayer, "flexible-server/05-subnet-update-200-with-async-header");
        await CheckAsync(replayer, "flexible-server/01-private-endpoint-create-auto-approved");
        await replayer.LearnConnectionAsync($"{server}/privateEndpointConnections/cli-pe-000005.62e872a1-ed74-45e5-9235-972ad6857634", "2023-12-01-preview");
        await CheckAsync(replayer, "flexible-server/02-server-get-with-connection");
        await CheckAsync(replayer, "flexible-server/03-approve");
        await CheckAsync(replayer, "flexible-server/04-reject-after-approved");

        await CheckAsync(replayer, "flexible-server/06-private-endpoint-create-manual");
        var manual = $"{server}/privateEndpointConnections/cli-pe-000006.b0e71500-ea04-44ba-a22f-945a4bea3f83";
        await replayer.LearnConnectionAsync(manual, "2023-12-01-preview");
        await CheckAsync(replayer, "flexible-server/07-pending-connection-and-approve-put");
        await replayer.PrepareAsync("PUT", $"{manual}?api-version=2023-12-01-preview", Decision("Rejected", "You are rejected!"), toTheEnd: false);
        await CheckAsync(replayer, "flexible-server/08-reject-manual-polls");
        await CheckAsync(replayer, "flexible-server/09-delete-connection");

        await replayer.PrepareAsync("PUT", $"{group}/Microsoft.Network/privateEndpoints/cli-pe-000007?api-version=2022-01-01", $$$"""
            {"location":"eastus","properties":{"subnet":{"id":"{{{network}}}/subnets/cli-subnet-000004"},"manualPrivateLinkServiceConnections":[
            {"name":"c","properties":{"groupIds":["postgresqlServer"],"privateLinkServiceId":"{{{server}}}"}}]}}
            """);
        var rejected = $"{server}/privateEndpointConnections/cli-pe-000007.409456e1-0262-47be-a9e1-3b99db4fd136";
        await replayer.LearnConnectionAsync(rejected, "2023-12-01-preview");
        await replayer.PrepareAsync("PUT", $"{rejected}?api-version=2023-12-01-preview", Decision("Rejected", "You are rejected!"));
        await CheckAsync(replayer, "flexible-server/10-approve-after-rejected-fails");
        await CheckAsync(replayer, "flexible-server/11-delete-connection-headers");
        await CheckAsync(replayer, "flexible-server/12-private-link-resources");
    }

    [PeerFact<Specifications>]
    public async Task Private_link_services_are_answered_as_recorded()
    {
        await using var replayer = await Replayer.StartAsync();
        var group = $"{Subscription}/resourceGroups/cli_test_network_private_endpoints000001/providers/Microsoft.Network";
        await replayer.PrepareGroupAsync(Zero, "cli_test_network_private_endpoints000001", "centralus");
        await replayer.PrepareAsync("PUT", $"{group}/virtualNetworks/vnet1?api-version=2021-08-01", """
            {"location":"centralus","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},"subnets":[
            {"name":"subnet1","properties":{"addressPrefix":"10.0.0.0/24","privateLinkServiceNetworkPolicies":"Disabled"}},
            {"name":"subnet2","properties":{"addressPrefix":"10.0.1.0/24"}}]}}
            """);

        await CheckAsync(replayer, "private-link-service/01-create");
        await CheckAsync(replayer, "private-link-service/02-private-endpoint-to-pls");
        await replayer.LearnConnectionAsync($"{group}/privateLinkServices/lks1/privateEndpointConnections/pe1.4c8ad43e-195c-4673-9cc0-e26969210f4f", "2021-08-01");
        await CheckAsync(replayer, "private-link-service/03-reject-connection");
        await CheckAsync(replayer, "private-link-service/04-delete-connection-then-endpoint");
    }

    [PeerFact<Specifications>]
    public async Task Private_zones_and_records_are_answered_as_recorded()
    {
        await using var replayer = await Replayer.StartAsync();
        var group = $"{Subscription}/resourceGroups/clitest_privatedns000001/providers/Microsoft.Network";
        var zone = $"{group}/privateDnsZones/clitest.privatedns.com000002";
        await replayer.PrepareGroupAsync(Zero, "clitest_privatedns000001", "westus2");
        await CheckAsync(replayer, "errors/404-parent-resource-not-found");
        await CheckAsync(replayer, "errors/404-resource-not-found");
        await CheckAsync(replayer, "privatedns/01-zone-create");
        await CheckAsync(replayer, "privatedns/02-zone-create-if-none-match-fails-in-operation");
        await CheckAsync(replayer, "privatedns/03-a-record-set-crud");
        await replayer.PrepareAsync("PUT", $"{zone}/A/clitestprivatednsrecordset000003?api-version=2018-09-01",
            """{"properties":{"ttl":3600,"aRecords":[{"ipv4Address":"10.0.0.1"}]}}""");
        await CheckAsync(replayer, "privatedns/04-a-record-set-if-match-412");
        await replayer.PrepareAsync("PUT", $"{group}/virtualNetworks/clitestprivatednsvnet000003?api-version=2022-01-01",
            """{"location":"westus2","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]}}}""");
        await CheckAsync(replayer, "privatedns/06-link-create");
        await CheckAsync(replayer, "privatedns/05-link-delete-absent-204");
    }

    [PeerFact<Specifications>]
    public async Task A_static_address_is_answered_as_recorded()
    {
        await using var replayer = await Replayer.StartAsync();
        var group = $"/subscriptions/{Network}/resourceGroups/ps8823/providers/Microsoft.Network";
        await replayer.PrepareGroupAsync(Network, "ps8823", "eastus");
        await CheckAsync(replayer, "azure-powershell-recordings/network/03-virtual-network-201", missingBody: """
            {"location":"eastus","properties":{"addressSpace":{"addressPrefixes":["11.0.0.0/16"]},"subnets":[
            {"name":"peSubnet","properties":{"addressPrefix":"11.0.1.0/24","serviceEndpoints":[],"privateEndpointNetworkPolicies":"Disabled","privateLinkServiceNetworkPolicies":"Enabled"}}]}}
            """);
        await replayer.PrepareAsync("PUT", $"{group}/virtualNetworks/owner?api-version=2021-05-01", """
            {"location":"eastus","properties":{"addressSpace":{"addressPrefixes":["12.0.0.0/16"]},"subnets":[
            {"name":"s","properties":{"addressPrefix":"12.0.1.0/24","privateLinkServiceNetworkPolicies":"Disabled"}}]}}
            """);
        await replayer.PrepareAsync("PUT", $"{group}/privateLinkServices/PrivateLinkServiceName?api-version=2021-05-01", $$$"""
            {"location":"eastus","properties":{"destinationIPAddress":"12.0.1.9","ipConfigurations":[{"name":"i","properties":{"subnet":{"id":"{{{group}}}/virtualNetworks/owner/subnets/s"} } }] } }
            """);
        await CheckAsync(replayer, "azure-powershell-recordings/network/01-private-endpoint-static-ip");
    }

    [PeerFact<Specifications>]
    public async Task Zone_groups_are_answered_as_recorded()
    {
        await using var replayer = await Replayer.StartAsync();
        var group = $"/subscriptions/{Dns}/resourceGroups/ps5358/providers";
        var server = $"{group}/Microsoft.DBforPostgreSQL/flexibleServers/ps5358";
        await replayer.PrepareGroupAsync(Dns, "ps5358", "westus");
        await replayer.PrepareAsync("PUT", $"{group}/Microsoft.Network/virtualNetworks/vnet?api-version=2020-07-01",
            """{"location":"westus","properties":{"addressSpace":{"addressPrefixes":["11.0.0.0/16"]},"subnets":[{"name":"s","properties":{"addressPrefix":"11.0.1.0/24"}}]}}""");
        await replayer.PrepareAsync("PUT", $"{server}?api-version=2023-12-01-preview", """{"location":"westus"}""");
        await replayer.PrepareAsync("PUT", $"{group}/Microsoft.Network/privateEndpoints/ps3380?api-version=2020-07-01", $$$"""
            {"location":"westus","properties":{"subnet":{"id":"{{{group}}}/Microsoft.Network/virtualNetworks/vnet/subnets/s"},"privateLinkServiceConnections":[
            {"name":"c","properties":{"groupIds":["postgresqlServer"],"privateLinkServiceId":"{{{server}}}"}}]}}
            """);
        await replayer.PrepareAsync("PUT", $"{group}/Microsoft.Network/privateDnsZones/xdm.vault.azure.com?api-version=2018-09-01", """{"location":"global"}""");
        await CheckAsync(replayer, "azure-powershell-recordings/privatedns/04-zone-create-2019-2020-retry-after", ..2);
        const string zoneGroups = "azure-powershell-recordings/network/02-private-dns-zone-group";
        await CheckAsync(replayer, zoneGroups, ..5);
        replayer.EndOperations();
        await CheckAsync(replayer, zoneGroups, 5..);
    }

    [PeerFact<Specifications>]
    public async Task Etags_and_deletion_of_zones_are_answered_as_recorded()
    {
        await using var replayer = await Replayer.StartAsync();
        var zone = $"/subscriptions/{Dns}/resourceGroups/ps2964/providers/Microsoft.Network/privateDnsZones/ps816.pstest.test";
        await replayer.PrepareGroupAsync(Dns, "ps2964", "westus");
        await replayer.PrepareAsync("PUT", $"{zone}?api-version=2018-09-01", """{"location":"global"}""");
        await replayer.PrepareAsync("PUT", $"{zone}/A/ps4556?api-version=2018-09-01", """{"properties":{"ttl":100}}""");
        await CheckAsync(replayer, "azure-powershell-recordings/privatedns/01-record-if-none-match-412-and-zone-delete",
            missingBody: """{"properties":{"ttl":100,"aRecords":[]}}""");
        await CheckAsync(replayer, "azure-powershell-recordings/resources/01-resource-group-delete-location-polling");
    }

    [PeerFact<Specifications>]
    public async Task A_stale_etag_of_a_zone_fails_in_the_operation_as_recorded()
    {
        await using var replayer = await Replayer.StartAsync();
        var zone = $"/subscriptions/{Dns}/resourceGroups/ps31/providers/Microsoft.Network/privateDnsZones/ps8233.pstest.test?api-version=2018-09-01";
        await replayer.PrepareGroupAsync(Dns, "ps31", "westus");
        await replayer.PrepareAsync("PUT", zone, """{"location":"global"}""");
        const string file = "azure-powershell-recordings/privatedns/02-zone-etag-mismatch-fails-in-operation";
        await CheckAsync(replayer, file, ..1);
        await replayer.PrepareAsync("PUT", zone, """{"location":"global"}""", toTheEnd: false, ("If-Match", Zero));
        await CheckAsync(replayer, file, 1..2);
        await replayer.PrepareAsync("PUT", zone, """{"location":"global"}""", toTheEnd: false);
        await CheckAsync(replayer, file, 2..);
    }

    [PeerFact<Specifications>]
    public async Task A_zone_is_created_as_recorded_in_2019()
    {
        await using var replayer = await Replayer.StartAsync();
        await replayer.PrepareGroupAsync(Dns, "ps735", "westus");
        await CheckAsync(replayer, "azure-powershell-recordings/privatedns/04-zone-create-2019-2020-retry-after", 2..);
    }

    [PeerFact<Specifications>]
    public async Task A_zone_is_created_as_recorded_in_2024()
    {
        await using var replayer = await Replayer.StartAsync();
        await replayer.PrepareGroupAsync("58768663-9606-45cf-a196-136d98585866", "other", "westus");
        await CheckAsync(replayer, "azure-powershell-recordings/privatedns/03-zone-create-2024");
    }

    private static string Decision(string status, string description) => new JsonObject
    {
        ["properties"] = new JsonObject
        {
            ["privateLinkServiceConnectionState"] = new JsonObject { ["status"] = status, ["description"] = description },
        },
    }.ToJsonString();

    private static async Task CheckAsync(Replayer replayer, string name, Range? part = null, string? missingBody = null)
    {
        var file = name.StartsWith("azure-", StringComparison.Ordinal) ? $"{name}.json" : $"azure-cli-recordings/{name}.json";
        var differences = await replayer.PlayAsync(file, part, missingBody);
        var unwanted = differences.Where(text => !WantedDifferences.Explain(name, text)).ToList();
        Assert.True(unwanted.Count == 0, $"{file}:\n{string.Join('\n', unwanted)}");
    }
}
