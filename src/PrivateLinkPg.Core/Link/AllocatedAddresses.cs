namespace PrivateLinkPg.Link;

/// <summary>A private endpoint that exists, as far as DNS records are concerned.</summary>
/// <param name="Id">Its resource id.</param>
/// <param name="ResourceGuid">The GUID by which Azure notes it in records.</param>
/// <param name="TargetId">What it leads to.</param>
/// <param name="HostName">The public host name of its target; null for a Private Link service.</param>
/// <param name="VirtualNetworkId">The network that it lies in.</param>
/// <param name="Status">The state of its connection.</param>
/// <param name="Addresses">Its addresses.</param>
internal sealed record ExistingEndpoint(
    string Id, string? ResourceGuid, string TargetId, string? HostName, string VirtualNetworkId, string Status,
    IReadOnlyList<string> Addresses)
{
    public string Name => ResourceIds.Name(Id);

    /// <summary>An endpoint with the addresses that were read elsewhere.</summary>
    public static ExistingEndpoint From(EndpointResource endpoint, IEnumerable<string> ips, AzureCloud cloud) => new(
        endpoint.Id!, endpoint.Properties?.ResourceGuid, endpoint.TargetId(), HostNames.OfEndpoint(endpoint, cloud),
        endpoint.NetworkId() ?? "",
        endpoint.ConnectionStatus(), [.. ips.Concat(EndpointAddresses.OfCustomDns(endpoint).Select(each => each.Ip)).Distinct()]);
}

/// <summary>
/// The endpoints of one subscription and all addresses that its network interfaces have, read by two lists; not complete where the account
/// may not read all of it.
/// </summary>
internal sealed record AllocatedAddresses(bool Complete, IReadOnlyList<ExistingEndpoint> Endpoints, IReadOnlySet<string> InUse)
{
    /// <summary>Those of several subscriptions as one.</summary>
    public static AllocatedAddresses Together(IReadOnlyList<AllocatedAddresses> parts) => new(
        parts.All(part => part.Complete), [.. parts.SelectMany(part => part.Endpoints)], parts.SelectMany(part => part.InUse).ToHashSet());

    /// <summary>Reads those of one subscription, as far as the account may.</summary>
    public static async Task<AllocatedAddresses> ReadAsync(string subscriptionId, LinkReader link)
    {
        var listing = link.EndpointsAsync(subscriptionId);
        var interfaces = await link.InterfacesAsync(subscriptionId);
        var nics = (interfaces.Value ?? []).Select(nic =>
            (Endpoint: nic.Properties?.PrivateEndpoint?.Id, Ips: EndpointAddresses.OfInterface(nic.Properties).Select(each => each.Ip)));
        var byEndpoint = nics.Where(nic => nic.Endpoint is not null)
            .ToLookup(nic => nic.Endpoint!, nic => nic.Ips, StringComparer.OrdinalIgnoreCase);
        List<ExistingEndpoint> endpoints = [.. ((await listing).Value ?? []).Select(endpoint =>
            ExistingEndpoint.From(endpoint, byEndpoint[endpoint.Id!].SelectMany(ips => ips), link.Connection.Cloud))];
        return new(
            (await listing).IsFound && interfaces.IsFound, endpoints,
            nics.SelectMany(nic => nic.Ips).Concat(endpoints.SelectMany(endpoint => endpoint.Addresses)).ToHashSet());
    }
}
