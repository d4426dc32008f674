namespace PrivateLinkPg.Link;

/// <summary>How a subnet of the clients sends what goes to the endpoint.</summary>
/// <param name="Subnet">The subnet's name.</param>
/// <param name="TableId">Its route table; null where it has none.</param>
/// <param name="Route">The route of the table that decides; null where it is Azure's own to the endpoint.</param>
internal sealed record SubnetRoute(string Subnet, string? TableId, RouteResource? Route)
{
    // What is there is no client.
    private static readonly string[] Reserved =
        ["GatewaySubnet", "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "AzureBastionSubnet", "RouteServerSubnet"];

    /// <summary>Whether it goes nowhere: private addresses are unknown to the Internet.</summary>
    public bool IsDropped => Route?.Properties?.NextHopType is "None" or "Internet";

    /// <summary>Whether somebody else decides: an appliance, or what is behind a gateway.</summary>
    public bool IsPassedOn => Route is not null && !IsDropped && Route.Properties?.NextHopType != "VnetLocal";

    /// <summary>The route in words, to follow a clause.</summary>
    public string InWords
    {
        get
        {
            string to = IsDropped ? $"nowhere (next hop {Route!.Properties!.NextHopType})"
                : Route!.Properties!.NextHopIpAddress is { Length: > 0 } appliance ? $"through {appliance}"
                : $"to next hop {Route.Properties.NextHopType}";
            return $"route {Route.Name} of route table {ResourceIds.Name(TableId!)} sends it from subnet {Subnet} {to}";
        }
    }

    /// <summary>How each subnet does that clients may be in.</summary>
    /// <param name="facts">The clients' network and the endpoint.</param>
    /// <param name="find">Reads a route table; null where it is not there, or may not be read.</param>
    public static async Task<IReadOnlyList<SubnetRoute>> ReadAsync(LinkFacts facts, Func<string, Task<RouteTableResource?>> find)
    {
        if (facts.Addresses.Count == 0 || !IPAddress.TryParse(facts.Addresses[0], out IPAddress? address)) return [];
        bool isNear = ResourceIds.Same(facts.Network?.Id, facts.EndpointNetwork?.Id)
            || facts.Peering?.Properties?.PeeringState == "Connected";
        IPNetwork? reach = !facts.EndpointSubnet.AppliesRoutes() ? null
            : (facts.EndpointNetwork?.Properties?.AddressSpace?.AddressPrefixes ?? []).Select(IPNetwork.Parse)
                .Where(range => range.Contains(address)).Cast<IPNetwork?>().FirstOrDefault();
        return await Task.WhenAll(Clients(facts.Network, facts.EndpointSubnet?.Id).Select(async subnet =>
        {
            string? id = subnet.Properties?.RouteTable?.Id;
            RouteTableResource? table = id is null ? null : await find(id);
            return new SubnetRoute(ResourceIds.Name(subnet.Id!), id, table is null ? null : Deciding(table, address, reach, isNear));
        }));
    }

    // Not those of Azure's own and, where there are others, the endpoint's.
    private static SubnetResource[] Clients(NetworkResource? network, string? endpointSubnet)
    {
        SubnetResource[] own = [.. (network?.Properties?.Subnets ?? [])
            .Where(subnet => !Reserved.Contains(ResourceIds.Name(subnet.Id!), StringComparer.OrdinalIgnoreCase))];
        SubnetResource[] others = [.. own.Where(subnet => !ResourceIds.Same(subnet.Id, endpointSubnet))];
        return others.Length > 0 ? others : own;
    }

    /// <summary>
    /// The route that decides. An endpoint has a route of its own in its network and in those that are peered with it, which gives way to
    /// one for the address alone and, where the endpoint's subnet applies route tables to endpoints, to one that is as narrow as the
    /// network or narrower (learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy).
    /// </summary>
    /// <param name="table">The subnet's route table.</param>
    /// <param name="address">The endpoint's address.</param>
    /// <param name="reach">The network range that holds the address, where route tables apply to endpoints; null where they do not.</param>
    /// <param name="isNear">Whether the endpoint's own route reaches the subnet.</param>
    public static RouteResource? Deciding(RouteTableResource table, IPAddress address, IPNetwork? reach, bool isNear) =>
        (from route in table.Properties?.Routes ?? []
         let range = IPNetwork.TryParse(route.Properties?.AddressPrefix, out IPNetwork parsed) ? parsed : (IPNetwork?)null
         where range is { } held && held.Contains(address)
             && (!isNear || held.PrefixLength == 32 || (reach is { } whole && held.PrefixLength >= whole.PrefixLength))
         orderby range!.Value.PrefixLength descending
         select route).FirstOrDefault();
}
