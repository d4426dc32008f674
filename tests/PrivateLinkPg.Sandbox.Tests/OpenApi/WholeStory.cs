using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Tests.Arm;

namespace PrivateLinkPg.Sandbox.Tests.OpenApi;

/// <summary>Everything that the imitated providers can do, once, from an empty resource group: good requests and refused ones.</summary>
internal sealed class WholeStory(SandboxFixture sandbox)
{
    private const string Net = SandboxFixture.Network;
    private const string Dns = SandboxFixture.Dns;
    private const string Pg = SandboxFixture.Postgres;
    private const string Citus = "api-version=2023-03-02-preview";

    private readonly ArmClient client = sandbox.Client;
    private readonly string subscription = $"/subscriptions/{sandbox.Ready.Subscriptions.Test}";
    private readonly string group = $"/subscriptions/{sandbox.Ready.Subscriptions.Test}/resourceGroups/rg-story";

    private string Network => $"{group}/providers/Microsoft.Network";

    private string Server => $"{group}/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-story";

    private string Subnet => $"{Network}/virtualNetworks/vnet/subnets/endpoints";

    public async Task TellAsync()
    {
        await client.PutAsync($"{group}?api-version=2021-04-01", """{"location":"japaneast","tags":{"purpose":"story"}}""");
        await BuildAsync();
        await LinkToServerAsync();
        await LinkToServiceAsync();
        await LinkToClusterAsync();
        await NameAsync();
        await TakeDownAsync();
    }

    private async Task BuildAsync()
    {
        await client.CreateAsync($"{Network}/virtualNetworks/vnet?{Net}", """
            {"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.9.0.0/16"]},"subnets":[
            {"name":"endpoints","properties":{"addressPrefix":"10.9.0.0/24"}},
            {"name":"services","properties":{"addressPrefix":"10.9.1.0/24","privateLinkServiceNetworkPolicies":"Disabled"}}]}}
            """);
        await client.CreateAsync($"{Network}/applicationSecurityGroups/asg?{Net}", """{"location":"japaneast"}""");
        await client.CreateAsync($"{Server}?{Pg}", """{"location":"japaneast"}""");
        await client.CreateAsync($"{Network}/privateLinkServices/pls?{Net}", $$$"""
            {"location":"japaneast","properties":{"visibility":{"subscriptions":["*"]},"autoApproval":{"subscriptions":["{{{sandbox.Ready.Subscriptions.Test}}}"]},
            "loadBalancerFrontendIpConfigurations":[{"id":"{{{Network}}}/loadBalancers/lb/frontendIPConfigurations/fe"}],
            "ipConfigurations":[{"name":"ip","properties":{"subnet":{"id":"{{{Network}}}/virtualNetworks/vnet/subnets/services"} } }] } }
            """);
    }

    private async Task LinkToServerAsync()
    {
        var endpoint = $"{Network}/privateEndpoints/pe-server";
        var body = JsonNode.Parse(SandboxFixture.EndpointBody(Server, Subnet, isManual: true))!;
        body["tags"] = new JsonObject { ["a"] = "b" };
        body["properties"]!["applicationSecurityGroups"] = new JsonArray(new JsonObject { ["id"] = $"{Network}/applicationSecurityGroups/asg" });
        body["properties"]!["customNetworkInterfaceName"] = "nic-server";
        body["properties"]!["ipConfigurations"] = JsonNode.Parse("""
            [{"name":"static","properties":{"groupId":"postgresqlServer","memberName":"postgresqlServer","privateIPAddress":"10.9.0.77"}}]
            """);
        await client.CreateAsync($"{endpoint}?{Net}", body.ToJsonString());
        body["tags"] = new JsonObject { ["a"] = "c" };
        await client.CreateAsync($"{endpoint}?{Net}", body.ToJsonString());
        await client.GetAsync($"{endpoint}?{Net}&$expand=networkInterfaces");
        await client.GetAsync($"{Network}/privateEndpoints?{Net}");
        await client.GetAsync($"{subscription}/providers/Microsoft.Network/privateEndpoints?{Net}");
        await client.PutAsync($"{Network}/privateEndpoints/-bad?{Net}", body.ToJsonString());
        await client.GetAsync($"{Network}/privateEndpoints/absent?{Net}");

        var list = await client.GetAsync($"{Server}/privateEndpointConnections?{Pg}");
        var connection = (string)list.Body!["value"]![0]!["id"]!;
        await client.SucceedAsync(await client.PutAsync($"{connection}?{Pg}", Decision("Approved")));
        await client.GetAsync($"{connection}?{Pg}");
        await client.GetAsync($"{endpoint}?{Net}");
        await client.GetAsync($"{Server}?{Pg}");
        await client.GetAsync($"{Server}/privateLinkResources?{Pg}");
        await client.GetAsync($"{Server}/privateLinkResources/postgresqlServer?{Pg}");
    }

    private async Task LinkToServiceAsync()
    {
        var service = $"{Network}/privateLinkServices/pls";
        var found = await client.GetAsync($"{service}?{Net}");
        var alias = (string)found.Properties["alias"]!;
        await client.CreateAsync($"{Network}/privateEndpoints/pe-service?{Net}", SandboxFixture.EndpointBody(service, Subnet, group: null));
        await client.CreateAsync($"{Network}/privateEndpoints/pe-alias?{Net}", SandboxFixture.EndpointBody(alias, Subnet, isManual: true, group: null));
        await client.GetAsync($"{Network}/privateLinkServices?{Net}");
        await client.GetAsync($"{subscription}/providers/Microsoft.Network/privateLinkServices?{Net}");
        foreach (var scope in new[] { subscription, group })
        {
            var check = await client.PostAsync($"{scope}/providers/Microsoft.Network/locations/japaneast/checkPrivateLinkServiceVisibility?{Net}",
                $$"""{"privateLinkServiceAlias":"{{alias}}"}""");
            await client.FollowAsync(check);
            await client.GetAsync(check.Header("Location")!);
            await client.GetAsync($"{scope}/providers/Microsoft.Network/locations/japaneast/autoApprovedPrivateLinkServices?{Net}");
            await client.GetAsync($"{scope}/providers/Microsoft.Network/locations/japaneast/availablePrivateEndpointTypes?{Net}");
        }
        var list = await client.GetAsync($"{service}/privateEndpointConnections?{Net}");
        foreach (var connection in list.Body!["value"]!.AsArray().Select(item => (string)item!["id"]!))
        {
            await client.GetAsync($"{connection}?{Net}");
            await client.SucceedAsync(await client.PutAsync($"{connection}?{Net}", Decision("Rejected")));
        }
        await client.SucceedAsync(await client.DeleteAsync($"{(string)list.Body!["value"]![0]!["id"]!}?{Net}"));
        await client.DeleteAsync($"{service}?{Net}");
        await client.GetAsync($"{service}?{Net}");
    }

    private async Task LinkToClusterAsync()
    {
        var cluster = $"{group}/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/citus-story";
        await client.CreateAsync($"{cluster}?{Citus}", """{"location":"japaneast","properties":{"nodeCount":2}}""");
        await client.CreateAsync($"{Network}/privateEndpoints/pe-cluster?{Net}", SandboxFixture.EndpointBody(cluster, Subnet, group: "coordinator"));
        var list = await client.GetAsync($"{cluster}/privateEndpointConnections?{Citus}");
        await client.SucceedAsync(await client.PutAsync($"{(string)list.Body!["value"]![0]!["id"]!}?{Citus}", Decision("Rejected")));
        await client.GetAsync($"{cluster}/privateLinkResources?{Citus}");
    }

    private async Task NameAsync()
    {
        var zone = $"{Network}/privateDnsZones/privatelink.postgres.database.azure.com";
        await client.CreateAsync($"{zone}?{Dns}", """{"location":"global"}""");
        await client.SucceedAsync(await client.PatchAsync($"{zone}?{Dns}", """{"tags":{"a":"b"}}"""));
        await client.GetAsync($"{Network}/privateDnsZones?{Dns}");
        await client.GetAsync($"{subscription}/providers/Microsoft.Network/privateDnsZones?{Dns}");
        var link = $"{zone}/virtualNetworkLinks/link";
        await client.CreateAsync($"{link}?{Dns}", $$$"""
            {"location":"global","properties":{"registrationEnabled":false,"virtualNetwork":{"id":"{{{Network}}}/virtualNetworks/vnet"} } }
            """);
        await client.SucceedAsync(await client.PatchAsync($"{link}?{Dns}", """{"properties":{"resolutionPolicy":"NxDomainRedirect"}}"""));
        await client.GetAsync($"{zone}/virtualNetworkLinks?{Dns}");
        await client.CreateAsync($"{Network}/privateEndpoints/pe-server/privateDnsZoneGroups/default?{Net}",
            $$$"""{"properties":{"privateDnsZoneConfigs":[{"name":"z","properties":{"privateDnsZoneId":"{{{zone}}}"} }] } }""");
        await client.GetAsync($"{Network}/privateEndpoints/pe-server/privateDnsZoneGroups?{Net}");
        foreach (var (type, records) in new[]
        {
            ("A", """ "aRecords":[{"ipv4Address":"10.0.0.1"}] """), ("AAAA", """ "aaaaRecords":[{"ipv6Address":"fd00::1"}] """),
            ("MX", """ "mxRecords":[{"preference":10,"exchange":"mail.example.com"}] """),
            ("PTR", """ "ptrRecords":[{"ptrdname":"host.example.com"}] """),
            ("SRV", """ "srvRecords":[{"priority":1,"weight":2,"port":5432,"target":"pg.example.com"}] """),
            ("CNAME", """ "cnameRecord":{"cname":"a.example.com"} """), ("TXT", """ "txtRecords":[{"value":["a","b"]}] """),
        })
        {
            var record = $"{zone}/{type}/story-{type}?{Dns}";
            await client.PutAsync(record, $$$"""{"properties":{"ttl":60,{{{records}}}} }""");
            await client.PutAsync(record, $$$"""{"properties":{"ttl":60,{{{records}}}} }""", ("If-Match", "stale"));
            await client.PatchAsync(record, """{"properties":{"metadata":{"k":"v"}}}""");
            await client.GetAsync(record);
            await client.GetAsync($"{zone}/{type}?{Dns}");
            await client.DeleteAsync(record);
            await client.DeleteAsync(record);
        }
        await client.PatchAsync($"{zone}/SOA/@?{Dns}", """{"properties":{"soaRecord":{"minimumTtl":20}}}""");
        await client.GetAsync($"{zone}/ALL?{Dns}");
        await client.DeleteAsync($"{zone}?{Dns}");
    }

    private async Task TakeDownAsync()
    {
        var zone = $"{Network}/privateDnsZones/privatelink.postgres.database.azure.com";
        await client.SucceedAsync(await client.DeleteAsync($"{Network}/privateEndpoints/pe-server/privateDnsZoneGroups/default?{Net}"));
        await client.SucceedAsync(await client.DeleteAsync($"{zone}/virtualNetworkLinks/link?{Dns}"));
        await client.SucceedAsync(await client.DeleteAsync($"{zone}?{Dns}"));
        var list = await client.GetAsync($"{Server}/privateEndpointConnections?{Pg}");
        await client.SucceedAsync(await client.DeleteAsync($"{(string)list.Body!["value"]![0]!["id"]!}?{Pg}"));
        await client.GetAsync($"{Network}/privateEndpoints/pe-server?{Net}");
        foreach (var name in new[] { "pe-server", "pe-service", "pe-alias", "pe-cluster" })
        {
            var gone = await client.DeleteAsync($"{Network}/privateEndpoints/{name}?{Net}");
            await client.SucceedAsync(gone);
            await client.GetAsync(gone.Header("Location")!);
            await client.DeleteAsync($"{Network}/privateEndpoints/{name}?{Net}");
        }
        await client.SucceedAsync(await client.DeleteAsync($"{Network}/privateLinkServices/pls?{Net}"));
        await client.SucceedAsync(await client.DeleteAsync($"{Server}?{Pg}"));
        await client.FollowAsync(await client.DeleteAsync($"{group}?api-version=2021-04-01"));
        Assert.Equal(404, (await client.SendAsync("HEAD", $"{group}?api-version=2021-04-01", null)).Status);
    }

    private static string Decision(string status) =>
        $$$"""{"properties":{"privateLinkServiceConnectionState":{"status":"{{{status}}}","description":"decided"} } }""";
}
