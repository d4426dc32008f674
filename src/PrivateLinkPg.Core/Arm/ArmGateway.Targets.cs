namespace PrivateLinkPg.Arm;

/// <content>What endpoints lead to, and the connections as the target sees them.</content>
internal sealed partial class ArmGateway
{
    /// <summary>A target by its resource id, or null where there is none.</summary>
    public Task<TargetResource?> FindTargetAsync(LinkTarget target, CancellationToken cancellation) =>
        _pipeline.FindAsync(target.Value, target.Type.ApiVersion, WireJson.Default.Target, cancellation);

    public IAsyncEnumerable<TargetResource> ListTargetsAsync(TargetType type, string subscriptionId, CancellationToken cancellation) =>
        ListAsync(subscriptionId, type.ResourceType, type.ApiVersion, WireJson.Default.Targets, cancellation);

    /// <summary>The sub-resources of a server or cluster that endpoints can lead to; none where it takes no endpoints.</summary>
    public IAsyncEnumerable<Resource<LinkResourceProperties>> ListLinkResourcesAsync(LinkTarget target, CancellationToken cancellation) =>
        _pipeline.ListAsync($"{target.Value}/privateLinkResources", target.Type.ApiVersion, WireJson.Default.LinkResources, cancellation);

    /// <summary>Whether a Private Link service is visible to endpoints of a subscription in a region.</summary>
    public async Task<bool> IsServiceVisibleAsync(string subscriptionId, string location, string alias, CancellationToken cancellation)
    {
        string path = $"/subscriptions/{subscriptionId}/providers/Microsoft.Network/locations/{location}/checkPrivateLinkServiceVisibility";
        BinaryData body = ArmPipeline.Json(new(alias), WireJson.Default.VisibilityRequest);
        Response answer = await _pipeline.PostAsync(path, ApiVersions.Network, body, cancellation).ConfigureAwait(false);
        return ArmAnswers.Read(answer, WireJson.Default.Visibility)?.Visible == true;
    }

    /// <summary>The connections of a target.</summary>
    public IAsyncEnumerable<ConnectionResource> ListConnectionsAsync(LinkTarget target, CancellationToken cancellation) =>
        _connections.ListAsync(Connections(target), cancellation);

    /// <summary>One connection, or null where there is none.</summary>
    public Task<ConnectionResource?> FindConnectionAsync(LinkTarget target, string name, CancellationToken cancellation) =>
        _connections.FindAsync(Connections(target), ConnectionId(target, name), _pipeline.WasWritten, cancellation);

    private Task<ConnectionResource?> ReadConnectionAsync(string id, CancellationToken cancellation) =>
        _pipeline.FindAsync(id, VersionOf(id), WireJson.Default.EndpointConnection, cancellation);

    private IAsyncEnumerable<IReadOnlyList<ConnectionResource>> ListConnectionPagesAsync(string path, CancellationToken cancellation) =>
        _pipeline.PagesAsync(path, VersionOf(path), WireJson.Default.EndpointConnections, cancellation);

    /// <summary>Changes the state of a connection.</summary>
    public Task PutConnectionAsync(
        LinkTarget target, string name, ConnectionResource connection, OperationTracking tracking, CancellationToken cancellation)
    {
        (string id, BinaryData body) = (ConnectionId(target, name), ArmPipeline.Json(connection, WireJson.Default.EndpointConnection));
        return _pipeline.ChangeAsync(RequestMethod.Put, id, target.Type.ApiVersion, body, null, tracking, cancellation);
    }

    /// <summary>Removes a connection from the target's side; the endpoint is Disconnected then.</summary>
    public Task DeleteConnectionAsync(LinkTarget target, string name, OperationTracking tracking, CancellationToken cancellation) =>
        _pipeline.ChangeAsync(
            RequestMethod.Delete, ConnectionId(target, name), target.Type.ApiVersion, null, null, tracking, cancellation);

    private static string Connections(LinkTarget target) => $"{target.Value}/privateEndpointConnections";

    private static string ConnectionId(LinkTarget target, string name) => $"{Connections(target)}/{name}";

    // Of a target's connections, or of one of them.
    private static string VersionOf(string path) =>
        LinkTarget.Parse(path[..path.LastIndexOf("/privateEndpointConnections", StringComparison.Ordinal)]).Type.ApiVersion;
}
