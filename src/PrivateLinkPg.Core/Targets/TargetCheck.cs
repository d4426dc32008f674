namespace PrivateLinkPg.Targets;

/// <summary>Whether a target takes private endpoints, by what Azure tells of it before one is asked for.</summary>
internal static class TargetCheck
{
    /// <summary>Why the target takes no endpoints, or null where nothing speaks against it.</summary>
    public static async Task<CommandFailedException?> FaultAsync(LinkTarget target, TargetResource found, LinkReader link)
    {
        TargetProperties properties = found.Properties ?? new();
        if (properties.Network?.DelegatedSubnetResourceId is { Length: > 0 } subnet)
            return Failure.ServerInVirtualNetwork(target.Value, subnet);
        if (properties.State is "Dropping" or "Disabled") return Failure.TargetNotReady(target.Value, properties.State);
        if (properties.ProvisioningState is "Deleting" or "Failed")
            return Failure.TargetNotReady(target.Value, properties.ProvisioningState);
        // Servers from before Private Link have public access and yet no sub-resource.
        return target.Type.GroupId is not null && (await link.LinkResourcesAsync(target)).Value is []
            ? Failure.TargetWithoutLinkResources(target.Value, target.Type.Label)
            : null;
    }

    /// <summary>
    /// Why an endpoint of that subscription and region cannot lead to the service behind an alias; null where the service is visible, and
    /// where this account may not ask: Azure then says it when the endpoint is made.
    /// </summary>
    public static async Task<CommandFailedException?> AliasFaultAsync(
        LinkTarget target, string subscriptionId, string location, LinkReader link, CancellationToken cancellation)
    {
        async Task<CommandFailedException?> AskAsync() =>
            await link.Arm.IsServiceVisibleAsync(subscriptionId, location, target.Value, cancellation)
                ? null
                : Failure.ServiceNotVisible(target.Value, subscriptionId);
        return (await Fact.OfAsync(AskAsync())).Value;
    }
}
