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

    /// <summary>What keeps a security group, route table or NAT gateway: a subnet that refers to it.</summary>
    public static OperationError? Obstacle(SubnetAttachment attachment) => attachment.Subnets.Count == 0 ? null : new OperationError(
        attachment.InUseCode, $"{attachment.Title} {attachment.Id} cannot be deleted because it is in use by the following resources: "
        + $"{string.Join(", ", attachment.Subnets)}. Remove the association first.");

    /// <summary>
    /// Everything in a group, in the order in which the parts let go of each other; an error when something outside holds on.
    /// </summary>
    public static OperationError? RemoveGroup(SandboxState state, ResourceGroup group)
    {
        if (state.Locks.RefusalOfDelete(group.Id.Value) is { } refusal) return new OperationError(ManagementLocks.Code, refusal);
        var resources = state.InGroup(group).ToList();
        foreach (var endpoint in resources.OfType<PrivateEndpoint>())
            if (RemoveEndpoint(state, endpoint) is { } obstacle) return Blocked(group, endpoint, obstacle.Message);
        foreach (var target in resources.OfType<PrivateLinkTarget>()) RemoveTarget(state, target);
        foreach (var zone in resources.OfType<PrivateDnsZone>()) state.Remove(zone);
        foreach (var network in resources.OfType<VirtualNetwork>())
            if (RemoveNetwork(state, network) is { } obstacle) return Blocked(group, network, obstacle.Message);
        foreach (var attachment in resources.OfType<SubnetAttachment>())
            if (Obstacle(attachment) is { } obstacle) return Blocked(group, attachment, obstacle.Message);
        foreach (var rest in state.InGroup(group).ToList()) state.Remove(rest);
        state.PolicyAssignments.RemoveIn(group.Id.Value);
        return null;
    }

    private static OperationError Blocked(ResourceGroup group, ArmResource resource, string why) => new("ResourceGroupDeletionBlocked",
        $"Deletion of resource group '{group.Name}' failed as resources with identifiers '{resource.Type}/{resource.Name}' "
        + $"could not be deleted: {why}");
}
