namespace PrivateLinkPg.Records;

/// <summary>
/// The A records that Azure will write for an endpoint's zone group. Azure writes over what is there, so whoever is led by it must be
/// looked for before.
/// </summary>
internal static class ZoneGroupRecords
{
    /// <summary>The record for a host name in each of the zones; none for a zone that has no place for it.</summary>
    public static IEnumerable<string> Ids(IEnumerable<string> zoneIds, string? hostName) =>
        from zone in zoneIds
        let record = hostName is null ? null : ZoneNames.RecordIn(ResourceIds.Name(zone), hostName)
        where record is not null
        select $"{zone}/A/{record}";

    /// <summary>Refuses a zone group that would take a name from somebody else. Records that may not be read are left to Azure.</summary>
    /// <param name="zoneIds">The zones that the zone group is to hold.</param>
    /// <param name="hostName">The host name behind the endpoint.</param>
    /// <param name="endpointId">The endpoint, which need not exist.</param>
    /// <param name="link">The facts.</param>
    /// <param name="host">The running command.</param>
    /// <exception cref="CommandFailedException">RecordShared, RecordDiffers.</exception>
    public static Task CheckAsync(
        IReadOnlyList<string> zoneIds, string hostName, string endpointId, LinkReader link, CommandHost host) =>
        Task.WhenAll(zoneIds.Select(async zoneId =>
        {
            if (Ids([zoneId], hostName).FirstOrDefault() is not { } id) return;
            Fact<RecordResource> seen = await link.Now().RecordAsync(id);
            if (seen.IsNotReadable) return;
            RecordSettings wished = new()
            {
                HostName = hostName,
                ZoneName = ResourceIds.Name(zoneId),
                ResourceGroupName = ResourceIds.Group(zoneId),
                SubscriptionId = ResourceIds.Subscription(zoneId),
                EndpointId = endpointId,
                AsZoneGroup = true,
            };
            await new ARecordSet(id, DnsPlan.From(wished, link.Connection), wished, link, host).SeeAsync(seen.Value);
        }));
}
