using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>What the caller may do in a subscription, in a group, or with a resource.</summary>
internal static class MapPermissions
{
    private const string Permissions = "/providers/Microsoft.Authorization/permissions";

    public static void Map(ArmRoutes routes)
    {
        var type = ResourceProviders.Permissions;
        foreach (var scope in ArmRoutes.Scopes) routes.Get(scope + Permissions, type, Answer);
    }

    private static ArmAnswer Answer(ArmRequest request)
    {
        var actions = request.Principal.Actions(request.Subscription.Id).Select(action => (JsonNode)action);
        return new ArmAnswer(200, ArmRoutes.List([new JsonObject
        {
            ["actions"] = new JsonArray([.. actions]),
            ["notActions"] = new JsonArray(),
            ["dataActions"] = new JsonArray(),
            ["notDataActions"] = new JsonArray(),
        }]));
    }
}
