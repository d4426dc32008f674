namespace PrivateLinkPg.Link;

/// <summary>The host names that clients connect by.</summary>
internal static class HostNames
{
    /// <summary>
    /// The public name behind an endpoint: as Azure tells it, or as it follows from a flexible server's own; null for a service.
    /// </summary>
    public static string? OfEndpoint(EndpointResource endpoint, AzureCloud cloud)
    {
        if (endpoint.Properties?.CustomDnsConfigs is [{ Fqdn: { Length: > 0 } fqdn }, ..]) return Public(fqdn);
        return LinkTarget.TryParse(endpoint.TargetId()) is { } target ? OfId(target, cloud) : null;
    }

    /// <summary>The public name that follows from a flexible server's own; null of anything else.</summary>
    public static string? OfId(LinkTarget target, AzureCloud cloud) =>
        target.Type == TargetType.FlexibleServer ? $"{target.Name.ToLowerInvariant()}.{cloud.PostgreSqlSuffix}" : null;

    /// <summary>The host name of a target: the server's, the coordinator's, or the first that a service's owner names.</summary>
    public static string? OfTarget(TargetResource? found) =>
        found?.Properties?.FullyQualifiedDomainName
        ?? found?.Properties?.ServerNames?.FirstOrDefault(node =>
            node.Name?.EndsWith("-c", StringComparison.OrdinalIgnoreCase) == true)?.FullyQualifiedDomainName
        ?? (found?.Properties?.Fqdns is [{ Length: > 0 } first, ..] ? first : null);

    /// <summary>True for a name that lies in a privatelink zone.</summary>
    public static bool IsPrivateLink(string name) => name.Contains("." + ZoneNames.PrivateLink, StringComparison.OrdinalIgnoreCase);

    /// <summary>Certificates carry the public name only, so that is the one to connect by.</summary>
    public static string Public(string fqdn) =>
        fqdn.Replace("." + ZoneNames.PrivateLink, ".", StringComparison.OrdinalIgnoreCase).WithoutRoot();
}
