using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

internal sealed class MapPrivateDnsZones(ArmRoutes routes, LongRunning longRunning)
{
    public const string Zone = ArmRoutes.InGroup + "/providers/Microsoft.Network/privateDnsZones/{zone}";

    public void Map()
    {
        var type = ResourceProviders.PrivateDnsZones;
        routes.Lists<PrivateDnsZone>(type);
        routes.Get(Zone, type, request => Found(Find(request)));
        routes.Put(Zone, type, Put);
        routes.Patch(Zone, type, Patch);
        routes.Delete(Zone, type, Delete);
    }

    public static ResourceId Id(ArmRequest request) =>
        request.IdInGroup(ResourceProviders.Network, PrivateDnsZone.ResourceType, "zone");

    public static PrivateDnsZone Find(ArmRequest request) => request.Find<PrivateDnsZone>(Id(request));

    public static ArmAnswer Found(ArmResource resource) => new ArmAnswer(200, resource.Render()).With("ETag", resource.ETag);

    /// <summary>
    /// Conditions on zones and links are looked at only in the operation: the request itself is accepted.
    /// </summary>
    public static OperationError? CheckCondition(string kind, string name, string? existing, string? ifMatch, string? ifNoneMatch)
    {
        if (ifNoneMatch == "*" && existing is not null)
            return new OperationError("PreconditionFailed", $"The {kind} {name} exists already and hence cannot be created again.");
        if (ifMatch is null || (ifMatch == "*" && existing is not null)) return null;
        return ifMatch == existing
            ? null
            : new OperationError("PreconditionFailed", $"The {kind} {name} has been modified (etag mismatch).");
    }

    /// <summary>Of a limit that a write would break: found out in the operation as well.</summary>
    public static OperationError Exceeded(string what, ResourceId id) =>
        new("BadRequest", $"{what} limit exceeded in subscription {id.Subscription}.");

    private static bool IsFull(SandboxState state, ResourceId id) => PrivateDnsZone.MaxInSubscription <= state.All<PrivateDnsZone>()
        .Count(other => other.Id.Subscription.Equals(id.Subscription, StringComparison.OrdinalIgnoreCase));

    public static void DemandGlobal(JsonObject body, string type)
    {
        if (body.Text("location") is not { Length: > 0 } location) throw ArmErrors.LocationRequired();
        if (Regions.Normalize(location) != "global")
        {
            throw ArmErrors.Gateway(400, "LocationNotAvailableForResourceType", $"The provided location '{location}' is not available for "
                + $"resource type '{type}'. List of available regions for the resource type is 'global'.");
        }
    }

    private ArmAnswer Put(ArmRequest request)
    {
        var id = Id(request);
        ResourceNames.DemandZoneName(id.Name);
        DemandGlobal(request.Body, request.Type.FullName);
        var (state, tags, ifMatch, ifNoneMatch, now) =
            (request.State, TagRules.ReadOfPrivateDns(request.Body), request.IfMatch, request.IfNoneMatch, request.Now);
        return longRunning.PrivateDns(request, "UpsertPrivateDnsZone", () =>
        {
            state.TryGet<PrivateDnsZone>(id, out var zone);
            if (CheckCondition("Zone", id.Name, zone?.ETag, ifMatch, ifNoneMatch) is { } refusal) return refusal;
            if (zone is null && IsFull(state, id)) return Exceeded("Private DNS zones", id);
            if (zone is null) state.Add(zone = new PrivateDnsZone(id) { ProvisioningState = "Succeeded", CreatedAt = now });
            else zone.NewETag();
            zone.Tags = tags;
            zone.ChangedAt = now;
            return null;
        }, () => state.TryGet<PrivateDnsZone>(id, out var zone) ? zone.Render() : new JsonObject());
    }

    private ArmAnswer Patch(ArmRequest request)
    {
        var zone = Find(request);
        var (tags, ifMatch) = (TagRules.ReadOfPrivateDns(request.Body), request.IfMatch);
        return longRunning.PrivateDns(request, "UpsertPrivateDnsZone", () =>
        {
            if (CheckCondition("Zone", zone.Name, zone.ETag, ifMatch, null) is { } refusal) return refusal;
            if (tags is not null) zone.Tags = tags;
            zone.NewETag();
            return null;
        }, zone.Render);
    }

    private ArmAnswer Delete(ArmRequest request)
    {
        if (!request.State.TryGet<PrivateDnsZone>(Id(request), out var zone)) return new ArmAnswer(204);
        if (zone.Links.Count > 0) throw ArmErrors.NestedResources();
        var (state, ifMatch) = (request.State, request.IfMatch);
        return longRunning.PrivateDnsDelete(request, zone, "DeletePrivateDnsZone", () =>
        {
            if (CheckCondition("Zone", zone.Name, zone.ETag, ifMatch, null) is { } refusal) return refusal;
            if (zone.Links.Count > 0)
                return new OperationError("BadRequest", "Can not delete resource before nested resources are deleted.");
            state.Remove(zone);
            return null;
        });
    }
}
