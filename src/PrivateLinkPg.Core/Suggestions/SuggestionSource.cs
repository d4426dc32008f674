namespace PrivateLinkPg.Suggestions;

/// <summary>Asks Azure for what an argument could be. One list a kind, the same calls as commands make.</summary>
internal static class SuggestionSource
{
    // Who sees more than these has the targets of the context's own subscription suggested.
    private const int MostSubscriptions = 16;

    /// <summary>All that fits the query, in the order of names.</summary>
    public static async Task<IReadOnlyList<Suggestion>> ListAsync(SuggestionQuery query, ArmGateway arm, CancellationToken cancellation)
    {
        IReadOnlyList<Suggestion> all = await FetchAsync(query, arm, cancellation).ConfigureAwait(false);
        return [.. all.DistinctBy(each => each.Text, StringComparer.OrdinalIgnoreCase).OrderBy(each => each.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private static Task<IReadOnlyList<Suggestion>> FetchAsync(SuggestionQuery query, ArmGateway arm, CancellationToken cancellation)
    {
        return query.Kind switch
        {
            SuggestionKind.Target => TargetsAsync(arm, cancellation),
            SuggestionKind.TargetName => NamesAsync(TargetsAsync(arm, cancellation, arm.Connection.SubscriptionId)),
            SuggestionKind.HostName => HostNamesAsync(arm, cancellation),
            SuggestionKind.GroupId => Task.FromResult<IReadOnlyList<Suggestion>>([.. TargetType.All.Where(type => type.GroupId is not null).Select(type => new Suggestion(type.GroupId!, type.GroupId!, $"Sub-resource of a {type.Label}"))]),
            SuggestionKind.Connection when query.Target is null => EndpointsAndTargetsAsync(arm, cancellation),
            SuggestionKind.Connection or SuggestionKind.ConnectionName => ConnectionsAsync(query, arm, cancellation),
            SuggestionKind.Endpoint => EndpointsAsync(arm, null, cancellation),
            SuggestionKind.EndpointName => NamesAsync(EndpointsAsync(arm, query.ResourceGroupName, cancellation)),
            SuggestionKind.VirtualNetwork => NetworksAsync(arm, null, cancellation),
            SuggestionKind.VirtualNetworkName => NamesAsync(NetworksAsync(arm, query.VirtualNetworkResourceGroupName, cancellation)),
            SuggestionKind.Subnet or SuggestionKind.SubnetName => SubnetsAsync(query, arm, cancellation),
            SuggestionKind.ApplicationSecurityGroup => SecurityGroupsAsync(arm, cancellation),
            SuggestionKind.Zone => ZonesAsync(arm, cancellation),
            SuggestionKind.ZoneName => NamesAsync(ZonesAsync(arm, cancellation)),
            SuggestionKind.ResourceGroup => OfAsync(arm.ListResourceGroupsAsync(Subscription(arm), cancellation), each => new(each.Name!, each.Name!, $"Resource group, {each.Location}"), cancellation),
            SuggestionKind.Location => OfAsync(arm.ListLocationsAsync(Subscription(arm), cancellation), each => new(each.Name, each.Name, $"Region {each.DisplayName}"), cancellation),
            _ => OfAsync(arm.ListSubscriptionsAsync(cancellation), each => new(each.SubscriptionId, each.DisplayName, $"Subscription {each.DisplayName}, {each.State}"), cancellation),
        };
    }

    private static async Task<IReadOnlyList<Suggestion>> TargetsAsync(ArmGateway arm, CancellationToken cancellation, string? only = null) =>
        [.. (await AllTargetsAsync(arm, only, cancellation).ConfigureAwait(false)).Select(each => Of(each.Target, each.Type.Label))];

    private static async Task<IReadOnlyList<Suggestion>> HostNamesAsync(ArmGateway arm, CancellationToken cancellation) =>
    [
        .. from each in await AllTargetsAsync(arm, null, cancellation).ConfigureAwait(false)
           let host = HostNames.OfTarget(each.Target)
           where host is not null
           select new Suggestion(host, host, $"{Words(each.Type.Label)} {each.Target.Name}"),
    ];

    // Clients and servers often lie in different subscriptions, so that a target's is not known from the context.
    private static async Task<IReadOnlyList<(TargetType Type, TargetResource Target)>> AllTargetsAsync(ArmGateway arm, string? only, CancellationToken cancellation)
    {
        List<string> subscriptions = only is null ? [] : [only];
        if (only is null)
        {
            await foreach (Subscription each in arm.ListSubscriptionsAsync(cancellation).ConfigureAwait(false)) subscriptions.Add(each.SubscriptionId);
            if (subscriptions.Count > MostSubscriptions) subscriptions = [Subscription(arm)];
        }
        var lists = await Task.WhenAll(
            from subscription in subscriptions
            from type in TargetType.All
            select ReadableAsync(arm.ListTargetsAsync(type, subscription, cancellation), each => (type, each))).ConfigureAwait(false);
        return [.. lists.SelectMany(list => list)];
    }

    private static async Task<IReadOnlyList<Suggestion>> EndpointsAndTargetsAsync(ArmGateway arm, CancellationToken cancellation)
    {
        IReadOnlyList<Suggestion>[] both = await Task.WhenAll(EndpointsAsync(arm, null, cancellation), TargetsAsync(arm, cancellation)).ConfigureAwait(false);
        return [.. both.SelectMany(list => list)];
    }

    private static async Task<IReadOnlyList<Suggestion>> ConnectionsAsync(SuggestionQuery query, ArmGateway arm, CancellationToken cancellation)
    {
        if (query.Target is null || LinkTarget.TryParse(query.Target) is not { IsAlias: false } target) return [];
        return await OfAsync(
            arm.ListConnectionsAsync(target, cancellation),
            each => new(query.Kind == SuggestionKind.Connection ? each.Id! : each.Name!, each.Name!, $"Connection, {each.Properties?.PrivateLinkServiceConnectionState?.Status ?? "Pending"}"),
            cancellation).ConfigureAwait(false);
    }

    private static Task<IReadOnlyList<Suggestion>> EndpointsAsync(ArmGateway arm, string? group, CancellationToken cancellation) =>
        InGroupAsync(OfAsync(arm.ListPrivateEndpointsAsync(Subscription(arm), cancellation), each => Of(each, "private endpoint"), cancellation), group);

    private static Task<IReadOnlyList<Suggestion>> NetworksAsync(ArmGateway arm, string? group, CancellationToken cancellation) =>
        InGroupAsync(OfAsync(arm.ListVirtualNetworksAsync(Subscription(arm), cancellation), each => Of(each, "virtual network"), cancellation), group);

    private static Task<IReadOnlyList<Suggestion>> ZonesAsync(ArmGateway arm, CancellationToken cancellation) =>
        OfAsync(arm.ListZonesAsync(Subscription(arm), cancellation), each => Of(each, "private DNS zone"), cancellation);

    private static Task<IReadOnlyList<Suggestion>> SecurityGroupsAsync(ArmGateway arm, CancellationToken cancellation) =>
        OfAsync(arm.ListResourcesAsync(Subscription(arm), ResourceIds.ApplicationSecurityGroup, cancellation), each => Of(each, "application security group"), cancellation);

    private static async Task<IReadOnlyList<Suggestion>> SubnetsAsync(SuggestionQuery query, ArmGateway arm, CancellationToken cancellation)
    {
        List<Suggestion> subnets = [];
        await foreach (NetworkResource network in arm.ListVirtualNetworksAsync(Subscription(arm), cancellation).ConfigureAwait(false))
        {
            if (query.VirtualNetworkName is { } wanted && !wanted.Equals(network.Name, StringComparison.OrdinalIgnoreCase)) continue;
            subnets.AddRange((network.Properties?.Subnets ?? []).Select(subnet => query.Kind == SuggestionKind.SubnetName
                ? new Suggestion(subnet.Name!, subnet.Name!, $"Subnet of {network.Name}, {subnet.Properties?.AddressPrefix}")
                : new(subnet.Id!, $"{network.Name}/{subnet.Name}", $"Subnet, {subnet.Properties?.AddressPrefix}, {Place(network)}")));
        }
        return subnets;
    }

    private static async Task<IReadOnlyList<Suggestion>> InGroupAsync(Task<IReadOnlyList<Suggestion>> list, string? group) =>
        group is null ? await list.ConfigureAwait(false)
        : [.. (await list.ConfigureAwait(false)).Where(each => string.Equals(ResourceIds.Group(each.Text), group, StringComparison.OrdinalIgnoreCase))];

    private static async Task<IReadOnlyList<Suggestion>> NamesAsync(Task<IReadOnlyList<Suggestion>> ids) =>
        [.. (await ids.ConfigureAwait(false)).Select(each => each with { Text = each.Name })];

    private static async Task<IReadOnlyList<Suggestion>> OfAsync<T>(IAsyncEnumerable<T> list, Func<T, Suggestion> suggestion, CancellationToken cancellation)
    {
        List<Suggestion> all = [];
        await foreach (T each in list.WithCancellation(cancellation).ConfigureAwait(false)) all.Add(suggestion(each));
        return all;
    }

    // One subscription without that provider, or without a right, must not hide the others.
    private static async Task<IReadOnlyList<TResult>> ReadableAsync<T, TResult>(IAsyncEnumerable<T> list, Func<T, TResult> result)
    {
        List<TResult> all = [];
        try
        {
            await foreach (T each in list.ConfigureAwait(false)) all.Add(result(each));
        }
        catch (ArmException)
        {
            // As above.
        }
        return all;
    }

    private static Suggestion Of<T>(Resource<T> resource, string kind) where T : class => new(resource.Id!, resource.Name!, $"{Words(kind)}, {Place(resource)}");

    private static string Place<T>(Resource<T> resource) where T : class => $"{ResourceIds.Group(resource.Id!)}, {AzureNames.Region(resource.Location ?? "global")}";

    private static string Words(string kind) => char.ToUpperInvariant(kind[0]) + kind[1..];

    private static string Subscription(ArmGateway arm) => arm.Connection.RequiredSubscriptionId;
}
