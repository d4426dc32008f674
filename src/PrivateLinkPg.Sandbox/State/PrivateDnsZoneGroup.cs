using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

internal sealed record ZoneConfiguration(string Name, ResourceId ZoneId);

/// <summary>Ties an endpoint to zones: Azure keeps the A records there as long as the tie lasts.</summary>
internal sealed class PrivateDnsZoneGroup : ArmResource
{
    private const long TimeToLive = 10;

    // The zones in which it has written: a later configuration may name others.
    private readonly HashSet<ResourceId> written = [];

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
    /// that is what Azure does. All of it, or nothing when a lock or an alias is in the way.
    /// </summary>
    public OperationError? WriteRecords(SandboxState state)
    {
        var left = written.Where(zone => !Configurations.Exists(item => item.ZoneId.Equals(zone))).ToList();
        var obstacle = left.SelectMany(zone => RecordIds(state, zone)).Select(state.Locks.ObstacleToDelete)
            .Concat(Configurations.SelectMany(item => RecordIds(state, item.ZoneId)).Select(state.Locks.ObstacleToWrite))
            .Concat(Configurations.SelectMany(item => RecordIds(state, item.ZoneId)).Select(record => Alias(state, record)))
            .FirstOrDefault(found => found is not null);
        if (obstacle is not null)
        {
            ProvisioningState = "Failed";
            return obstacle;
        }
        foreach (var zone in left) RemoveRecords(state, zone);
        foreach (var configuration in Configurations)
        {
            if (!state.TryGet<PrivateDnsZone>(configuration.ZoneId, out var zone)) continue;
            written.Add(zone.Id);
            foreach (var (label, address) in RecordsIn(zone.Name))
            {
                var record = zone.GetOrAddRecordSet("A", label);
                record.TimeToLive = TimeToLive;
                record.Metadata = new JsonObject { ["creator"] = Creator };
                record.Records = new JsonArray(new JsonObject { ["ipv4Address"] = address });
                record.NewETag();
            }
        }
        return null;
    }

    /// <summary>Takes the whole record sets away, also when another endpoint had written over them.</summary>
    public void RemoveRecords(SandboxState state)
    {
        foreach (var zone in written.ToList()) RemoveRecords(state, zone);
    }

    /// <summary>The lock that keeps its records where they are, if there is one.</summary>
    public OperationError? ObstacleToRemoval(SandboxState state) => written.SelectMany(zone => RecordIds(state, zone))
        .Select(state.Locks.ObstacleToDelete).FirstOrDefault(found => found is not null);

    private void RemoveRecords(SandboxState state, ResourceId zoneId)
    {
        written.Remove(zoneId);
        if (!state.TryGet<PrivateDnsZone>(zoneId, out var zone)) return;
        foreach (var (label, _) in RecordsIn(zone.Name)) zone.RemoveRecordSet("A", label);
    }

    // By hand it is refused as well. What the operation calls it is not known.
    private static OperationError? Alias(SandboxState state, ResourceId record) =>
        state.TryGet<PrivateDnsZone>(record.Parent!, out var zone) && !zone.Tolerates("A", record.Name)
            ? new OperationError("BadRequest", $"The record set {record} could not be created because a CNAME record with the same name "
                + "already exists in this zone.")
            : null;

    private IEnumerable<ResourceId> RecordIds(SandboxState state, ResourceId zoneId) =>
        state.TryGet<PrivateDnsZone>(zoneId, out var zone) ? RecordsIn(zone.Name).Select(record => zone.Id.Child("A", record.Label)) : [];

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
