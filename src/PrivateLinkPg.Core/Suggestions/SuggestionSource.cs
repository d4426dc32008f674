namespace PrivateLinkPg.Suggestions;

/// <summary>Asks Azure for what an argument could be. One list a kind, the same calls as commands make.</summary>
/// <param name="query">What is asked for.</param>
/// <param name="arm">The calls to Azure.</param>
/// <param name="cancellation">Ends the calls.</param>
internal sealed class SuggestionSource(SuggestionQuery query, ArmGateway arm, CancellationToken cancellation)
{
    // Who sees more than these has the targets of the context's own subscription suggested.
    private const int MostSubscriptions = 16;

    private string Subscription => arm.Connection.RequiredSubscriptionId;

    /// <summary>All that fits the query, in the order of names.</summary>
    public static async Task<IReadOnlyList<Suggestion>> ListAsync(SuggestionQuery query, ArmGateway arm, CancellationToken cancellation)
    {
        IReadOnlyList<Suggestion> all = await new SuggestionSource(query, arm, cancellation).FetchAsync().ConfigureAwait(false);
        return [.. all.DistinctBy(each => each.Text, StringComparer.OrdinalIgnoreCase)
            .OrderBy(each => each.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private Task<IReadOnlyList<Suggestion>> FetchAsync() => query.Kind switch
    {
        SuggestionKind.Target => TargetsAsync(),
        SuggestionKind.TargetName => NamesAsync(TargetsAsync(arm.Connection.SubscriptionId)),
        SuggestionKind.HostName => HostNamesAsync(),
        SuggestionKind.GroupId => Task.FromResult<IReadOnlyList<Suggestion>>([.. GroupIds()]),
        SuggestionKind.Connection when query.Target is null => EndpointsAndTargetsAsync(),
        SuggestionKind.Connection or SuggestionKind.ConnectionName => ConnectionsAsync(),
        SuggestionKind.Endpoint => EndpointsAsync(),
        SuggestionKind.EndpointName => NamesAsync(InGroupAsync(EndpointsAsync(), query.ResourceGroupName)),
        SuggestionKind.VirtualNetwork => NetworksAsync(),
        SuggestionKind.VirtualNetworkName => NamesAsync(InGroupAsync(NetworksAsync(), query.VirtualNetworkResourceGroupName)),
        SuggestionKind.Subnet or SuggestionKind.SubnetName => SubnetsAsync(),
        SuggestionKind.ApplicationSecurityGroup => SecurityGroupsAsync(),
        SuggestionKind.Zone => ZonesAsync(),
        SuggestionKind.ZoneName => NamesAsync(ZonesAsync()),
        SuggestionKind.ResourceGroup => OfAsync(
            arm.ListResourceGroupsAsync(Subscription, cancellation),
            each => new(each.Name!, each.Name!, $"Resource group, {each.Location}")),
        SuggestionKind.Location => OfAsync(
            arm.ListLocationsAsync(Subscription, cancellation),
            each => new(each.Name, each.Name, $"Region {each.DisplayName}")),
        _ => OfAsync(
            arm.ListSubscriptionsAsync(cancellation),
            each => new(each.SubscriptionId, each.DisplayName, $"Subscription {each.DisplayName}, {each.State}")),
    };

    private async Task<IReadOnlyList<Suggestion>> TargetsAsync(string? only = null) =>
        [.. (await AllTargetsAsync(only).ConfigureAwait(false)).Select(each => Of(each.Target, each.Type.Label))];

    private async Task<IReadOnlyList<Suggestion>> HostNamesAsync() =>
    [
        .. from each in await AllTargetsAsync().ConfigureAwait(false)
           let host = HostNames.OfTarget(each.Target)
           where host is not null
           select new Suggestion(host, host, $"{Words(each.Type.Label)} {each.Target.Name}"),
    ];

    // Clients and servers often lie in different subscriptions, so that a target's is not known from the context.
    private async Task<IReadOnlyList<(TargetType Type, TargetResource Target)>> AllTargetsAsync(string? only = null)
    {
        List<string> subscriptions = only is null ? [] : [only];
        if (only is null)
        {
            await foreach (Subscription each in arm.ListSubscriptionsAsync(cancellation).ConfigureAwait(false))
                subscriptions.Add(each.SubscriptionId);
            if (subscriptions.Count > MostSubscriptions) subscriptions = [Subscription];
        }
        var lists = await Task.WhenAll(
            from subscription in subscriptions
            from type in TargetType.All
            select ReadableAsync(arm.ListTargetsAsync(type, subscription, cancellation), each => (type, each))).ConfigureAwait(false);
        return [.. lists.SelectMany(list => list)];
    }

    private static IEnumerable<Suggestion> GroupIds() =>
        from type in TargetType.All
        where type.GroupId is not null
        select new Suggestion(type.GroupId!, type.GroupId!, $"Sub-resource of a {type.Label}");

    private async Task<IReadOnlyList<Suggestion>> EndpointsAndTargetsAsync()
    {
        IReadOnlyList<Suggestion>[] both = await Task.WhenAll(EndpointsAsync(), TargetsAsync()).ConfigureAwait(false);
        return [.. both.SelectMany(list => list)];
    }

    private async Task<IReadOnlyList<Suggestion>> ConnectionsAsync()
    {
        if (query.Target is null || LinkTarget.TryParse(query.Target) is not { IsAlias: false } target) return [];
        return await OfAsync(arm.ListConnectionsAsync(target, cancellation), connection =>
        {
            string status = connection.Properties?.PrivateLinkServiceConnectionState?.Status ?? "Pending";
            string value = query.Kind == SuggestionKind.Connection ? connection.Id! : connection.Name!;
            return new(value, connection.Name!, $"Connection, {status}");
        }).ConfigureAwait(false);
    }

    private Task<IReadOnlyList<Suggestion>> EndpointsAsync() =>
        OfAsync(arm.ListPrivateEndpointsAsync(Subscription, cancellation), each => Of(each, "private endpoint"));

    private Task<IReadOnlyList<Suggestion>> NetworksAsync() =>
        OfAsync(arm.ListVirtualNetworksAsync(Subscription, cancellation), each => Of(each, "virtual network"));

    private Task<IReadOnlyList<Suggestion>> ZonesAsync() =>
        OfAsync(arm.ListZonesAsync(Subscription, cancellation), each => Of(each, "private DNS zone"));

    private Task<IReadOnlyList<Suggestion>> SecurityGroupsAsync() => OfAsync(
        arm.ListResourcesAsync(Subscription, ResourceIds.ApplicationSecurityGroup, cancellation),
        each => Of(each, "application security group"));

    private async Task<IReadOnlyList<Suggestion>> SubnetsAsync()
    {
        List<Suggestion> subnets = [];
        await foreach (NetworkResource network in arm.ListVirtualNetworksAsync(Subscription, cancellation).ConfigureAwait(false))
        {
            if (query.VirtualNetworkName is { } wanted && !AzureNames.Same(wanted, network.Name)) continue;
            subnets.AddRange((network.Properties?.Subnets ?? []).Select(subnet => query.Kind == SuggestionKind.SubnetName
                ? new Suggestion(subnet.Name!, subnet.Name!, $"Subnet of {network.Name}, {subnet.Properties?.AddressPrefix}")
                : new(subnet.Id!, $"{network.Name}/{subnet.Name}", $"Subnet, {subnet.Properties?.AddressPrefix}, {Place(network)}")));
        }
        return subnets;
    }

    private static async Task<IReadOnlyList<Suggestion>> InGroupAsync(Task<IReadOnlyList<Suggestion>> list, string? group) =>
        [.. (await list.ConfigureAwait(false)).Where(each => group is null || AzureNames.Same(ResourceIds.Group(each.Text), group))];

    private static async Task<IReadOnlyList<Suggestion>> NamesAsync(Task<IReadOnlyList<Suggestion>> ids) =>
        [.. (await ids.ConfigureAwait(false)).Select(each => each with { Text = each.Name })];

    private static async Task<IReadOnlyList<Suggestion>> OfAsync<T>(IAsyncEnumerable<T> list, Func<T, Suggestion> suggestion)
    {
        List<Suggestion> all = [];
        await foreach (T each in list.ConfigureAwait(false)) all.Add(suggestion(each));
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

    private static Suggestion Of<T>(Resource<T> resource, string kind) where T : class =>
        new(resource.Id!, resource.Name!, $"{Words(kind)}, {Place(resource)}");

    private static string Place<T>(Resource<T> resource) where T : class =>
        $"{ResourceIds.Group(resource.Id!)}, {AzureNames.Region(resource.Location ?? "global")}";

    private static string Words(string kind) => char.ToUpperInvariant(kind[0]) + kind[1..];
}
