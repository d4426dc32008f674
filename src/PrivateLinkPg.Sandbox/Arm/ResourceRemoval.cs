using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Takes resources away together with what hangs on them: addresses, records, the other side of a connection.</summary>
internal static class ResourceRemoval
{
    /// <summary>
    /// The endpoint with its records and the other side of its connection. A lock on one of those keeps all of it: the other resources
    /// may be anybody's.
    /// </summary>
    public static OperationError? RemoveEndpoint(SandboxState state, PrivateEndpoint endpoint)
    {
        var connection = endpoint.Connection;
        var isConnected = connection.Target.Connections.ContainsKey(connection.TargetName);
        var obstacle = (isConnected && connection.ProxyId is { } proxy ? state.Locks.ObstacleToDelete(proxy) : null)
            ?? endpoint.ZoneGroups.Values.Select(group => group.ObstacleToRemoval(state)).FirstOrDefault(found => found is not null);
        if (obstacle is not null) return obstacle;
        foreach (var group in endpoint.ZoneGroups.Values) group.RemoveRecords(state);
        connection.Target.Connections.Remove(connection.TargetName);
        connection.Target.NewETag();
        RemoveInterface(state, endpoint.Interface);
        state.Remove(endpoint);
        return null;
    }

    public static void RemoveInterface(SandboxState state, NetworkInterface nic)
    {
        foreach (var configuration in nic.Configurations)
        {
            configuration.Subnet.Release(configuration.Address);
            configuration.Subnet.NewETag();
        }
        state.Remove(nic);
    }

    /// <summary>The endpoints stay behind: their connection says Disconnected, and they can only be deleted.</summary>
    public static void RemoveTarget(SandboxState state, PrivateLinkTarget target)
    {
        foreach (var connection in target.Connections.Values) Disconnect(connection);
        target.Connections.Clear();
        if (target is PrivateLinkService service) RemoveInterface(state, service.Interface);
        if (target is FlexibleServer { DelegatedSubnet: { } subnet } server)
        {
            subnet.Release(server.PublicAddress);
            subnet.NewETag();
        }
        state.Remove(target);
    }

    public static void Disconnect(EndpointConnection connection)
    {
        connection.Status = "Disconnected";
        connection.ConsumerDescription = "";
        connection.ConsumerActions = "None";
        connection.Endpoint.NewETag();
    }

    /// <summary>A network, unless somebody has an address in it.</summary>
    public static OperationError? RemoveNetwork(SandboxState state, VirtualNetwork network)
    {
        var obstacle = network.Subnets.Values.Select(SubnetRules.Obstacle).FirstOrDefault(found => found is not null);
        if (obstacle is not null) return obstacle;
        foreach (var subnet in network.Subnets.Values.ToList()) RemoveSubnet(subnet);
        foreach (var peering in network.Peerings.Values.ToList()) RemovePeering(peering);
        // Documented: the links that private zones have to it go with it.
        foreach (var zone in state.All<PrivateDnsZone>())
        {
            var links = zone.Links.Values.Where(link => link.VirtualNetwork.Equals(network.Id));
            foreach (var link in links.ToList()) zone.Links.Remove(link.Name);
        }
        state.Remove(network);
        return null;
    }

    /// <summary>The other half stays behind, and can only be deleted or made anew.</summary>
    public static void RemovePeering(VirtualNetworkPeering peering)
    {
        if (peering.Other is { } other) other.State = "Disconnected";
        peering.Network.Peerings.Remove(peering.Name);
    }

    public static void RemoveSubnet(Subnet subnet)
    {
        subnet.Attach();
        subnet.Network.Subnets.Remove(subnet.Name);
    }

    /// <summary>What keeps a resource: somebody else's that uses it.</summary>
    public static OperationError? Obstacle(SandboxState state, ArmResource resource) => resource switch
    {
        SubnetAttachment { Subnets.Count: > 0 } attachment => new OperationError(attachment.InUseCode,
            $"{attachment.Title} {attachment.Id} cannot be deleted because it is in use by the following resources: "
            + $"{string.Join(", ", attachment.Subnets)}. Remove the association first."),
        PrivateLinkService { Connections.Count: > 0 } service => new OperationError(
            "PrivateLinkServiceCannotBeDeletedWithPrivateEndpointConnections",
            $"Private link service {service.Id} cannot be deleted since it has private endpoint connections, "
            + $"such as {service.Connections.Keys.First()}. Delete them first."),
        ApplicationSecurityGroup group when UserOf(state, group) is { } user => new OperationError("ApplicationSecurityGroupInUse",
            $"Application security group {group.Id} cannot be deleted because it is in use by {user.Id}."),
        _ => null,
    };

    private static PrivateEndpoint? UserOf(SandboxState state, ApplicationSecurityGroup group) =>
        state.All<PrivateEndpoint>().FirstOrDefault(endpoint => endpoint.SecurityGroups?.Contains(group.Id) == true);

    /// <summary>
    /// Everything in a group, in the order in which the parts let go of each other. What something outside holds on to stays, and the
    /// group with it; the rest has gone then.
    /// </summary>
    public static OperationError? RemoveGroup(SandboxState state, ResourceGroup group)
    {
        if (state.Locks.RefusalOfDelete(group.Id.Value) is { } refusal) return new OperationError(ManagementLocks.Code, refusal);
        var blocked = new List<(ResourceId Id, OperationError Why)>();
        foreach (var resource in state.InGroup(group).OrderBy(Order).ToList())
            if (RemoveWithGroup(state, resource) is { } obstacle) blocked.Add((resource.Id, obstacle));
        return blocked.Count > 0 ? Blocked(group, blocked) : null;
    }

    private static int Order(ArmResource resource) => resource switch
    {
        PrivateEndpoint => 0,
        PrivateLinkTarget => 1,
        VirtualNetwork => 2,
        _ => 3,
    };

    private static OperationError? RemoveWithGroup(SandboxState state, ArmResource resource)
    {
        if (Obstacle(state, resource) is { } obstacle) return obstacle;
        switch (resource)
        {
            case PrivateEndpoint endpoint: return RemoveEndpoint(state, endpoint);
            case VirtualNetwork network: return RemoveNetwork(state, network);
            case PrivateLinkTarget target:
                RemoveTarget(state, target);
                return null;
            // It goes with what it belongs to, and stays with it.
            case NetworkInterface: return null;
            default:
                state.Remove(resource);
                return null;
        }
    }

    private static OperationError Blocked(ResourceGroup group, List<(ResourceId Id, OperationError Why)> resources) => new(
        "ResourceGroupDeletionBlocked", $"Deletion of resource group '{group.Name}' failed as resources with identifiers "
        + $"'{string.Join(',', resources.Select(item => $"{item.Id.Type}/{item.Id.NamePath}"))}' could not be deleted. The provisioning "
        + $"state of the resource group will be rolled back. The tracking Id is '{Guid.NewGuid()}'. Please check audit logs for more "
        + "details.")
    {
        Causes = resources,
    };
}
