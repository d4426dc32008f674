using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Commands;

/// <summary>From a connection on the target's side to the record that users see.</summary>
internal static class ConnectionRecords
{
    public static PgEndpointConnection From(LinkTarget target, Resource<EndpointConnectionProperties> connection, AzureConnection azure) => new()
    {
        Name = connection.Name!,
        Status = Status(connection),
        Description = connection.Properties?.PrivateLinkServiceConnectionState?.Description,
        ProvisioningState = connection.Properties?.ProvisioningState,
        Id = connection.Id!,
        EndpointId = connection.Properties?.PrivateEndpoint?.Id ?? "",
        TargetId = target.Value,
        GroupId = connection.Properties?.GroupIds ?? [],
        SubscriptionId = new ResourceIdentifier(target.Value).SubscriptionId!,
        TenantId = azure.TenantId,
    };

    /// <summary>Only the status is compared: Azure words the rest differently from service to service.</summary>
    public static string Status(Resource<EndpointConnectionProperties> connection) =>
        connection.Properties?.PrivateLinkServiceConnectionState?.Status ?? "Pending";

    /// <summary>The state on the endpoint's side, or null where the endpoint cannot be read.</summary>
    public static async Task<string?> EndpointStatusAsync(string? endpointId, ArmGateway arm, CancellationToken cancellation)
    {
        if (endpointId is null) return null;
        try
        {
            return await arm.FindPrivateEndpointAsync(endpointId, cancellation) is { } endpoint
                ? EndpointDifferences.Connection(endpoint).Entry?.Properties?.PrivateLinkServiceConnectionState?.Status
                : null;
        }
        catch (ArmException e) when (e.Status is 401 or 403)
        {
            return null; // Another tenant's, as a vendor's is.
        }
    }
}
