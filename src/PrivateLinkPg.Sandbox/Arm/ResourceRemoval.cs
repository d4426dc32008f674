using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Takes resources away together with what hangs on them: addresses, records, the other side of a connection.</summary>
internal static class ResourceRemoval
{
    public static void RemoveEndpoint(SandboxState state, PrivateEndpoint endpoint)
    {
        foreach (var group in endpoint.ZoneGroups.Values) group.RemoveRecords(state);
        endpoint.Connection.Target.Connections.Remove(endpoint.Connection.TargetName);
        endpoint.Connection.Target.NewETag();
        RemoveInterface(state, endpoint.Interface);
        state.Remove(endpoint);
    }

    public static void RemoveInterface(SandboxState state, NetworkInterface nic)
    {
        nic.Subnet.Release(nic.Address);
        nic.Subnet.NewETag();
        state.Remove(nic);
    }

    /// <summary>The endpoints stay behind: their connection says Disconnected, and they can only be deleted.</summary>
    public static void RemoveTarget(SandboxState state, PrivateLinkTarget target)
    {
        foreach (var connection in target.Connections.Values) Disconnect(connection);
        target.Connections.Clear();
        if (target is PrivateLinkService { Interface: { } nic }) RemoveInterface(state, nic);
        state.Remove(target);
    }

    public static void Disconnect(EndpointConnection connection)
    {
        connection.Status = "Disconnected";
        connection.ConsumerDescription = "";
        connection.ConsumerActions = "None";
        connection.Endpoint.NewETag();
    }

    /// <summary>
    /// Everything in a group, in the order in which the parts let go of each other; an error when something outside holds on.
    /// </summary>
    public static OperationError? RemoveGroup(SandboxState state, ResourceGroup group)
    {
        var resources = state.InGroup(group).ToList();
        foreach (var endpoint in resources.OfType<PrivateEndpoint>()) RemoveEndpoint(state, endpoint);
        foreach (var target in resources.OfType<PrivateLinkTarget>()) RemoveTarget(state, target);
        foreach (var zone in resources.OfType<PrivateDnsZone>()) state.Remove(zone);
        foreach (var network in resources.OfType<VirtualNetwork>())
        {
            var user = network.Subnets.Values.SelectMany(subnet => subnet.Used.Values.Select(owner => (subnet, owner))).FirstOrDefault();
            if (user.subnet is not null)
            {
                return new OperationError("ResourceGroupDeletionBlocked",
                    $"Deletion of resource group '{group.Name}' failed as resources with identifiers '{network.Type}/{network.Name}' "
                    + $"could not be deleted: subnet {user.subnet.Name} is in use by {user.owner}.");
            }
            state.Remove(network);
        }
        foreach (var rest in state.InGroup(group).ToList()) state.Remove(rest);
        return null;
    }
}
