using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>A Private Link service as a client asks for it: read and checked as a whole before anything changes.</summary>
internal sealed record ServiceBody(
    List<ServiceIpConfiguration> IpConfigurations, List<string> Frontends, string? DestinationAddress,
    List<string> Fqdns, List<string>? Visibility, List<string>? AutoApproval, bool EnableProxyProtocol)
{
    private const int MostAddresses = 8;

    public static ServiceBody Read(ArmRequest request, ResourceId id, string location)
    {
        var properties = request.Body.Object("properties") ?? throw ArmErrors.InvalidFormat();
        var configurations = properties.Objects("ipConfigurations")
            .Select((item, i) => ReadConfiguration(request, id, location, item, i)).ToList();
        if (configurations.Count is 0 or > MostAddresses)
        {
            throw new ArmException(400, "PrivateLinkServiceMustHaveIpConfigurations",
                $"Private link service {id} must have 1 to {MostAddresses} ip configurations; it has {configurations.Count}.");
        }
        ResourceNames.DemandDistinct(configurations.Select(item => item.Name), id);
        var frontends = properties.Objects("loadBalancerFrontendIpConfigurations").Select(ReadFrontend).ToList();
        var destination = properties.Text("destinationIPAddress");
        if (frontends.Count == 0 && destination is null)
        {
            throw new ArmException(400, "PrivateLinkServiceMustHaveDestination", $"Private link service {id} must lead somewhere: "
                + "loadBalancerFrontendIpConfigurations is empty and there is no destinationIPAddress.");
        }
        if (destination is not null && !AddressRange.TryParseAddress(destination, out _)) throw ArmErrors.InvalidAddress(destination);
        return new ServiceBody(configurations, frontends, destination,
            properties.Texts("fqdns") ?? [], ReadList(properties, "visibility"), ReadList(properties, "autoApproval"),
            properties.Flag("enableProxyProtocol") ?? false);
    }

    public void ApplyTo(PrivateLinkService service)
    {
        service.IpConfigurations = IpConfigurations;
        service.LoadBalancerFrontends = Frontends;
        service.DestinationAddress = DestinationAddress;
        service.Fqdns = Fqdns;
        service.Visibility = Visibility;
        service.AutoApproval = AutoApproval;
        service.EnableProxyProtocol = EnableProxyProtocol;
    }

    private static List<string>? ReadList(JsonObject properties, string name) =>
        properties.Object(name) is { } list ? list.Texts("subscriptions") ?? [] : null;

    // The load balancer itself is not imitated: its frontend is taken on trust, in Azure's casing.
    private static string ReadFrontend(JsonObject item)
    {
        if (!ResourceId.TryParse(item.Text("id"), out var id) || !id.IsOfType("Microsoft.Network/loadBalancers/frontendIPConfigurations"))
            throw JsonReading.InvalidId(item.Text("id") ?? "", "loadBalancerFrontendIpConfigurations");
        return id.Parent!.Child("frontendIPConfigurations", id.Name).Value;
    }

    private static ServiceIpConfiguration ReadConfiguration(ArmRequest request, ResourceId id, string location, JsonObject item, int index)
    {
        var properties = item.Object("properties") ?? throw ArmErrors.InvalidFormat();
        var subnetId = properties.ReferenceId("subnet") ?? throw ArmErrors.InvalidFormat();
        if (subnetId.Parent is not { } networkId || !request.State.TryGet<VirtualNetwork>(networkId, out var network)
            || !network.Subnets.TryGetValue(subnetId.Name, out var subnet) || network.Location != location)
        {
            throw ArmErrors.InvalidReference(subnetId, id);
        }
        Authorization.DemandLinked(request, id, "Microsoft.Network/virtualNetworks/subnets/join/action", subnet.Id);
        Lifecycle.DemandStaying(request.State, subnet.Id);
        if (subnet.PrivateLinkServiceNetworkPolicies != "Disabled")
        {
            throw new ArmException(400, "PrivateLinkServiceCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled",
                $"Private link service {id} cannot be created in a subnet {subnet.Id} "
                + "since it has private link service network policies enabled.");
        }
        var address = properties.Text("privateIPAddress");
        if (address is not null && !AddressRange.TryParseAddress(address, out _)) throw ArmErrors.InvalidAddress(address);
        return new ServiceIpConfiguration(
            item.Text("name") ?? throw ArmErrors.InvalidFormat(), subnet, properties.Flag("primary") ?? index == 0,
            properties.Text("privateIPAllocationMethod") ?? "Dynamic", address, properties.Text("privateIPAddressVersion") ?? "IPv4");
    }
}
