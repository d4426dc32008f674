using Azure.Core;
using PrivateLinkPg.Arm.Wire;

namespace PrivateLinkPg.Arm;

/// <content>What endpoints lead to, and the connections as the target sees them.</content>
internal sealed partial class ArmGateway
{
    /// <summary>A target by its resource id, or null where there is none.</summary>
    public Task<Resource<TargetProperties>?> FindTargetAsync(LinkTarget target, CancellationToken cancellation) =>
        _pipeline.FindAsync(target.Value, target.Type.ApiVersion, WireJson.Default.Target, cancellation);

    /// <summary>The connections of a target.</summary>
    public IAsyncEnumerable<Resource<EndpointConnectionProperties>> ListConnectionsAsync(LinkTarget target, CancellationToken cancellation) =>
        _pipeline.ListAsync($"{target.Value}/privateEndpointConnections", target.Type.ApiVersion, WireJson.Default.EndpointConnections, cancellation);

    /// <summary>One connection, or null where there is none.</summary>
    public Task<Resource<EndpointConnectionProperties>?> FindConnectionAsync(LinkTarget target, string name, CancellationToken cancellation) =>
        _pipeline.FindAsync($"{target.Value}/privateEndpointConnections/{name}", target.Type.ApiVersion, WireJson.Default.EndpointConnection, cancellation);

    /// <summary>Changes the state of a connection.</summary>
    public Task PutConnectionAsync(
        LinkTarget target, string name, Resource<EndpointConnectionProperties> body, OperationWatch watch, CancellationToken cancellation) =>
        PutAsync($"{target.Value}/privateEndpointConnections/{name}", target.Type.ApiVersion, body, WireJson.Default.EndpointConnection, null, watch, cancellation);

    /// <summary>Removes a connection from the target's side; the endpoint is Disconnected then.</summary>
    public Task DeleteConnectionAsync(LinkTarget target, string name, OperationWatch watch, CancellationToken cancellation) =>
        ChangeAsync(RequestMethod.Delete, $"{target.Value}/privateEndpointConnections/{name}", target.Type.ApiVersion, null, null, watch, cancellation);
}
