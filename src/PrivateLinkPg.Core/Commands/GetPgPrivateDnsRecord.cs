using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;
using PrivateLinkPg.Records;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Get-PgPrivateDnsRecord for one input.</summary>
/// <param name="Id">The id of one A record set, or null to look for some.</param>
/// <param name="HostName">The public host name that the records must serve, or null for any.</param>
/// <param name="Name">The name or wildcard of the record in its zone.</param>
/// <param name="ZoneName">The name or wildcard of the zone.</param>
/// <param name="ResourceGroupName">The zone's group, or null for any.</param>
/// <param name="SubscriptionId">Where to look for zones; none means the context's.</param>
/// <param name="Stale">Only those of no use any more.</param>
internal sealed record GetPgPrivateDnsRecordRequest(
    string? Id, string? HostName, string Name, string ZoneName, string? ResourceGroupName, IReadOnlyList<string> SubscriptionId, bool Stale);

/// <summary>Finds A records in private DNS zones, with who keeps them and whether they are still of use.</summary>
internal static class GetPgPrivateDnsRecord
{
    public static async Task RunAsync(GetPgPrivateDnsRecordRequest request, CommandHost host)
    {
        ResourceIdentifier? id = request.Id is null ? null : ResourceIds.Parse(request.Id, ResourceIds.ARecord, "Id");
        if (request.HostName is not null) AzureNames.CheckHostName(request.HostName.TrimEnd('.'));
        if (request.ResourceGroupName is not null) AzureNames.CheckResourceGroup(request.ResourceGroupName);
        ArmGateway arm = await host.ArmAsync();
        if (id is not null)
        {
            var record = await arm.FindARecordAsync(request.Id!, host.Cancellation) ?? throw Failure.RecordNotFound(request.Id!);
            await WriteZoneAsync(id.Parent!.ToString(), [record], request.Stale, arm, host);
            return;
        }
        IReadOnlyList<string> subscriptions = request.SubscriptionId is [] ? [arm.Connection.RequiredSubscriptionId] : request.SubscriptionId;
        bool found = false;
        await host.ForEachAsync(subscriptions, subscription => $"/subscriptions/{subscription}", async subscription =>
        {
            IReadOnlyList<string> zones = await ZonesAsync(subscription, request, arm, host.Cancellation);
            await host.ForEachAsync(zones, zone => zone, async zone =>
            {
                IReadOnlyList<Resource<RecordSetProperties>> records = await RecordsAsync(zone, request, arm, host.Cancellation);
                found |= records.Count > 0;
                if (records.Count > 0) await WriteZoneAsync(zone, records, request.Stale, arm, host);
            });
        });
        string? exact = request.HostName ?? (new NamePattern(request.Name).IsWildcard ? null : request.Name);
        if (!found && exact is not null) throw Failure.NoSuchRecord(exact, subscriptions);
    }

    private static async Task<IReadOnlyList<string>> ZonesAsync(
        string subscription, GetPgPrivateDnsRecordRequest request, ArmGateway arm, CancellationToken cancellation)
    {
        NamePattern name = new(request.ZoneName.TrimEnd('.'));
        List<string> zones = [];
        await foreach (Resource<PrivateDnsZoneProperties> zone in arm.ListZonesAsync(subscription, cancellation))
        {
            if (!name.Matches(zone.Name) || (request.HostName is not null && ZoneNames.RecordIn(zone.Name!, request.HostName.TrimEnd('.')) is null)) continue;
            if (request.ResourceGroupName is null || string.Equals(ResourceIds.Group(zone.Id!), request.ResourceGroupName, StringComparison.OrdinalIgnoreCase))
                zones.Add(zone.Id!);
        }
        return zones;
    }

    private static async Task<IReadOnlyList<Resource<RecordSetProperties>>> RecordsAsync(
        string zoneId, GetPgPrivateDnsRecordRequest request, ArmGateway arm, CancellationToken cancellation)
    {
        if (request.HostName is not null)
        {
            string record = ZoneNames.RecordIn(ResourceIds.Name(zoneId), request.HostName.TrimEnd('.'))!;
            return await arm.FindARecordAsync($"{zoneId}/A/{record}", cancellation) is { } one ? [one] : [];
        }
        NamePattern name = new(request.Name);
        List<Resource<RecordSetProperties>> records = [];
        await foreach (Resource<RecordSetProperties> each in arm.ListARecordsAsync(zoneId, cancellation))
        {
            if (name.Matches(each.Name)) records.Add(each);
        }
        return records;
    }

    private static async Task WriteZoneAsync(
        string zoneId, IReadOnlyList<Resource<RecordSetProperties>> records, bool staleOnly, ArmGateway arm, CommandHost host)
    {
        string[] networks = [.. (await ZoneLinks.ListAsync(zoneId, arm, host.Cancellation)).Select(link => link.Properties?.VirtualNetwork?.Id).OfType<string>()];
        string zone = ResourceIds.Name(zoneId);
        foreach (Resource<RecordSetProperties> record in records)
        {
            PgDnsRecord shown = RecordOutput.From(record, ZoneNames.Host(record.Name!, zone), zoneId, arm.Connection) with { VirtualNetworkId = networks };
            shown = await RecordStaleness.JudgeAsync(shown, RecordOwner.Of(record), LinkReader.Of(arm, host));
            if (!staleOnly || shown.Stale == true) host.Output.WriteObject(shown);
        }
    }
}
