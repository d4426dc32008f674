using System.Net;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Makes a private endpoint: its connection, its interface and its address. Everything or nothing.</summary>
internal static class EndpointCreation
{
    private const int MostInNetwork = 1000;

    public static PrivateEndpoint Create(ArmRequest request, EndpointBody body, string location)
    {
        var subnet = FindSubnet(request, body, location);
        var target = FindTarget(request, body);
        var securityGroups = ResolveSecurityGroups(request, body, location);
        var nicName = body.InterfaceName.Length > 0 ? body.InterfaceName : $"{body.Id.Name}.nic.{Guid.NewGuid()}";
        var nicId = ResourceId.InGroup(
            body.Id.Subscription, body.Id.ResourceGroup!, ResourceProviders.Network, NetworkInterface.ResourceType, nicName);
        if (request.State.TryGet<NetworkInterface>(nicId, out _))
        {
            throw new ArmException(400, "PrivateEndpointNetworkInterfaceNameInUse",
                $"Network interface {nicId} that private endpoint {body.Id} asks for exists already.");
        }

        var endpoint = new PrivateEndpoint(body.Id, location, subnet)
        {
            CreatedAt = request.Now,
            CustomInterfaceName = body.InterfaceName,
            IpConfigurations = body.IpConfigurations,
            SecurityGroups = securityGroups,
            ExtendedLocation = body.ExtendedLocation,
        };
        endpoint.Connection = Connect(request, endpoint, target, body.Connection);
        var configurationName = body.IpConfigurations.FirstOrDefault()?.Name ?? $"privateEndpointIpConfig.{Guid.NewGuid()}";
        var wished = body.IpConfigurations.FirstOrDefault()?.Address;
        var address = TakeAddress(subnet, wished, nicId.Child("ipConfigurations", configurationName));
        endpoint.Interface = new NetworkInterface(nicId, location)
        {
            Endpoint = endpoint,
            Configurations = [new(configurationName, subnet, address, IsStatic: body.IpConfigurations.Count > 0)],
            CreatedAt = request.Now,
            ChangedAt = request.Now,
        };
        request.State.Add(endpoint.Interface);
        request.State.Add(endpoint);
        subnet.NewETag();
        return endpoint;
    }

    /// <summary>The connection of an endpoint that has not reached its target yet.</summary>
    public static EndpointConnection Connect(ArmRequest request, PrivateEndpoint endpoint, EndpointBody body) =>
        Connect(request, endpoint, FindTarget(request, body), body.Connection);

    private static PrivateLinkTarget FindTarget(ArmRequest request, EndpointBody body)
    {
        var target = LinkTargets.Resolve(request, body);
        Lifecycle.DemandStaying(request.State, target.Id);
        LinkTargets.DemandMembers(body, target);
        return target;
    }

    /// <summary>The application security groups that the endpoint shall be in; null when the client sent none.</summary>
    public static List<ResourceId>? ResolveSecurityGroups(ArmRequest request, EndpointBody body, string location) =>
        body.SecurityGroups?.ConvertAll(id =>
        {
            const string join = "Microsoft.Network/applicationSecurityGroups/joinIpConfiguration/action";
            if (!request.State.TryGet<ApplicationSecurityGroup>(id, out var group) || group.Location != location)
                throw ArmErrors.InvalidReference(id, body.Id);
            Authorization.DemandLinked(request, body.Id, join, group.Id);
            Lifecycle.DemandStaying(request.State, group.Id);
            return group.Id;
        });

    private static Subnet FindSubnet(ArmRequest request, EndpointBody body, string location)
    {
        if (body.Subnet.Parent is not { } networkId
            || !request.State.TryGet<VirtualNetwork>(networkId, out var network)
            || !network.Subnets.TryGetValue(body.Subnet.Name, out var subnet)
            || network.Location != location)
        {
            throw ArmErrors.InvalidReference(body.Subnet, body.Id);
        }
        Authorization.DemandLinked(request, body.Id, "Microsoft.Network/virtualNetworks/subnets/join/action", subnet.Id);
        if (!network.Id.Subscription.Equals(body.Id.Subscription, StringComparison.OrdinalIgnoreCase))
        {
            // Documented; what Azure calls it is not known.
            throw new ArmException(400, "InvalidResourceReference", $"Resource {subnet.Id} referenced by resource {body.Id} is in another "
                + "subscription. A private endpoint must be in the same region and subscription as its virtual network.");
        }
        Lifecycle.DemandStaying(request.State, subnet.Id);
        if (subnet.Delegations.Count > 0)
        {
            throw new ArmException(400, "PrivateEndpointCannotBeCreatedInSubnetThatIsDelegated",
                $"Private endpoint {body.Id} cannot be created in a subnet {subnet.Id} since it is delegated.");
        }
        if (request.State.All<PrivateEndpoint>().Count(endpoint => endpoint.Subnet.Network == network) >= MostInNetwork)
        {
            throw new ArmException(400, "PrivateEndpointCountLimitReached",
                $"Cannot create more than {MostInNetwork} private endpoints in virtual network {network.Id}.");
        }
        return subnet;
    }

    private static EndpointConnection Connect(ArmRequest request, PrivateEndpoint endpoint, PrivateLinkTarget target, ConnectionBody body)
    {
        var service = target as PrivateLinkService;
        var isApproved = !body.IsManual || service?.IsAutoApprovedFor(request.Subscription.Id) == true;
        // A service names the connection by the endpoint's own guid; a server by one of its own.
        var guid = service is null ? Guid.NewGuid() : endpoint.ResourceGuid;
        return new EndpointConnection(endpoint, target, body.Name)
        {
            TargetName = $"{endpoint.Name}.{guid}",
            TargetReference = body.Target,
            IsManual = body.IsManual,
            GroupIds = body.GroupIds,
            RequestMessage = body.Message,
            LinkIdentifier = Random.Shared.NextInt64(100_000_000, 999_999_999),
            Status = isApproved ? "Approved" : "Pending",
            ConsumerDescription = isApproved ? "Auto Approved" : "Awaiting Approval",
            OwnerDescription = isApproved ? (service is null ? "Auto-Approved" : "Auto Approved") : body.Message,
        };
    }

    /// <summary>Takes the wished address in the subnet, or the lowest free one.</summary>
    public static IPAddress TakeAddress(Subnet subnet, IPAddress? wished, ResourceId owner)
    {
        if (wished is null)
        {
            return subnet.Allocate(owner) ?? throw new ArmException(400, "SubnetIsFull",
                $"Subnet {subnet.Name} with address prefix {subnet.RangesText} does not have enough capacity for 1 IP addresses.");
        }
        var number = AddressRange.ToNumber(wished);
        if (!subnet.Contains(number))
        {
            throw new ArmException(400, "PrivateIPAddressNotInSubnet",
                $"Private static IP address {wished} does not belong to the range of subnet prefix {subnet.RangesText}.");
        }
        if (!subnet.IsAssignable(number))
        {
            throw new ArmException(400, "PrivateIPAddressInReservedRange",
                $"Private static IP address {wished} falls within reserved IP range of subnet prefix {subnet.RangesText}.");
        }
        if (!subnet.IsFree(number))
        {
            throw new ArmException(400, "PrivateIPAddressIsAllocated", $"IP configuration {owner} is using the private IP address {wished} "
                + $"which is already allocated to resource {subnet.Used[number]}.");
        }
        subnet.Take(number, owner);
        return wished;
    }
}
