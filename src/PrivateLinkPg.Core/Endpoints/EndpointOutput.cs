using Azure.Core;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Endpoints;

/// <summary>From Azure's endpoint to the record that users see.</summary>
internal static class EndpointOutput
{
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="connection">Under whose name it was read.</param>
    /// <param name="hostName">The target's host name where it is known from the target itself.</param>
    public static PgPrivateEndpoint From(Resource<PrivateEndpointProperties> endpoint, AzureConnection connection, string? hostName = null)
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
}
