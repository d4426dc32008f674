using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PrivateLinkPg.Sandbox.Identity;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>The roles that the sandbox's principals have, to be read: they are assigned on subscriptions, once and for all.</summary>
internal sealed partial class MapRoleAssignments(ArmRoutes routes, Principals principals)
{
    private const string Owner = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
    private const string Reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

    public void Map()
    {
        var type = ResourceProviders.RoleAssignments;
        foreach (var all in ArmRoutes.Scopes.Select(scope => $"{scope}/providers/{type.FullName}"))
        {
            routes.Get(all, type, List);
            routes.Get(all + "/{extension}", type, Get);
        }
    }

    // A list has what is at, above and below its scope; with atScope() not what is below. All are on the subscription, above everything.
    private ArmAnswer List(ArmRequest request)
    {
        _ = request.ExtendedScope();
        var matches = Filter(request.Query("$filter")?.Trim() ?? "");
        return new ArmAnswer(200, ArmRoutes.List(Assignments(request).Where(item => matches(item.Principal))
            .Select(item => Render(request, item.Principal, item.Role))));
    }

    private ArmAnswer Get(ArmRequest request)
    {
        var name = request.Value("extension");
        var found = Assignments(request).Select(item => Render(request, item.Principal, item.Role))
            .FirstOrDefault(item => name.Equals((string?)item["name"], StringComparison.OrdinalIgnoreCase));
        return new ArmAnswer(200, found ?? throw ArmErrors.Gateway(404, "RoleAssignmentNotFound",
            $"The role assignment '{name}' is not found."));
    }

    private static Func<Principal, bool> Filter(string filter)
    {
        if (filter.Length == 0 || filter.Equals("atScope()", StringComparison.OrdinalIgnoreCase)) return _ => true;
        if (ByPrincipal().Match(filter) is not { Success: true } match) throw ArmErrors.InvalidFilter(filter);
        return principal => principal.ObjectId.Equals(match.Groups["id"].Value, StringComparison.OrdinalIgnoreCase);
    }

    private IEnumerable<(Principal Principal, string Role)> Assignments(ArmRequest request)
    {
        foreach (var principal in principals.All)
        {
            if (principal.OwnedSubscriptions?.Contains(request.Subscription.Id) != false) yield return (principal, Owner);
            else if (principal.IsReader) yield return (principal, Reader);
        }
    }

    private static JsonObject Render(ArmRequest request, Principal principal, string role)
    {
        var root = Root(request);
        var name = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{root} {principal.ObjectId} {role}")).AsSpan(0, 16));
        var since = ArmResource.Time(DateTimeOffset.UnixEpoch);
        return new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["roleDefinitionId"] = $"{root}/providers/Microsoft.Authorization/roleDefinitions/{role}",
                ["principalId"] = principal.ObjectId,
                ["principalType"] = "ServicePrincipal",
                ["scope"] = root,
                ["condition"] = null,
                ["conditionVersion"] = null,
                ["createdOn"] = since,
                ["updatedOn"] = since,
                ["createdBy"] = null,
                ["updatedBy"] = null,
                ["delegatedManagedIdentityResourceId"] = null,
                ["description"] = null,
            },
            ["id"] = $"{root}/providers/{request.Type.FullName}/{name}",
            ["type"] = request.Type.FullName,
            ["name"] = name.ToString(),
        };
    }

    private static string Root(ArmRequest request) => $"/subscriptions/{request.Subscription.Id}";

    [GeneratedRegex(
        @"^(?:atScope\(\)\s+and\s+)?(?:principalId\s+eq\s+|assignedTo\()'(?<id>[0-9a-fA-F-]{36})'\)?$", RegexOptions.IgnoreCase)]
    private static partial Regex ByPrincipal();
}
