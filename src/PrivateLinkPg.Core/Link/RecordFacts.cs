namespace PrivateLinkPg.Link;

/// <summary>What a record set tells of itself.</summary>
internal static class RecordFacts
{
    /// <summary>How long resolvers may keep a record of ours, in seconds: short, since an endpoint made anew has another address.</summary>
    public const long DefaultTimeToLive = 300;

    /// <summary>Its IPv4 addresses.</summary>
    public static IEnumerable<string> Addresses(this RecordResource record) =>
        (record.Properties?.ARecords ?? []).Select(each => each.Ipv4Address).OfType<string>();
}
