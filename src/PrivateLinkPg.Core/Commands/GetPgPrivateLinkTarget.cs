using PrivateLinkPg.Targets;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Get-PgPrivateLinkTarget for one input.</summary>
/// <param name="Target">An id or an alias, or null.</param>
/// <param name="ClusterId">The id of a BigAnimal cluster, or null.</param>
/// <param name="Name">The name or wildcard to look for, where neither of them is given.</param>
/// <param name="Kind">The kinds to look for; none means all.</param>
/// <param name="SubscriptionId">
/// The subscriptions to search, or that would connect by the alias; empty means the context's, for a cluster all that the account sees.
/// </param>
internal sealed record GetPgPrivateLinkTargetRequest(
    string? Target, string? ClusterId, string Name, IReadOnlySet<string> Kind, IReadOnlyList<string> SubscriptionId);

/// <summary>Finds what private endpoints can lead to, and tells whether it takes them.</summary>
internal static class GetPgPrivateLinkTarget
{
    public static async Task RunAsync(GetPgPrivateLinkTargetRequest request, CommandHost host)
    {
        LinkTarget? target = request.Target is null ? null : LinkTarget.Parse(request.Target);
        BigAnimalCluster? cluster = request.ClusterId is null ? null : BigAnimalCluster.Parse(request.ClusterId);
        LinkReader link = (await LinkReader.OfAsync(host)).Now();
        if (target is { IsAlias: true })
        {
            IReadOnlyList<string> consumers = link.Connection.Subscriptions(request.SubscriptionId);
            host.Output.WriteObject(await TargetOutput.OfAliasAsync(target, consumers, link, host.Cancellation));
        }
        else if (target is not null) host.Output.WriteObject(await TargetOutput.OfAsync(await TargetSearch.OneAsync(target, link), link));
        else if (cluster is not null) await WriteClusterAsync(cluster, request, link, host);
        else await WriteNamedAsync(request, link, host);
    }

    private static async Task WriteNamedAsync(GetPgPrivateLinkTargetRequest request, LinkReader link, CommandHost host)
    {
        IReadOnlyList<string> subscriptions = link.Connection.Subscriptions(request.SubscriptionId);
        NamePattern name = new(request.Name);
        (var found, bool complete) = await TargetSearch.NamedAsync(name, request.Kind, subscriptions, link, host);
        await host.ForEachAsync(found, each => each.Id, async each => host.Output.WriteObject(await TargetOutput.OfAsync(each, link)));
        if (found.Count > 0) return;
        if (!name.IsWildcard) throw Failure.NoSuchTarget(request.Name, subscriptions);
        if (complete && request.SubscriptionId is [])
        {
            string kinds = request.Kind.Count == 0 ? "server, cluster or Private Link service" : string.Join(" or ", request.Kind);
            await EmptySearch.TellAsync($"No {kinds} named '{request.Name}'", link, host);
        }
    }

    private static async Task WriteClusterAsync(
        BigAnimalCluster cluster, GetPgPrivateLinkTargetRequest request, LinkReader link, CommandHost host)
    {
        IReadOnlyList<string> subscriptions = request.SubscriptionId is []
            ? [.. (await link.SubscriptionsAsync()).OrThrow()!.Select(each => each.SubscriptionId)]
            : request.SubscriptionId;
        (var found, _) = await TargetSearch.OfClusterAsync(cluster, subscriptions, link, host);
        foreach (var each in found) host.Output.WriteObject(await TargetOutput.OfAsync(each, link));
        if (found.Count == 0) throw Failure.ClusterNotFound(request.ClusterId!, cluster.ServiceNames, subscriptions.Count);
    }
}
