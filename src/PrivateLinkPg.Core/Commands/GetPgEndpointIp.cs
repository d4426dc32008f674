using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Endpoints;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
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
        string id = request.Id ?? ResourceIds.Endpoint(arm.Connection.RequiredSubscriptionId, request.ResourceGroupName, request.Name);
        Resource<PrivateEndpointProperties> endpoint =
            await arm.FindPrivateEndpointAsync(id, host.Cancellation) ?? throw Failure.EndpointNotFound(id);

        PgPrivateEndpoint record = EndpointOutput.From(endpoint, arm.Connection);
        IReadOnlyList<EndpointAddress> addresses = await EndpointAddresses.ReadAsync(endpoint, arm, host.Cancellation);
        if (addresses.Count == 0) throw Failure.EndpointHasNoAddress(id, record.ProvisioningState);
        foreach (EndpointAddress address in addresses) host.Output.WriteObject(ToRecord(address, record, arm));
    }

    private static PgEndpointIp ToRecord(EndpointAddress address, PgPrivateEndpoint endpoint, ArmGateway arm)
    {
        LinkTarget? target = LinkTarget.TryParse(endpoint.TargetId);
        return new()
        {
            IpAddress = address.Ip,
            HostName = address.Fqdn is null ? endpoint.HostName : HostNames.Public(address.Fqdn),
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
}
