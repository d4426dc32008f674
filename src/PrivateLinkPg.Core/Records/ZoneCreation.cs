namespace PrivateLinkPg.Records;

/// <summary>Creates private DNS zones, each once for all inputs of a command.</summary>
internal static class ZoneCreation
{
    /// <returns>True where this run created the zone; false where the user declined, or somebody else was faster.</returns>
    public static Task<bool> RunAsync(string zoneId, TimeSpan timeout, LinkReader link, CommandHost host) =>
        host.OnceAsync("create " + zoneId, () => CreateAsync(zoneId, timeout, link, host));

    private static async Task<bool> CreateAsync(string zoneId, TimeSpan timeout, LinkReader link, CommandHost host)
    {
        string name = ResourceIds.Name(zoneId);
        if (!host.Output.ShouldProcess(zoneId, $"Create private DNS zone: PUT {zoneId}")) return false;
        using ProgressBar progress = new(host, $"Private DNS zone {name}");
        using TimeLimit limit = host.Limit(timeout, zoneId, $"The private DNS zone '{name}'");
        try
        {
            await limit.Of(link.Arm.CreateZoneAsync(zoneId, RecordOwner.ZoneTags(), new OperationTracking(progress.Report), limit.Token));
            return true;
        }
        catch (ArmException e) when (e.IsOutdated)
        {
            return false; // It is there.
        }
    }
}
