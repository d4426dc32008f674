namespace PrivateLinkPg.Arm;

/// <content>Virtual networks.</content>
internal sealed partial class ArmGateway
{
    /// <summary>A virtual network with its subnets, or null where there is none.</summary>
    public Task<NetworkResource?> FindVirtualNetworkAsync(string id, CancellationToken cancellation) =>
        FindAsync(_networks, id, ResourceIds.VirtualNetwork, cancellation);

    public IAsyncEnumerable<NetworkResource> ListVirtualNetworksAsync(string subscriptionId, CancellationToken cancellation) =>
        ListAsync(subscriptionId, ResourceIds.VirtualNetwork, ApiVersions.Network, WireJson.Default.VirtualNetworks, cancellation);
}
