namespace PrivateLinkPg.Removal;

/// <summary>Removes the endpoint itself.</summary>
internal sealed class EndpointRemoval(EndpointResource endpoint, bool noWait, RemovalContext removals)
{
    private PgRemoval Report => removals.Of("PrivateEndpoint", endpoint.Id!, endpoint.Name!);

    /// <summary>What is to go of it.</summary>
    public IEnumerable<LockedChange> Going => Locks.GoingWith(endpoint);

    /// <summary>Asks for it. False where the user declined.</summary>
    public bool Ask() => removals.Confirm(Report, $"Remove private endpoint to '{endpoint.TargetId()}': DELETE {endpoint.Id}");

    /// <summary>Removes it.</summary>
    public async Task RunAsync()
    {
        OperationTracking? begun = null;
        await removals.FollowAsync(Report, (tracking, cancellation) => removals.Arm.DeletePrivateEndpointAsync(
            endpoint.Id!, begun = new OperationTracking(tracking.Report, !noWait), cancellation));
        removals.Done(Report with { OperationUrl = noWait ? begun?.Url?.AbsoluteUri : null });
    }
}
