using System.Text.RegularExpressions;
using Azure.Core;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Commands;

/// <summary>From Azure's record set to the record that users see, and who keeps it.</summary>
internal static partial class DnsRecords
{
    private const string Creator = "creator";
    private const string Endpoint = "endpointId";

    public static PgDnsRecord From(Resource<RecordSetProperties> record, string hostName, string zoneId, AzureConnection connection)
    {
        ResourceIdentifier zone = new(zoneId);
        return new()
        {
            HostName = hostName,
            RecordName = record.Name!,
            ZoneName = zone.Name,
            IpAddress = [.. Addresses(record)],
            TimeToLive = record.Properties?.Ttl ?? 0,
            Owner = ZoneGroupEndpoint(record) is null ? "Manual" : "ZoneGroup",
            EndpointId = record.Properties?.Metadata?.GetValueOrDefault(Endpoint),
            Id = record.Id!,
            ZoneId = zoneId,
            ResourceGroupName = zone.ResourceGroupName!,
            SubscriptionId = zone.SubscriptionId!,
            TenantId = connection.TenantId,
        };
    }

    public static IEnumerable<string> Addresses(Resource<RecordSetProperties> record) =>
        (record.Properties?.ARecords ?? []).Select(each => each.Ipv4Address).OfType<string>();

    /// <summary>What a record of ours carries, so that it can be told from others' and cleaned up with its endpoint.</summary>
    public static Dictionary<string, string> Metadata(string? endpointId)
    {
        Dictionary<string, string> metadata = new() { [Creator] = "PrivateLinkPg" };
        if (endpointId is not null) metadata[Endpoint] = endpointId;
        return metadata;
    }

    public static string OwnerInWords(Resource<RecordSetProperties> record) =>
        ZoneGroupEndpoint(record) is { } endpoint ? $"the zone group of private endpoint '{endpoint}' keeps it"
        : record.Properties?.Metadata?.GetValueOrDefault(Endpoint) is { } id ? $"it was made for '{id}'"
        : "it was made by hand";

    // "created by private endpoint <name> with resource guid <guid>", as Azure writes it.
    private static string? ZoneGroupEndpoint(Resource<RecordSetProperties> record) =>
        ZoneGroupCreator().Match(record.Properties?.Metadata?.GetValueOrDefault(Creator) ?? "") is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^created by private endpoint (\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex ZoneGroupCreator();
}
