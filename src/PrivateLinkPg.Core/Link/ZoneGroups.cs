namespace PrivateLinkPg.Link;

/// <summary>What a zone group tells of itself.</summary>
internal static class ZoneGroups
{
    /// <summary>What it holds of each zone.</summary>
    public static IReadOnlyList<PrivateDnsZoneConfig> Configs(this ZoneGroupResource? group) =>
        group?.Properties?.PrivateDnsZoneConfigs ?? [];

    /// <summary>Its zones.</summary>
    public static IEnumerable<string> ZoneIds(this ZoneGroupResource? group) =>
        group.Configs().Select(config => config.Properties?.PrivateDnsZoneId).OfType<string>();

    /// <summary>The records that it keeps, each with its zone.</summary>
    public static IEnumerable<(string ZoneId, ZoneGroupRecordSet Set)> RecordSets(this ZoneGroupResource? group) =>
        group.Configs().Where(config => config.Properties?.PrivateDnsZoneId is not null)
            .SelectMany(config => (config.Properties!.RecordSets ?? []).Select(set => (config.Properties.PrivateDnsZoneId!, set)));
}
