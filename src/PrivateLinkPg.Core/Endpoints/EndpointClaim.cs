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

    /// <summary>Claims the endpoint, its interface, its addresses and the records of its zone group, in the order of the inputs.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="subnet">The subnet that it is to be in.</param>
    /// <param name="wished">What is wished of it.</param>
    /// <param name="planning">This input's plan, which may still read what it stands on; one that fails claims nothing.</param>
    /// <param name="host">The running command.</param>
    /// <exception cref="CommandFailedException">
    /// EndpointClaimedTwice, InterfaceClaimedTwice, AddressClaimedTwice, ZoneGroupClaimedTwice.
    /// </exception>
    public static async Task<EndpointClaim> TakeAsync(
        ResourceIdentifier id, ResourceIdentifier subnet, EndpointSettings wished, Task<EndpointPlan> planning, CommandHost host)
    {
        // All of them at once, before anything is waited for: the inputs' order decides.
        var same = await ListAsync(id.ToString(), host);
        List<List<Task<EndpointClaim>>> parts = [await ListAsync(EndpointPlan.NewInterfaceId(wished, id), host)];
        foreach (string address in wished.IpAddress) parts.Add(await ListAsync($"{subnet} {address}", host));
        foreach (string zone in wished.PrivateDnsZoneId) parts.Add(await ListAsync(zone, host));
        Task<EndpointClaim> own = OfAsync(planning, [.. same], [.. parts.SelectMany(each => each).Distinct()]);
        foreach (var list in parts.Prepend(same)) list.Add(own);
        return await own;
    }

    // Does not wait.
    private static Task<List<Task<EndpointClaim>>> ListAsync(string claimed, CommandHost host) =>
        host.OnceAsync($"claims {claimed}", () => Task.FromResult(new List<Task<EndpointClaim>>()));

    private static async Task<EndpointClaim> OfAsync(
        Task<EndpointPlan> planning, IReadOnlyList<Task<EndpointClaim>> same, IReadOnlyList<Task<EndpointClaim>> parts)
    {
        EndpointPlan plan = await planning;
        foreach (Task<EndpointClaim> each in same)
        {
            if (await HeldAsync(each) is not { } first) continue;
            if (!plan.AsksSameAs(first.Plan)) throw Failure.EndpointClaimedTwice(plan.Id.ToString(), InWords(first.Plan), InWords(plan));
            return new(plan, first.Earlier ?? first._outcome.Task);
        }
        foreach (Task<EndpointClaim> each in parts)
            if (await HeldAsync(each) is { } other) RefuseShared(plan, other.Plan);
        return new(plan, null);
    }

    // Null where the other input was refused, and so claims nothing.
    private static async Task<EndpointClaim?> HeldAsync(Task<EndpointClaim> other)
    {
        await Task.WhenAny(other);
        return other.IsCompletedSuccessfully ? await other : null;
    }

    private static void RefuseShared(EndpointPlan plan, EndpointPlan other)
    {
        string[] addresses = [.. plan.Wished.IpAddress.Intersect(other.Wished.IpAddress)];
        if (addresses.Length > 0 && ResourceIds.Same(plan.Subnet.ToString(), other.Subnet.ToString()))
            throw Failure.AddressClaimedTwice(addresses[0], plan.Id.ToString(), other.Id.ToString());
        if (plan.ZoneGroupRecords.Intersect(other.ZoneGroupRecords, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } record)
            throw Failure.ZoneGroupClaimedTwice(record, plan.Id.ToString(), other.Id.ToString());
        if (ResourceIds.Same(plan.InterfaceId, other.InterfaceId))
            throw Failure.InterfaceClaimedTwice(ResourceIds.Name(plan.InterfaceId), plan.Id.ToString(), other.Id.ToString());
    }

    /// <summary>Tells later inputs what became of the endpoint; null where the user declined.</summary>
    public void Done(PgPrivateEndpoint? endpoint) => _outcome.TrySetResult(endpoint is null ? null : endpoint with { Changed = false });

    /// <summary>Tells later inputs what they meet as well.</summary>
    public void Failed(Exception cause) => _outcome.TrySetException(cause);

    private static string InWords(EndpointPlan plan) => $"'{plan.Target.Value}' from '{plan.Subnet}'";
}
