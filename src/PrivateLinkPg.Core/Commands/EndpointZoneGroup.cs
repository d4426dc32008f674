using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Hosting;

namespace PrivateLinkPg.Commands;

/// <summary>The zone group of an endpoint: Azure keeps the A records of its zones.</summary>
internal static class EndpointZoneGroup
{
    /// <summary>Makes the endpoint's zone group hold exactly <paramref name="zoneIds"/>.</summary>
    /// <returns>True where something was written.</returns>
    public static async Task<bool> ConvergeAsync(
        string endpointId, IReadOnlyList<string> zoneIds, bool force, TimeSpan timeout, ArmGateway arm, CommandHost host)
    {
        Resource<PrivateDnsZoneGroupProperties>? existing = null;
        await foreach (Resource<PrivateDnsZoneGroupProperties> group in arm.ListZoneGroupsAsync(endpointId, host.Cancellation)) existing ??= group;
        string[] held = [.. ZoneIds(existing)];
        if (existing is not null && held.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(zoneIds)) return false;
        if (existing is not null && !force) throw Failures.Failures.ZoneGroupDiffers(endpointId, held);

        string id = $"{endpointId}/privateDnsZoneGroups/{existing?.Name ?? "default"}";
        if (!host.Output.ShouldProcess(endpointId, $"{(existing is null ? "Create" : "Update")} zone group for '{string.Join(", ", zoneIds)}': PUT {id}")) return false;
        using ProgressBar progress = new(host, $"Zone group of {new ResourceIdentifier(endpointId).Name}");
        await host.WithinAsync(timeout, endpointId, "The zone group", cancellation =>
            arm.PutZoneGroupAsync(id, Body(id, zoneIds), new OperationWatch(progress.Report), cancellation));
        return true;
    }

    /// <summary>The zones of a zone group.</summary>
    public static IEnumerable<string> ZoneIds(Resource<PrivateDnsZoneGroupProperties>? group) =>
        (group?.Properties?.PrivateDnsZoneConfigs ?? []).Select(config => config.Properties?.PrivateDnsZoneId).OfType<string>();

    private static Resource<PrivateDnsZoneGroupProperties> Body(string id, IReadOnlyList<string> zoneIds) => new()
    {
        Name = id[(id.LastIndexOf('/') + 1)..],
        Properties = new()
        {
            PrivateDnsZoneConfigs = [.. zoneIds.Select(zone => new PrivateDnsZoneConfig
            {
                Name = new ResourceIdentifier(zone).Name.Replace('.', '-'),
                Properties = new() { PrivateDnsZoneId = zone },
            })],
        },
    };
}
