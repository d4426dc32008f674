using PrivateLinkPg.Records;
using PrivateLinkPg.Removal;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Remove-PgPrivateDnsRecord for one input.</summary>
internal sealed record RemovePgPrivateDnsRecordRequest
{
    public string? Id { get; init; }
    public string? HostName { get; init; }
    public string? ZoneName { get; init; }
    public string? ResourceGroupName { get; init; }
    public string? SubscriptionId { get; init; }
    public IReadOnlyList<string> IpAddress { get; init; } = [];
    public bool IncludeZone { get; init; }
    public IReadOnlyList<string> PrivateDnsZoneId { get; init; } = [];
    public bool Force { get; init; }
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);
}

/// <summary>Takes addresses out of A records, and the links and zones that nobody uses then.</summary>
internal static class RemovePgPrivateDnsRecord
{
    public static async Task RunAsync(RemovePgPrivateDnsRecordRequest request, CommandHost host)
    {
        Check(request);
        LinkReader link = await LinkReader.OfAsync(host);
        string? id = request.Id ?? await FindAsync(request, link.Now());
        var record = id is null ? null : (await link.Now().RecordAsync(id)).OrThrow();
        RecordRemoval removal = new(id ?? "", request.IpAddress is [] ? null : request.IpAddress);
        if (record is null || (request.IpAddress.Count > 0 && !removal.Of(record).Any()))
        { // What is gone is as wished; but a name or an address may also be mistyped.
            host.Output.WriteWarning("Nothing was removed: " + (record is null
                ? $"there is no A record for '{request.Id ?? request.HostName}'."
                : $"'{id}' has {string.Join(", ", record.Addresses())}, not {string.Join(", ", request.IpAddress)}."));
            return;
        }
        if (!request.Force) await RecordRemoval.RefuseKeptAsync(record.Id!, RecordOwner.Of(record), link);
        RemovalContext rest = new(null, null, request.PrivateDnsZoneId, request.Timeout, await RemovedResources.OfAsync(host), link, host);
        await removal.WithMadeFor(record).RunAsync(request.IncludeZone || request.PrivateDnsZoneId.Count > 0, rest);
    }

    private static void Check(RemovePgPrivateDnsRecordRequest request)
    {
        if (request.Id is { } id) ResourceIds.Parse(id, ResourceIds.ARecord, "Id");
        else if (request.HostName is null) throw Failure.MissingParameter("HostName", "it says which record is meant; -Id does as well.");
        if (request.HostName is not null) AzureNames.CheckHostName(request.HostName);
        if (request.ZoneName is not null) AzureNames.CheckZone(request.ZoneName);
        if (request.ResourceGroupName is not null) AzureNames.CheckResourceGroup(request.ResourceGroupName);
        ResourceIds.CheckAll(request.PrivateDnsZoneId, ResourceIds.PrivateDnsZone, "PrivateDnsZoneId");
        foreach (string address in request.IpAddress) AzureNames.CheckIpv4("IpAddress", address);
    }

    private static Task<string?> FindAsync(RemovePgPrivateDnsRecordRequest request, LinkReader link)
    {
        (NamePattern any, NamePattern zone) = (new("*"), new(request.ZoneName?.WithoutRoot() ?? "*"));
        return new RecordSearch(request.HostName!.WithoutRoot(), any, zone, request.ResourceGroupName).OneAsync(
            request.SubscriptionId ?? link.Connection.RequiredSubscriptionId, link);
    }
}
