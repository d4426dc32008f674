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
        string group = ResourceIds.GroupId(new(zoneId));
        if (wished.CreateResourceGroup && !await host.OnceAsync("group of " + group, () => GroupAsync(group, wished, link, host)))
            return false;
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

    // Whether the zone can be made in it: it is there by now, or would be but for -WhatIf.
    private static async Task<bool> GroupAsync(string groupId, RecordSettings wished, LinkReader link, CommandHost host)
    {
        // Looked at right before, since a PUT would take the tags of one that is there.
        if ((await link.Now().ResourceGroupAsync(groupId)).OrThrow() is not null) return true;
        string location = await RegionAsync(wished, link) ?? throw Failure.GroupRegionUnknown(ResourceIds.Name(groupId));
        if (!host.Output.ShouldProcess(groupId, $"Create resource group in '{location}': PUT {groupId}")) return host.Output.WhatIf;
        using TimeLimit limit = host.Limit(wished.Timeout, groupId, $"The resource group '{ResourceIds.Name(groupId)}'");
        await limit.Of(link.Arm.CreateResourceGroupAsync(groupId, location, wished.Tag.With(null), limit.Token));
        return true;
    }

    private static async Task<string?> RegionAsync(RecordSettings wished, LinkReader link) =>
        wished.VirtualNetworkId is [var network, ..] && (await link.NetworkAsync(network)).Value?.Location is { } own ? own
        : wished.EndpointId is { } endpoint ? (await link.EndpointAsync(endpoint)).Value?.Location
        : null;
}
