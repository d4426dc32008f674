namespace PrivateLinkPg.Models;

/// <summary>
/// What a row of a plan says about the host name, its zone and the zone's links. It goes along with the row's endpoint, from object to
/// object, to the command that writes the record.
/// </summary>
/// <param name="HostName">The name that clients connect to; null where the row says nothing, as for all of these.</param>
/// <param name="ZoneName">Its zone.</param>
/// <param name="ZoneResourceGroupName">The zone's resource group.</param>
/// <param name="LinkedVirtualNetworkId">The networks that see the record, beside the endpoint's own.</param>
internal sealed record PlannedName(
    string? HostName = null, string? ZoneName = null, string? ZoneResourceGroupName = null,
    params IReadOnlyList<string> LinkedVirtualNetworkId)
{
    public PgPrivateEndpoint On(PgPrivateEndpoint endpoint) => endpoint with
    {
        HostName = HostName ?? endpoint.HostName,
        ZoneName = ZoneName,
        ZoneResourceGroupName = ZoneResourceGroupName,
        LinkedVirtualNetworkId = LinkedVirtualNetworkId,
    };

    public PgEndpointConnection On(PgEndpointConnection connection) => connection with
    {
        HostName = HostName,
        ZoneName = ZoneName,
        ZoneResourceGroupName = ZoneResourceGroupName,
        LinkedVirtualNetworkId = LinkedVirtualNetworkId,
    };

    /// <param name="address">One of the endpoint's addresses.</param>
    /// <param name="isOnly">Whether it has no other: of several each has its own name, which Azure tells.</param>
    public PgEndpointIp On(PgEndpointIp address, bool isOnly) => address with
    {
        HostName = isOnly || address.HostName is null ? HostName ?? address.HostName : address.HostName,
        ZoneName = ZoneName ?? address.ZoneName,
        ZoneResourceGroupName = ZoneResourceGroupName,
        LinkedVirtualNetworkId = LinkedVirtualNetworkId,
    };
}
