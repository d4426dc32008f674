using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Get-PgEndpointIp for one input: an id, or a name and group.</summary>
internal sealed record GetPgEndpointIpRequest(string? Id, string? Name, string? ResourceGroupName);

/// <summary>Reads the private addresses of an endpoint: one call where Azure expands the network interface, two otherwise.</summary>
internal static class GetPgEndpointIp
{
    public static async Task RunAsync(GetPgEndpointIpRequest request, CommandHost host)
    {
        if (request.Id is not null) ResourceIds.Parse(request.Id, ResourceIds.PrivateEndpoint, "EndpointId");
        ArmGateway arm = await host.ArmAsync();
        string id = request.Id ?? NamedId(request, arm);
        Resource<PrivateEndpointProperties> endpoint =
            await arm.FindPrivateEndpointAsync(id, host.Cancellation) ?? throw Failures.Failures.EndpointNotFound(id);

        PgPrivateEndpoint record = EndpointRecords.From(endpoint, arm.Connection);
        List<Address> addresses = [.. FromInterface(await InterfaceAsync(endpoint, arm, host.Cancellation))];
        if (addresses.Count == 0) addresses = await FromZoneGroupAsync(id, arm, host.Cancellation);
        if (addresses.Count == 0) addresses = [.. FromCustomDns(endpoint)];
        if (addresses.Count == 0) throw Failures.Failures.EndpointHasNoAddress(id, record.ProvisioningState);
        foreach (Address address in addresses) host.Output.WriteObject(ToRecord(address, record, arm));
    }

    private static string NamedId(GetPgEndpointIpRequest request, ArmGateway arm)
    {
        string subscription = arm.Connection.SubscriptionId
            ?? throw Failures.Failures.MissingParameter("SubscriptionId", "the context has no subscription in which the name could be looked up.");
        return $"/subscriptions/{subscription}/resourceGroups/{request.ResourceGroupName}/providers/Microsoft.Network/privateEndpoints/{request.Name}";
    }

    private static async Task<NetworkInterfaceProperties?> InterfaceAsync(
        Resource<PrivateEndpointProperties> endpoint, ArmGateway arm, CancellationToken cancellation)
    {
        if (endpoint.Properties?.NetworkInterfaces is not [{ Id: { } id } nic, ..]) return null;
        if (nic.Properties?.IpConfigurations is { Count: > 0 }) return nic.Properties;
        try
        {
            return (await arm.FindNetworkInterfaceAsync(id, cancellation))?.Properties;
        }
        catch (ArmException e) when (e.Status == 403)
        {
            return null; // There are two other places to look.
        }
    }

    private static IEnumerable<Address> FromInterface(NetworkInterfaceProperties? nic) =>
        from configuration in nic?.IpConfigurations ?? []
        let properties = configuration.Properties
        where !string.IsNullOrEmpty(properties?.PrivateIpAddress)
        let link = properties.PrivateLinkConnectionProperties
        select new Address(
            properties.PrivateIpAddress!, "NetworkInterface", link?.Fqdns is [{ Length: > 0 } fqdn, ..] ? fqdn : null, link?.GroupId, link?.RequiredMemberName);

    private static async Task<List<Address>> FromZoneGroupAsync(string id, ArmGateway arm, CancellationToken cancellation)
    {
        List<Address> addresses = [];
        await foreach (Resource<PrivateDnsZoneGroupProperties> group in arm.ListZoneGroupsAsync(id, cancellation))
        {
            foreach (ZoneGroupRecordSet set in (group.Properties?.PrivateDnsZoneConfigs ?? []).SelectMany(config => config.Properties?.RecordSets ?? []))
                addresses.AddRange((set.IpAddresses ?? []).Select(ip => new Address(ip, "ZoneGroup", set.Fqdn, null, null)));
        }
        return addresses;
    }

    private static IEnumerable<Address> FromCustomDns(Resource<PrivateEndpointProperties> endpoint) =>
        from config in endpoint.Properties?.CustomDnsConfigs ?? []
        from ip in config.IpAddresses ?? []
        select new Address(ip, "CustomDnsConfig", config.Fqdn, null, null);

    private static PgEndpointIp ToRecord(Address address, PgPrivateEndpoint endpoint, ArmGateway arm)
    {
        LinkTarget? target = LinkTarget.TryParse(endpoint.TargetId);
        return new()
        {
            IpAddress = address.Ip,
            HostName = address.Fqdn is null ? endpoint.HostName : EndpointRecords.Public(address.Fqdn),
            Source = address.Source,
            EndpointName = endpoint.Name,
            ResourceGroupName = endpoint.ResourceGroupName,
            EndpointId = endpoint.Id,
            TargetId = endpoint.TargetId,
            VirtualNetworkId = endpoint.VirtualNetworkId,
            ZoneName = target?.Type.ZoneName(arm.Connection.Cloud),
            GroupId = string.IsNullOrEmpty(address.GroupId) ? endpoint.GroupId : address.GroupId,
            MemberName = string.IsNullOrEmpty(address.Member) ? null : address.Member,
            SubscriptionId = endpoint.SubscriptionId,
            TenantId = endpoint.TenantId,
        };
    }

    private sealed record Address(string Ip, string Source, string? Fqdn, string? GroupId, string? Member);
}
