namespace PrivateLinkPg.Records;

/// <summary>From Azure's record set to the record that users see.</summary>
internal static class RecordOutput
{
    /// <summary>A record as it was read, with the networks that see it and whether it is still of use.</summary>
    public static async Task<PgDnsRecord> JudgedAsync(RecordResource record, string zoneId, LinkReader link, CommandHost host)
    {
        var links = await link.ZoneLinksAsync(zoneId);
        if (links.IsNotReadable)
        {
            await host.WarnOnceAsync(
                $"The links of zone '{zoneId}' may not be read ({links.Refusal!.Code}), so VirtualNetworkId is empty, "
                + "and whether an address is of use may stay unknown.");
        }
        PgDnsRecord shown = From(record, ZoneNames.Host(record.Name!, ResourceIds.Name(zoneId)), zoneId, link.Connection) with
        {
            VirtualNetworkId = [.. links.Value.NetworkIds()],
        };
        return await RecordStaleness.JudgeAsync(shown, RecordOwner.Of(record), links.IsFound, link);
    }

    private static PgDnsRecord From(RecordResource record, string hostName, string zoneId, AzureConnection connection)
    {
        ResourceIdentifier zone = new(zoneId);
        RecordOwner owner = RecordOwner.Of(record);
        return new()
        {
            HostName = hostName,
            RecordName = record.Name!,
            ZoneName = zone.Name,
            IpAddress = [.. record.Addresses()],
            TimeToLive = record.Properties?.Ttl ?? 0,
            Owner = owner.Kind,
            EndpointId = owner.EndpointIds is [{ } id, ..] ? id : null,
            EndpointName = owner.EndpointName,
            Id = record.Id!,
            ZoneId = zoneId,
            ResourceGroupName = zone.ResourceGroupName!,
            SubscriptionId = zone.SubscriptionId!,
            TenantId = connection.TenantId,
        };
    }

    /// <summary>A record that was written as wished.</summary>
    public static PgDnsRecord Of(RecordResource record, RecordSettings wished, DnsPlan plan, string zoneId, AzureConnection connection)
    {
        PgDnsRecord written = From(record, plan.HostName, zoneId, connection);
        return written with
        {
            VirtualNetworkId = wished.NoLink ? [] : wished.VirtualNetworkId,
            EndpointId = wished.EndpointId ?? written.EndpointId,
            EndpointName = ResourceIds.TryParse(wished.EndpointId)?.Name ?? written.EndpointName,
            TargetId = wished.TargetId,
        };
    }
}
