namespace PrivateLinkPg.Link;

/// <summary>
/// One path: the clients' network, zone, link, record, zone group, endpoint, addresses, connection on both sides, target. Each part is read
/// when it is first asked for; what may not be read is noted, and the rest goes on.
/// </summary>
internal sealed class LinkReading(LinkReader link, LinkQuestion asked)
{
    private readonly List<(string What, ArmException Refusal)> _refusals = [];
    private readonly Dictionary<string, Task<ZonesOfName>> _zones = new(StringComparer.OrdinalIgnoreCase);
    private Evidence _unread;
    private Task<string?>? _knownEndpoint;
    private Task<Fact<EndpointResource>>? _endpoint;
    private Task<Fact<IReadOnlyList<EndpointAddress>>>? _addresses;
    private Task<LinkTarget?>? _target;
    private Task<Fact<TargetResource>>? _server;
    private Task<Fact<NetworkResource>>? _network;
    private Task<AllocatedAddresses>? _allocated;
    private Task<IReadOnlyList<Subscription>>? _subscriptions;

    /// <summary>What could not be read so far, and why.</summary>
    public IReadOnlyList<(string What, ArmException Refusal)> Refusals => _refusals;

    /// <summary>The endpoint's id; null where none is to be found.</summary>
    public async Task<string?> EndpointIdAsync() => await KnownEndpointAsync() ?? EndpointOf((await ServerAsync()).Value);

    /// <summary>The endpoint; missing also where none is to be found.</summary>
    public Task<Fact<EndpointResource>> EndpointAsync() => _endpoint ??= NotedAsync("The private endpoint", Evidence.Endpoint, async () =>
        await EndpointIdAsync() is { } id ? await link.EndpointAsync(id) : default);

    /// <summary>The endpoint that has one of the addresses that the name led to; null where none of those that can be seen has.</summary>
    public async Task<ExistingEndpoint?> OwnerAsync() => asked.Resolved is { Count: > 0 } resolved
        ? (await AllocatedAsync()).Endpoints.FirstOrDefault(endpoint => endpoint.Addresses.Any(resolved.Contains))
        : null;

    /// <summary>The endpoint's addresses; none also where no endpoint is to be found, or they may not be read.</summary>
    public async Task<IReadOnlyList<EndpointAddress>> AddressesAsync()
    {
        _addresses ??= NotedAsync("The endpoint's addresses", Evidence.Endpoint, async () =>
            (await EndpointAsync()).Value is { } endpoint ? await link.AddressesAsync(endpoint) : default);
        return (await _addresses).Value ?? [];
    }

    /// <summary>What the endpoint leads to: as asked, as the endpoint tells, or the server of the name.</summary>
    public Task<LinkTarget?> TargetAsync() => _target ??= FindTargetAsync();

    /// <summary>The target as its owner sees it; missing also where none is to be found, or only an alias.</summary>
    public Task<Fact<TargetResource>> ServerAsync() => _server ??= NotedAsync("The target", Evidence.Target, async () =>
        await TargetAsync() is { IsAlias: false } target ? await link.TargetAsync(target) : default);

    /// <summary>The connection on the target's side; missing also where no endpoint is to be found, or only an alias.</summary>
    public async Task<Fact<TargetConnection>> ConnectionAsync()
    {
        if (await TargetAsync() is not { IsAlias: false } target || await EndpointIdAsync() is not { } id) return default;
        var all = await link.ConnectionsAsync(target);
        return all.Value?.FirstOrDefault(each => ResourceIds.Same(each.Properties?.PrivateEndpoint?.Id, id)) is { } mine
            ? new(new TargetConnection(target, mine, (await EndpointAsync()).Value))
            : new(null, all.Refusal);
    }

    /// <summary>The name that clients connect to: as asked, or as endpoint, target or addresses tell; null where none does.</summary>
    public async Task<string?> HostNameAsync()
    {
        if (asked.HostName is { } name) return name;
        string? told = (await EndpointAsync()).Value is { } endpoint ? HostNames.OfEndpoint(endpoint, link.Connection.Cloud) : null;
        told ??= HostNames.OfTarget((await ServerAsync()).Value);
        told ??= (await AddressesAsync()).Select(each => each.Fqdn).FirstOrDefault(fqdn => fqdn is not null);
        return told?.WithoutRoot().ToLowerInvariant();
    }

    /// <summary>The clients' network; missing also where neither it nor an endpoint is known.</summary>
    public Task<Fact<NetworkResource>> NetworkAsync() => _network ??= NotedAsync("The virtual network", Evidence.Network, async () =>
        await NetworkIdAsync() is { } id ? await link.NetworkAsync(id) : default);

    /// <summary>The zone that ought to serve the name: where New-PgPrivateDnsRecord puts the record.</summary>
    public async Task<string> UsualZoneAsync(string name) =>
        ZoneNames.OfAzure(name, (await TargetAsync())?.Value, link.Connection.Cloud) ?? ZoneNames.Narrowest(name);

    /// <summary>The zones that serve the name.</summary>
    public Task<ZonesOfName> ZonesAsync(string name) =>
        _zones.TryGetValue(name, out Task<ZonesOfName>? known) ? known : _zones[name] = ReadZonesAsync(name);

    /// <summary>Whether a name is one of the servers that Azure names, or one that the target has.</summary>
    public async Task<bool> IsServedAsync(string name) => ZoneNames.OfAzure(name, null, link.Connection.Cloud) is not null
        || (await ServerAsync()).Value.ServedNames().Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The record of the name in a zone.</summary>
    public Task<Fact<RecordResource>> RecordAsync(ZoneView zone) => link.RecordAsync(zone.RecordId);

    /// <summary>All of it as a value.</summary>
    public async Task<LinkFacts> ToFactsAsync(string name)
    {
        EndpointResource? endpoint = (await EndpointAsync()).Value;
        LinkTarget? target = await TargetAsync();
        Fact<TargetResource> server = await ServerAsync();
        string? id = await EndpointIdAsync();
        var network = NetworkAsync();
        var addresses = AddressesAsync();
        var zones = new NameReading(this, link).FollowAsync(name, asked.Names);
        var owner = OwnerAsync();
        await Task.WhenAll(network, addresses, zones, owner);
        NetworkResource? own = endpoint.NetworkId() is { } home ? (await link.NetworkAsync(home)).Value : null;
        string? seen = server.Value?.Properties?.PrivateEndpointConnections?
            .FirstOrDefault(each => ResourceIds.Same(each.Properties?.PrivateEndpoint?.Id, id))?.Properties?
            .PrivateLinkServiceConnectionState?.Status;
        LinkFacts facts = new()
        {
            EndpointId = id,
            Endpoint = endpoint,
            // What the target still has a connection of is in a subscription that this account cannot see, as a vendor's is.
            EndpointIsGone = id is not null && (await EndpointAsync()).IsMissing && seen is null or "Disconnected",
            EndpointIsGuessed = id is not null && asked.EndpointId is not { Length: > 0 }
                && !(asked.NetworkId is { } clients && ResourceIds.Same(endpoint.NetworkId(), clients))
                && !(await addresses).Any(each => asked.Addresses?.Contains(each.Ip) == true || asked.Resolved?.Contains(each.Ip) == true),
            ConnectionStatus = endpoint is null ? seen : endpoint.ConnectionStatus(),
            Addresses = [.. (await addresses).Select(each => each.Ip)],
            Target = target,
            Server = server.Value,
            // A connection that stands leads to something, if only in a subscription that this account cannot see.
            TargetIsGone = target is { IsAlias: false } && server.IsMissing
                && endpoint.Connection()?.PrivateLinkServiceConnectionState?.Status is (null or "Disconnected"),
            Owner = await owner,
            Network = (await network).Value,
            EndpointNetwork = own,
            Name = (await zones).Name,
            ZoneName = await UsualZoneAsync((await zones).Name),
            Zones = (await zones).Zones,
            UnreadZones = [.. (await ZonesAsync((await zones).Name)).Refusals.Keys],
        };
        if (facts.SecurityGroup is { } group)
        {
            var rules = await NotedAsync("The rules of the security group", Evidence.SecurityRules, () => link.SecurityGroupAsync(group));
            facts = facts with { SecurityRules = rules.Value };
        }
        if (asked.Way) facts = facts with { Routes = await SubnetRoute.ReadAsync(facts, RouteTableAsync) };
        return facts with { Unread = _unread };
    }

    /// <summary>The id of the clients' network; null where neither it nor an endpoint is known.</summary>
    public async Task<string?> NetworkIdAsync() => asked.NetworkId ?? (await EndpointAsync()).Value.NetworkId();

    private Task<string?> KnownEndpointAsync() =>
        _knownEndpoint ??= asked.EndpointId is { Length: > 0 } id ? Task.FromResult<string?>(id) : FindEndpointAsync();

    private async Task<string?> FindEndpointAsync()
    {
        HashSet<string> expected = [.. asked.Addresses ?? []];
        // Each network has its own endpoint: the one that was expected comes first, then one in the clients' network, then one that works.
        string? found = (await AllocatedAsync()).Endpoints
            .Where(endpoint =>
                ResourceIds.Same(endpoint.TargetId, asked.TargetId)
                || asked.Names.Contains(endpoint.HostName, StringComparer.OrdinalIgnoreCase)
                || endpoint.Addresses.Any(expected.Contains))
            .OrderByDescending(endpoint => endpoint.Addresses.Any(expected.Contains))
            .ThenByDescending(endpoint => ResourceIds.Same(endpoint.VirtualNetworkId, asked.NetworkId))
            .ThenByDescending(endpoint => endpoint.Status == "Approved")
            .FirstOrDefault()?.Id;
        if (found is not null || asked.TargetId is not null || await OwnerAsync() is not { } owner) return found;
        // Of a service's name, or one of somebody's own, what it leads to is all that is known. A server's name tells which server it is.
        bool isServers = owner.HostName is not null && asked.Names.Any(IsServerName);
        return isServers ? null : owner.Id;
    }

    private bool IsServerName(string name) =>
        name.EndsWith("." + link.Connection.Cloud.PostgreSqlSuffix, StringComparison.OrdinalIgnoreCase) && !HostNames.IsPrivateLink(name);

    private Task<AllocatedAddresses> AllocatedAsync() =>
        _allocated ??= link.AllocatedAsync([link.Connection.SubscriptionId, ResourceIds.Subscription(asked.TargetId)]);

    private Task<IReadOnlyList<Subscription>> SubscriptionsAsync()
    {
        return _subscriptions ??= ReadAsync();

        async Task<IReadOnlyList<Subscription>> ReadAsync()
        {
            var all = await NotedAsync("The list of subscriptions", Evidence.Zones, link.SubscriptionsAsync);
            return [.. (all.Value ?? []).Take(LinkReader.MostSubscriptions)];
        }
    }

    // A server lists the endpoints of all subscriptions; one that works tells more than one that does not.
    private static string? EndpointOf(TargetResource? server) => (server?.Properties?.PrivateEndpointConnections ?? [])
        .OrderByDescending(each => each.Properties?.PrivateLinkServiceConnectionState?.Status == "Approved")
        .Select(each => each.Properties?.PrivateEndpoint?.Id)
        .FirstOrDefault(id => id is not null);

    private async Task<LinkTarget?> FindTargetAsync()
    {
        if (LinkTarget.TryParse(asked.TargetId ?? "") is { } named) return named;
        string told = await KnownEndpointAsync() is null ? "" : (await EndpointAsync()).Value.TargetId();
        return LinkTarget.TryParse(told) ?? (asked.Names.FirstOrDefault(IsServerName) is { } name ? await FindServerAsync(name) : null);
    }

    // A server without endpoints still tells why: stopped, or in a network of its own. It is often in another subscription than they.
    private async Task<LinkTarget?> FindServerAsync(string name)
    {
        var found = await Task.WhenAll((await SubscriptionsAsync()).Select(each => NotedAsync(
            $"The servers of subscription {each.DisplayName}", Evidence.Target,
            () => link.TargetsAsync(TargetType.FlexibleServer, each.SubscriptionId))));
        return found.SelectMany(servers => servers.Value ?? [])
            .Where(server => AzureNames.Same(server.Properties?.FullyQualifiedDomainName, name))
            .Select(server => LinkTarget.TryParse(server.Id!))
            .FirstOrDefault();
    }

    private async Task<ZonesOfName> ReadZonesAsync(string name)
    {
        IEnumerable<string> everywhere = asked.Everywhere ? (await SubscriptionsAsync()).Select(each => each.SubscriptionId!) : [];
        ZonesOfName zones = await ZonesOfName.ReadAsync(
            name, await UsualZoneAsync(name), await EndpointIdAsync(), await NetworkIdAsync(), everywhere, link);
        foreach ((string id, ArmException refusal) in zones.Refusals) NoteZones($"/subscriptions/{id}", Evidence.Zones, refusal);
        if (zones.Zones.Any(zone => zone.Refusal is { Status: not 404 })) _unread |= Evidence.ZoneLinks;
        return zones;
    }

    private async Task<RouteTableResource?> RouteTableAsync(string id) =>
        (await NotedAsync($"Route table {ResourceIds.Name(id)}", Evidence.Routes, () => link.RouteTableAsync(id))).Value;

    /// <summary>Notes that something of the private zones of a subscription cannot be read.</summary>
    public void NoteZones(string id, Evidence part, ArmException refusal) =>
        Note($"The private zones of subscription {ResourceIds.Subscription(id)}", part, refusal);

    private void Note(string what, Evidence part, ArmException refusal)
    {
        if (!_refusals.Exists(each => each.What == what)) _refusals.Add((what, refusal));
        if (refusal.Status != 404) _unread |= part;
    }

    private async Task<Fact<T>> NotedAsync<T>(string what, Evidence part, Func<Task<Fact<T>>> read) where T : class
    {
        Fact<T> fact = await read();
        if (fact.Refusal is { } refusal) Note(what, part, refusal);
        return fact;
    }
}
