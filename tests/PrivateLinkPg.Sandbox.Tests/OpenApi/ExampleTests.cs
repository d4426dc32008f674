using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PrivateLinkPg.Sandbox.Tests.Arm;

namespace PrivateLinkPg.Sandbox.Tests.OpenApi;

/// <summary>Every request body among Microsoft's collected examples is accepted, in the version that the example names.</summary>
public partial class ExampleTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Examples = "azure-rest-api-specs/";

    [PeerTheory<Specifications>]
    [InlineData("network/examples/2024-05-01/PrivateEndpointCreate.json", "PUT", "privateEndpoints/testPe")]
    [InlineData("network/examples/2025-01-01/PrivateEndpointCreateForManualApproval.json", "PUT", "privateEndpoints/testPe")]
    [InlineData("network/examples/2025-01-01/PrivateEndpointCreateWithASG.json", "PUT", "privateEndpoints/testPe")]
    [InlineData("network/examples/2025-01-01/PrivateEndpointDnsZoneGroupCreate.json", "PUT", "privateEndpoints/testPe/privateDnsZoneGroups/testPdnsgroup")]
    [InlineData("network/examples/2024-05-01/PrivateLinkServiceUpdatePrivateEndpointConnection.json", "PUT", "privateLinkServices/testPls/privateEndpointConnections/@connection")]
    [InlineData("privatedns/2024-06-01/examples/PrivateZonePut.json", "PUT", "privateDnsZones/privatezone1.com")]
    [InlineData("privatedns/2024-06-01/examples/PrivateZonePatch.json", "PATCH", "privateDnsZones/privatezone1.com")]
    [InlineData("privatedns/2024-06-01/examples/RecordSetAPut.json", "PUT", "privateDnsZones/privatezone1.com/A/recordA")]
    [InlineData("privatedns/2024-06-01/examples/RecordSetAPatch.json", "PATCH", "privateDnsZones/privatezone1.com/A/recordA")]
    [InlineData("privatedns/2024-06-01/examples/VirtualNetworkLinkPut.json", "PUT", "privateDnsZones/privatezone1.com/virtualNetworkLinks/virtualNetworkLink1")]
    public async Task An_example_is_accepted(string file, string method, string path)
    {
        var (client, group) = (sandbox.Client, await NewGroupAsync());
        var example = JsonNode.Parse(Specifications.Read(Examples + file))!["parameters"]!;
        var body = JsonNode.Parse(InThisSandbox(example["parameters"]!.ToJsonString(), group))!;
        var network = $"{group}/providers/Microsoft.Network";
        await PrepareAsync(network, (string?)body["location"] ?? "japaneast");
        if (path.Contains('/') && !path.EndsWith("/testPe", StringComparison.Ordinal)) await PrepareParentAsync(network, path);
        if (path.EndsWith('@' + "connection"))
        {
            var list = await client.GetAsync($"{network}/privateLinkServices/testPls/privateEndpointConnections?{SandboxFixture.Network}");
            path = $"privateLinkServices/testPls/privateEndpointConnections/{(string)list.Body!["value"]![0]!["name"]!}";
        }
        NameConnections(body);

        var answer = await client.SendAsync(method, $"{network}/{path}?api-version={(string)example["api-version"]!}", body.ToJsonString());

        await client.SucceedAsync(answer);
    }

    [PeerTheory<Specifications>]
    [InlineData("postgresql/2025-08-01/examples/PrivateEndpointConnectionUpdate.json", "flexibleServers", "postgresqlServer")]
    [InlineData("postgresqlhsc/2023-03-02-preview/examples/PrivateEndpointConnectionCreateOrUpdate.json", "serverGroupsv2", "coordinator")]
    public async Task An_owners_example_decides_a_pending_connection(string file, string type, string memberGroup)
    {
        var (client, group) = (sandbox.Client, await NewGroupAsync());
        var example = JsonNode.Parse(Specifications.Read(Examples + file))!["parameters"]!;
        var version = $"api-version={(string)example["api-version"]!}";
        var network = $"{group}/providers/Microsoft.Network";
        var target = $"{group}/providers/Microsoft.DBforPostgreSQL/{type}/example-{Guid.NewGuid():N}";
        await PrepareAsync(network, "japaneast");
        await client.CreateAsync($"{target}?{version}", """{"location":"japaneast","properties":{} }""");
        await client.CreateAsync($"{network}/privateEndpoints/testPe?{SandboxFixture.Network}", SandboxFixture.EndpointBody(
            target, $"{network}/virtualNetworks/myVnet/subnets/mySubnet", isManual: true, group: memberGroup));
        var pending = await client.GetAsync($"{target}/privateEndpointConnections?{version}");
        var connection = (string)pending.Body!["value"]![0]!["id"]!;

        await client.SucceedAsync(await client.PutAsync($"{connection}?{version}", example["parameters"]!.ToJsonString()));

        var decided = await client.GetAsync($"{connection}?{version}");
        Assert.Equal("Approved", (string?)decided.Body!["properties"]!["privateLinkServiceConnectionState"]!["status"]);
    }

    [PeerFact<Specifications>]
    public async Task The_example_that_asks_for_a_services_visibility_is_answered()
    {
        var example = JsonNode.Parse(Specifications.Read(Examples + "network/examples/2025-01-01/CheckPrivateLinkServiceVisibility.json"))!["parameters"]!;
        var answer = await sandbox.Client.PostAsync(
            $"/subscriptions/{sandbox.Ready.Subscriptions.Test}/providers/Microsoft.Network/locations/{(string)example["location"]!}/checkPrivateLinkServiceVisibility?{SandboxFixture.Network}",
            example["parameters"]!.ToJsonString());
        await sandbox.Client.SucceedAsync(answer);
    }

    [PeerFact<Specifications>]
    public async Task A_connection_without_a_name_is_refused_although_the_example_has_none()
    {
        var group = await NewGroupAsync();
        var example = JsonNode.Parse(Specifications.Read(Examples + "network/examples/2024-05-01/PrivateEndpointCreate.json"))!["parameters"]!["parameters"]!;
        await PrepareAsync($"{group}/providers/Microsoft.Network", "eastus2euap");

        var answer = await sandbox.Client.PutAsync($"{group}/providers/Microsoft.Network/privateEndpoints/testPe?{SandboxFixture.Network}",
            InThisSandbox(example.ToJsonString(), group));

        Assert.Equal((400, "InvalidRequestFormat"), (answer.Status, answer.Code));
    }

    private async Task<string> NewGroupAsync()
    {
        var group = $"/subscriptions/{sandbox.Ready.Subscriptions.Test}/resourceGroups/examples-{Guid.NewGuid()}";
        await sandbox.Client.PutAsync($"{group}?{SandboxFixture.Resources}", """{"location":"japaneast"}""");
        return group;
    }

    // What the examples refer to.
    private async Task PrepareAsync(string network, string location)
    {
        var client = sandbox.Client;
        var region = location.Equals("global", StringComparison.OrdinalIgnoreCase) ? "japaneast" : location;
        foreach (var name in new[] { "myVnet", "virtualNetworkName" })
        {
            await client.CreateAsync($"{network}/virtualNetworks/{name}?{SandboxFixture.Network}", $$$"""
                {"location":"{{{region}}}","properties":{"addressSpace":{"addressPrefixes":["192.168.0.0/16"]},"subnets":[
                {"name":"mySubnet","properties":{"addressPrefix":"192.168.0.0/24","privateLinkServiceNetworkPolicies":"Disabled"} }] } }
                """);
        }
        await client.CreateAsync($"{network}/applicationSecurityGroups/asg1?{SandboxFixture.Network}", $$"""{"location":"{{region}}"}""");
        await client.CreateAsync($"{network}/privateLinkServices/testPls?{SandboxFixture.Network}", $$$"""
            {"location":"{{{region}}}","properties":{"destinationIPAddress":"192.168.0.200","ipConfigurations":[
            {"name":"ip","properties":{"privateIPAddress":"192.168.0.201","subnet":{"id":"{{{network}}}/virtualNetworks/myVnet/subnets/mySubnet"} } }] } }
            """);
    }

    private async Task PrepareParentAsync(string network, string path)
    {
        var client = sandbox.Client;
        if (path.StartsWith("privateDnsZones", StringComparison.Ordinal))
        {
            await client.CreateAsync($"{network}/privateDnsZones/privatezone1.com?{SandboxFixture.Dns}", """{"location":"global"}""");
            if (path.Contains("/A/")) await client.PutAsync($"{network}/{path}?{SandboxFixture.Dns}", """{"properties":{"ttl":10}}""");
            return;
        }
        await client.CreateAsync($"{network}/privateDnsZones/zone1.com?{SandboxFixture.Dns}", """{"location":"global"}""");
        await client.CreateAsync($"{network}/privateEndpoints/testPe?{SandboxFixture.Network}", SandboxFixture.EndpointBody(
            $"{network}/privateLinkServices/testPls", $"{network}/virtualNetworks/myVnet/subnets/mySubnet", isManual: true, group: null));
    }

    // The collected example leaves the name out, which Azure refuses: see the other test.
    private static void NameConnections(JsonNode body)
    {
        foreach (var list in new[] { "privateLinkServiceConnections", "manualPrivateLinkServiceConnections" })
            foreach (var connection in body["properties"]?[list]?.AsArray() ?? [])
                connection!["name"] ??= "connection";
    }

    private static string InThisSandbox(string text, string group) => AnyGroup().Replace(text, group)
        // The example's own slip: no resource type is called so.
        .Replace("/provders/Microsoft.Network/applicationSecurityGroup/", "/providers/Microsoft.Network/applicationSecurityGroups/", StringComparison.Ordinal);

    [GeneratedRegex(@"/subscriptions/[^/""]+/resource[gG]roups/[^/""]+")]
    private static partial Regex AnyGroup();
}
