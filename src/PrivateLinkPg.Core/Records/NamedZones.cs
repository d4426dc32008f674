namespace PrivateLinkPg.Records;

/// <summary>
/// The zones of one name in a subscription as they were when a command first asked, and the networks that are linked to them.
/// </summary>
internal sealed class NamedZones
{
    private readonly Dictionary<string, string?> _madeFor;
    private readonly ILookup<string, string> _zonesOf;
    private readonly ILookup<string, string> _networksOf;

    private NamedZones(Dictionary<string, string?> madeFor, IReadOnlyList<(string Zone, string Network)> links)
    {
        _madeFor = madeFor;
        _zonesOf = links.ToLookup(each => each.Network, each => each.Zone, StringComparer.OrdinalIgnoreCase);
        _networksOf = links.ToLookup(each => each.Zone, each => each.Network, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Their ids.</summary>
    public IReadOnlyCollection<string> Ids => _madeFor.Keys;

    /// <summary>Reads them, once for all inputs of a command.</summary>
    /// <exception cref="CommandFailedException">ZonesNotReadable.</exception>
    public static Task<NamedZones> ReadAsync(DnsPlan plan, LinkReader link, CommandHost host) => host.OnceAsync(
        $"named zones {plan.SubscriptionId} {plan.ZoneName}", () => ReadAsync(plan.ZoneName, plan.SubscriptionId, link));

    /// <summary>The one in the resource group that the user named, if it is there; who else has one does not matter then.</summary>
    public static async Task<NamedZones> OfGroupAsync(string zoneId, LinkReader link)
    {
        Dictionary<string, string?> ids = new(StringComparer.OrdinalIgnoreCase);
        if ((await link.ZoneAsync(zoneId)).OrThrow() is { } zone) ids[zoneId] = MadeFor(zone);
        return new(ids, []);
    }

    /// <summary>Whether it is one of them.</summary>
    public bool Contains(string zoneId) => _madeFor.ContainsKey(zoneId);

    /// <summary>The zones that a network is linked to.</summary>
    public IEnumerable<string> LinkedTo(string networkId) => _zonesOf[networkId];

    /// <summary>Whether this module made the zone for another endpoint, and no more than that endpoint's network sees it.</summary>
    public bool IsOfOther(string zoneId, string? endpointId) =>
        ZonePlans.IsOfOther(_madeFor.GetValueOrDefault(zoneId), _networksOf[zoneId].Count(), endpointId);

    private static async Task<NamedZones> ReadAsync(string name, string subscriptionId, LinkReader link)
    {
        var zones = await link.ZonesAsync(subscriptionId);
        if (zones.IsNotReadable) throw Failure.ZonesNotReadable(name, subscriptionId, zones.Refusal!);
        var found = await OfNameAsync(zones.OrThrow()!, name, link);
        return new(
            found.ToDictionary(each => each.Zone.Id!, each => MadeFor(each.Zone), StringComparer.OrdinalIgnoreCase),
            // The only one needs no choice: links that may not be read are told by who needs them.
            [.. found.Where(each => found.Count > 1 || each.Links.IsFound).SelectMany(each => Networks(each.Zone, each.Links.OrThrow()!))]);
    }

    /// <summary>Those of some zones that have the name, each with its links.</summary>
    public static async Task<IReadOnlyList<(ZoneResource Zone, Fact<IReadOnlyList<ZoneLinkResource>> Links)>> OfNameAsync(
        IEnumerable<ZoneResource> zones, string name, LinkReader link) =>
        await Task.WhenAll(zones.Where(zone => AzureNames.Same(zone.Name, name))
            .Select(async zone => (zone, await link.ZoneLinksAsync(zone.Id!))));

    /// <summary>The networks that are linked to a zone, each beside it.</summary>
    public static IEnumerable<(string Zone, string Network)> Networks(ZoneResource zone, IEnumerable<ZoneLinkResource> links) =>
        links.Select(one => (zone.Id!, one.NetworkId() ?? ""));

    private static string? MadeFor(ZoneResource zone) => RecordOwner.IsMarked(zone) ? RecordOwner.MarkedFor(zone) : null;
}
