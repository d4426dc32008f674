namespace PrivateLinkPg.Link;

/// <summary>A connection as its target has it and, where that can be read, as its endpoint has it.</summary>
/// <param name="Target">The target.</param>
/// <param name="Resource">The connection on the target's side.</param>
/// <param name="Endpoint">The endpoint; null where it was not, or cannot be, read.</param>
internal sealed record TargetConnection(LinkTarget Target, ConnectionResource Resource, EndpointResource? Endpoint = null)
{
    public string Id => Resource.Id!;
    public string Name => Resource.Name!;
    public string? EndpointId => Resource.Properties?.PrivateEndpoint?.Id;

    /// <summary>Only the status is compared: Azure words the rest differently from service to service.</summary>
    public string Status => Resource.Properties?.PrivateLinkServiceConnectionState?.Status ?? "Pending";

    /// <summary>The status on the endpoint's side, or null where it is not known.</summary>
    public string? EndpointStatus => Entry?.PrivateLinkServiceConnectionState?.Status;

    /// <summary>True where the target is not working on the connection.</summary>
    public bool IsSettled => Resource.Properties?.ProvisioningState is null or "Succeeded" or "Ready";

    /// <summary>True where the target's work on the connection failed; it does nothing more by itself then.</summary>
    public bool IsFailed => Resource.Properties?.ProvisioningState == "Failed";

    /// <summary>What the requester wrote: the endpoint tells it, and until it is decided so does the target's description.</summary>
    public string? RequestMessage =>
        Entry?.RequestMessage is { Length: > 0 } message ? message
        : Status == "Pending" && Description is { Length: > 0 } description ? description
        : null;

    /// <summary>What the target wrote of its decision; until then what the requester wrote.</summary>
    public string? Description => Resource.Properties?.PrivateLinkServiceConnectionState?.Description;

    private ServiceConnectionProperties? Entry => Endpoint.Connection();

    /// <summary>Reads both sides of a connection, or gives null where the target has none of that name.</summary>
    public static async Task<TargetConnection?> FindAsync(LinkTarget target, string name, LinkReader link) =>
        (await link.ConnectionAsync(target, name)).OrThrow() is { } resource
            ? await new TargetConnection(target, resource).WithEndpointAsync(link)
            : null;

    /// <summary>This connection with its endpoint, if that can be read: it may be another tenant's, as a vendor's is.</summary>
    public async Task<TargetConnection> WithEndpointAsync(LinkReader link) =>
        EndpointId is { } id ? this with { Endpoint = (await link.EndpointAsync(id)).Value } : this;
}
