using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
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

    public bool Force { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);
}

/// <summary>Takes addresses out of A records, and the links and zones that nobody uses then.</summary>
internal static class RemovePgPrivateDnsRecord
{
    public static async Task RunAsync(RemovePgPrivateDnsRecordRequest request, CommandHost host)
    {
        Check(request);
        ArmGateway arm = await host.ArmAsync();
        string? id = request.Id ?? await FindAsync(request, arm, host.Cancellation);
        if (id is null || await arm.FindARecordAsync(id, host.Cancellation) is not { } record)
        {
            // What is gone is as wished; but a name may also be mistyped.
            host.Output.WriteWarning($"Nothing was removed: there is no A record for '{request.Id ?? request.HostName}'.");
            return;
        }
        if (!request.Force) await RefuseKeptAsync(record, arm, host);

        RecordRemoval leaving = new(id, request.IpAddress is [] ? null : request.IpAddress);
        RemovalContext removals = new(null, request.Timeout, await RemovedResources.OfAsync(host), LinkReader.Of(arm, host), host);
        await host.InTurnAsync([leaving.ZoneId], async () =>
        {
            ZoneRemoval zone = new(leaving.ZoneId, [leaving], [], removals);
            if (request.IncludeZone) await zone.DecideAsync(() => RemainingZoneGroups.UseAsync(leaving.ZoneId, removals));
            await zone.RemoveLinksAsync();
            await zone.RemoveRecordsAsync();
            await zone.RemoveZoneAsync();
        });
    }

    private static void Check(RemovePgPrivateDnsRecordRequest request)
    {
        if (request.Id is not null) ResourceIds.Parse(request.Id, ResourceIds.ARecord, "Id");
        else if (request.HostName is null) throw Failure.MissingParameter("HostName", "it says which record is meant; -Id does as well.");
        if (request.HostName is not null) AzureNames.CheckHostName(request.HostName.TrimEnd('.'));
        if (request.ZoneName is not null) AzureNames.CheckZone(request.ZoneName.TrimEnd('.'));
        if (request.ResourceGroupName is not null) AzureNames.CheckResourceGroup(request.ResourceGroupName);
        DnsPlan.CheckAddresses(request.IpAddress);
    }

    private static async Task<string?> FindAsync(RemovePgPrivateDnsRecordRequest request, ArmGateway arm, CancellationToken cancellation)
    {
        string host = request.HostName!.TrimEnd('.');
        List<string> found = [];
        await foreach (Resource<PrivateDnsZoneProperties> zone in arm.ListZonesAsync(request.SubscriptionId ?? arm.Connection.RequiredSubscriptionId, cancellation))
        {
            if (ZoneNames.RecordIn(zone.Name!, host) is not { } record || !IsMeant(zone.Id!, request)) continue;
            if (await arm.FindARecordAsync($"{zone.Id}/A/{record}", cancellation) is not null) found.Add($"{zone.Id}/A/{record}");
        }
        return found.Count <= 1 ? found.FirstOrDefault() : throw Failure.AmbiguousRecord(host, found);
    }

    private static bool IsMeant(string zoneId, RemovePgPrivateDnsRecordRequest request)
    {
        Azure.Core.ResourceIdentifier zone = new(zoneId);
        return (request.ZoneName is null || zone.Name.Equals(request.ZoneName.TrimEnd('.'), StringComparison.OrdinalIgnoreCase))
            && (request.ResourceGroupName is null || request.ResourceGroupName.Equals(zone.ResourceGroupName, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task RefuseKeptAsync(Resource<RecordSetProperties> record, ArmGateway arm, CommandHost host)
    {
        RecordOwner owner = RecordOwner.Of(record);
        if (owner.ZoneGroupEndpoint is null) return;
        AllocatedAddresses living = await RemainingZoneGroups.AroundAsync(ResourceIds.Parent(record.Id!), LinkReader.Of(arm, host));
        if (living.Endpoints.FirstOrDefault(each => owner.IsZoneGroupOf(each.Name, each.ResourceGuid) && each.Status == "Approved") is { } endpoint)
            throw Failure.RecordKeptByZoneGroup(record.Id!, endpoint.Id);
    }
}
