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
    string? Id, string? HostName, string Name, string ZoneName, string? ResourceGroupName, IReadOnlyList<string> SubscriptionId,
    bool Stale);

/// <summary>Finds A records in private DNS zones, with who keeps them and whether they are still of use.</summary>
internal static class GetPgPrivateDnsRecord
{
    public static async Task RunAsync(GetPgPrivateDnsRecordRequest request, CommandHost host)
    {
        ResourceIdentifier? id = request.Id is null ? null : ResourceIds.Parse(request.Id, ResourceIds.ARecord, "Id");
        if (request.HostName is not null) AzureNames.CheckHostName(request.HostName);
        if (request.ResourceGroupName is not null) AzureNames.CheckResourceGroup(request.ResourceGroupName);
        LinkReader link = await LinkReader.OfAsync(host);
        void Write(PgDnsRecord record)
        {
            if (!request.Stale || record.Stale == true) host.Output.WriteObject(record);
        }
        if (id is not null)
        {
            var record = (await link.Now().RecordAsync(request.Id!)).OrThrow() ?? throw Failure.RecordNotFound(request.Id!);
            Write(await RecordOutput.JudgedAsync(record, id.Parent!.ToString(), link, host));
            return;
        }
        IReadOnlyList<string> subscriptions = link.Connection.Subscriptions(request.SubscriptionId);
        NamePattern zones = new(request.ZoneName.WithoutRoot());
        RecordSearch search = new(request.HostName?.WithoutRoot(), new(request.Name), zones, request.ResourceGroupName);
        bool found = false;
        int read = 0;
        await host.ForEachAsync(subscriptions, subscription => $"/subscriptions/{subscription}", async subscription =>
        {
            var inside = await search.ZonesAsync(subscription, link.Now());
            read++;
            await host.ForEachAsync(inside, zone => zone, async zone =>
            {
                var records = await search.RecordsAsync(zone, link.Now());
                found |= records.Count > 0;
                foreach (var record in records) Write(await RecordOutput.JudgedAsync(record, zone, link, host));
            });
        });
        string? exact = request.HostName ?? (search.Name.IsWildcard ? null : request.Name);
        if (found) return;
        if (exact is not null) throw Failure.NoSuchRecord(exact, subscriptions);
        if (read > 0 && request is { SubscriptionId: [], Stale: false })
            await EmptySearch.TellAsync($"No A record named '{request.Name}' in a private DNS zone named '{request.ZoneName}'", link, host);
    }
}
