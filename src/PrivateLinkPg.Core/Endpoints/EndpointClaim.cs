namespace PrivateLinkPg.Endpoints;

/// <summary>
/// What one input asks of an endpoint. Inputs overlap: those that ask for the same get it from the first of them, and two that want
/// different things of one endpoint must not take turns in overwriting each other.
/// </summary>
internal sealed class EndpointClaim
{
    private readonly TaskCompletionSource<PgPrivateEndpoint?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EndpointClaim(EndpointPlan plan, Task<PgPrivateEndpoint?>? earlier) => (Plan, Earlier) = (plan, earlier);

    public EndpointPlan Plan { get; }

    /// <summary>What becomes of the endpoint by an earlier input that asks for the same; null for the first.</summary>
    public Task<PgPrivateEndpoint?>? Earlier { get; }

    /// <summary>Claims the endpoint, in the order of the inputs.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="planning">This input's plan, which may still read what it stands on; one that fails claims nothing.</param>
    /// <param name="host">The running command.</param>
    /// <exception cref="CommandFailedException">EndpointClaimedTwice.</exception>
    public static async Task<EndpointClaim> TakeAsync(ResourceIdentifier id, Task<EndpointPlan> planning, CommandHost host)
    {
        var claims = await host.OnceAsync($"claims {id}", () => Task.FromResult(new List<Task<EndpointClaim>>()));
        Task<EndpointClaim> own = OfAsync(planning, [.. claims]);
        claims.Add(own);
        return await own;
    }

    private static async Task<EndpointClaim> OfAsync(Task<EndpointPlan> planning, IReadOnlyList<Task<EndpointClaim>> before)
    {
        EndpointPlan plan = await planning;
        foreach (Task<EndpointClaim> each in before)
        {
            await Task.WhenAny(each);
            if (!each.IsCompletedSuccessfully) continue;
            EndpointClaim first = await each;
            if (!plan.AsksSameAs(first.Plan)) throw Failure.EndpointClaimedTwice(plan.Id.ToString(), InWords(first.Plan), InWords(plan));
            return new(plan, first.Earlier ?? first._outcome.Task);
        }
        return new(plan, null);
    }

    /// <summary>Tells later inputs what became of the endpoint; null where the user declined.</summary>
    public void Done(PgPrivateEndpoint? endpoint) => _outcome.TrySetResult(endpoint is null ? null : endpoint with { Changed = false });

    /// <summary>Tells later inputs what they meet as well.</summary>
    public void Failed(Exception cause) => _outcome.TrySetException(cause);

    private static string InWords(EndpointPlan plan) => $"'{plan.Target.Value}' from '{plan.Subnet}'";
}
