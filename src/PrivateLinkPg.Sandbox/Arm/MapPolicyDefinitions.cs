using System.Text.RegularExpressions;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>The built-in definitions, to be read: they belong to the tenant, and the list of a subscription has them too.</summary>
internal static partial class MapPolicyDefinitions
{
    public static void Map(ArmRoutes routes)
    {
        var type = ResourceProviders.PolicyDefinitions;
        var all = $"/providers/{type.FullName}";
        routes.Get(all, type, request => List(request, isTenant: true));
        routes.Get(all + "/{definition}", type, Get);
        routes.Get(ArmRoutes.InSubscription + all, type, request => List(request, isTenant: false));
        // A subscription has only its own by name, and has none: clients then ask for the built-in one.
        routes.Get(ArmRoutes.InSubscription + all + "/{definition}", type, request => throw NotFound(request));
    }

    private static ArmAnswer Get(ArmRequest request) =>
        new(200, (BuiltInPolicy.Named(request.Value("definition")) ?? throw NotFound(request)).Render());

    private static ArmAnswer List(ArmRequest request, bool isTenant)
    {
        var matches = Filter(request.Query("$filter")?.Trim() ?? "", isTenant);
        return new ArmAnswer(200, ArmRoutes.List(BuiltInPolicy.Known.Where(matches).Select(item => item.Render())));
    }

    // The specification knows three, each by itself.
    private static Func<BuiltInPolicy, bool> Filter(string filter, bool isTenant)
    {
        if (filter.Length == 0) return _ => true;
        if (filter.Equals("atExactScope()", StringComparison.OrdinalIgnoreCase)) return _ => isTenant;
        if (Property().Match(filter) is not { Success: true } match) throw ArmErrors.InvalidFilter(filter);
        var value = match.Groups["value"].Value;
        return match.Groups["name"].Value.Equals("category", StringComparison.OrdinalIgnoreCase)
            ? item => item.Category.Equals(value, StringComparison.OrdinalIgnoreCase)
            : _ => value.Equals("BuiltIn", StringComparison.OrdinalIgnoreCase);
    }

    private static ArmException NotFound(ArmRequest request) => ArmErrors.Gateway(404, "PolicyDefinitionNotFound",
        $"The policy definition '{request.Value("definition")}' could not be found.");

    [GeneratedRegex(@"^(?<name>policyType|category)\s+-?eq\s+'(?<value>[^']*)'$", RegexOptions.IgnoreCase)]
    private static partial Regex Property();
}
