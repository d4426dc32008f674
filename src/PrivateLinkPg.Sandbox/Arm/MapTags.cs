using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>The tags of a subscription, a group or a resource as a resource of their own, which has a right of its own.</summary>
internal static class MapTags
{
    private static readonly string[] Operations = ["Merge", "Replace", "Delete"];

    public static void Map(ArmRoutes routes)
    {
        var type = ResourceProviders.Tags;
        foreach (var one in ArmRoutes.Scopes.Select(scope => $"{scope}/providers/{type.FullName}/default"))
        {
            routes.Get(one, type, request => Answer(Find(request)));
            routes.Put(one, type, request => Write(request, (_, sent) => sent));
            routes.Patch(one, type, Patch);
            routes.Delete(one, type, Delete);
        }
    }

    private static ArmAnswer Patch(ArmRequest request)
    {
        var asked = request.Body.Text("operation");
        var operation = Array.Find(Operations, item => item.Equals(asked, StringComparison.OrdinalIgnoreCase))
            ?? throw ArmErrors.InvalidContent($"The operation '{asked}' is not one of {string.Join(", ", Operations)}");
        return Write(request, operation switch
        {
            "Merge" => Merge,
            "Delete" => Without,
            _ => (_, sent) => sent,
        });
    }

    private static ArmAnswer Delete(ArmRequest request)
    {
        Find(request).Set([]);
        return new ArmAnswer(200);
    }

    private static ArmAnswer Write(ArmRequest request, Func<JsonObject, JsonObject, JsonObject> change)
    {
        var found = Find(request);
        var sent = TagRules.Read(request.Body.Object("properties") ?? [])
            ?? throw ArmErrors.InvalidContent("Required property 'tags' not found in JSON. Path 'properties'");
        var tags = change(found.Tags, sent);
        TagRules.DemandFew(tags);
        found.Set(tags);
        return Answer(Find(request));
    }

    private static Tagged Find(ArmRequest request)
    {
        if (!request.Http.Request.RouteValues.ContainsKey("group"))
        {
            var subscription = request.Subscription;
            return new Tagged($"/subscriptions/{subscription.Id}", subscription.Tags ?? [], tags => subscription.Tags = tags);
        }
        if (!ResourceId.TryParse(request.ExtendedScope(), out var id))
            return new Tagged(request.Group.Id.Value, request.Group.Tags ?? [], tags => Set(request.Group, tags));
        if (request.State.Find(id) is { Location: not null } resource)
            return new Tagged(resource.Id.Value, resource.Tags ?? [], tags => Set(request, resource, tags));
        // What Azure calls this is not known.
        throw ArmErrors.Gateway(400, "TagsNotSupported", $"Resources of type '{id.Type}' have no tags.");
    }

    private static void Set(ResourceGroup group, JsonObject tags)
    {
        if (group.IsBeingDeleted) throw ArmErrors.GroupBeingDeleted(group);
        group.Tags = tags;
    }

    // The provider has a say: it takes tags by a PATCH of the resource.
    private static void Set(ArmRequest request, ArmResource resource, JsonObject tags)
    {
        Lifecycle.DemandStaying(request.State, resource.Id);
        if (resource is VirtualNetwork network) Lifecycle.DemandSettled(request, network);
        if (resource is FlexibleServer server) MapFlexibleServers.DemandIdle(server);
        PolicyCheck.Demand(request, resource.Id, new PolicyTarget(resource.Location, tags));
        resource.Tags = resource is PrivateDnsZone or VirtualNetworkLink ? TagRules.OfPrivateDns(tags) : tags;
        resource.ChangedAt = request.Now;
        resource.NewETag();
    }

    // A name keeps the case that it has.
    private static JsonObject Merge(JsonObject existing, JsonObject sent)
    {
        var merged = (JsonObject)existing.DeepClone();
        foreach (var (name, value) in sent) merged[NameIn(existing, name) ?? name] = value?.DeepClone();
        return merged;
    }

    // By name, or by name and value where one is given.
    private static JsonObject Without(JsonObject existing, JsonObject sent)
    {
        var left = (JsonObject)existing.DeepClone();
        foreach (var (name, value) in sent)
        {
            if (NameIn(existing, name) is { } known && (value?.ToString() is null or "" || value.ToString() == existing[known]?.ToString()))
                left.Remove(known);
        }
        return left;
    }

    private static string? NameIn(JsonObject tags, string name) =>
        tags.Select(tag => tag.Key).FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static ArmAnswer Answer(Tagged found) => new(200, new JsonObject
    {
        ["id"] = $"{found.Scope}/providers/{ResourceProviders.Tags.FullName}/default",
        ["name"] = "default",
        ["type"] = ResourceProviders.Tags.FullName,
        ["properties"] = new JsonObject { ["tags"] = found.Tags.DeepClone() },
    });

    /// <param name="Scope">The id of what has the tags.</param>
    /// <param name="Tags">Those that it has now.</param>
    /// <param name="Set">Puts others in their place.</param>
    private sealed record Tagged(string Scope, JsonObject Tags, Action<JsonObject> Set);
}
