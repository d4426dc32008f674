namespace PrivateLinkPg.Arm;

/// <content>Virtual networks, their security groups and route tables.</content>
internal sealed partial class ArmGateway
{
    /// <summary>A virtual network with its subnets, or null where there is none.</summary>
    public Task<NetworkResource?> FindVirtualNetworkAsync(string id, CancellationToken cancellation) =>
        FindAsync(_networks, id, ResourceIds.VirtualNetwork, cancellation);

    public IAsyncEnumerable<NetworkResource> ListVirtualNetworksAsync(string subscriptionId, CancellationToken cancellation) =>
        ListAsync(subscriptionId, ResourceIds.VirtualNetwork, ApiVersions.Network, WireJson.Default.VirtualNetworks, cancellation);

    /// <summary>A network security group with its rules, or null where there is none.</summary>
    public Task<SecurityGroupResource?> FindSecurityGroupAsync(string id, CancellationToken cancellation) =>
        _pipeline.FindAsync(id, ApiVersions.Network, WireJson.Default.SecurityGroup, cancellation);

    /// <summary>A route table with its routes, or null where there is none.</summary>
    public Task<RouteTableResource?> FindRouteTableAsync(string id, CancellationToken cancellation) =>
        _pipeline.FindAsync(id, ApiVersions.Network, WireJson.Default.RouteTable, cancellation);
}
