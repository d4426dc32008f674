using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

internal sealed record ZoneConfiguration(string Name, ResourceId ZoneId);

/// <summary>Ties an endpoint to zones: Azure keeps the A records there as long as the tie lasts.</summary>
internal sealed class PrivateDnsZoneGroup : ArmResource
{
    private const long TimeToLive = 10;

    // The records that it has written, with their addresses. They are its own as long as it is there: the connection may have been
    // turned down since, and a later configuration may name other zones.
    private readonly Dictionary<ResourceId, string> written = [];

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

    /// <summary>
    /// Takes the records of the zones away that it has left, and writes those that the endpoint's names need, over whatever is there:
    /// that is what Azure does. All of it, or nothing when a lock or a CNAME is in the way.
    /// </summary>
    public OperationError? WriteRecords(SandboxState state)
    {
        var left = written.Keys.Where(record => !Configurations.Exists(item => item.ZoneId.Equals(record.Parent))).ToList();
        var wished = WishedRecords(state).ToList();
        var obstacle = left.Where(state.Exists).Select(state.Locks.ObstacleToDelete)
            .Concat(wished.Select(item => state.Locks.ObstacleToWrite(item.Id) ?? ObstacleIn(item.Zone, item.Id.Name)))
            .FirstOrDefault(found => found is not null);
        if (obstacle is not null)
        {
            ProvisioningState = "Failed";
            return obstacle;
        }
        foreach (var record in left) RemoveRecord(state, record);
        foreach (var (zone, id, address) in wished)
        {
            written[id] = address;
            var record = zone.GetOrAddRecordSet("A", id.Name);
            record.TimeToLive = TimeToLive;
            record.Metadata = new JsonObject { ["creator"] = Creator };
            record.Records = new JsonArray(new JsonObject { ["ipv4Address"] = address });
            record.NewETag();
        }
        return null;
    }

    /// <summary>Takes the whole record sets away, also when another endpoint had written over them.</summary>
    public void RemoveRecords(SandboxState state)
    {
        foreach (var record in written.Keys.ToList()) RemoveRecord(state, record);
    }

    /// <summary>The lock that keeps its records where they are, if there is one.</summary>
    public OperationError? ObstacleToRemoval(SandboxState state) => written.Keys.Where(state.Exists)
        .Select(state.Locks.ObstacleToDelete).FirstOrDefault(found => found is not null);

    private static OperationError? ObstacleIn(PrivateDnsZone zone, string name) => zone.RefusalOf("A", name) is { } refusal
        ? new OperationError("BadRequest", $"Call to {zone.Type} failed. Error message: {refusal}")
        : null;

    private void RemoveRecord(SandboxState state, ResourceId record)
    {
        written.Remove(record);
        if (state.TryGet<PrivateDnsZone>(record.Parent!, out var zone)) zone.RemoveRecordSet("A", record.Name);
    }

    private IEnumerable<(PrivateDnsZone Zone, ResourceId Id, string Address)> WishedRecords(SandboxState state)
    {
        foreach (var configuration in Configurations)
        {
            if (!state.TryGet<PrivateDnsZone>(configuration.ZoneId, out var zone)) continue;
            foreach (var (label, address) in RecordsIn(zone.Name)) yield return (zone, zone.Id.Child("A", label), address);
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
            ["recordSets"] = ProvisioningState == "Succeeded" ? RenderRecords(configuration.ZoneId) : [],
        },
    };

    private JsonArray RenderRecords(ResourceId zone) => new([.. written.Where(record => zone.Equals(record.Key.Parent))
        .Select(record => (JsonNode)new JsonObject
        {
            ["recordType"] = "A",
            ["recordSetName"] = record.Key.Name,
            ["fqdn"] = $"{record.Key.Name}.{zone.Name}",
            ["ttl"] = TimeToLive,
            ["provisioningState"] = "Succeeded",
            ["ipAddresses"] = new JsonArray(record.Value),
        })]);
}
