using PrivateLinkPg.Records;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of New-PgPrivateDnsRecord for one input.</summary>
internal sealed record NewPgPrivateDnsRecordRequest : RecordSettings;

/// <summary>
/// Zone, virtual network links and A record, or zone group: whatever of them is missing. What would be refused is found before the first
/// write.
/// </summary>
internal static class NewPgPrivateDnsRecord
{
    public static async Task RunAsync(NewPgPrivateDnsRecordRequest request, CommandHost host)
    {
        DnsPlan.Check(request);
        LinkReader link = await LinkReader.OfAsync(host);
        DnsPlan plan = DnsPlan.From(request, link.Connection);
        if (plan.ShadowsOthers) await host.WarnOnceAsync(TooWide(plan));
        (string zoneId, bool exists) = await ZoneChoice.FindAsync(request, plan, link, host);

        RecordSettings wished = request.AsZoneGroup ? await ZoneGroupChange.PrepareAsync(request, zoneId, link.Now()) : request;
        ZoneLinks links = new(zoneId, !exists, wished, link, host);
        ARecordSet record = new(zoneId, plan, wished, link, host);
        await record.ClaimAsync();
        if (exists) await record.ReadAsync();
        if (exists && !wished.NoLink) await links.CheckAsync();

        bool created = !exists && await ZoneCreation.RunAsync(zoneId, wished, link, host);
        if (!exists && !created && !host.Output.WhatIf && (await link.Now().ZoneAsync(zoneId)).OrThrow() is null) return; // Declined.
        bool linked = !wished.NoLink && await links.ConvergeAsync();
        bool recorded = wished.AsZoneGroup
            ? await ZoneGroupChange.AddAsync(zoneId, wished, link, host)
            : await record.ConvergeAsync();
        if (host.Output.WhatIf) return;
        if (wished.AsZoneGroup) await record.ReadWrittenAsync();
        if (record.Current is { } written) // Else declined.
        {
            bool changed = created || linked || recorded;
            host.Output.WriteObject(RecordOutput.Of(written, wished, plan, zoneId, link.Connection) with { Changed = changed });
        }
    }

    private static string TooWide(DnsPlan plan) =>
        $"The zone '{plan.ZoneName}' is wider than needed: in the linked virtual networks it answers for every name under "
        + $"{ZoneNames.Public(plan.ZoneName)}, so that those without a record in it are not found any more. "
        + $"'{plan.EnoughZoneName}' is enough (leave out -ZoneName).";
}
