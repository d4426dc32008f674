namespace PrivateLinkPg.Endpoints;

/// <summary>
/// Inputs overlap: those that ask for the same endpoint get it from one request, and two that want different things of it must not take
/// turns in overwriting each other.
/// </summary>
internal static class EndpointClaim
{
    /// <summary>Does the work for the first input that asks for the endpoint.</summary>
    /// <returns>What came of it; for the later inputs nothing was changed.</returns>
    /// <exception cref="CommandFailedException">EndpointClaimedTwice.</exception>
    public static async Task<PgPrivateEndpoint?> OnceAsync(EndpointPlan plan, CommandHost host, Func<Task<PgPrivateEndpoint?>> work)
    {
        EndpointPlan first = await host.OnceAsync($"claim {plan.Id}", () => Task.FromResult(plan));
        if (!plan.AsksSameAs(first)) throw Failure.EndpointClaimedTwice(plan.Id.ToString(), InWords(first), InWords(plan));
        PgPrivateEndpoint? endpoint = await host.OnceAsync($"endpoint {plan.Id}", work);
        return ReferenceEquals(first, plan) || endpoint is null ? endpoint : endpoint with { Changed = false };
    }

    private static string InWords(EndpointPlan plan) => $"'{plan.Target.Value}' from '{plan.Subnet}'";
}
