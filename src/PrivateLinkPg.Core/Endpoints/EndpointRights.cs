namespace PrivateLinkPg.Endpoints;

/// <summary>
/// The rights that an endpoint takes: to write it, to join its subnet, and to approve on the target's side unless its owner is asked.
/// </summary>
internal static class EndpointRights
{
    private const string Write = "Microsoft.Network/privateEndpoints/write";
    private const string Join = "Microsoft.Network/virtualNetworks/subnets/join/action";

    /// <summary>Refuses where Azure tells that a right is missing; where it tells nothing, the request itself will.</summary>
    public static async Task CheckAsync(EndpointPlan plan, LinkReader link)
    {
        string group = ResourceIds.GroupId(plan.Id);
        if (!await MayAsync(Write, group, link)) throw Failure.AccessDenied(plan.Id.ToString(), Write, group);
        // A role on the subnet alone is enough, but one look at the group mostly settles it for all subnets in there.
        bool join = ResourceIds.Same(group, ResourceIds.GroupId(plan.Subnet)) && await MayAsync(Join, group, link);
        if (!join && !await MayAsync(Join, plan.Subnet.ToString(), link))
            throw Failure.AccessDenied(plan.Id.ToString(), Join, plan.Subnet.ToString());
        if (plan.Manual || plan.Owner?.Properties?.AutoApproval?.Covers(plan.Id.SubscriptionId!) == true) return;
        string approve = $"{plan.Target.Type.ResourceType}/PrivateEndpointConnectionsApproval/action";
        if (!await MayAsync(approve, plan.Target.Value, link)) throw Failure.LinkedAccessDenied(plan.Target.Value, approve);
    }

    private static async Task<bool> MayAsync(string action, string scope, LinkReader link) =>
        (await link.PermissionsAsync(scope)).Value?.Any(each => Any(each.Actions, action) && !Any(each.NotActions, action)) ?? true;

    private static bool Any(IReadOnlyList<string>? patterns, string action) =>
        patterns?.Any(pattern => new NamePattern(pattern).Matches(action)) == true;
}
