using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

internal sealed partial class MapResourceGroups(ArmRoutes routes, LongRunning longRunning)
{
    private const string FirstWithType = "2018-05-01";

    private static readonly ResourceTypeInfo Type = ResourceProviders.ResourceGroups;

    public void Map()
    {
        routes.Get(ArmRoutes.InSubscription + "/resourceGroups", Type, List);
        routes.Get(ArmRoutes.InGroup, Type, request => new ArmAnswer(200, Render(request, request.Group)));
        routes.Put(ArmRoutes.InGroup, Type, Put);
        routes.Patch(ArmRoutes.InGroup, Type, Patch);
        routes.Delete(ArmRoutes.InGroup, Type, Delete);
    }

    private static ArmAnswer List(ArmRequest request)
    {
        var matches = ResourceFilter.ForGroups(request.Query("$filter"));
        return Paging.Page(request, request.Subscription.Groups.Values.Where(group => matches(FilterFacts.Of(group)))
            .OrderBy(group => group.Name, StringComparer.OrdinalIgnoreCase)
            .Select(group => (group.Name, (Func<JsonNode>)(() => Render(request, group)))));
    }

    private static ArmAnswer Put(ArmRequest request)
    {
        var name = request.Value("group");
        if (!ValidName().IsMatch(name))
        {
            throw ArmErrors.Gateway(400, "InvalidResourceGroup",
                $"The provided resource group name '{name}' has these invalid characters or ends with a period. The name can only be a "
                + "letter, digit, '-', '.', '(', ')' or '_', is at most 90 characters long and cannot end with '.'.");
        }
        var location = request.RequireLocation("Microsoft.Resources/resourceGroups");
        _ = request.Body.Object("properties");
        var groups = request.Subscription.Groups;
        var exists = groups.TryGetValue(name, out var group);
        if (group is not null && group.Location != location)
        {
            throw ArmErrors.Gateway(409, "InvalidResourceGroupLocation",
                $"Invalid resource group location '{location}'. The Resource group already exists in location '{group.Location}'.");
        }
        if (group?.IsBeingDeleted == true) throw ArmErrors.GroupBeingDeleted(group);
        group ??= groups[name] = new ResourceGroup(request.Subscription.Id, name, location);
        group.Tags = TagRules.Read(request.Body);
        return new ArmAnswer(exists ? 200 : 201, Render(request, group));
    }

    private static ArmAnswer Patch(ArmRequest request)
    {
        var group = request.Group;
        if (group.IsBeingDeleted) throw ArmErrors.GroupBeingDeleted(group);
        if (TagRules.Read(request.Body) is { } tags) group.Tags = tags;
        return new ArmAnswer(200, Render(request, group));
    }

    private ArmAnswer Delete(ArmRequest request)
    {
        var group = request.Group;
        group.ProvisioningState = "Deleting";
        var (subscription, state) = (request.Subscription, request.State);
        return longRunning.Gateway(request, $"RESOURCEGROUPDELETIONJOB-{group.Name.ToUpperInvariant()}", group.Location, () =>
        {
            // A second DELETE of the same group finds nothing left to do; a new group may have its name.
            if (subscription.Groups.GetValueOrDefault(group.Name) != group) return null;
            if (ResourceRemoval.RemoveGroup(state, group) is { } obstacle)
            {
                group.ProvisioningState = "Succeeded";
                return obstacle;
            }
            subscription.Groups.Remove(group.Name);
            return null;
        }, abandon: () => group.ProvisioningState = "Succeeded");
    }

    private static JsonObject Render(ArmRequest request, ResourceGroup group)
    {
        var body = new JsonObject { ["id"] = group.Id.Value, ["name"] = group.Name };
        if (string.CompareOrdinal(request.ApiVersion, FirstWithType) >= 0) body["type"] = "Microsoft.Resources/resourceGroups";
        body["location"] = group.Location;
        if (group.Tags is not null) body["tags"] = group.Tags.DeepClone();
        body["properties"] = new JsonObject { ["provisioningState"] = group.ProvisioningState };
        return body;
    }

    [GeneratedRegex(@"^[\p{L}\p{N}._()-]{0,89}[\p{L}\p{N}_()-]$")]
    private static partial Regex ValidName();
}
