using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Hosting;

namespace PrivateLinkPg.Commands;

/// <summary>Zone, virtual network links and A record, or zone group: whatever of them is missing.</summary>
internal static class NewPgPrivateDnsRecord
{
    /// <summary>How long resolvers may keep a record of ours, in seconds: short, since an endpoint made anew has another address.</summary>
    public const long DefaultTimeToLive = 300;

    public static async Task RunAsync(NewPgPrivateDnsRecordRequest request, CommandHost host)
    {
        DnsPlan.Check(request);
        ArmGateway arm = await host.ArmAsync();
        DnsPlan plan = DnsPlan.From(request, arm.Connection);
        (string zoneId, bool exists) = await host.OnceAsync($"find {plan.SubscriptionId}/{request.ResourceGroupName}/{plan.ZoneName}", () => FindZoneAsync(request, plan, arm, host.Cancellation));

        // What would be refused is found before the first write.
        ARecord record = new(zoneId, plan, request);
        if (exists && !request.AsZoneGroup) await record.ReadAsync(arm, host.Cancellation);

        bool changed = !exists && await host.OnceAsync("create " + zoneId, () => CreateZoneAsync(zoneId, request, arm, host));
        if (!exists && !changed && await arm.FindZoneAsync(zoneId, host.Cancellation) is null) return; // -WhatIf, or declined
        if (!request.NoLink) changed |= await ZoneLinks.ConvergeAsync(zoneId, request, arm, host);
        changed |= request.AsZoneGroup
            ? await EndpointZoneGroup.ConvergeAsync(request.EndpointId!, [zoneId], request.Force, request.Timeout, arm, host)
            : await record.ConvergeAsync(arm, host);
        await WriteAsync(request, plan, zoneId, record.Id, changed, arm, host);
    }

    private static async Task WriteAsync(
        NewPgPrivateDnsRecordRequest request, DnsPlan plan, string zoneId, string recordId, bool changed, ArmGateway arm, CommandHost host)
    {
        if (await arm.FindARecordAsync(recordId, host.Cancellation) is not { } written)
        {
            if (changed && request.AsZoneGroup) throw Failures.Failures.ZoneGroupWroteNoRecord(request.EndpointId!, recordId);
            return; // Declined.
        }
        host.Output.WriteObject(DnsRecords.From(written, plan.HostName, zoneId, arm.Connection) with
        {
            VirtualNetworkId = request.NoLink ? [] : request.VirtualNetworkId,
            EndpointId = request.EndpointId,
            TargetId = request.TargetId,
            Changed = changed,
        });
    }

    // Without -ResourceGroupName a zone of that name anywhere in the subscription is the one: a network can see only one of each name.
    private static async Task<(string Id, bool Exists)> FindZoneAsync(
        NewPgPrivateDnsRecordRequest request, DnsPlan plan, ArmGateway arm, CancellationToken cancellation)
    {
        string id = $"/subscriptions/{plan.SubscriptionId}/resourceGroups/{plan.GroupName}/providers/Microsoft.Network/privateDnsZones/{plan.ZoneName}";
        if (request.ResourceGroupName is not null) return (id, await arm.FindZoneAsync(id, cancellation) is not null);
        List<string> found = [];
        await foreach (Resource<PrivateDnsZoneProperties> zone in arm.ListZonesAsync(plan.SubscriptionId, cancellation))
        {
            if (string.Equals(zone.Name, plan.ZoneName, StringComparison.OrdinalIgnoreCase)) found.Add(zone.Id!);
        }
        return found switch
        {
            [] => (id, false),
            [string only] => (only, true),
            _ when found.Find(each => ResourceIds.Same(each, id)) is { } near => (near, true),
            _ => throw Failures.Failures.AmbiguousZone(plan.ZoneName, found),
        };
    }

    private static async Task<bool> CreateZoneAsync(string zoneId, NewPgPrivateDnsRecordRequest request, ArmGateway arm, CommandHost host)
    {
        string name = zoneId[(zoneId.LastIndexOf('/') + 1)..];
        if (!host.Output.ShouldProcess(zoneId, $"Create private DNS zone: PUT {zoneId}")) return false;
        using ProgressBar progress = new(host, $"Private DNS zone {name}");
        try
        {
            return await host.WithinAsync(request.Timeout, zoneId, $"The private DNS zone '{name}'", async cancellation =>
            {
                await arm.CreateZoneAsync(zoneId, new OperationWatch(progress.Report), cancellation);
                return true;
            });
        }
        catch (ArmException e) when (e.Code == "PreconditionFailed")
        {
            return false; // Somebody else was faster: it is there.
        }
    }
}
