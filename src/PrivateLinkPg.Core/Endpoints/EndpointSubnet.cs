namespace PrivateLinkPg.Endpoints;

/// <summary>The subnet that a request names: by id, or by the names of network and subnet.</summary>
internal static class EndpointSubnet
{
    public static async Task<ResourceIdentifier> ResolveAsync(EndpointSettings wished, LinkReader link)
    {
        if (wished.SubnetId is not null) return ResourceIds.Parse(wished.SubnetId, ResourceIds.Subnet, "SubnetId");
        if (wished.VirtualNetworkName is null || wished.SubnetName is null)
        {
            throw Failure.MissingParameter(
                "SubnetId", "the endpoint's address comes from a subnet. -VirtualNetworkName with -SubnetName does as well.");
        }
        string subscription = link.Connection.RequiredSubscriptionId;
        string network = wished.VirtualNetworkResourceGroupName is { } group
            ? $"/subscriptions/{subscription}/resourceGroups/{group}/providers/{ResourceIds.VirtualNetwork}/{wished.VirtualNetworkName}"
            : await FindAsync(wished.VirtualNetworkName, subscription, link);
        return ResourceIds.Parse($"{network}/subnets/{wished.SubnetName}", ResourceIds.Subnet, "SubnetName");
    }

    private static async Task<string> FindAsync(string name, string subscription, LinkReader link)
    {
        string[] ids = [.. (await link.NetworksAsync(subscription)).OrThrow()!
            .Where(network => AzureNames.Same(network.Name, name)).Select(network => network.Id!)];
        return ids switch
        {
            [string only] => only,
            [] => throw Failure.VirtualNetworkNotFound(name),
            _ => throw Failure.AmbiguousVirtualNetwork(name, ids),
        };
    }
}
