namespace PrivateLinkPg.Records;

/// <summary>Changes the zone group of an endpoint, by which Azure keeps the A records of its zones.</summary>
internal static class ZoneGroupChange
{
    private const int MostZones = 5;

    /// <summary>Makes the endpoint's zone group hold exactly <paramref name="zoneIds"/>.</summary>
    /// <returns>True where something was written.</returns>
    public static async Task<bool> ConvergeAsync(
        string endpointId, IReadOnlyList<string> zoneIds, bool force, TimeSpan timeout, LinkReader link, CommandHost host)
    {
        ZoneGroupResource? existing = (await link.Now().ZoneGroupAsync(endpointId)).OrThrow();
        string[] held = [.. existing.ZoneIds()];
        if (existing is not null && held.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(zoneIds)) return false;
        if (existing is not null && !force) throw Failure.ZoneGroupDiffers(endpointId, held);
        return await PutAsync(endpointId, existing, [.. zoneIds.Select(Config)], timeout, link, host);
    }

    /// <summary>Adds a zone to the endpoint's zone group, beside those that it has.</summary>
    /// <returns>True where something was written.</returns>
    public static async Task<bool> AddAsync(
        string endpointId, string zoneId, ZoneGroupResource? existing, TimeSpan timeout, LinkReader link,
        CommandHost host)
    {
        if (existing.ZoneIds().Any(held => ResourceIds.Same(held, zoneId))) return false;
        IEnumerable<PrivateDnsZoneConfig> kept =
            from config in existing.Configs()
            let held = config.Properties?.PrivateDnsZoneId
            where !SameName(held, zoneId)
            select new PrivateDnsZoneConfig { Name = config.Name, Properties = new() { PrivateDnsZoneId = held } };
        return await PutAsync(endpointId, existing, [.. kept, Config(zoneId)], timeout, link, host);
    }

    /// <summary>
    /// Looks at an endpoint before anything is written, and refuses a zone that could not be added, or for which Azure would write no
    /// record.
    /// </summary>
    /// <returns>What is wished, with the addresses that Azure will write, and the zone group as it is; null where there is none.</returns>
    public static async Task<(RecordSettings Wished, ZoneGroupResource? Existing)> PrepareAsync(
        RecordSettings wished, string zoneId, LinkReader link)
    {
        EndpointResource endpoint = await link.RequiredEndpointAsync(wished.EndpointId!);
        var existing = await CheckAsync(endpoint, zoneId, wished.Force, link);
        return (wished with { IpAddress = [.. (await link.AddressesAsync(endpoint)).OrThrow()!.Select(each => each.Ip)] }, existing);
    }

    private static async Task<ZoneGroupResource?> CheckAsync(EndpointResource endpoint, string zoneId, bool force, LinkReader link)
    {
        string zone = ResourceIds.Name(zoneId);
        string? fitting = LinkTarget.TryParse(endpoint.TargetId())?.Type.ZoneName(link.Connection.Cloud);
        if (!AzureNames.Same(zone, fitting)) throw Failure.ZoneGroupNotForZone(endpoint.Id!, zone, fitting);
        string status = endpoint.ConnectionStatus();
        if (status != "Approved") throw Failure.ZoneGroupNotApproved(endpoint.Id!, status);

        ZoneGroupResource? existing = (await link.ZoneGroupAsync(endpoint.Id!)).OrThrow();
        string[] held = [.. existing.ZoneIds()];
        if (Array.Exists(held, each => ResourceIds.Same(each, zoneId))) return existing;
        bool replaces = Array.Exists(held, each => SameName(each, zoneId));
        if (replaces && !force) throw Failure.ZoneGroupDiffers(endpoint.Id!, held);
        if (!replaces && held.Length >= MostZones) throw Failure.ZoneGroupFull(endpoint.Id!, held);
        return existing;
    }

    private static async Task<bool> PutAsync(
        string endpointId, ZoneGroupResource? existing, IReadOnlyList<PrivateDnsZoneConfig> configs, TimeSpan timeout,
        LinkReader link, CommandHost host)
    {
        string name = existing?.Name ?? "default";
        string id = $"{endpointId}/privateDnsZoneGroups/{name}";
        string zones = string.Join(", ", configs.Select(config => config.Properties?.PrivateDnsZoneId));
        string verb = existing is null ? "Create" : "Update";
        if (!host.Output.ShouldProcess(endpointId, $"{verb} zone group for '{zones}': PUT {id}")) return false;
        using ProgressBar progress = new(host, $"Zone group of {ResourceIds.Name(endpointId)}");
        ZoneGroupResource body = new() { Name = name, Properties = new() { PrivateDnsZoneConfigs = configs } };
        using TimeLimit limit = host.Limit(timeout, endpointId, "The zone group");
        await limit.Of(link.Arm.PutZoneGroupAsync(id, body, new OperationTracking(progress.Report), limit.Token));
        return true;
    }

    private static PrivateDnsZoneConfig Config(string zoneId) =>
        new() { Name = ResourceIds.Name(zoneId).Replace('.', '-'), Properties = new() { PrivateDnsZoneId = zoneId } };

    private static bool SameName(string? one, string other) =>
        one is not null && AzureNames.Same(ResourceIds.Name(one), ResourceIds.Name(other));
}
