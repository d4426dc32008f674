using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;

namespace PrivateLinkPg.Endpoints;

/// <summary>The rights that an endpoint takes: to write it, to join its subnet, and to approve on the target's side unless its owner is asked.</summary>
internal static class EndpointRights
{
    private const string Write = "Microsoft.Network/privateEndpoints/write";
    private const string Join = "Microsoft.Network/virtualNetworks/subnets/join/action";

    /// <summary>Refuses where Azure tells that a right is missing; where it tells nothing, the request itself will.</summary>
    /// <param name="plan">The endpoint.</param>
    /// <param name="owner">The target, as far as it can be read.</param>
    /// <param name="arm">The gateway.</param>
    /// <param name="host">The command.</param>
    public static async Task CheckAsync(EndpointPlan plan, Resource<TargetProperties>? owner, ArmGateway arm, CommandHost host)
    {
        string group = Group(plan.Id);
        if (!await MayAsync(Write, group, arm, host)) throw Failure.AccessDenied(plan.Id.ToString(), Write, group);
        // A role on the subnet alone is enough, but one look at the group mostly settles it for all subnets in there.
        bool join = ResourceIds.Same(group, Group(plan.Subnet)) && await MayAsync(Join, group, arm, host);
        if (!join && !await MayAsync(Join, plan.Subnet.ToString(), arm, host)) throw Failure.AccessDenied(plan.Id.ToString(), Join, plan.Subnet.ToString());
        if (plan.Manual || owner?.Properties?.AutoApproval?.Covers(plan.Id.SubscriptionId!) == true) return;
        string approve = $"{plan.Target.Type.ResourceType}/PrivateEndpointConnectionsApproval/action";
        if (!await MayAsync(approve, plan.Target.Value, arm, host)) throw Failure.LinkedAccessDenied(plan.Target.Value, approve);
    }

    private static Task<bool> MayAsync(string action, string scope, ArmGateway arm, CommandHost host) =>
        host.OnceAsync($"may {action} {scope}", async () =>
        {
            try
            {
                List<Permission> permissions = [];
                await foreach (Permission each in arm.ListPermissionsAsync(scope, host.Cancellation)) permissions.Add(each);
                return permissions.Exists(each => Any(each.Actions, action) && !Any(each.NotActions, action));
            }
            catch (ArmException e) when (e.Status is 401 or 403 or 404)
            {
                return true;
            }
        });

    private static bool Any(IReadOnlyList<string>? patterns, string action) => patterns?.Any(pattern => new NamePattern(pattern).Matches(action)) == true;

    private static string Group(ResourceIdentifier id) => $"/subscriptions/{id.SubscriptionId}/resourceGroups/{id.ResourceGroupName}";
}
