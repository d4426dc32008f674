using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Targets;

/// <summary>Whether a target takes private endpoints, by what Azure tells of it before one is asked for.</summary>
internal static class TargetCheck
{
    /// <summary>Why the target takes no endpoints, or null where nothing speaks against it.</summary>
    public static async Task<CommandFailedException?> FaultAsync(
        LinkTarget target, Resource<TargetProperties> found, ArmGateway arm, CancellationToken cancellation)
    {
        TargetProperties properties = found.Properties ?? new();
        if (properties.Network?.DelegatedSubnetResourceId is { Length: > 0 } subnet) return Failure.ServerInVirtualNetwork(target.Value, subnet);
        if (properties.State is "Dropping" or "Disabled") return Failure.TargetNotReady(target.Value, properties.State);
        if (properties.ProvisioningState is "Deleting" or "Failed") return Failure.TargetNotReady(target.Value, properties.ProvisioningState);
        return target.Type.GroupId is null ? null : await GroupFaultAsync(target, arm, cancellation);
    }

    /// <summary>Why an endpoint cannot lead to the service behind an alias, or null where the service shows itself, or does not tell.</summary>
    /// <param name="target">The alias.</param>
    /// <param name="subscriptionId">The endpoint's subscription.</param>
    /// <param name="location">The endpoint's region.</param>
    /// <param name="arm">The gateway.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public static async Task<CommandFailedException?> AliasFaultAsync(
        LinkTarget target, string subscriptionId, string location, ArmGateway arm, CancellationToken cancellation)
    {
        try
        {
            return await arm.IsServiceVisibleAsync(subscriptionId, location, target.Value, cancellation)
                ? null
                : Failure.ServiceNotVisible(target.Value, subscriptionId);
        }
        catch (ArmException e) when (e.Status is 401 or 403 or 404 or 405)
        {
            return null; // Not everybody may ask; Azure then says it when the endpoint is made.
        }
    }

    // Servers from before Private Link have public access and yet no sub-resource.
    private static async Task<CommandFailedException?> GroupFaultAsync(LinkTarget target, ArmGateway arm, CancellationToken cancellation)
    {
        try
        {
            await foreach (Resource<LinkResourceProperties> _ in arm.ListLinkResourcesAsync(target, cancellation)) return null;
            return Failure.TargetWithoutLinkResources(target.Value, target.Type.Label);
        }
        catch (ArmException e) when (e.Status is 401 or 403 or 404)
        {
            return null;
        }
    }
}
