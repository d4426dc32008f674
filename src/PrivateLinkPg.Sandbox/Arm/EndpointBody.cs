using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>The one connection of an endpoint as a client asks for it.</summary>
internal sealed record ConnectionBody(string Name, string Target, IReadOnlyList<string>? GroupIds, string? Message, bool IsManual);

/// <summary>A private endpoint as a client asks for it: read and checked for form, before the world is looked at.</summary>
internal sealed record EndpointBody(
    ResourceId Id, ResourceId Subnet, ConnectionBody Connection, string InterfaceName,
    List<EndpointIpConfiguration> IpConfigurations, List<ResourceId>? SecurityGroups, string? IpVersionType, JsonObject? ExtendedLocation)
{
    // Microsoft's documentation of requestMessage; the schema itself has no limit.
    private const int LongestMessage = 140;

    public static EndpointBody Read(ResourceId id, JsonObject body)
    {
        ResourceNames.DemandNetworkName(id.Name, 2, 64);
        var properties = body.Object("properties") ?? throw ArmErrors.InvalidFormat();
        var subnet = properties.ReferenceId("subnet") ?? throw new ArmException(400, "PrivateEndpointMissingSubnet",
            $"Private endpoint {id} must name a subnet: properties.subnet.id is missing.");
        var connections = ReadConnections(properties, "privateLinkServiceConnections", isManual: false)
            .Concat(ReadConnections(properties, "manualPrivateLinkServiceConnections", isManual: true)).ToList();
        if (connections.Count != 1)
        {
            throw new ArmException(400, "PrivateEndpointMustHaveOnePrivateLinkServiceConnection",
                $"Private endpoint {id} must have exactly one private link service connection, automatic or manual; "
                + $"it has {connections.Count}.");
        }
        var nic = properties.Text("customNetworkInterfaceName") ?? "";
        if (nic.Length > 0) ResourceNames.DemandNetworkName(nic, 1, 80);
        return new EndpointBody(id, subnet, connections[0], nic, ReadAddresses(properties), ReadSecurityGroups(properties),
            ReadVersion(properties), (JsonObject?)body.Object("extendedLocation")?.DeepClone());
    }

    private static IEnumerable<ConnectionBody> ReadConnections(JsonObject properties, string property, bool isManual)
    {
        foreach (var item in properties.Objects(property))
        {
            if (string.IsNullOrEmpty(item.Text("name"))) throw ArmErrors.InvalidFormat();
            var inner = item.Object("properties") ?? throw ArmErrors.InvalidFormat();
            var target = inner.Text("privateLinkServiceId");
            if (string.IsNullOrEmpty(target)) throw ArmErrors.InvalidFormat();
            var message = inner.Text("requestMessage");
            if (message?.Length > LongestMessage)
            {
                throw new ArmException(400, "InvalidRequestMessage",
                    $"The request message of private link service connection {item.Text("name")} is {message.Length} characters long; "
                    + $"at most {LongestMessage} are allowed.");
            }
            var groups = inner.Texts("groupIds");
            if (groups?.Distinct(StringComparer.OrdinalIgnoreCase).Count() < groups?.Count) throw ArmErrors.InvalidFormat();
            yield return new ConnectionBody(item.Text("name")!, target, groups, message, isManual);
        }
    }

    private static List<EndpointIpConfiguration> ReadAddresses(JsonObject properties)
    {
        var configurations = new List<EndpointIpConfiguration>();
        foreach (var item in properties.Objects("ipConfigurations"))
        {
            var inner = item.Object("properties") ?? throw ArmErrors.InvalidFormat();
            var text = inner.Text("privateIPAddress");
            if (!AddressRange.TryParseAddress(text, out var address)) throw ArmErrors.InvalidAddress(text);
            var name = item.Text("name") ?? throw ArmErrors.InvalidFormat();
            configurations.Add(new(name, inner.Text("groupId"), inner.Text("memberName"), address));
        }
        return configurations;
    }

    private static List<ResourceId>? ReadSecurityGroups(JsonObject properties)
    {
        if (properties.Array("applicationSecurityGroups") is null) return null;
        return [.. properties.Objects("applicationSecurityGroups").Select(item =>
            ResourceId.TryParse(item.Text("id"), out var id)
                ? id
                : throw JsonReading.InvalidId(item.Text("id") ?? "", "applicationSecurityGroups"))];
    }

    private static string? ReadVersion(JsonObject properties)
    {
        string[] known = ["IPv4", "IPv6", "DualStack"];
        if (properties.Text("ipVersionType") is not { } text) return null;
        return Array.Find(known, item => item.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? throw ArmErrors.InvalidFormat();
    }
}
