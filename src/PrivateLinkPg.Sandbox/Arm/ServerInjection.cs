using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>The subnet that a new flexible server is injected into, and the zone that its name goes into: both or none.</summary>
internal static class ServerInjection
{
    private const string SubnetParameter = "delegatedSubnetResourceId";
    private const string ZoneParameter = "privateDnsZoneArmResourceId";

    public static (Subnet? Subnet, ResourceId? Zone) Read(ArmRequest request, ResourceId server, string location)
    {
        var network = request.Body.Object("properties")?.Object("network") ?? [];
        var (subnet, zone) = (network.Text(SubnetParameter), network.Text(ZoneParameter));
        if (subnet is null && zone is null) return (null, null);
        if (subnet is null) throw FlexibleServerBody.Invalid(ZoneParameter, $"it needs {SubnetParameter}.");
        if (zone is null) throw FlexibleServerBody.Invalid(ZoneParameter, $"it is required with {SubnetParameter}.");
        return (FindSubnet(request, server, location, subnet), FindZone(request.State, zone));
    }

    private static Subnet FindSubnet(ArmRequest request, ResourceId server, string location, string text)
    {
        if (!ResourceId.TryParse(text, out var id)) throw FlexibleServerBody.Invalid(SubnetParameter, $"'{text}' is no resource id.");
        Authorization.DemandLinked(request, server, "Microsoft.Network/virtualNetworks/subnets/join/action", id);
        if (request.State.Find(id) is not Subnet subnet)
            throw FlexibleServerBody.Invalid(SubnetParameter, $"'{text}' was not found.");
        Lifecycle.DemandStaying(request.State, subnet.Id);
        if (subnet.Network.Location != location)
            throw FlexibleServerBody.Invalid(SubnetParameter, $"'{text}' is not in the region of the server, '{location}'.");
        if (!subnet.DelegatedServices.Contains(ResourceProviders.FlexibleServers.FullName, StringComparer.OrdinalIgnoreCase))
        {
            throw FlexibleServerBody.Invalid(SubnetParameter,
                $"'{text}' is not delegated to {ResourceProviders.FlexibleServers.FullName}.");
        }
        return subnet;
    }

    private static ResourceId FindZone(SandboxState state, string text)
    {
        if (!ResourceId.TryParse(text, out var id) || !state.TryGet<PrivateDnsZone>(id, out var zone))
            throw FlexibleServerBody.Invalid(ZoneParameter, $"'{text}' was not found.");
        Lifecycle.DemandStaying(state, zone.Id);
        return zone.Id;
    }
}
