using PrivateLinkPg.Records;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of New-PgPrivateDnsRecord for one input.</summary>
internal sealed record NewPgPrivateDnsRecordRequest : RecordSettings;

/// <summary>Zone, A record or zone group, and virtual network links: whatever of them is missing.</summary>
internal static class NewPgPrivateDnsRecord
{
    public static async Task RunAsync(NewPgPrivateDnsRecordRequest request, CommandHost host)
    {
        DnsPlan.Check(request);
        LinkReader link = await LinkReader.OfAsync(host);
        DnsPlan plan = DnsPlan.From(request, link.Connection);
        if (plan.ShadowsOthers) await host.WarnOnceAsync(TooWide(plan));
        (string zoneId, bool exists) = await ZoneChoice.FindAsync(request, plan, link, host);

        RecordChange change = new(zoneId, exists, request, plan, link, host);
        try
        {
            if (!await change.BeginAsync()) return;
            for (bool again = false; ; again = true)
            {
                try
                {
                    await change.RecordedAsync(request.AsZoneGroup
                        ? await ZoneGroupChange.AddAsync(zoneId, request, link, host)
                        : await change.Record.ConvergeAsync());
                    break;
                }
                catch (ArmException e) when (exists && !again)
                {
                    if (!await change.ZoneAgainAsync(e)) throw;
                }
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw await change.RefusedAsync(e);
        }
        if (await change.LinkAsync() is { } record) host.Output.WriteObject(record);
    }

    private static string TooWide(DnsPlan plan) =>
        $"The zone '{plan.ZoneName}' is wider than needed: in the linked virtual networks it answers for every name under "
        + $"{ZoneNames.Public(plan.ZoneName)}, so that those without a record in it are not found any more. "
        + $"'{plan.EnoughZoneName}' is enough (leave out -ZoneName).";
}
