namespace PrivateLinkPg.Records;

/// <summary>Which A records are meant.</summary>
/// <param name="HostName">The public host name that they serve; null for any.</param>
/// <param name="Name">Their names in their zones, where no host name is given.</param>
/// <param name="ZoneName">The names of their zones.</param>
/// <param name="ResourceGroupName">The group of their zones; null for any.</param>
internal sealed record RecordSearch(string? HostName, NamePattern Name, NamePattern ZoneName, string? ResourceGroupName)
{
    /// <summary>The zones of a subscription that they can be in.</summary>
    public async Task<IReadOnlyList<string>> ZonesAsync(string subscriptionId, LinkReader link) =>
    [
        .. from zone in (await link.ZonesAsync(subscriptionId)).OrThrow()!
           where ZoneName.Matches(zone.Name) && (HostName is null || ZoneNames.RecordIn(zone.Name!, HostName) is not null)
           where ResourceGroupName is null || ResourceGroupName.Equals(ResourceIds.Group(zone.Id!), StringComparison.OrdinalIgnoreCase)
           select zone.Id!,
    ];

    /// <summary>Those of such a zone.</summary>
    public async Task<IReadOnlyList<RecordResource>> RecordsAsync(string zoneId, LinkReader link)
    {
        if (HostName is null) return [.. (await link.RecordsAsync(zoneId)).OrThrow()!.Where(each => Name.Matches(each.Name))];
        return (await link.RecordAsync(RecordId(zoneId))).OrThrow() is { } one ? [one] : [];
    }

    /// <summary>The id of the one record of the host name; null where there is none.</summary>
    /// <exception cref="CommandFailedException">AmbiguousRecord.</exception>
    public async Task<string?> OneAsync(string subscriptionId, LinkReader link)
    {
        List<string> found = [];
        foreach (string zoneId in await ZonesAsync(subscriptionId, link))
        {
            if ((await RecordsAsync(zoneId, link)).Count > 0) found.Add(RecordId(zoneId));
        }
        return found.Count <= 1 ? found.FirstOrDefault() : throw Failure.AmbiguousRecord(HostName!, found);
    }

    private string RecordId(string zoneId) => $"{zoneId}/A/{ZoneNames.RecordIn(ResourceIds.Name(zoneId), HostName!)}";
}
