using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

internal sealed class MapRecordSets(ArmRoutes routes)
{
    public void Map()
    {
        var info = ResourceProviders.RecordSets;
        routes.Get(MapPrivateDnsZones.Zone + "/ALL", info, request => List(request, null));
        foreach (var type in RecordKind.All.Select(kind => kind.Name))
        {
            var all = $"{MapPrivateDnsZones.Zone}/{type}";
            var one = all + "/{record}";
            routes.Get(all, info, request => List(request, type));
            routes.Get(one, info, request => Answer(200, Find(request, type)));
            routes.Put(one, info, request => Put(request, type));
            routes.Patch(one, info, request => Patch(request, type));
            routes.Delete(one, info, request => Delete(request, type));
        }
    }

    private static ArmAnswer List(ArmRequest request, string? type)
    {
        var suffix = request.Query("$recordsetnamesuffix");
        return Paging.Page(request, MapPrivateDnsZones.Find(request).RecordSets
            .Where(pair => type is null || pair.Value.RecordType == type)
            .Where(pair => suffix is null || pair.Value.Name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            .Select(pair => (pair.Key, (Func<JsonNode>)pair.Value.Render)));
    }

    private static ArmAnswer Answer(int status, RecordSet record) => new ArmAnswer(status, record.Render()).With("ETag", record.ETag);

    private static RecordSet Find(ArmRequest request, string type)
    {
        var zone = MapPrivateDnsZones.Find(request);
        return zone.TryGetRecordSet(type, request.Value("record"), out var record)
            ? record!
            : throw NotFound(request);
    }

    private static ArmAnswer Put(ArmRequest request, string type)
    {
        var zone = MapPrivateDnsZones.Find(request);
        var name = request.Value("record");
        var body = RecordSetBody.Read(request.Body, RecordKind.Of(type));
        zone.TryGetRecordSet(type, name, out var existing);
        DemandMatch(request, name, existing);
        RecordSetBody.DemandName(name, zone, type);
        if (type == RecordKind.Authority) return Answer(200, ChangeAuthority(existing!, body));
        if (body.TimeToLive is not { } timeToLive) throw RecordSetBody.Invalid("The TTL of a record set is required.");
        if (existing is null && zone.RecordSets.Count >= PrivateDnsZone.MaxRecordSets)
            throw RecordSetBody.Invalid(MapPrivateDnsZones.Exceeded("Record sets per private zone", zone.Id).Message);
        var record = zone.GetOrAddRecordSet(type, name);
        record.TimeToLive = timeToLive;
        record.Records = body.Records ?? [];
        record.Metadata = body.Metadata;
        record.NewETag();
        return Answer(existing is null ? 201 : 200, record);
    }

    private static ArmAnswer Patch(ArmRequest request, string type)
    {
        var record = Find(request, type);
        var body = RecordSetBody.Read(request.Body, RecordKind.Of(type));
        DemandMatch(request, record.Name, record);
        if (type == RecordKind.Authority) return Answer(200, ChangeAuthority(record, body));
        record.TimeToLive = body.TimeToLive ?? record.TimeToLive;
        record.Records = body.Records ?? record.Records;
        record.Metadata = body.Metadata ?? record.Metadata;
        record.NewETag();
        return Answer(200, record);
    }

    // The one that every zone has. Documented: all of it can be changed but the host.
    private static RecordSet ChangeAuthority(RecordSet record, RecordSetBody body)
    {
        var changed = (JsonObject)record.Records[0]!.DeepClone();
        foreach (var (name, value) in (JsonObject?)body.Records?[0] ?? [])
            if (name != "host") changed[name] = value?.DeepClone();
        record.Records = new JsonArray(changed);
        record.TimeToLive = body.TimeToLive ?? record.TimeToLive;
        record.Metadata = body.Metadata ?? record.Metadata;
        record.NewETag();
        return record;
    }

    private static ArmAnswer Delete(ArmRequest request, string type)
    {
        if (type == RecordKind.Authority) throw RecordSetBody.Invalid("The record set of type 'SOA' cannot be deleted.");
        var zone = MapPrivateDnsZones.Find(request);
        if (!zone.TryGetRecordSet(type, request.Value("record"), out var record)) return new ArmAnswer(204);
        DemandMatch(request, record!.Name, record);
        zone.RemoveRecordSet(type, record.Name);
        return new ArmAnswer(200);
    }

    // Unlike on zones and links, a condition on a record set is answered at once, and without the error envelope.
    private static void DemandMatch(ArmRequest request, string name, RecordSet? existing)
    {
        if (request.IfNoneMatch == "*" && existing is not null)
            throw Failed($"The Record set {name} exists already and hence cannot be created again.");
        if (request.IfMatch is not { } asked) return;
        if (existing is null || (asked != "*" && asked != existing.ETag))
            throw Failed($"The Record set {name} has been modified (etag mismatch).");
    }

    // The gateway does not know record sets: the provider answers, in its own form.
    private static ArmException NotFound(ArmRequest request) => new(404, "NotFound",
        $"The resource record '{request.Value("record")}' does not exist in resource group '{request.Group.Name}' "
        + $"of subscription '{request.Subscription.Id}'.") { WithoutEnvelope = true };

    private static ArmException Failed(string message) => new(412, "PreconditionFailed", message) { WithoutEnvelope = true };
}
