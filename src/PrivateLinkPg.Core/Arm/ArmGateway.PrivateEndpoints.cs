namespace PrivateLinkPg.Arm;

/// <content>Private endpoints, their zone groups and network interfaces.</content>
internal sealed partial class ArmGateway
{
    /// <summary>An endpoint, with its network interface expanded where Azure does that, or null where there is none.</summary>
    public Task<EndpointResource?> FindPrivateEndpointAsync(string id, CancellationToken cancellation) =>
        FindAsync(_endpoints, id, ResourceIds.PrivateEndpoint, cancellation);

    /// <summary>Creates or updates an endpoint and gives it as it is afterwards.</summary>
    public async Task<EndpointResource> PutPrivateEndpointAsync(
        string id, EndpointResource endpoint, OperationTracking tracking, CancellationToken cancellation)
    {
        string version = endpoint.Properties?.IpVersionType is null ? ApiVersions.Network : ApiVersions.NetworkWithIpVersion;
        BinaryData body = ArmPipeline.Json(endpoint, WireJson.Default.PrivateEndpoint);
        string endpoints = ListPath(ResourceIds.Subscription(id)!, ResourceIds.PrivateEndpoint);
        EndpointResource? seen = null;
        if (version == ApiVersions.Network)
            tracking.MadeState = MadeState(_endpoints, endpoints, id, found => (seen = found).Properties?.ProvisioningState);
        Response first =
            await _pipeline.ChangeAsync(RequestMethod.Put, id, version, body, null, tracking, cancellation).ConfigureAwait(false);
        if (!tracking.Wait) return ArmAnswers.Read(first, WireJson.Default.PrivateEndpoint)!;
        return seen is { Properties.ProvisioningState: "Succeeded" }
            ? seen
            : await _pipeline.GetAsync(id, version, WireJson.Default.PrivateEndpoint, cancellation).ConfigureAwait(false);
    }

    /// <summary>The endpoints of a subscription; their network interfaces are not expanded.</summary>
    public IAsyncEnumerable<EndpointResource> ListPrivateEndpointsAsync(string subscriptionId, CancellationToken cancellation) =>
        ListAsync(subscriptionId, ResourceIds.PrivateEndpoint, ApiVersions.Network, WireJson.Default.PrivateEndpoints, cancellation);

    /// <summary>The endpoints of a resource group; their network interfaces are not expanded.</summary>
    public IAsyncEnumerable<EndpointResource> ListPrivateEndpointsAsync(
        string subscriptionId, string resourceGroup, CancellationToken cancellation) => _pipeline.ListAsync(
            $"/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/{ResourceIds.PrivateEndpoint}",
            ApiVersions.Network, WireJson.Default.PrivateEndpoints, cancellation);

    public IAsyncEnumerable<InterfaceResource> ListNetworkInterfacesAsync(string subscriptionId, CancellationToken cancellation) =>
        ListAsync(subscriptionId, ResourceIds.NetworkInterface, ApiVersions.Network, WireJson.Default.NetworkInterfaces, cancellation);

    /// <summary>A network interface, or null where there is none.</summary>
    public Task<InterfaceResource?> FindNetworkInterfaceAsync(string id, CancellationToken cancellation) =>
        FindAsync(_interfaces, id, ResourceIds.NetworkInterface, cancellation);

    /// <summary>The zone groups of an endpoint: none or one.</summary>
    public IAsyncEnumerable<ZoneGroupResource> ListZoneGroupsAsync(string endpointId, CancellationToken cancellation) =>
        _pipeline.ListAsync(
            $"{endpointId}/privateDnsZoneGroups", ApiVersions.Network, WireJson.Default.PrivateDnsZoneGroups, cancellation);

    /// <summary>Creates or, with an etag, updates a zone group.</summary>
    public Task PutZoneGroupAsync(
        string id, ZoneGroupResource group, MatchConditions conditions, OperationTracking tracking, CancellationToken cancellation)
    {
        BinaryData body = ArmPipeline.Json(group, WireJson.Default.PrivateDnsZoneGroup);
        return _pipeline.ChangeAsync(RequestMethod.Put, id, ApiVersions.Network, body, conditions, tracking, cancellation);
    }

    /// <summary>Removes an endpoint; one that does not exist is removed already.</summary>
    public Task DeletePrivateEndpointAsync(string id, OperationTracking tracking, CancellationToken cancellation) =>
        _pipeline.ChangeAsync(RequestMethod.Delete, id, ApiVersions.Network, null, null, tracking, cancellation);

    /// <summary>Removes a zone group, and with it the A record sets that it keeps.</summary>
    public Task DeleteZoneGroupAsync(string id, OperationTracking tracking, CancellationToken cancellation) =>
        _pipeline.ChangeAsync(RequestMethod.Delete, id, ApiVersions.Network, null, null, tracking, cancellation);
}
