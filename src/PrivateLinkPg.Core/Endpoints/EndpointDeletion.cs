namespace PrivateLinkPg.Endpoints;

/// <summary>An endpoint that is being deleted, by somebody else or an earlier line, makes room for a new one when that has ended.</summary>
internal static class EndpointDeletion
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Waits for the end of a deletion that is under way.</summary>
    /// <returns>The plan for what comes after it, in what is left of the time.</returns>
    /// <exception cref="CommandFailedException">EndpointBeingDeleted where the user wants no waiting; TimedOut.</exception>
    public static async Task<EndpointPlan> EndedAsync(EndpointPlan plan, LinkReader link, CommandHost host)
    {
        if (!plan.Existing.IsBeingDeleted()) return plan;
        string id = plan.Id.ToString();
        if (plan.Wished.NoWait || host.Output.WhatIf) throw Failure.EndpointBeingDeleted(id);

        long start = host.Clock.GetTimestamp();
        using ProgressBar progress = new(host, $"Private endpoint {plan.Id.Name}");
        using TimeLimit limit = host.Limit(plan.Wished.Timeout, id, $"The deletion of the private endpoint '{plan.Id.Name}'");
        EndpointResource? successor =
            await limit.Of(SuccessorAsync(id, link.Now(limit.Token), host.Clock, progress.Report, limit.Token));
        TimeSpan left = plan.Wished.Timeout - host.Clock.GetElapsedTime(start);
        return plan.After(successor, left > Interval ? left : Interval);
    }

    // What is there after the deletion: as a rule nothing, but others may have been faster.
    private static async Task<EndpointResource?> SuccessorAsync(
        string id, LinkReader link, TimeProvider clock, Action<string> report, CancellationToken cancellation)
    {
        while (true)
        {
            EndpointResource? endpoint = (await link.EndpointAsync(id)).OrThrow();
            if (!endpoint.IsBeingDeleted()) return endpoint;
            report("Deleting");
            await Task.Delay(Interval, clock, cancellation);
        }
    }
}
