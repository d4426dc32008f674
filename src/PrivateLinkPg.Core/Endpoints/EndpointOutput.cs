using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Contexts;
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
        (ServiceConnection? entry, bool manual) = EndpointDifferences.Connection(endpoint);
        return new()
        {
            Name = endpoint.Name!,
            ResourceGroupName = id.ResourceGroupName!,
            Location = endpoint.Location!,
            ProvisioningState = properties.ProvisioningState!,
            ConnectionStatus = entry?.Properties?.PrivateLinkServiceConnectionState?.Status ?? "Pending",
            ConnectionDescription = entry?.Properties?.PrivateLinkServiceConnectionState?.Description,
            ConnectionName = entry?.Name,
            Id = endpoint.Id!,
            TargetId = entry?.Properties?.PrivateLinkServiceId ?? "",
            GroupId = entry?.Properties?.GroupIds is [{ } group, ..] ? group : null,
            HostName = hostName ?? HostName(endpoint, connection.Cloud),
            SubnetId = properties.Subnet?.Id ?? "",
            VirtualNetworkId = properties.Subnet?.Id is { } subnet ? new ResourceIdentifier(subnet).Parent!.ToString() : "",
            NetworkInterfaceId = properties.NetworkInterfaces is [{ } nic, ..] ? nic.Id : null,
            Tag = endpoint.Tags ?? [],
            ManualRequest = manual,
            SubscriptionId = id.SubscriptionId!,
            TenantId = connection.TenantId,
        };
    }

    /// <summary>The public host name behind an endpoint: as Azure tells it, or by the rule for flexible servers; null for a Private Link service.</summary>
    public static string? HostName(Resource<PrivateEndpointProperties> endpoint, AzureCloud cloud)
    {
        if (endpoint.Properties?.CustomDnsConfigs is [{ Fqdn: { Length: > 0 } fqdn }, ..]) return Public(fqdn);
        return LinkTarget.TryParse(EndpointDifferences.Connection(endpoint).Entry?.Properties?.PrivateLinkServiceId ?? "") is { } target
            && target.Type == TargetType.FlexibleServer ? $"{target.Name.ToLowerInvariant()}.{cloud.PostgreSqlSuffix}" : null;
    }

    /// <summary>Certificates carry the public name only, so that is the one to connect by.</summary>
    public static string Public(string fqdn) => fqdn.Replace(".privatelink.", ".", StringComparison.OrdinalIgnoreCase).TrimEnd('.');
}
