namespace PrivateLinkPg.Endpoints;

/// <summary>From Azure's endpoint to the record that users see.</summary>
internal static class EndpointOutput
{
    /// <summary>The endpoint as it was read; a host name that the target itself told goes before the one that the endpoint tells.</summary>
    public static PgPrivateEndpoint From(EndpointResource endpoint, AzureConnection connection, string? hostName = null)
    {
        ResourceIdentifier id = new(endpoint.Id!);
        PrivateEndpointProperties properties = endpoint.Properties!;
        ServiceConnection? entry = endpoint.ConnectionEntry();
        return new()
        {
            Name = endpoint.Name!,
            ResourceGroupName = id.ResourceGroupName!,
            Location = endpoint.Location!,
            ProvisioningState = properties.ProvisioningState!,
            ConnectionStatus = endpoint.ConnectionStatus(),
            ConnectionDescription = entry?.Properties?.PrivateLinkServiceConnectionState?.Description,
            ConnectionName = entry?.Name,
            Id = endpoint.Id!,
            TargetId = endpoint.TargetId(),
            GroupId = entry?.Properties?.GroupIds is [{ } group, ..] ? group : null,
            HostName = hostName ?? HostNames.OfEndpoint(endpoint, connection.Cloud),
            SubnetId = properties.Subnet?.Id ?? "",
            VirtualNetworkId = endpoint.NetworkId() ?? "",
            NetworkInterfaceId = properties.NetworkInterfaces is [{ } nic, ..] ? nic.Id : null,
            Tag = endpoint.Tags ?? [],
            ManualRequest = endpoint.IsManual(),
            SubscriptionId = id.SubscriptionId!,
            TenantId = connection.TenantId,
        };
    }

    /// <summary>An endpoint as it was read, with the zones of its zone group, as far as that may be read.</summary>
    public static async Task<PgPrivateEndpoint> WithZonesAsync(EndpointResource endpoint, LinkReader link, CommandHost host)
    {
        var group = await link.ZoneGroupAsync(endpoint.Id!);
        if (group.IsNotReadable)
        {
            await host.WarnOnceAsync(
                $"Zone groups may not be read in {ResourceIds.Group(endpoint.Id)} ({group.Refusal!.Code}), "
                + "so PrivateDnsZoneId is empty there.");
        }
        return From(endpoint, link.Connection) with { PrivateDnsZoneId = [.. group.Value.ZoneIds()] };
    }

    /// <summary>One address of an endpoint, with what its DNS record needs.</summary>
    public static PgEndpointIp Ip(EndpointAddress address, PgPrivateEndpoint endpoint, AzureCloud cloud) => new()
    {
        IpAddress = address.Ip,
        HostName = address.Fqdn is null ? endpoint.HostName : HostNames.Public(address.Fqdn),
        Source = address.Source,
        EndpointName = endpoint.Name,
        ResourceGroupName = endpoint.ResourceGroupName,
        EndpointId = endpoint.Id,
        TargetId = endpoint.TargetId,
        VirtualNetworkId = endpoint.VirtualNetworkId,
        ZoneName = LinkTarget.TryParse(endpoint.TargetId)?.Type.ZoneName(cloud),
        GroupId = string.IsNullOrEmpty(address.GroupId) ? endpoint.GroupId : address.GroupId,
        MemberName = string.IsNullOrEmpty(address.Member) ? null : address.Member,
        SubscriptionId = endpoint.SubscriptionId,
        TenantId = endpoint.TenantId,
    };
}
