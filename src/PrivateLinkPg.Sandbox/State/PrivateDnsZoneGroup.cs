using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

internal sealed record ZoneConfiguration(string Name, ResourceId ZoneId);

/// <summary>Ties an endpoint to zones: Azure keeps the A records there as long as the tie lasts.</summary>
internal sealed class PrivateDnsZoneGroup : ArmResource
{
    private const long TimeToLive = 10;

    public PrivateDnsZoneGroup(ResourceId id, PrivateEndpoint endpoint) : base(id, null)
    {
        Endpoint = endpoint;
        ETag = NewNetworkETag();
    }

    public PrivateEndpoint Endpoint { get; }

    public List<ZoneConfiguration> Configurations { get; set; } = [];

    public override void NewETag() => ETag = NewNetworkETag();

    public override JsonObject Render() => new()
    {
        ["name"] = Name,
        ["id"] = Id.Value,
        ["etag"] = ETag,
        ["type"] = Type,
        ["properties"] = new JsonObject
        {
            ["provisioningState"] = ProvisioningState,
            ["privateDnsZoneConfigs"] = new JsonArray([.. Configurations.Select(RenderConfiguration)]),
        },
    };

    /// <summary>Writes the records that the endpoint's names need, over whatever is there: that is what Azure does.</summary>
    public void WriteRecords(SandboxState state)
    {
        foreach (var configuration in Configurations)
        {
            if (!state.TryGet<PrivateDnsZone>(configuration.ZoneId, out var zone)) continue;
            foreach (var (label, address) in RecordsIn(zone.Name))
            {
                var record = zone.GetOrAddRecordSet("A", label);
                record.TimeToLive = TimeToLive;
                record.Metadata = new JsonObject { ["creator"] = Creator };
                record.Records = new JsonArray(new JsonObject { ["ipv4Address"] = address });
                record.NewETag();
            }
        }
    }

    /// <summary>Takes the whole record set away, also when another endpoint had written over it.</summary>
    public void RemoveRecords(SandboxState state)
    {
        foreach (var configuration in Configurations)
        {
            if (!state.TryGet<PrivateDnsZone>(configuration.ZoneId, out var zone)) continue;
            foreach (var (label, _) in RecordsIn(zone.Name)) zone.RemoveRecordSet("A", label);
        }
    }

    private string Creator => $"created by private endpoint {Endpoint.Name} with resource guid {Endpoint.ResourceGuid}";

    private IEnumerable<(string Label, string Address)> RecordsIn(string zone)
    {
        if (!zone.Equals(Endpoint.Connection.Target.PrivateZone, StringComparison.OrdinalIgnoreCase)) yield break;
        foreach (var (host, address) in Endpoint.Names) yield return (LabelIn(host, zone), address.ToString());
    }

    // server.postgres.database.azure.com has its record in privatelink.postgres.database.azure.com under "server".
    private static string LabelIn(string host, string zone)
    {
        var suffix = "." + zone["privatelink.".Length..];
        return host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) ? host[..^suffix.Length] : host.Split('.')[0];
    }

    private JsonObject RenderConfiguration(ZoneConfiguration configuration) => new()
    {
        ["name"] = configuration.Name,
        ["id"] = Id.Child("privateDnsZoneConfigs", configuration.Name).Value,
        ["etag"] = ETag,
        ["type"] = $"{Type}/privateDnsZoneConfigs",
        ["properties"] = new JsonObject
        {
            ["provisioningState"] = ProvisioningState,
            ["privateDnsZoneId"] = configuration.ZoneId.Value,
            ["recordSets"] = ProvisioningState == "Succeeded" ? RenderRecords(configuration.ZoneId.Name) : [],
        },
    };

    private JsonArray RenderRecords(string zone) => new([.. RecordsIn(zone).Select(record => (JsonNode)new JsonObject
    {
        ["recordType"] = "A",
        ["recordSetName"] = record.Label,
        ["fqdn"] = $"{record.Label}.{zone}",
        ["ttl"] = TimeToLive,
        ["provisioningState"] = "Succeeded",
        ["ipAddresses"] = new JsonArray(record.Address),
    })]);
}
