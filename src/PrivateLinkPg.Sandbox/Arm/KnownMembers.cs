using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>
/// Which members a body may have. ARM knows those at the top of any resource with a location; Microsoft.Network knows those of its own
/// properties. Both were seen to refuse others, which to a version are also those that came after it. Of private DNS and of the databases
/// nothing is known, so nothing is refused there.
/// </summary>
internal static class KnownMembers
{
    private static readonly FrozenSet<string> Resource = Set(
        "id", "name", "type", "location", "tags", "kind", "sku", "plan", "identity", "zones", "etag", "managedBy", "managedByExtended",
        "extendedLocation", "properties", "systemData");

    private static readonly Members Subnet = new("SubnetPropertiesFormat", Set(
        "addressPrefix", "addressPrefixes", "networkSecurityGroup", "routeTable", "natGateway", "serviceEndpoints",
        "serviceEndpointPolicies", "privateEndpoints", "ipConfigurations", "ipConfigurationProfiles", "ipAllocations",
        "resourceNavigationLinks", "serviceAssociationLinks", "delegations", "purpose", "provisioningState",
        "privateEndpointNetworkPolicies", "privateLinkServiceNetworkPolicies", "applicationGatewayIPConfigurations", "sharingScope",
        "defaultOutboundAccess", "ipamPoolPrefixAllocations", "serviceGateway"));

    private static readonly Members Connection = new("PrivateLinkServiceConnectionProperties", Set(
        "privateLinkServiceId", "groupIds", "requestMessage", "privateLinkServiceConnectionState", "provisioningState"));

    private static readonly Members Address = new("PrivateEndpointIPConfigurationProperties", Set(
        "groupId", "memberName", "privateIPAddress", "provisioningState"));

    private static readonly Members ZoneConfiguration = new("PrivateDnsZonePropertiesFormat", Set(
        "privateDnsZoneId", "recordSets", "provisioningState"));

    private static readonly FrozenDictionary<string, Members> ByType = new Dictionary<string, Members>
    {
        [ResourceProviders.VirtualNetworks.FullName] = new("VirtualNetworkPropertiesFormat", Set(
            "addressSpace", "dhcpOptions", "flowTimeoutInMinutes", "subnets", "virtualNetworkPeerings", "resourceGuid",
            "provisioningState", "enableDdosProtection", "enableVmProtection", "ddosProtectionPlan", "bgpCommunities", "encryption",
            "ipAllocations", "flowLogs", "privateEndpointVNetPolicies", "defaultPublicNatGateway")) { Lists = { ["subnets"] = Subnet } },
        [ResourceProviders.Subnets.FullName] = Subnet,
        [ResourceProviders.PrivateEndpoints.FullName] = new("PrivateEndpointProperties", Set(
            "subnet", "networkInterfaces", "provisioningState", "privateLinkServiceConnections", "manualPrivateLinkServiceConnections",
            "customDnsConfigs", "applicationSecurityGroups", "ipConfigurations", "customNetworkInterfaceName", "ipVersionType",
            "resourceGuid"))
        {
            Lists =
            {
                ["privateLinkServiceConnections"] = Connection,
                ["manualPrivateLinkServiceConnections"] = Connection,
                ["ipConfigurations"] = Address,
            },
        },
        [ResourceProviders.PrivateDnsZoneGroups.FullName] = new("PrivateDnsZoneGroupPropertiesFormat", Set(
            "provisioningState", "privateDnsZoneConfigs")) { Lists = { ["privateDnsZoneConfigs"] = ZoneConfiguration } },
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static void Demand(ArmRequest request)
    {
        if (request.Method is not ("PUT" or "PATCH") || request.Content is not JsonObject body) return;
        _ = body.Object("properties");
        if (request.Type.IsTracked && Unknown(body, Resource, request.ApiVersion) is { } member)
            throw ArmErrors.InvalidContent($"Could not find member '{member}' on object of type 'ResourceDefinition'. Path '{member}'.");
        if (ByType.TryGetValue(request.Type.FullName, out var members)) Demand(body, members, "properties", request.ApiVersion);
    }

    private static void Demand(JsonObject body, Members members, string path, string version)
    {
        if (body["properties"] is not JsonObject properties) return;
        if (Unknown(properties, members.Names, version) is { } member)
        {
            throw ArmErrors.InvalidFormat("InvalidJson",
                $"Could not find member '{member}' on object of type '{members.Type}'. Path '{path}.{member}'.");
        }
        foreach (var (list, inner) in members.Lists)
        {
            if (properties[list] is not JsonArray items) continue;
            for (var i = 0; i < items.Count; i++)
                if (items[i] is JsonObject item) Demand(item, inner, $"{path}.{list}[{i}].properties", version);
        }
    }

    private static string? Unknown(JsonObject body, FrozenSet<string> known, string version) =>
        body.Select(pair => pair.Key).FirstOrDefault(name => !known.Contains(name) || !ApiShapes.Knows(name, version));

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private sealed record Members(string Type, FrozenSet<string> Names)
    {
        public Dictionary<string, Members> Lists { get; } = [];
    }
}
