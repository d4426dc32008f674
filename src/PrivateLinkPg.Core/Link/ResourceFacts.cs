namespace PrivateLinkPg.Link;

/// <summary>What an endpoint tells of itself.</summary>
internal static class EndpointFacts
{
    /// <summary>Its connection; null only for an endpoint that is not there.</summary>
    public static ServiceConnection? ConnectionEntry(this EndpointResource? endpoint) =>
        endpoint?.Properties?.ManualPrivateLinkServiceConnections is [{ } manual, ..] ? manual
        : endpoint?.Properties?.PrivateLinkServiceConnections is [{ } automatic, ..] ? automatic
        : null;

    /// <summary>The properties of its connection.</summary>
    public static ServiceConnectionProperties? Connection(this EndpointResource? endpoint) => endpoint.ConnectionEntry()?.Properties;

    /// <summary>True where the target's owner must approve its connection.</summary>
    public static bool IsManual(this EndpointResource? endpoint) => endpoint?.Properties?.ManualPrivateLinkServiceConnections is [{ }, ..];

    /// <summary>True while it goes away.</summary>
    public static bool IsBeingDeleted(this EndpointResource? endpoint) => endpoint?.Properties?.ProvisioningState == "Deleting";

    /// <summary>The state of its connection.</summary>
    public static string ConnectionStatus(this EndpointResource? endpoint) =>
        endpoint.Connection()?.PrivateLinkServiceConnectionState?.Status ?? "Pending";

    /// <summary>What it leads to, as an id or an alias; empty where it does not tell.</summary>
    public static string TargetId(this EndpointResource? endpoint) => endpoint.Connection()?.PrivateLinkServiceId ?? "";

    /// <summary>The network that it lies in.</summary>
    public static string? NetworkId(this EndpointResource? endpoint) =>
        endpoint?.Properties?.Subnet?.Id is { } subnet ? ResourceIds.Parent(subnet) : null;
}

/// <summary>What a target tells of itself.</summary>
internal static class TargetFacts
{
    /// <summary>Its host names, as far as Azure tells them.</summary>
    public static IReadOnlyList<string> ServedNames(this TargetResource? target) =>
    [
        .. new[] { target?.Properties?.FullyQualifiedDomainName }
            .Concat((target?.Properties?.ServerNames ?? []).Select(node => node.FullyQualifiedDomainName))
            .Concat(target?.Properties?.Fqdns ?? []).OfType<string>().Where(name => name.Length > 0),
    ];
}

/// <summary>What a link of a zone tells of itself.</summary>
internal static class ZoneLinkFacts
{
    /// <summary>The network that it is to; null where Azure does not say.</summary>
    public static string? NetworkId(this ZoneLinkResource link) => link.Properties?.VirtualNetwork?.Id;

    /// <summary>The networks that links are to.</summary>
    public static IEnumerable<string> NetworkIds(this IEnumerable<ZoneLinkResource>? links) =>
        (links ?? []).Select(link => link.NetworkId()).OfType<string>();
}

/// <summary>What a lock tells of itself.</summary>
internal static class LockFacts
{
    private const string Extension = "/providers/Microsoft.Authorization/locks/";

    /// <summary>What it locks, with all below.</summary>
    public static string Scope(this LockResource found) =>
        found.Id is { } id && id.LastIndexOf(Extension, StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? id[..at] : "";

    /// <summary>The lock in words: its name, its level, where it is set, and why.</summary>
    public static string InWords(this LockResource found) =>
        $"'{found.Name}' ({found.Properties?.Level}) on '{found.Scope()}'"
        + (string.IsNullOrWhiteSpace(found.Properties?.Notes) ? "" : $", \"{found.Properties.Notes.Trim()}\"");
}

/// <summary>What a zone group tells of itself.</summary>
internal static class ZoneGroups
{
    /// <summary>What it holds of each zone.</summary>
    public static IReadOnlyList<PrivateDnsZoneConfig> Configs(this ZoneGroupResource? group) =>
        group?.Properties?.PrivateDnsZoneConfigs ?? [];

    /// <summary>Its zones.</summary>
    public static IEnumerable<string> ZoneIds(this ZoneGroupResource? group) =>
        group.Configs().Select(config => config.Properties?.PrivateDnsZoneId).OfType<string>();

    /// <summary>Whether Azure's last write to it failed, so that the records of its zones may be missing.</summary>
    public static bool HasFailed(this ZoneGroupResource group) => group.Properties?.ProvisioningState is "Failed" or "Canceled";

    /// <summary>The state of a write to it that is under way; null where none is.</summary>
    public static string? UnderWay(this ZoneGroupResource group) =>
        group.Properties?.ProvisioningState is "Updating" or "Deleting" ? group.Properties.ProvisioningState : null;

    /// <summary>The records that it keeps, each with its zone.</summary>
    public static IEnumerable<(string ZoneId, ZoneGroupRecordSet Set)> RecordSets(this ZoneGroupResource? group) =>
        group.Configs().Where(config => config.Properties?.PrivateDnsZoneId is not null)
            .SelectMany(config => (config.Properties!.RecordSets ?? []).Select(set => (config.Properties.PrivateDnsZoneId!, set)));

    /// <summary>Its A records, each with its id.</summary>
    public static IEnumerable<(string Id, ZoneGroupRecordSet Set)> ARecords(this ZoneGroupResource? group) =>
        group.RecordSets().Where(each => each.Set.RecordType is "A" or null)
            .Select(each => ($"{each.ZoneId}/A/{each.Set.RecordSetName}", each.Set));
}

/// <summary>What a subnet tells of itself.</summary>
internal static class SubnetFacts
{
    /// <summary>Whether the route tables of clients' subnets can lead traffic to its private endpoints another way.</summary>
    public static bool AppliesRoutes(this SubnetResource? subnet) =>
        subnet?.Properties?.PrivateEndpointNetworkPolicies is "Enabled" or "RouteTableEnabled";

    /// <summary>The security group whose rules it applies to private endpoints; null where it applies none.</summary>
    public static string? AppliedSecurityGroup(this SubnetResource subnet) =>
        subnet.Properties is
        { NetworkSecurityGroup.Id: { } group, PrivateEndpointNetworkPolicies: "Enabled" or "NetworkSecurityGroupEnabled" }
            ? group
            : null;
}

/// <summary>What a record set tells of itself.</summary>
internal static class RecordFacts
{
    // How long resolvers may keep a record of ours, in seconds: short, since an endpoint made anew has another address.
    private const long DefaultTimeToLive = 300;

    /// <summary>Its IPv4 addresses.</summary>
    public static IEnumerable<string> Addresses(this RecordResource record) =>
        (record.Properties?.ARecords ?? []).Select(each => each.Ipv4Address).OfType<string>();

    /// <summary>A record set as it is written.</summary>
    public static RecordResource Body(IEnumerable<string> addresses, long? timeToLive, Dictionary<string, string>? metadata)
    {
        ARecord[] records = [.. addresses.Select(address => new ARecord(address))];
        return new() { Properties = new() { Ttl = timeToLive ?? DefaultTimeToLive, Metadata = metadata, ARecords = records } };
    }
}
