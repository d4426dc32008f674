namespace PrivateLinkPg.Link;

/// <summary>One address of an endpoint and what Azure tells beside it.</summary>
/// <param name="Ip">The private address.</param>
/// <param name="Source">NetworkInterface, ZoneGroup or CustomDnsConfig.</param>
/// <param name="Fqdn">The name that it serves, where told.</param>
/// <param name="GroupId">The sub-resource behind it, where told.</param>
/// <param name="Member">The member of that sub-resource, where told.</param>
internal sealed record EndpointAddress(string Ip, string Source, string? Fqdn = null, string? GroupId = null, string? Member = null);

/// <summary>The addresses of an endpoint, read where Azure keeps them.</summary>
internal static class EndpointAddresses
{
    /// <summary>
    /// From the network interface, else the zone group's record sets, else customDnsConfigs. Empty where none tells; not readable where
    /// none tells and the zone group may not be read.
    /// </summary>
    public static async Task<Fact<IReadOnlyList<EndpointAddress>>> ReadAsync(EndpointResource endpoint, LinkReader link)
    {
        List<EndpointAddress> addresses = [.. OfInterface(await InterfaceAsync(endpoint, link))];
        if (addresses.Count > 0) return new(addresses);
        Fact<ZoneGroupResource> group = await link.ZoneGroupAsync(endpoint.Id!);
        addresses = [.. OfZoneGroup(group.Value)];
        if (addresses.Count == 0) addresses = [.. OfCustomDns(endpoint)];
        return addresses.Count == 0 && group.IsNotReadable ? new(null, group.Refusal) : new(addresses);
    }

    public static IEnumerable<EndpointAddress> OfInterface(NetworkInterfaceProperties? nic) =>
        from configuration in nic?.IpConfigurations ?? []
        let properties = configuration.Properties
        where !string.IsNullOrEmpty(properties?.PrivateIpAddress)
        let link = properties.PrivateLinkConnectionProperties
        select new EndpointAddress(
            properties.PrivateIpAddress!, "NetworkInterface", link?.Fqdns is [{ Length: > 0 } fqdn, ..] ? fqdn : null, link?.GroupId,
            link?.RequiredMemberName);

    public static IEnumerable<EndpointAddress> OfCustomDns(EndpointResource endpoint) =>
        from config in endpoint.Properties?.CustomDnsConfigs ?? []
        from ip in config.IpAddresses ?? []
        select new EndpointAddress(ip, "CustomDnsConfig", config.Fqdn);

    private static IEnumerable<EndpointAddress> OfZoneGroup(ZoneGroupResource? zoneGroup) =>
        from each in zoneGroup.RecordSets()
        from ip in each.Set.IpAddresses ?? []
        select new EndpointAddress(ip, "ZoneGroup", each.Set.Fqdn);

    // One that may not be read is no matter: there are two other places to look.
    private static async Task<NetworkInterfaceProperties?> InterfaceAsync(EndpointResource endpoint, LinkReader link)
    {
        if (endpoint.Properties?.NetworkInterfaces is not [{ Id: { } id } nic, ..]) return null;
        return nic.Properties?.IpConfigurations is { Count: > 0 } ? nic.Properties : (await link.InterfaceAsync(id)).Value?.Properties;
    }
}
