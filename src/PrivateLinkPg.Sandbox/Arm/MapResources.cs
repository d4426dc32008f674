using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>The gateway's own lists of resources of every type.</summary>
internal sealed partial class MapResources(ArmRoutes routes)
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
        var expand = request.Query("$expand") ?? "";
        return Paging.Page(request, Filter(resources, request.Query("$filter"))
            .Select(resource => (resource.Id.Value, (Func<JsonNode>)(() => Render(resource, expand)))));
    }

    // Azure's filter language is larger; these are the forms that clients send. Others are refused rather than ignored.
    private static IEnumerable<ArmResource> Filter(IEnumerable<ArmResource> resources, string? filter)
    {
        if (string.IsNullOrWhiteSpace(filter)) return resources;
        var conditions = new List<Func<ArmResource, bool>>();
        foreach (var term in filter.Split(" and ", StringSplitOptions.TrimEntries))
        {
            var match = Condition().Match(term);
            if (!match.Success) throw ArmErrors.InvalidFilter(filter);
            var value = match.Groups["value"].Value;
            conditions.Add(match.Groups["name"].Value.ToLowerInvariant() switch
            {
                "resourcegroup" => resource => Same(resource.Id.ResourceGroup, value),
                "resourcetype" => resource => Same(resource.Type, value),
                "name" => resource => Same(resource.Name, value),
                "location" => resource => Same(resource.Location, Regions.Normalize(value)),
                _ => throw ArmErrors.InvalidFilter(filter),
            });
        }
        return resources.Where(resource => conditions.TrueForAll(condition => condition(resource)));
    }

    private static bool Same(string? left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static JsonObject Render(ArmResource resource, string expand)
    {
        var body = new JsonObject { ["id"] = resource.Id.Value, ["name"] = resource.Name, ["type"] = resource.Type };
        if (resource.Location is not null) body["location"] = resource.Location;
        if (resource.Tags is not null) body["tags"] = resource.Tags.DeepClone();
        if (expand.Contains("createdTime", StringComparison.OrdinalIgnoreCase)) body["createdTime"] = ArmResource.Time(resource.CreatedAt);
        if (expand.Contains("changedTime", StringComparison.OrdinalIgnoreCase)) body["changedTime"] = ArmResource.Time(resource.ChangedAt);
        if (expand.Contains("provisioningState", StringComparison.OrdinalIgnoreCase))
            body["provisioningState"] = resource.ProvisioningState;
        return body;
    }

    [GeneratedRegex(@"^(?<name>\w+) eq '(?<value>[^']*)'$", RegexOptions.IgnoreCase)]
    private static partial Regex Condition();
}
