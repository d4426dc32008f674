namespace PrivateLinkPg.Connections;

/// <summary>From a connection to the record that users see.</summary>
internal static class ConnectionOutput
{
    public static PgEndpointConnection ToRecord(this TargetConnection connection, AzureConnection azure) => new()
    {
        Name = connection.Name,
        Status = connection.Status,
        Description = connection.Description,
        RequestMessage = connection.RequestMessage,
        EndpointStatus = connection.EndpointStatus,
        ProvisioningState = connection.Resource.Properties?.ProvisioningState,
        Id = connection.Id,
        EndpointId = connection.EndpointId ?? "",
        TargetId = connection.Target.Value,
        GroupId = connection.Resource.Properties?.GroupIds ?? [],
        SubscriptionId = ResourceIds.Subscription(connection.Target.Value)!,
        TenantId = azure.TenantId,
    };
}
