namespace PrivateLinkPg.Link;

/// <summary>Something that is about to go, or to be written.</summary>
/// <param name="Id">Its resource id.</param>
/// <param name="Goes">False where it is only written.</param>
internal readonly record struct LockedChange(string Id, bool Goes = true);

/// <summary>
/// Looks for locks before anything is changed: a lock is inherited by all below its scope, CanNotDelete forbids that something goes and
/// ReadOnly that it is written as well, and what holds something locked cannot go either (Lock your resources to protect your
/// infrastructure).
/// </summary>
internal static class Locks
{
    /// <summary>Refuses where a lock that can be seen stands against the changes.</summary>
    /// <param name="changes">What is to be changed.</param>
    /// <param name="link">The facts.</param>
    /// <exception cref="CommandFailedException">ResourceLocked.</exception>
    public static async Task CheckAsync(IEnumerable<LockedChange> changes, LinkReader link)
    {
        List<(string Going, LockResource Lock)> held = [];
        foreach (LockedChange change in changes.Distinct())
        {
            var around = await link.LocksAsync(change.Id);
            held.AddRange((around.Value ?? []).Where(each => Stands(each, change)).Select(each => (change.Id, each)));
        }
        if (held.Count == 0) return;
        LockResource[] locks = [.. held.Select(each => each.Lock).DistinctBy(each => each.Id)];
        throw Failure.ResourceLocked(held[0].Going, locks.Select(each => each.InWords()), locks.Select(each => each.Id!));
    }

    /// <summary>
    /// What goes with an endpoint: itself and, on the target's side, its connection. A Private Link service's is the same provider's, whose
    /// locks do not matter to it.
    /// </summary>
    public static IEnumerable<LockedChange> GoingWith(EndpointResource endpoint) =>
        LinkTarget.TryParse(endpoint.TargetId()) is { IsAlias: false } target && target.Type != TargetType.PrivateLinkService
            ? [new(endpoint.Id!), new($"{target.Value}/privateEndpointConnections/{endpoint.Name}")]
            : [new(endpoint.Id!)];

    private static bool Stands(LockResource found, LockedChange change) => found.Scope() is { Length: > 0 } scope
        && (change.Goes
            ? ResourceIds.Holds(scope, change.Id) || ResourceIds.Holds(change.Id, scope)
            : ResourceIds.Holds(scope, change.Id) && AzureNames.Same(found.Properties?.Level, "ReadOnly"));
}
