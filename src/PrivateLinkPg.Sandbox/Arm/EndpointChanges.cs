using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>What of an existing endpoint can be changed. Its address, interface, subnet and target cannot.</summary>
internal static class EndpointChanges
{
    public static void DemandAllowed(PrivateEndpoint endpoint, EndpointBody body)
    {
        if (!body.Subnet.Equals(endpoint.Subnet.Id)) throw Fixed(endpoint, "subnet");
        var connection = endpoint.Connection;
        if (!body.Connection.Target.Equals(connection.TargetReference, StringComparison.OrdinalIgnoreCase)
            || body.Connection.Name != connection.Name
            || body.Connection.IsManual != connection.IsManual
            || !(body.Connection.GroupIds ?? []).SequenceEqual(connection.GroupIds ?? [], StringComparer.Ordinal))
        {
            throw Fixed(endpoint, body.Connection.IsManual ? "manualPrivateLinkServiceConnections" : "privateLinkServiceConnections");
        }
        if (!body.InterfaceName.Equals(endpoint.CustomInterfaceName, StringComparison.OrdinalIgnoreCase))
            throw Fixed(endpoint, "customNetworkInterfaceName");
        if (!body.IpConfigurations.SequenceEqual(endpoint.IpConfigurations)) throw Fixed(endpoint, "ipConfigurations");
    }

    private static ArmException Fixed(PrivateEndpoint endpoint, string property) => new(400, "PropertyChangeNotAllowed",
        $"Property '{property}' of private endpoint {endpoint.Id} can be set only when it is created.");
}
