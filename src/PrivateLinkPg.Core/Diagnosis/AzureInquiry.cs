using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Diagnosis;

/// <summary>Asks Azure for all that lies on the path to one server. What may not be read becomes a finding, and the rest goes on.</summary>
internal sealed class AzureInquiry(ArmGateway arm, CommandHost host)
{
    // One list each; an account that sees more had better say which server it means.
    private const int MostSubscriptions = 50;

    private readonly List<string> _findings = [];

    /// <summary>Gathers the facts.</summary>
    /// <param name="state">What the probe found: host, expected and resolved addresses.</param>
    /// <param name="endpointId">The endpoint, where the caller knows it.</param>
    /// <param name="targetId">The target, where the caller knows it.</param>
    public async Task<LinkFacts> GatherAsync(ProbeState state, string? endpointId, string? targetId)
    {
        string name = state.Request.HostName;
        string? known = endpointId is { Length: > 0 } ? endpointId : await FindEndpointAsync(state, targetId);
        Answer<Resource<PrivateEndpointProperties>> endpoint = await EndpointAsync(known);
        LinkTarget? target = LinkTarget.TryParse(targetId ?? "") ?? LinkTarget.TryParse(endpoint.Value.TargetId()) ?? await FindServerAsync(name);
        Answer<Resource<TargetProperties>> server = await AskAsync(target?.ResourceId?.ToString(), "The target", _ => arm.FindTargetAsync(target!, host.Cancellation));
        if (known is null && (known = EndpointOf(server.Value)) is not null) endpoint = await EndpointAsync(known);
        if (known is null) _findings.Add($"No private endpoint for {name} is to be seen from here; pass -EndpointId if there is one elsewhere.");

        string? networkId = endpoint.Value.NetworkId();
        var network = AskAsync(networkId, "The virtual network", id => arm.FindVirtualNetworkAsync(id, host.Cancellation));
        var addresses = endpoint.Value is null ? Task.FromResult<IReadOnlyList<EndpointAddress>>([]) : EndpointAddresses.ReadAsync(endpoint.Value, arm, host.Cancellation);
        var zones = ZonesAsync(name, networkId, known);
        await Task.WhenAll(network, addresses, zones);
        LinkFacts facts = new()
        {
            EndpointId = known,
            Endpoint = endpoint.Value,
            EndpointIsGone = endpoint.IsMissing,
            ConnectionStatus = endpoint.Value is null ? null : endpoint.Value.ConnectionStatus(),
            Addresses = [.. (await addresses).Select(each => each.Ip)],
            Target = target,
            Server = server.Value,
            // A connection that stands leads to something, if only in a subscription that this account cannot see.
            TargetIsGone = server.IsMissing && endpoint.Value.Connection()?.PrivateLinkServiceConnectionState?.Status is (null or "Disconnected"),
            Network = (await network).Value,
            ZoneName = ZoneNames.OfAzure(name, target?.Value, arm.Connection.Cloud) ?? ZoneNames.Narrowest(name),
            Zones = await zones,
        };
        return facts with { Findings = [.. AzureFindings.Of(facts), .. _findings] };
    }

    // A server lists the endpoints of all subscriptions; one that works tells more than one that does not.
    private static string? EndpointOf(Resource<TargetProperties>? server) => (server?.Properties?.PrivateEndpointConnections ?? [])
        .OrderByDescending(each => each.Properties?.PrivateLinkServiceConnectionState?.Status == "Approved")
        .Select(each => each.Properties?.PrivateEndpoint?.Id)
        .FirstOrDefault(id => id is not null);

    private Task<Answer<Resource<PrivateEndpointProperties>>> EndpointAsync(string? id) =>
        AskAsync(id, "The private endpoint", known => arm.FindPrivateEndpointAsync(known, host.Cancellation));

    private async Task<string?> FindEndpointAsync(ProbeState state, string? targetId)
    {
        AllocatedAddresses living = await AllocatedAddresses.OfAllAsync([arm.Connection.SubscriptionId, ResourceIds.Subscription(targetId)], arm, host);
        HashSet<string> addresses = [.. state.Request.ExpectedAddresses.Concat(state.Resolved).Select(address => address.ToString())];
        // Each network has its own endpoint: the one that was expected comes first, then one that works.
        return living.Endpoints
            .Where(endpoint =>
                ResourceIds.Same(endpoint.TargetId, targetId)
                || string.Equals(endpoint.HostName, state.Request.HostName, StringComparison.OrdinalIgnoreCase)
                || endpoint.Addresses.Any(addresses.Contains))
            .OrderByDescending(endpoint => endpoint.Addresses.Any(addresses.Contains))
            .ThenByDescending(endpoint => endpoint.Status == "Approved")
            .FirstOrDefault()?.Id;
    }

    // A server without endpoints still tells why: stopped, or in a network of its own. It is often in another subscription than they.
    private async Task<LinkTarget?> FindServerAsync(string name)
    {
        if (!name.EndsWith("." + arm.Connection.Cloud.PostgreSqlSuffix, StringComparison.OrdinalIgnoreCase)) return null;
        IReadOnlyList<Subscription> subscriptions = (await AskAsync("", "The list of subscriptions", _ => ListAsync(arm.ListSubscriptionsAsync(host.Cancellation))!)).Value ?? [];
        var found = await Task.WhenAll(subscriptions.Take(MostSubscriptions).Select(subscription => AskAsync(
            subscription.SubscriptionId, $"The servers of subscription {subscription.DisplayName}",
            id => ListAsync(arm.ListTargetsAsync(TargetType.FlexibleServer, id, host.Cancellation))!)));
        return found.SelectMany(answer => answer.Value ?? [])
            .Where(server => string.Equals(server.Properties?.FullyQualifiedDomainName, name, StringComparison.OrdinalIgnoreCase))
            .Select(server => LinkTarget.TryParse(server.Id!))
            .FirstOrDefault();
    }

    private async Task<IReadOnlyList<ZoneFacts>> ZonesAsync(string name, string? networkId, string? endpointId)
    {
        string?[] subscriptions = [arm.Connection.SubscriptionId, ResourceIds.Subscription(endpointId)];
        List<ZoneFacts> facts = [];
        foreach (string subscription in subscriptions.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase))
        {
            facts.AddRange((await AskAsync(subscription, $"The private zones of subscription {subscription}", id => ZonesOfAsync(id, name, networkId))).Value ?? []);
        }
        return [.. facts.OrderByDescending(zone => zone.Name.Length)];
    }

    private async Task<ZoneFacts[]?> ZonesOfAsync(string subscription, string name, string? networkId)
    {
        var zones = await ListAsync(arm.ListZonesAsync(subscription, host.Cancellation));
        return await Task.WhenAll(zones.Where(zone => ZoneNames.RecordIn(zone.Name!, name) is not null).Select(zone => ZoneAsync(zone, name, networkId)));
    }

    private async Task<ZoneFacts> ZoneAsync(Resource<PrivateDnsZoneProperties> zone, string name, string? networkId)
    {
        IReadOnlyList<Resource<VirtualNetworkLinkProperties>> links = await ListAsync(arm.ListLinksAsync(zone.Id!, host.Cancellation));
        Resource<RecordSetProperties>? record = await arm.FindARecordAsync($"{zone.Id}/A/{ZoneNames.RecordIn(zone.Name!, name)}", host.Cancellation);
        return new(
            zone.Id!, zone.Name!, links.Any(link => networkId is null || ResourceIds.Same(link.Properties?.VirtualNetwork?.Id, networkId)),
            record is null ? null : [.. record.Addresses()]);
    }

    // Nothing is asked about what is not known; what may not be read is neither there nor missing.
    private async Task<Answer<T>> AskAsync<T>(string? id, string what, Func<string, Task<T?>> read) where T : class
    {
        if (id is null) return new(null, IsMissing: false);
        try
        {
            T? value = await read(id);
            return new(value, IsMissing: value is null);
        }
        catch (ArmException e) when (e.Status is 401 or 403)
        {
            _findings.Add($"{what} cannot be read: {e.Code}.");
            return new(null, IsMissing: false);
        }
    }

    private static async Task<IReadOnlyList<T>> ListAsync<T>(IAsyncEnumerable<T> list)
    {
        List<T> all = [];
        await foreach (T each in list) all.Add(each);
        return all;
    }

    private sealed record Answer<T>(T? Value, bool IsMissing) where T : class;
}
