using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>A subnet as a client asks for it: read and checked as a whole before anything changes.</summary>
internal sealed record SubnetBody(string Name, AddressRange Range, string EndpointPolicies, string ServicePolicies, JsonObject Properties)
{
    private static readonly string[] ForEndpoints = ["Disabled", "Enabled", "NetworkSecurityGroupEnabled", "RouteTableEnabled"];
    private static readonly string[] ForServices = ["Disabled", "Enabled"];

    public static SubnetBody Read(string name, JsonObject body)
    {
        ResourceNames.DemandNetworkName(name, 1, 80);
        var properties = body.Object("properties") ?? [];
        var prefix = properties.Text("addressPrefix") ?? properties.Texts("addressPrefixes")?.FirstOrDefault();
        foreach (var delegation in properties.Objects("delegations"))
            if (delegation.Object("properties")?.Text("serviceName") is null) throw ArmErrors.InvalidFormat();
        _ = properties.Array("serviceEndpoints");
        return new SubnetBody(name, SubnetRules.ParsePrefix(prefix),
            Policy(properties, "privateEndpointNetworkPolicies", ForEndpoints) ?? "Disabled",
            Policy(properties, "privateLinkServiceNetworkPolicies", ForServices) ?? "Enabled", properties);
    }

    public Subnet ApplyTo(VirtualNetwork network)
    {
        if (!network.Subnets.TryGetValue(Name, out var subnet))
            network.Subnets[Name] = subnet = new Subnet(network, network.Id.Child("subnets", Name), Range);
        subnet.Range = Range;
        subnet.PrivateEndpointNetworkPolicies = EndpointPolicies;
        subnet.PrivateLinkServiceNetworkPolicies = ServicePolicies;
        subnet.Delegations = new JsonArray([.. Properties.Objects("delegations").Select(item => RenderDelegation(subnet, item))]);
        subnet.ServiceEndpoints = (JsonArray?)Properties.Array("serviceEndpoints")?.DeepClone();
        return subnet;
    }

    private static string? Policy(JsonObject properties, string name, string[] allowed)
    {
        if (properties.Text(name) is not { } value) return null;
        return Array.Find(allowed, item => item.Equals(value, StringComparison.OrdinalIgnoreCase)) ?? throw ArmErrors.InvalidFormat();
    }

    private static JsonObject RenderDelegation(Subnet subnet, JsonObject body)
    {
        var service = body.Object("properties")!.Text("serviceName")!;
        var name = body.Text("name") ?? service;
        return new JsonObject
        {
            ["name"] = name,
            ["id"] = subnet.Id.Child("delegations", name).Value,
            ["etag"] = subnet.Network.ETag,
            ["properties"] = new JsonObject
            {
                ["provisioningState"] = "Succeeded",
                ["serviceName"] = service,
                ["actions"] = new JsonArray("Microsoft.Network/virtualNetworks/subnets/join/action"),
            },
            ["type"] = "Microsoft.Network/virtualNetworks/subnets/delegations",
        };
    }
}
