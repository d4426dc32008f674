using System.Text.Json.Serialization.Metadata;

namespace PrivateLinkPg.Arm;

/// <summary>The calls to Azure, one method a call, one file a resource family.</summary>
internal sealed partial class ArmGateway
{
    private readonly ArmPipeline _pipeline;
    private readonly ListedReads<EndpointResource> _endpoints;
    private readonly ListedReads<InterfaceResource> _interfaces;
    private readonly ListedReads<NetworkResource> _networks;
    private readonly ListedReads<ZoneResource> _zones;
    private readonly ListedReads<ZoneLinkResource> _links;
    private readonly ListedReads<RecordResource> _records;
    private readonly ListedReads<ConnectionResource> _connections;

    /// <param name="connection">Under whose name the calls are made.</param>
    /// <param name="clock">The time.</param>
    /// <param name="trace">Told of each request.</param>
    /// <param name="gate">What requests go through on their way.</param>
    /// <param name="patience">How long a read may take with all its tries; null sets no limit.</param>
    /// <param name="lifetime">Ends lists that are read for many at once.</param>
    public ArmGateway(
        AzureConnection connection, TimeProvider clock, Action<ArmTrace> trace, RequestGate gate, TimeSpan? patience = null,
        CancellationToken lifetime = default)
    {
        Connection = connection;
        _pipeline = new(connection, trace, clock: clock, gate: gate, patience: patience);
        ListedReads<T> Listed<T>(string version, JsonTypeInfo<T> type, JsonTypeInfo<ArmPage<T>> page, string query = "")
            where T : Reference => new(
                (id, cancellation) => _pipeline.FindAsync(id + query, version, type, cancellation),
                (path, cancellation) => _pipeline.PagesAsync(path, version, page, cancellation), clock, lifetime);
        WireJson json = WireJson.Default;
        // Azure expands the interface of an endpoint that is read by itself.
        _endpoints = Listed(ApiVersions.Network, json.PrivateEndpoint, json.PrivateEndpoints, "?$expand=networkInterfaces");
        _interfaces = Listed(ApiVersions.Network, json.NetworkInterface, json.NetworkInterfaces);
        _networks = Listed(ApiVersions.Network, json.VirtualNetwork, json.VirtualNetworks);
        _zones = Listed(ApiVersions.PrivateDns, json.PrivateDnsZone, json.PrivateDnsZones);
        _links = Listed(ApiVersions.PrivateDns, json.VirtualNetworkLink, json.VirtualNetworkLinks);
        _records = Listed(ApiVersions.PrivateDns, json.RecordSet, json.RecordSets);
        _connections = new(ReadConnectionAsync, ListConnectionPagesAsync, clock, lifetime);
    }

    /// <summary>Under whose name the calls are made.</summary>
    public AzureConnection Connection { get; }

    // All resources of a type in a subscription.
    private IAsyncEnumerable<T> ListAsync<T>(
        string subscriptionId, ResourceType type, string apiVersion, JsonTypeInfo<ArmPage<T>> page, CancellationToken cancellation) =>
        _pipeline.ListAsync(ListPath(subscriptionId, type), apiVersion, page, cancellation);

    // One of them, by itself or with others that are asked for.
    private Task<T?> FindAsync<T>(ListedReads<T> reads, string id, ResourceType type, CancellationToken cancellation) where T : Reference =>
        reads.FindAsync(ListPath(ResourceIds.Subscription(id)!, type), id, _pipeline.WasWritten, cancellation);

    // One child, by itself or with others of its parent.
    private Task<T?> FindChildAsync<T>(ListedReads<T> reads, string id, CancellationToken cancellation) where T : Reference =>
        reads.FindAsync(ChildrenPath(id), id, _pipeline.WasWritten, cancellation);

    private MadeState MadeState<T>(ListedReads<T> reads, string scope, string id, Func<T, string?> state) where T : Reference => new(
        () => reads.IsBusy(scope),
        async within =>
            await reads.FindAsync(scope, id, _pipeline.WasWritten, within).ConfigureAwait(false) is { } found ? state(found) : null);

    private static string ListPath(string subscriptionId, ResourceType type) => $"/subscriptions/{subscriptionId}/providers/{type}";

    private static string ChildrenPath(string id) => id[..id.LastIndexOf('/')];
}
