namespace PrivateLinkPg.Link;

/// <summary>
/// Follows a name through the private zones that a network sees, as Azure's resolver does: at each name the linked zone with the longest
/// name answers, by a record of its own, an alias or a wildcard.
/// </summary>
internal sealed class NameReading(LinkReading reading, LinkReader link)
{
    private const int MostAliases = 8;
    private const int MostWildcards = 3;

    /// <summary>The name whose record counts, and the zones that serve it.</summary>
    /// <param name="name">The host name.</param>
    /// <param name="public">What public DNS says that it is an alias of, and that of, in their order.</param>
    public async Task<(string Name, IReadOnlyList<ZoneFacts> Zones)> FollowAsync(string name, IReadOnlyList<string> @public)
    {
        var zones = await OfAsync(name);
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase) { name };
        for (int i = 0; i < MostAliases; i++)
        {
            ZoneFacts? answering = zones.FirstOrDefault(zone => zone.IsLinked);
            // What Azure's public DNS has behind a server's name is Azure's own.
            if (answering is null && await reading.IsServedAsync(name)) break;
            string? alias = answering is not null ? answering.Alias
                : @public.SkipWhile(each => !AzureNames.Same(each, name)).ElementAtOrDefault(1);
            bool isOwnPrivate = alias is not null && HostNames.IsPrivateLink(alias) && AzureNames.Same(HostNames.Public(alias), name);
            if (alias is null || isOwnPrivate) break;
            if (!seen.Add(alias))
                return (name, [.. zones.Select(zone => zone == answering ? zone with { IsCircle = true } : zone)]);
            var next = await OfAsync(alias);
            // What is known neither as the target's name nor by a zone that answers, or that has the endpoint, is where its way was left.
            IEnumerable<string> endpoint = (await reading.AddressesAsync()).Select(each => each.Ip);
            bool isKnown = next.Any(zone => zone.IsLinked || zone.Record?.Intersect(endpoint).Any() == true);
            if (!isKnown && !await reading.IsServedAsync(alias)) break;
            (name, zones) = (HostNames.Public(alias), next);
        }
        return (name, zones);
    }

    private async Task<IReadOnlyList<ZoneFacts>> OfAsync(string name)
    {
        IReadOnlyList<ZoneView> zones = (await reading.ZonesAsync(name)).Zones;
        List<ZoneFacts> readable = [];
        string? network = await reading.NetworkIdAsync();
        foreach ((ZoneView zone, Fact<RecordResource> record) in zones.Zip(await Task.WhenAll(zones.Select(ReadAsync))))
        {
            if (record.IsNotReadable) reading.NoteZones(zone.Id, Evidence.Records, record.Refusal!);
            // A zone that is gone, and that only the zone group still knows, is left out.
            else if (zone.Refusal is not null) continue;
            ZoneFacts facts = new(zone.Id, zone.Name, zone.Link is not null, record.Value?.Addresses().ToArray())
            {
                LinksNotReadable = zone.Refusal is not null, RecordNotReadable = record.IsNotReadable,
                OtherNetworks = [.. zone.Networks.Where(each => !ResourceIds.Same(each, network))],
                IsOthersOwn = zone is { IsOfOther: true, Networks.Count: <= 1 },
                AsksOnward = zone.Link?.Properties?.ResolutionPolicy == "NxDomainRedirect",
                Owner = record.Value is { } held ? RecordOwner.Of(held) : null,
            };
            // Of those that the network does not see it is no matter what else they hold.
            bool isAnswering = facts is { IsLinked: true, Record: null, RecordNotReadable: false }
                && !readable.Exists(each => each.IsLinked);
            readable.Add(isAnswering ? await OtherwiseAsync(facts, zone.RecordId) : facts);
        }
        return readable;

        async Task<Fact<RecordResource>> ReadAsync(ZoneView zone) =>
            zone.Refusal is { } refusal ? new(null, refusal) : await reading.RecordAsync(zone);
    }

    // What stands in for an address: an alias, or else a wildcard at the nearest level.
    private async Task<ZoneFacts> OtherwiseAsync(ZoneFacts zone, string recordId)
    {
        string record = ResourceIds.Name(recordId);
        if (await SetAsync("CNAME", record) is { } alias) return zone with { Alias = alias.Properties?.CnameRecord?.Cname?.WithoutRoot() };
        for (int i = 0; i < MostWildcards && record.Length > 0 && record != "@"; i++)
        {
            record = record.Contains('.', StringComparison.Ordinal) ? record[(record.IndexOf('.', StringComparison.Ordinal) + 1)..] : "";
            string wildcard = record.Length > 0 ? $"*.{record}" : "*";
            if (await SetAsync("A", wildcard) is { } any) return zone with { Record = [.. any.Addresses()], IsWildcard = true };
            if (await SetAsync("CNAME", wildcard) is { } led)
                return zone with { Alias = led.Properties?.CnameRecord?.Cname?.WithoutRoot(), IsWildcard = true };
        }
        return zone;

        async Task<RecordResource?> SetAsync(string type, string name) => (await link.RecordSetAsync($"{zone.Id}/{type}/{name}")).Value;
    }
}
