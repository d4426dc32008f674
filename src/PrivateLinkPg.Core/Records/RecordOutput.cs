using Azure.Core;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Records;

/// <summary>From Azure's record set to the record that users see.</summary>
internal static class RecordOutput
{
    public static PgDnsRecord From(Resource<RecordSetProperties> record, string hostName, string zoneId, AzureConnection connection)
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
}
