using System.Net;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>
/// Whether the network leads from where the clients are to a private endpoint: by its own route, which it has in its network and in those
/// that are peered with it, or by one of the clients' route table. An appliance or gateway that a route names passes on what it gets.
/// </summary>
internal static class ClientWay
{
    private static readonly string[] Applying = ["Enabled", "RouteTableEnabled"];

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="address">Its address.</param>
    /// <param name="clients">The clients' subnet; null is the endpoint's own network.</param>
    public static bool Leads(PrivateEndpoint endpoint, IPAddress address, Subnet? clients)
    {
        if (clients is null) return true;
        var peering = clients.Network.Peerings.Values.FirstOrDefault(each => each.Remote == endpoint.Subnet.Network);
        var isOwn = clients.Network == endpoint.Subnet.Network;
        var isNear = isOwn || peering?.State == "Connected";
        return (string?)Deciding(endpoint, AddressRange.ToNumber(address), clients, isNear)?["nextHopType"] switch
        {
            "None" or "Internet" => false,
            "VirtualAppliance" or "VirtualNetworkGateway" => true,
            _ => isOwn || (isNear && peering!.AllowsAccess),
        };
    }

    // The endpoint's own route gives way to one for the address alone, and to one as narrow as its network where its subnet says so.
    private static JsonObject? Deciding(PrivateEndpoint endpoint, uint address, Subnet clients, bool isNear)
    {
        var narrow = !isNear ? 0
            : !Applying.Contains(endpoint.Subnet.PrivateEndpointNetworkPolicies) ? 32
            : endpoint.Subnet.Network.AddressSpace.First(range => range.Contains(address)).PrefixLength;
        return (clients.RouteTable?.Rules.Values ?? Enumerable.Empty<JsonObject>())
            .Select(route => (route, isRange: AddressRange.TryParse((string?)route["addressPrefix"], out var range, out _), range))
            .Where(each => each.isRange && each.range!.Value.Contains(address) && each.range.Value.PrefixLength >= narrow)
            .OrderByDescending(each => each.range!.Value.PrefixLength)
            .Select(each => each.route)
            .FirstOrDefault();
    }
}
