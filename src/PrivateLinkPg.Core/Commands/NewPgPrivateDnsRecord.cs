using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;
using PrivateLinkPg.Records;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of New-PgPrivateDnsRecord for one input.</summary>
internal sealed record NewPgPrivateDnsRecordRequest : RecordSettings;

/// <summary>Zone, virtual network links and A record, or zone group: whatever of them is missing. What would be refused is found before the first write.</summary>
internal static class NewPgPrivateDnsRecord
{
    public static async Task RunAsync(NewPgPrivateDnsRecordRequest given, CommandHost host)
    {
        RecordSettings request = given;
        DnsPlan.Check(request);
        ArmGateway arm = await host.ArmAsync();
        DnsPlan plan = DnsPlan.From(request, arm.Connection);
        if (plan.ShadowsOthers) await WarnOnceAsync(plan, host);
        (string zoneId, bool exists) = await ZoneChoice.FindAsync(request, plan, arm, host);

        Resource<PrivateDnsZoneGroupProperties>? group = null;
        if (request.AsZoneGroup) (request, group) = await PrepareZoneGroupAsync(request, zoneId, arm, host.Cancellation);
        ZoneLinks links = new(zoneId, !exists, request, arm, host);
        ARecordSet record = new(zoneId, plan, request, LinkReader.Of(arm, host), host);
        await ClaimAsync(record.Id, request, host);
        if (exists) await record.ReadAsync();
        if (exists && !request.NoLink) await links.CheckAsync();

        bool created = false;
        if (!exists)
        {
            created = await host.OnceAsync("create " + zoneId, () => CreateZoneAsync(zoneId, request, arm, host));
            if (!created && !host.Output.WhatIf && await arm.FindZoneAsync(zoneId, host.Cancellation) is null) return; // Declined.
        }
        bool linked = !request.NoLink && await links.ConvergeAsync();
        bool recorded = request.AsZoneGroup
            ? await ZoneGroupChange.AddAsync(request.EndpointId!, zoneId, group, request.Timeout, LinkReader.Of(arm, host), host)
            : await record.ConvergeAsync();
        if (!host.Output.WhatIf) await WriteAsync(request, plan, zoneId, record, created || linked || recorded, arm, host);
    }

    private static async Task WriteAsync(
        RecordSettings request, DnsPlan plan, string zoneId, ARecordSet record, bool changed, ArmGateway arm, CommandHost host)
    {
        Resource<RecordSetProperties>? written = record.Current;
        if (request.AsZoneGroup)
            written = await arm.FindARecordAsync(record.Id, host.Cancellation) ?? throw Failure.ZoneGroupWroteNoRecord(request.EndpointId!, record.Id);
        if (written is null) return; // Declined.
        PgDnsRecord shown = RecordOutput.From(written, plan.HostName, zoneId, arm.Connection);
        host.Output.WriteObject(shown with
        {
            VirtualNetworkId = request.NoLink ? [] : request.VirtualNetworkId,
            EndpointId = request.EndpointId ?? shown.EndpointId,
            EndpointName = ResourceIds.TryParse(request.EndpointId)?.Name ?? shown.EndpointName,
            TargetId = request.TargetId,
            Changed = changed,
        });
    }

    // The record must not be another's, and the endpoint's own addresses are what Azure will write.
    private static async Task<(RecordSettings, Resource<PrivateDnsZoneGroupProperties>?)> PrepareZoneGroupAsync(
        RecordSettings request, string zoneId, ArmGateway arm, CancellationToken cancellation)
    {
        Resource<PrivateEndpointProperties> endpoint =
            await arm.FindPrivateEndpointAsync(request.EndpointId!, cancellation) ?? throw Failure.EndpointNotFound(request.EndpointId!);
        var group = await ZoneGroupChange.CheckAsync(endpoint, zoneId, request.Force, new(arm, cancellation));
        IReadOnlyList<EndpointAddress> addresses = await EndpointAddresses.ReadAsync(endpoint, arm, cancellation);
        return (request with { IpAddress = [.. addresses.Select(each => each.Ip)] }, group);
    }

    // Inputs overlap: two that want different things of one record must not take turns in overwriting each other.
    private static async Task ClaimAsync(string recordId, RecordSettings request, CommandHost host)
    {
        RecordSettings first = await host.OnceAsync("claim " + recordId, () => Task.FromResult(request));
        bool sameEndpoint = request.EndpointId is not null && ResourceIds.Same(first.EndpointId, request.EndpointId);
        if (sameEndpoint || request.Append || first.IpAddress.ToHashSet().SetEquals(request.IpAddress)) return;
        throw Failure.RecordClaimedTwice(recordId, string.Join(", ", first.IpAddress), string.Join(", ", request.IpAddress));
    }

    private static Task<bool> WarnOnceAsync(DnsPlan plan, CommandHost host) => host.OnceAsync("warn " + plan.ZoneName, () =>
    {
        host.Output.WriteWarning(
            $"The zone '{plan.ZoneName}' is wider than needed: in the linked virtual networks it answers for every name under {ZoneNames.Public(plan.ZoneName)}, "
            + $"so that those without a record in it are not found any more. '{plan.EnoughZoneName}' is enough (leave out -ZoneName).");
        return Task.FromResult(true);
    });

    private static async Task<bool> CreateZoneAsync(string zoneId, RecordSettings request, ArmGateway arm, CommandHost host)
    {
        string name = ResourceIds.Name(zoneId);
        if (!host.Output.ShouldProcess(zoneId, $"Create private DNS zone: PUT {zoneId}")) return false;
        using ProgressBar progress = new(host, $"Private DNS zone {name}");
        try
        {
            return await host.WithinAsync(request.Timeout, zoneId, $"The private DNS zone '{name}'", async cancellation =>
            {
                await arm.CreateZoneAsync(zoneId, RecordOwner.ZoneTags(), new OperationTracking(progress.Report), cancellation);
                return true;
            });
        }
        catch (ArmException e) when (e.Code == "PreconditionFailed")
        {
            return false; // Somebody else was faster: it is there.
        }
    }
}
