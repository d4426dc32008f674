namespace PrivateLinkPg.Endpoints;

/// <summary>
/// An endpoint whose connection its owner rejected or removed never carries traffic again; only a new one in its place can ask again.
/// </summary>
internal sealed class EndpointRenewal(EndpointPlan plan, LinkReader link, Action<string> report, CancellationToken cancellation)
{
    /// <summary>The zones that the endpoint's zone group held, so that its successor gets them.</summary>
    public IReadOnlyList<string> Zones { get; private set; } = [];

    /// <summary>Rejected or Disconnected where the endpoint must be made anew; else null.</summary>
    public static string? FinalStatus(EndpointResource? existing) =>
        existing.ConnectionStatus() is ("Rejected" or "Disconnected") and var status ? status : null;

    /// <summary>Removes the endpoint and makes it again; what would be refused should have been looked for before.</summary>
    /// <exception cref="CommandFailedException">EndpointNotRenewed, where the endpoint is gone and its successor was refused.</exception>
    public async Task<EndpointResource> RunAsync(OperationTracking tracking)
    {
        string id = plan.Id.ToString();
        Zones = [.. (await link.ZoneGroupAsync(id)).OrThrow().ZoneIds()];
        await link.Arm.DeletePrivateEndpointAsync(id, new OperationTracking(report), cancellation);
        try
        {
            return await link.Arm.PutPrivateEndpointAsync(id, plan.Body(), tracking, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Failure.EndpointNotRenewed(id, FinalStatus(plan.Existing)!, Zones, FailureMapper.Map(e, id));
        }
    }
}
