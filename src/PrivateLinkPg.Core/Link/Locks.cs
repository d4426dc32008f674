namespace PrivateLinkPg.Link;

/// <summary>
/// Looks for locks before anything goes: a lock is inherited by all below its scope, either level forbids that something goes, and what
/// holds something locked cannot go either (Lock your resources to protect your infrastructure).
/// </summary>
internal static class Locks
{
    /// <summary>Refuses where a lock that can be seen stands against the removal.</summary>
    /// <param name="going">What is to go.</param>
    /// <param name="link">The facts.</param>
    /// <exception cref="CommandFailedException">ResourceLocked.</exception>
    public static async Task CheckAsync(IEnumerable<string> going, LinkReader link)
    {
        string[] ids = [.. going.Distinct(StringComparer.OrdinalIgnoreCase)];
        List<(string Going, LockResource Lock)> held = [];
        foreach (string id in ids)
            held.AddRange(((await link.LocksAsync(id)).Value ?? []).Where(each => Stands(each.Scope(), id)).Select(each => (id, each)));
        if (held.Count == 0) return;
        LockResource[] locks = [.. held.Select(each => each.Lock).DistinctBy(each => each.Id)];
        throw Failure.ResourceLocked(held[0].Going, locks.Select(each => each.InWords()), locks.Select(each => each.Id!));
    }

    /// <summary>
    /// What goes with an endpoint: itself and, on the target's side, its connection. A Private Link service's is the same provider's, whose
    /// locks do not matter to it.
    /// </summary>
    public static IEnumerable<string> GoingWith(EndpointResource endpoint) =>
        LinkTarget.TryParse(endpoint.TargetId()) is { IsAlias: false } target && target.Type != TargetType.PrivateLinkService
            ? [endpoint.Id!, $"{target.Value}/privateEndpointConnections/{endpoint.Name}"]
            : [endpoint.Id!];

    private static bool Stands(string scope, string id) => ResourceIds.Holds(scope, id) || ResourceIds.Holds(id, scope);
}
