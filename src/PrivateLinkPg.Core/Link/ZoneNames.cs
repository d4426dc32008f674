namespace PrivateLinkPg.Link;

/// <summary>Which zone serves which host name, and by which record. The zone privatelink.X serves the names of X.</summary>
internal static class ZoneNames
{
    /// <summary>What tells the zone of a domain's private endpoints from the domain itself.</summary>
    public const string PrivateLink = "privatelink.";

    /// <summary>The zone that Azure names for the target or for such host names; null where the provider decides.</summary>
    public static string? OfAzure(string host, string? targetId, AzureCloud cloud)
    {
        if (targetId is not null && LinkTarget.TryParse(targetId)?.Type.ZoneName(cloud) is { } named) return named;
        return Array.Find([cloud.PostgreSqlPrivateZone, cloud.CosmosPrivateZone],
            zone => host.EndsWith("." + Public(zone), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The narrowest zone for a host name outside of Azure's: without its first label, unless that leaves one label.</summary>
    public static string Narrowest(string host) =>
        host.IndexOf('.') is var dot && host.IndexOf('.', dot + 1) > 0 ? host[(dot + 1)..] : host;

    /// <summary>The name of the record for <paramref name="host"/> in <paramref name="zone"/>; null where it has none there.</summary>
    public static string? RecordIn(string zone, string host)
    {
        foreach (string suffix in (string[])[zone, Public(zone)])
        {
            if (host.EndsWith("." + suffix, StringComparison.OrdinalIgnoreCase)) return host[..^(suffix.Length + 1)];
        }
        return AzureNames.Same(host, zone) ? "@" : null;
    }

    /// <summary>The public host name that a record of a zone serves.</summary>
    public static string Host(string record, string zone) => record == "@" ? zone : $"{record}.{Public(zone)}";

    /// <summary>True where a zone answers for names of private endpoints only, so that it shadows no others of its domain.</summary>
    public static bool IsPrivateLink(string zone) => zone.StartsWith(PrivateLink, StringComparison.OrdinalIgnoreCase);

    /// <summary>The domain whose names the zone serves.</summary>
    public static string Public(string zone) => IsPrivateLink(zone) ? zone[PrivateLink.Length..] : zone;
}
