using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>The gateway's own lists of resources of every type.</summary>
internal sealed class MapResources(ArmRoutes routes)
{
    public void Map()
    {
        routes.Get(ArmRoutes.InSubscription + "/resources", ResourceProviders.Resources, request =>
            Answer(request, request.State.InSubscription(request.Subscription)));
        routes.Get(ArmRoutes.InGroup + "/resources", ResourceProviders.Resources, request =>
            Answer(request, request.State.InGroup(request.Group)));
    }

    private static ArmAnswer Answer(ArmRequest request, IEnumerable<ArmResource> resources)
    {
        var (expand, filter) = (request.Query("$expand") ?? "", request.Query("$filter"));
        var (matches, withTags) = (ResourceFilter.ForResources(filter), !ResourceFilter.IsByTag(filter));
        return Paging.Page(request, resources.SelectMany(resource => resource.TrackedChildren.Prepend(resource))
            .Where(resource => matches(FilterFacts.Of(resource)))
            .OrderBy(resource => resource.Id.Value, StringComparer.OrdinalIgnoreCase)
            .Select(resource => (resource.Id.Value, (Func<JsonNode>)(() => Render(resource, expand, withTags)))));
    }

    private static JsonObject Render(ArmResource resource, string expand, bool withTags)
    {
        var body = new JsonObject { ["id"] = resource.Id.Value, ["name"] = resource.Id.NamePath, ["type"] = resource.Type };
        if (resource.Location is not null) body["location"] = resource.Location;
        if (resource.Tags is not null && withTags) body["tags"] = resource.Tags.DeepClone();
        if (expand.Contains("createdTime", StringComparison.OrdinalIgnoreCase)) body["createdTime"] = ArmResource.Time(resource.CreatedAt);
        if (expand.Contains("changedTime", StringComparison.OrdinalIgnoreCase)) body["changedTime"] = ArmResource.Time(resource.ChangedAt);
        if (expand.Contains("provisioningState", StringComparison.OrdinalIgnoreCase))
            body["provisioningState"] = resource.ProvisioningState;
        return body;
    }
}
