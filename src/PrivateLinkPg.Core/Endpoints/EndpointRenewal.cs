namespace PrivateLinkPg.Endpoints;

/// <summary>
/// An endpoint whose connection its owner rejected or removed never carries traffic again; only a new one in its place can ask again.
/// </summary>
/// <param name="plan">The endpoint as it shall be.</param>
/// <param name="zones">The zones that the endpoint's zone group holds, which its successor is to get.</param>
/// <param name="arm">The calls to Azure.</param>
internal sealed class EndpointRenewal(EndpointPlan plan, IReadOnlyList<string> zones, ArmGateway arm)
{
    private string Status => FinalStatus(plan.Existing)!;

    /// <summary>Rejected or Disconnected where the endpoint must be made anew; else null.</summary>
    public static string? FinalStatus(EndpointResource? existing) =>
        existing.ConnectionStatus() is ("Rejected" or "Disconnected") and var status ? status : null;

    /// <summary>Removes the endpoint and makes it again; what would be refused should have been looked for before.</summary>
    /// <param name="tracking">How the new endpoint is followed.</param>
    /// <param name="limit">Of both together.</param>
    /// <exception cref="CommandFailedException">
    /// EndpointNotRenewed, where the endpoint is gone and its successor was refused; TimedOut, which tells how far it came.
    /// </exception>
    public async Task<EndpointResource> RunAsync(OperationTracking tracking, TimeLimit limit)
    {
        string id = plan.Id.ToString();
        bool removed = false;
        try
        {
            await limit.Of(arm.DeletePrivateEndpointAsync(id, new OperationTracking(tracking.Report), limit.Token));
            removed = true;
            return await limit.Of(arm.PutPrivateEndpointAsync(id, plan.Body(), tracking, limit.Token));
        }
        catch (CommandFailedException late) when (late.Failure.Kind == FailureKind.Timeout)
        {
            string done = removed
                ? $"The {Status} endpoint in its place was removed before."
                : $"That was still the removal of the {Status} endpoint, after which it is made again.";
            throw new CommandFailedException(late.Failure.And(done + Failure.ZonesHeld(zones)));
        }
        catch (Exception e) when (removed && e is not OperationCanceledException)
        {
            throw Failure.EndpointNotRenewed(id, Status, zones, FailureMapper.Map(e, id));
        }
    }
}
