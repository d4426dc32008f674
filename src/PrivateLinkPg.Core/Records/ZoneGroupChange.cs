namespace PrivateLinkPg.Records;

/// <summary>
/// Changes the zone group of an endpoint, by which Azure keeps the A records of its zones. A zone group is written whole: inputs take
/// turns, and what somebody else wrote in between is looked at before it is written over.
/// </summary>
internal static class ZoneGroupChange
{
    private const int MostZones = 5;
    private const int Attempts = 5;

    /// <summary>Makes the endpoint's zone group hold exactly <paramref name="zoneIds"/>.</summary>
    /// <returns>True where something was written; null where the user declined it.</returns>
    /// <exception cref="CommandFailedException">
    /// ZoneGroupDiffers, where it holds others and may not be changed; ZoneGroupContended, where others change it each time.
    /// </exception>
    public static Task<bool?> ConvergeAsync(
        string endpointId, IReadOnlyList<string> zoneIds, bool force, TimeSpan timeout, LinkReader link, CommandHost host) =>
        WriteAsync(
            endpointId,
            existing =>
            {
                string[] held = [.. existing.ZoneIds()];
                bool same = existing is not null && held.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(zoneIds);
                if (same) return existing!.HasFailed() ? AsIs(existing) : null;
                return existing is null || force ? [.. zoneIds.Select(Config)] : throw Failure.ZoneGroupDiffers(endpointId, held);
            },
            timeout, link, host);

    /// <summary>Adds a zone to the endpoint's zone group, beside those that it has.</summary>
    /// <returns>True where something was written; null where the user declined it.</returns>
    /// <exception cref="CommandFailedException">ZoneGroupDiffers, ZoneGroupFull, ZoneGroupContended.</exception>
    public static Task<bool?> AddAsync(string zoneId, RecordSettings wished, LinkReader link, CommandHost host) => WriteAsync(
        wished.EndpointId!, existing => With(zoneId, existing, wished.EndpointId!, wished.Force), wished.Timeout, link, host);

    /// <summary>
    /// Looks at an endpoint before anything is written, and refuses a zone that could not be added, or for which Azure would write no
    /// record.
    /// </summary>
    /// <returns>What is wished, with the addresses that Azure will write.</returns>
    public static async Task<RecordSettings> PrepareAsync(RecordSettings wished, string zoneId, LinkReader link)
    {
        EndpointResource endpoint = await link.RequiredEndpointAsync(wished.EndpointId!);
        string zone = ResourceIds.Name(zoneId);
        string? fitting = LinkTarget.TryParse(endpoint.TargetId())?.Type.ZoneName(link.Connection.Cloud);
        if (!AzureNames.Same(zone, fitting)) throw Failure.ZoneGroupNotForZone(endpoint.Id!, zone, fitting);
        string status = endpoint.ConnectionStatus();
        if (status != "Approved") throw Failure.ZoneGroupNotApproved(endpoint.Id!, status);
        ZoneGroupResource? existing = (await link.ZoneGroupAsync(endpoint.Id!)).OrThrow();
        With(zoneId, existing, endpoint.Id!, wished.Force);
        string? left = existing.ZoneIds().FirstOrDefault(each => SameName(each, zoneId) && !ResourceIds.Same(each, zoneId));
        if (left is not null && !wished.NoLink) await CheckLeftAsync(left, wished, link);
        return wished with { IpAddress = [.. (await link.AddressesAsync(endpoint)).OrThrow()!.Select(each => each.Ip)] };
    }

    // Azure takes the record out of the zone that the zone group leaves, and would then refuse to link a network that sees that zone.
    private static async Task CheckLeftAsync(string zoneId, RecordSettings wished, LinkReader link)
    {
        var links = (await link.ZoneLinksAsync(zoneId)).OrThrow() ?? [];
        foreach (string network in wished.VirtualNetworkId)
        {
            if (links.Any(each => ResourceIds.Same(each.NetworkId(), network)))
                throw Failure.NetworkLinkedElsewhere(network, zoneId);
        }
    }

    // What the zone group holds with the zone added, in place of one of the same name; null where it is there.
    private static IReadOnlyList<PrivateDnsZoneConfig>? With(string zoneId, ZoneGroupResource? existing, string endpointId, bool force)
    {
        string[] held = [.. existing.ZoneIds()];
        if (Array.Exists(held, each => ResourceIds.Same(each, zoneId))) return existing!.HasFailed() ? AsIs(existing!) : null;
        bool replaces = Array.Exists(held, each => SameName(each, zoneId));
        if (replaces && !force) throw Failure.ZoneGroupDiffers(endpointId, held);
        if (!replaces && held.Length >= MostZones) throw Failure.ZoneGroupFull(endpointId, held);
        return [.. AsIs(existing).Where(each => !SameName(each.Properties?.PrivateDnsZoneId, zoneId)), Config(zoneId)];
    }

    // What it holds, as it is written: what failed is asked for again.
    private static IReadOnlyList<PrivateDnsZoneConfig> AsIs(ZoneGroupResource? existing) =>
    [
        .. existing.Configs().Select(each => new PrivateDnsZoneConfig
        {
            Name = each.Name, Properties = new() { PrivateDnsZoneId = each.Properties?.PrivateDnsZoneId },
        }),
    ];

    private static async Task<bool?> WriteAsync(
        string endpointId, Func<ZoneGroupResource?, IReadOnlyList<PrivateDnsZoneConfig>?> wished, TimeSpan timeout, LinkReader link,
        CommandHost host)
    {
        bool? written = false;
        await host.InTurnAsync([$"{endpointId}/privateDnsZoneGroups"], async () =>
        {
            for (int attempt = 1; ; attempt++)
            {
                ZoneGroupResource? existing = await SettledAsync(endpointId, timeout, link, host);
                if (wished(existing) is not { } configs) return;
                if (attempt > Attempts) throw Failure.ZoneGroupContended(endpointId, Attempts);
                string name = existing?.Name ?? "default";
                string id = $"{endpointId}/privateDnsZoneGroups/{name}";
                ZoneGroupResource group = new() { Name = name, Properties = new() { PrivateDnsZoneConfigs = configs } };
                if (attempt == 1 && !host.Output.ShouldProcess(endpointId, Action(id, existing, configs)))
                {
                    written = null;
                    return;
                }
                try
                {
                    await PutAsync(id, group, existing, timeout, link, host);
                    written = true;
                }
                catch (ArmException e) when (e.IsOutdated)
                {
                    // Somebody else wrote it in between: look again.
                    await Contention.PauseAsync(attempt, host.Clock, host.Cancellation);
                }
            }
        });
        return written;
    }

    // What another write, such as that of an interrupted run, does to it is waited for.
    private static async Task<ZoneGroupResource?> SettledAsync(string endpointId, TimeSpan timeout, LinkReader link, CommandHost host) =>
        await Settling.WaitAsync(
            host, $"The zone group of '{ResourceIds.Name(endpointId)}'", endpointId, timeout,
            (await link.Now().ZoneGroupAsync(endpointId)).OrThrow(), ZoneGroups.UnderWay,
            async within => (await link.Now(within).ZoneGroupAsync(endpointId)).OrThrow());

    private static async Task PutAsync(
        string id, ZoneGroupResource group, ZoneGroupResource? existing, TimeSpan timeout, LinkReader link, CommandHost host)
    {
        string endpointId = ResourceIds.Parent(id);
        using ProgressBar progress = new(host, $"Zone group of {ResourceIds.Name(endpointId)}");
        using TimeLimit limit = host.Limit(timeout, endpointId, "The zone group");
        await limit.Of(link.Arm.PutZoneGroupAsync(id, group, ArmGateway.AsSeen(existing), new(progress.Report), limit.Token));
    }

    private static string Action(string id, ZoneGroupResource? existing, IReadOnlyList<PrivateDnsZoneConfig> configs) =>
        $"{(existing is null ? "Create" : "Update")} zone group for "
        + $"'{string.Join(", ", configs.Select(config => config.Properties?.PrivateDnsZoneId))}': PUT {id}";

    private static PrivateDnsZoneConfig Config(string zoneId) =>
        new() { Name = ResourceIds.Name(zoneId).Replace('.', '-'), Properties = new() { PrivateDnsZoneId = zoneId } };

    private static bool SameName(string? one, string other) =>
        one is not null && AzureNames.Same(ResourceIds.Name(one), ResourceIds.Name(other));
}
