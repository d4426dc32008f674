using System.Text;
using PrivateLinkPg.Arm;

namespace PrivateLinkPg.Core.Tests.Arm;

/// <summary>The judge of bodies is held to what it must find, and our api-versions to those that there are.</summary>
public sealed class AzureTypesTests
{
    private const string Network = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/";
    private const string Connection = "/subscriptions/s/resourceGroups/g/providers/Microsoft.DBforPostgreSQL/flexibleServers/db/privateEndpointConnections/c.1?api-version=2025-08-01";

    [Theory]
    [InlineData("Microsoft.Network/privateEndpoints", ApiVersions.Network)]
    [InlineData("Microsoft.Network/privateEndpoints", ApiVersions.NetworkWithIpVersion)]
    [InlineData("Microsoft.Network/privateEndpoints/privateDnsZoneGroups", ApiVersions.Network)]
    [InlineData("Microsoft.Network/privateLinkServices", ApiVersions.Network)]
    [InlineData("Microsoft.Network/privateLinkServices/privateEndpointConnections", ApiVersions.Network)]
    [InlineData("Microsoft.Network/networkInterfaces", ApiVersions.Network)]
    [InlineData("Microsoft.Network/virtualNetworks", ApiVersions.Network)]
    [InlineData("Microsoft.Network/privateDnsZones", ApiVersions.PrivateDns)]
    [InlineData("Microsoft.Network/privateDnsZones/A", ApiVersions.PrivateDns)]
    [InlineData("Microsoft.Network/privateDnsZones/virtualNetworkLinks", ApiVersions.PrivateDns)]
    [InlineData("Microsoft.DBforPostgreSQL/flexibleServers", ApiVersions.FlexibleServer)]
    [InlineData("Microsoft.DBforPostgreSQL/flexibleServers/privateEndpointConnections", ApiVersions.FlexibleServer)]
    [InlineData("Microsoft.DBforPostgreSQL/flexibleServers/privateLinkResources", ApiVersions.FlexibleServer)]
    [InlineData("Microsoft.DBforPostgreSQL/serverGroupsv2", ApiVersions.ServerGroup)]
    [InlineData("Microsoft.DBforPostgreSQL/serverGroupsv2/privateEndpointConnections", ApiVersions.ServerGroup)]
    [InlineData("Microsoft.Resources/resourceGroups", ApiVersions.Resources)]
    public void Each_api_version_is_one_of_its_type(string type, string version) => Assert.True(AzureTypes.Has(type, version), $"{type} has no {version}.");

    [Theory]
    [InlineData("PUT", "privateEndpoints/pe?api-version=2025-01-01", """{"location":"x","properties":{"subnet":{"id":"i"},"colour":1}}""", ".properties.colour is not known")]
    [InlineData("PUT", "privateEndpoints/pe?api-version=2025-01-01", """{"location":1}""", ".location is no text")]
    [InlineData("PUT", "privateEndpoints/pe?api-version=2025-01-01", """{"properties":{"customDnsConfigs":{}}}""", ".properties.customDnsConfigs is no list")]
    [InlineData("PUT", "privateEndpoints/pe?api-version=2025-01-01", """{"properties":{"ipVersionType":"IPv4"}}""", ".properties.ipVersionType is not known")]
    [InlineData("PUT", "privateEndpoints/pe?api-version=2025-01-01", """{"properties":{"provisioningState":"Succeeded"}}""", "must not be sent")]
    [InlineData("PUT", "privateEndpoints/pe?api-version=1999-01-01", "{}", "no version")]
    [InlineData("PUT", "privateEndpoint/pe?api-version=2025-01-01", "{}", "no type")]
    [InlineData("PUT", "privateDnsZones/z/A/a?api-version=2024-06-01", """{"properties":{"ttl":"300"}}""", ".properties.ttl is no whole number")]
    [InlineData("PATCH", "privateDnsZones/z?api-version=2024-06-01", """{"tag":{}}""", ".tag is not known")]
    public void What_does_not_fit_a_type_is_found(string method, string path, string body, string fault) =>
        Assert.Contains(fault, Assert.Single(TypeJudge.OfRequest(method, Network + path, Encoding.UTF8.GetBytes(body))), StringComparison.Ordinal);

    [Fact]
    public void What_is_missing_is_found_in_a_PUT_and_may_be_left_out_of_a_PATCH()
    {
        byte[] body = """{"properties":{"privateEndpoint":{} }}"""u8.ToArray();
        Assert.Contains(".properties.privateLinkServiceConnectionState is missing", Assert.Single(TypeJudge.OfRequest("PUT", Connection, body)), StringComparison.Ordinal);
        Assert.Empty(TypeJudge.OfRequest("PATCH", Connection, body));
    }

    [Theory]
    [InlineData("""{"properties":{"privateLinkServiceConnectionState":{"status":"Approved"},"provisioningState":"Succeeded","groupIds":["g"]}}""", true)]
    [InlineData("""{"properties":{"privateLinkServiceConnectionState":{"status":"Approved"},"groupIds":"g"}}""", false)]
    public void An_answer_may_have_what_only_Azure_says_alone_and_in_a_list(string body, bool fits)
    {
        Assert.Equal(fits, TypeJudge.OfAnswer("GET", Connection, 200, body).Count == 0);
        string list = Connection.Replace("/c.1", "", StringComparison.Ordinal);
        Assert.Equal(fits, TypeJudge.OfAnswer("GET", list, 200, $$"""{"value":[{{body}}]}""").Count == 0);
        Assert.NotEmpty(TypeJudge.OfAnswer("GET", list, 200, body));
    }

    [Theory]
    [InlineData("GET", Network + "privateEndpoints/pe?api-version=2025-01-01", 404, "{\"error\":{}}")]
    [InlineData("GET", Network + "privateEndpoints/pe/privateDnsZoneGroups/g?api-version=2025-01-01", 200, "null")]
    [InlineData("GET", "/subscriptions/s/providers/Microsoft.Network/locations/westus/operations/1?api-version=2025-01-01", 200, "{\"status\":\"InProgress\"}")]
    [InlineData("GET", Network + "privateDnsOperationStatuses/1?api-version=2024-06-01", 200, "{\"status\":\"InProgress\"}")]
    [InlineData("GET", "/subscriptions/s?api-version=2022-12-01", 200, "{\"x\":1}")]
    public void What_is_no_resource_is_not_judged(string method, string path, int status, string body) =>
        Assert.Empty(TypeJudge.OfAnswer(method, path, status, body));
}
