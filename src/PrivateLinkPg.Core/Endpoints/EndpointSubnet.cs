using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Endpoints;

/// <summary>The subnet that a request names: by id, or by the names of network and subnet.</summary>
internal static class EndpointSubnet
{
    public static async Task<ResourceIdentifier> ResolveAsync(EndpointSettings request, ArmGateway arm, CancellationToken cancellation)
    {
        if (request.SubnetId is not null) return ResourceIds.Parse(request.SubnetId, ResourceIds.Subnet, "SubnetId");
        if (request.VirtualNetworkName is null || request.SubnetName is null)
            throw Failure.MissingParameter("SubnetId", "the endpoint's address comes from a subnet. -VirtualNetworkName with -SubnetName does as well.");
        string subscription = arm.Connection.RequiredSubscriptionId;
        string network = request.VirtualNetworkResourceGroupName is { } group
            ? $"/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/virtualNetworks/{request.VirtualNetworkName}"
            : await FindAsync(request.VirtualNetworkName, subscription, arm, cancellation);
        return ResourceIds.Parse($"{network}/subnets/{request.SubnetName}", ResourceIds.Subnet, "SubnetName");
    }

    private static async Task<string> FindAsync(string name, string subscription, ArmGateway arm, CancellationToken cancellation)
    {
        List<string> ids = [];
        await foreach (Resource<VirtualNetworkProperties> network in arm.ListVirtualNetworksAsync(subscription, cancellation))
        {
            if (string.Equals(network.Name, name, StringComparison.OrdinalIgnoreCase)) ids.Add(network.Id!);
        }
        return ids switch
        {
            [string only] => only,
            [] => throw Failure.VirtualNetworkNotFound(name),
            _ => throw Failure.AmbiguousVirtualNetwork(name, ids),
        };
    }
}
