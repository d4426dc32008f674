namespace PrivateLinkPg.Removal;

/// <summary>Removes the endpoint itself.</summary>
internal static class EndpointRemoval
{
    public static async Task RunAsync(EndpointResource endpoint, bool noWait, RemovalContext removals)
    {
        PgRemoval removal = removals.Of("PrivateEndpoint", endpoint.Id!, endpoint.Name!);
        string action = $"Remove private endpoint to '{endpoint.TargetId()}': DELETE {endpoint.Id}";
        if (!removals.Confirm(removal, action) || removals.WhatIf) return;
        OperationTracking? begun = null;
        await removals.FollowAsync(removal, (tracking, cancellation) => removals.Arm.DeletePrivateEndpointAsync(
            endpoint.Id!, begun = new OperationTracking(tracking.Report, !noWait), cancellation));
        removals.Done(removal with { OperationUrl = noWait ? begun?.Url?.AbsoluteUri : null });
    }
}
