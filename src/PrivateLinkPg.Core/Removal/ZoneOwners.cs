namespace PrivateLinkPg.Removal;

/// <summary>
/// Whose a zone and its links are, as their marks tell. Of the removal are those made for its endpoint, for an endpoint whose record the
/// command takes out of the zone, or for one that is gone; another team uses this module too, and what is marked for others is theirs.
/// </summary>
internal sealed class ZoneOwners(string zoneId, RemovalContext removals)
{
    private readonly HashSet<string> _leaving = removals.Ledger.LeavingOf(zoneId);

    /// <summary>Notes a record that goes: what was made with it was made for the same endpoint or, like it, for none.</summary>
    public void Note(RecordRemoval record) => _leaving.UnionWith(record.MadeFor);

    /// <summary>
    /// True where the zone goes with what leaves it. One that was made for no endpoint may be anybody's, such as the central one: it goes
    /// only with a record that was made so too.
    /// </summary>
    public Task<bool> IsOfRemovalAsync(ZoneResource zone) => IsOfRemovalAsync(zone, _leaving.Contains(""));

    /// <summary>As for zones; but no link for no endpoint goes with an endpoint, which need not be the one that uses it.</summary>
    public Task<bool> IsOfRemovalAsync(ZoneLinkResource link) =>
        IsOfRemovalAsync(link, removals.EndpointId is null && _leaving.Contains(""));

    /// <summary>True where a link of this module does not keep a zone that goes: it serves the network that the endpoint leaves.</summary>
    public bool IsOfSameNetwork(ZoneLinkResource link) =>
        RecordOwner.IsMarked(link) && ResourceIds.Same(link.NetworkId(), removals.NetworkId);

    /// <summary>Whose it is, to follow "since it".</summary>
    public static string InWords<T>(Resource<T> resource) where T : class =>
        !RecordOwner.IsMarked(resource) ? "was not made by this module"
        : RecordOwner.MarkedFor(resource) is { } endpoint ? $"was made for '{endpoint}'"
        : "was made for no endpoint, and may be anybody's";

    private async Task<bool> IsOfRemovalAsync<T>(Resource<T> resource, bool orForNone) where T : class =>
        RecordOwner.IsMarked(resource) && (RecordOwner.MarkedFor(resource) is { } endpoint
            ? _leaving.Contains(endpoint) || ResourceIds.Same(endpoint, removals.EndpointId) || removals.Ledger.Has(endpoint)
                || await IsGoneAsync(endpoint)
            : orForNone);

    // An endpoint of another tenant reads as missing as well; there its subscription cannot be read either.
    private async Task<bool> IsGoneAsync(string endpointId)
    {
        if (ResourceIds.TryParse(endpointId)?.ResourceType != ResourceIds.PrivateEndpoint) return false;
        Fact<EndpointResource> endpoint = await removals.Now.EndpointAsync(endpointId);
        return endpoint.Value.IsBeingDeleted()
            || (endpoint.IsMissing && (await removals.Link.SubscriptionAsync(ResourceIds.Subscription(endpointId)!)).IsFound);
    }
}
