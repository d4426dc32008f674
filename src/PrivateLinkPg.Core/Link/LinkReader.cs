namespace PrivateLinkPg.Link;

/// <summary>
/// Reads what is true in Azure about private links: each fact when somebody first needs it, once a command, one answer for all inputs.
/// What is about to be changed, or waited for, is asked of <see cref="Now"/>.
/// </summary>
/// <param name="arm">The calls to Azure.</param>
/// <param name="cancellation">Ends the calls.</param>
/// <param name="sharing">The command whose inputs share the answers; null asks Azure each time.</param>
/// <param name="orSilence">Whether a question that Azure fails to answer costs no more than its answer.</param>
internal sealed class LinkReader(ArmGateway arm, CancellationToken cancellation, CommandHost? sharing = null, bool orSilence = false)
{
    /// <summary>In how many subscriptions something is looked for: one list each. Who sees more had better say which is meant.</summary>
    public const int MostSubscriptions = 50;

    /// <summary>The calls to Azure, for writes.</summary>
    public ArmGateway Arm => arm;

    /// <summary>Under whose name the calls are made.</summary>
    public AzureConnection Connection => arm.Connection;

    /// <summary>The reader of a command.</summary>
    /// <exception cref="CommandFailedException">NotConnected, SignInFailed.</exception>
    public static async Task<LinkReader> OfAsync(CommandHost host) => new(await host.ArmAsync(), host.Cancellation, host);

    /// <summary>The reader of a diagnosis, where one answer that does not come must not cost the others.</summary>
    /// <param name="host">The running command.</param>
    /// <param name="patience">How long an answer may take, with all its tries.</param>
    /// <exception cref="CommandFailedException">NotConnected, SignInFailed.</exception>
    public static async Task<LinkReader> OfAsync(CommandHost host, TimeSpan patience) =>
        new(await host.ArmAsync(patience), host.Cancellation, host, orSilence: true);

    /// <summary>The facts as they are at this moment.</summary>
    /// <param name="within">A limit to the time; null is the command's end.</param>
    public LinkReader Now(CancellationToken? within = null) => new(arm, within ?? cancellation);

    public Task<Fact<EndpointResource>> EndpointAsync(string id) =>
        AskAsync($"endpoint {id}", () => arm.FindPrivateEndpointAsync(id, cancellation));

    /// <summary>An endpoint that must be there.</summary>
    /// <exception cref="CommandFailedException">EndpointNotFound.</exception>
    public async Task<EndpointResource> RequiredEndpointAsync(string id) =>
        (await EndpointAsync(id)).OrThrow() ?? throw Failure.EndpointNotFound(id);

    /// <summary>An endpoint that must be there, and stay.</summary>
    /// <exception cref="CommandFailedException">EndpointNotFound, EndpointBeingDeleted.</exception>
    public async Task<EndpointResource> LastingEndpointAsync(string id) =>
        await RequiredEndpointAsync(id) is { } endpoint && !endpoint.IsBeingDeleted() ? endpoint : throw Failure.EndpointBeingDeleted(id);

    public Task<Fact<IReadOnlyList<EndpointResource>>> EndpointsAsync(string subscriptionId, string? group = null) =>
        ListAsync($"endpoints {subscriptionId} {group}", () => group is null
            ? arm.ListPrivateEndpointsAsync(subscriptionId, cancellation)
            : arm.ListPrivateEndpointsAsync(subscriptionId, group, cancellation));

    /// <summary>The zone group of an endpoint, of which Azure allows one; missing where there is none, or no endpoint.</summary>
    public Task<Fact<ZoneGroupResource>> ZoneGroupAsync(string endpointId) =>
        ShareAsync($"zone group {endpointId}", () => 
            Fact.OfFirstAsync(arm.ListZoneGroupsAsync(endpointId, cancellation), _ => true, orSilence));

    public Task<Fact<InterfaceResource>> InterfaceAsync(string id) =>
        AskAsync($"interface {id}", () => arm.FindNetworkInterfaceAsync(id, cancellation));

    public Task<Fact<IReadOnlyList<InterfaceResource>>> InterfacesAsync(string subscriptionId) =>
        ListAsync($"interfaces {subscriptionId}", () => arm.ListNetworkInterfacesAsync(subscriptionId, cancellation));

    /// <summary>The addresses of an endpoint, wherever Azure tells them; empty where it tells none.</summary>
    /// <exception cref="ArmException">The zone group, which tells them where no interface does, may not be read.</exception>
    public Task<Fact<IReadOnlyList<EndpointAddress>>> AddressesAsync(EndpointResource endpoint) =>
        EndpointAddresses.ReadAsync(endpoint, this);

    /// <summary>The endpoints of some subscriptions, and all addresses that their network interfaces have.</summary>
    public async Task<AllocatedAddresses> AllocatedAsync(IEnumerable<string?> subscriptionIds)
    {
        IEnumerable<string> ids = subscriptionIds.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
        return AllocatedAddresses.Together(
            await Task.WhenAll(ids.Select(id => ShareAsync($"allocated {id}", () => AllocatedAddresses.ReadAsync(id, this)))));
    }

    public Task<Fact<NetworkResource>> NetworkAsync(string id) =>
        AskAsync($"network {id}", () => arm.FindVirtualNetworkAsync(id, cancellation));

    public Task<Fact<IReadOnlyList<NetworkResource>>> NetworksAsync(string subscriptionId) =>
        ListAsync($"networks {subscriptionId}", () => arm.ListVirtualNetworksAsync(subscriptionId, cancellation));

    public Task<Fact<SecurityGroupResource>> SecurityGroupAsync(string id) =>
        AskAsync($"security group {id}", () => arm.FindSecurityGroupAsync(id, cancellation));

    public Task<Fact<RouteTableResource>> RouteTableAsync(string id) =>
        AskAsync($"route table {id}", () => arm.FindRouteTableAsync(id, cancellation));

    /// <summary>What an endpoint leads to; never asked for an alias, which no account can read.</summary>
    public Task<Fact<TargetResource>> TargetAsync(LinkTarget target) =>
        AskAsync($"target {target.Value}", () => arm.FindTargetAsync(target, cancellation));

    public Task<Fact<IReadOnlyList<TargetResource>>> TargetsAsync(TargetType type, string subscriptionId) =>
        ListAsync($"targets {type.Kind} {subscriptionId}", () => arm.ListTargetsAsync(type, subscriptionId, cancellation));

    /// <summary>The sub-resources of a target that endpoints can lead to.</summary>
    public Task<Fact<IReadOnlyList<Resource<LinkResourceProperties>>>> LinkResourcesAsync(LinkTarget target) =>
        ListAsync($"link resources {target.Value}", () => arm.ListLinkResourcesAsync(target, cancellation));

    public Task<Fact<ConnectionResource>> ConnectionAsync(LinkTarget target, string name) =>
        AskAsync($"connection {target.Value} {name}", () => arm.FindConnectionAsync(target, name, cancellation));

    public Task<Fact<IReadOnlyList<ConnectionResource>>> ConnectionsAsync(LinkTarget target) =>
        ListAsync($"connections {target.Value}", () => arm.ListConnectionsAsync(target, cancellation));

    public Task<Fact<ZoneResource>> ZoneAsync(string id) => AskAsync($"zone {id}", () => arm.FindZoneAsync(id, cancellation));

    public Task<Fact<IReadOnlyList<ZoneResource>>> ZonesAsync(string subscriptionId) =>
        ListAsync($"zones {subscriptionId}", () => arm.ListZonesAsync(subscriptionId, cancellation));

    public Task<Fact<ZoneLinkResource>> ZoneLinkAsync(string id) => AskAsync($"link {id}", () => arm.FindLinkAsync(id, cancellation));

    public Task<Fact<IReadOnlyList<ZoneLinkResource>>> ZoneLinksAsync(string zoneId) =>
        ListAsync($"links {zoneId}", () => arm.ListLinksAsync(zoneId, cancellation));

    public Task<Fact<RecordResource>> RecordAsync(string id) => AskAsync($"record {id}", () => arm.FindARecordAsync(id, cancellation));

    /// <summary>A record set of any type.</summary>
    public Task<Fact<RecordResource>> RecordSetAsync(string id) =>
        AskAsync($"record set {id}", () => arm.FindRecordSetAsync(id, cancellation));

    public Task<Fact<IReadOnlyList<RecordResource>>> RecordsAsync(string zoneId) =>
        ListAsync($"records {zoneId}", () => arm.ListARecordsAsync(zoneId, cancellation));

    /// <summary>The first record set of a zone, of any type, that is looked for; never shared.</summary>
    public Task<Fact<RecordResource>> FirstRecordAsync(string zoneId, Func<RecordResource, bool> wanted) =>
        Fact.OfFirstAsync(arm.ListRecordSetsAsync(zoneId, cancellation), wanted, orSilence);

    /// <summary>
    /// The locks that stand around a resource: those of its subscription or, where that list may not be read, of it and above it.
    /// </summary>
    public async Task<Fact<IReadOnlyList<LockResource>>> LocksAsync(string id)
    {
        string subscription = ResourceIds.Subscription(id)!;
        var all = await ListAsync($"locks {subscription}", () => arm.ListLocksAsync(subscription, cancellation));
        return all.IsFound ? all : await ListAsync($"locks at {id}", () => arm.ListLocksAtAsync(id, cancellation));
    }

    public Task<Fact<Subscription>> SubscriptionAsync(string id) =>
        AskAsync($"subscription {id}", () => arm.FindSubscriptionAsync(id, cancellation));

    /// <summary>The subscriptions that the account can see.</summary>
    public Task<Fact<IReadOnlyList<Subscription>>> SubscriptionsAsync() =>
        ListAsync("subscriptions", () => arm.ListSubscriptionsAsync(cancellation));

    public Task<Fact<Resource<PlainProperties>>> ResourceGroupAsync(string id) =>
        AskAsync($"group {id}", () => arm.FindResourceGroupAsync(id, cancellation));

    public Task<Fact<Provider>> ProviderAsync(string subscriptionId, string name) =>
        AskAsync($"provider {subscriptionId} {name}", () => arm.FindProviderAsync(subscriptionId, name, cancellation));

    /// <summary>What the account may do with a resource.</summary>
    public Task<Fact<IReadOnlyList<Permission>>> PermissionsAsync(string scope) =>
        ListAsync($"permissions {scope}", () => arm.ListPermissionsAsync(scope, cancellation));

    private Task<Fact<T>> AskAsync<T>(string key, Func<Task<T?>> call) where T : class =>
        ShareAsync(key, () => Fact.OfAsync(call(), orSilence));

    private Task<Fact<IReadOnlyList<T>>> ListAsync<T>(string key, Func<IAsyncEnumerable<T>> list) =>
        ShareAsync(key, () => Fact.OfAsync(list(), orSilence));

    private Task<T> ShareAsync<T>(string key, Func<Task<T>> read) => sharing is null ? read() : sharing.OnceAsync($"fact {key}", read);
}
