namespace PrivateLinkPg.Records;

/// <summary>Creates private DNS zones, each once for all inputs of a command.</summary>
internal static class ZoneCreation
{
    /// <returns>True where this run created the zone; false where the user declined, or somebody else was faster.</returns>
    public static Task<bool> RunAsync(string zoneId, RecordSettings wished, LinkReader link, CommandHost host) =>
        host.OnceAsync("create " + zoneId, () => CreateAsync(zoneId, wished, link, host));

    private static async Task<bool> CreateAsync(string zoneId, RecordSettings wished, LinkReader link, CommandHost host)
    {
        string name = ResourceIds.Name(zoneId);
        if (!host.Output.ShouldProcess(zoneId, $"Create private DNS zone: PUT {zoneId}")) return false;
        using ProgressBar progress = new(host, $"Private DNS zone {name}");
        using TimeLimit limit = host.Limit(wished.Timeout, zoneId, $"The private DNS zone '{name}'");
        try
        {
            OperationTracking tracking = new(progress.Report);
            await limit.Of(link.Arm.CreateZoneAsync(zoneId, RecordOwner.Mark(wished.Tag, wished.EndpointId), tracking, limit.Token));
            return true;
        }
        catch (ArmException e) when (e.IsOutdated)
        {
            return false; // It is there.
        }
    }
}
