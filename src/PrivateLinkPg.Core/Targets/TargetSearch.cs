namespace PrivateLinkPg.Targets;

/// <summary>Finds what private endpoints can lead to; a subscription that cannot be searched is reported, and the others go on.</summary>
internal static class TargetSearch
{
    /// <summary>The target with an id.</summary>
    /// <exception cref="CommandFailedException">TargetNotFound.</exception>
    public static async Task<TargetResource> OneAsync(LinkTarget target, LinkReader link) =>
        (await link.TargetAsync(target)).OrThrow() ?? throw Failure.TargetNotFound(target.Value, target.Type.Label);

    /// <summary>All targets of such a name and of these kinds; none of them means all.</summary>
    public static Task<FoundTargets> NamedAsync(
        NamePattern name, IReadOnlySet<string> kinds, IReadOnlyList<string> subscriptionIds, LinkReader link, CommandHost host)
    {
        IEnumerable<TargetType> types = TargetType.All.Where(type => kinds.Count == 0 || kinds.Contains(type.Kind));
        return FindAsync(subscriptionIds, types, each => name.Matches(each.Name), link, host);
    }

    /// <summary>The services of a BigAnimal cluster.</summary>
    public static Task<FoundTargets> OfClusterAsync(
        BigAnimalCluster cluster, IReadOnlyList<string> subscriptionIds, LinkReader link, CommandHost host) =>
        FindAsync(subscriptionIds, [TargetType.PrivateLinkService], each => cluster.IsServedBy(each.Id!), link, host);

    private static async Task<FoundTargets> FindAsync(
        IReadOnlyList<string> subscriptionIds, IEnumerable<TargetType> types, Func<TargetResource, bool> isMeant,
        LinkReader link, CommandHost host)
    {
        List<TargetResource> found = [];
        int read = 0;
        (string Subscription, TargetType Type)[] places = [.. subscriptionIds.SelectMany(id => types.Select(type => (id, type)))];
        await host.ForEachAsync(places, place => $"/subscriptions/{place.Subscription}", async place =>
        {
            found.AddRange((await link.TargetsAsync(place.Type, place.Subscription)).OrThrow()!.Where(isMeant));
            read++;
        });
        return new(found, read == places.Length);
    }
}

/// <summary>What a search found.</summary>
/// <param name="Targets">The targets.</param>
/// <param name="Complete">False where something could not be read, which was reported then.</param>
internal sealed record FoundTargets(IReadOnlyList<TargetResource> Targets, bool Complete);
