using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;
using PrivateLinkPg.Removal;

namespace PrivateLinkPg.Core.Tests.Removal;

/// <summary>A removal of the endpoint "mine", and what Azure may say of the things around it.</summary>
internal static class RemovalFacts
{
    public const string Other = "22222222-2222-2222-2222-222222222222";
    public const string PrivateZone = "privatelink.postgres.database.azure.com";

    public static string Id(string type, string name, string subscription = ScriptedAzure.Subscription) =>
        $"/subscriptions/{subscription}/resourceGroups/rg/providers/Microsoft.Network/{type}/{name}";

    public static string Endpoint(string name, string subscription = ScriptedAzure.Subscription) => Id("privateEndpoints", name, subscription);

    public static string Network(string name, string subscription = ScriptedAzure.Subscription) => Id("virtualNetworks", name, subscription);

    public static string Zone(string name = PrivateZone) => Id("privateDnsZones", name);

    public static string Server { get; } = Id("", "").Split("/Microsoft.Network/")[0] + "/Microsoft.DBforPostgreSQL/flexibleServers/db";

    /// <summary>A zone or a link, with the mark that this module gives it for an endpoint.</summary>
    public static Dictionary<string, string>? Mark(string? endpoint) => endpoint switch
    {
        null => null,
        "none" => RecordOwner.Mark(null, null),
        _ => RecordOwner.Mark(null, endpoint.StartsWith('/') ? endpoint : Endpoint(endpoint)),
    };

    public static object EndpointTo(string id, string target, string? guid = null, params string[] addresses) => new
    {
        id, name = id.Split('/')[^1], location = "westeurope",
        properties = new
        {
            provisioningState = "Succeeded", resourceGuid = guid, networkInterfaces = Array.Empty<object>(), subnet = new { id = Network("net") + "/subnets/pe" },
            customDnsConfigs = new[] { new { fqdn = "db.postgres.database.azure.com", ipAddresses = addresses } },
            privateLinkServiceConnections = new[]
            {
                new { name = "pe", properties = new { privateLinkServiceId = target, groupIds = new[] { "postgresqlServer" }, privateLinkServiceConnectionState = new { status = "Approved" } } },
            },
        },
    };

    /// <summary>The zone group of an endpoint, with the A record of each of its zones.</summary>
    public static object ZoneGroup(string endpoint, string state, string[] zones, params string[] addresses) => new
    {
        id = $"{endpoint}/privateDnsZoneGroups/default", name = "default",
        properties = new
        {
            provisioningState = state,
            privateDnsZoneConfigs = zones.Select(zone => new
            {
                name = "config", properties = new { privateDnsZoneId = zone, recordSets = new[] { new { recordType = "A", recordSetName = "db", ttl = 10, ipAddresses = addresses } } },
            }),
        },
    };

    public static object Record(string zone, string name, string type = "A", Dictionary<string, string>? metadata = null, params string[] addresses) => new
    {
        id = $"{zone}/{type}/{name}", name, type = "Microsoft.Network/privateDnsZones/" + type, etag = "record",
        properties = new { ttl = 10, metadata, aRecords = addresses.Select(each => new { ipv4Address = each }) },
    };

    public static object Linked(string zone, string network, Dictionary<string, string>? tags = null, bool registers = false) => new
    {
        id = $"{zone}/virtualNetworkLinks/{network}", name = network, etag = "link", tags,
        properties = new { provisioningState = "Succeeded", registrationEnabled = registers, virtualNetwork = new { id = Network(network) } },
    };

    public static async Task<RemovalContext> ContextAsync(CommandHost host, bool ofEndpoint = true, params string[] named) => new(
        ofEndpoint ? Endpoint("mine") : null, ofEndpoint ? Network("net") : null, named, TimeSpan.FromHours(2), await RemovedResources.OfAsync(host), await LinkReader.OfAsync(host), host);

    public static PgRemoval Gone(string id, params string[] addresses) => new()
    {
        Kind = "any", Name = id.Split('/')[^1], Action = "Removed", Id = id, IpAddress = addresses, SubscriptionId = ScriptedAzure.Subscription,
    };
}
