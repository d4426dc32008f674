namespace PrivateLinkPg.Diagnosis;

/// <summary>The path to the endpoint's own address: behind a wrong name there may be a second fault.</summary>
internal static class PathBehind
{
    // In less, a server that is far away would be taken for silent.
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(2);

    /// <summary>
    /// What is found there: <paramref name="result"/> where the test was there already, null where no address or no time is left to look.
    /// </summary>
    public static async Task<ProbeResult?> ProbeAsync(
        ProbeRequest request, ProbeResult result, LinkFacts facts, TimeSpan left, CommandHost host)
    {
        IReadOnlyList<IPAddress> tested = request.ExpectedAddresses.Count > 0 ? request.ExpectedAddresses : result.State.Resolved;
        if (tested.Any(address => facts.Addresses.Contains(address.ToString()))) return result;
        if (facts.Addresses.Count == 0 || left < LeastTime) return null;
        ProbeRequest direct = request with { ExpectedAddresses = [.. facts.Addresses.Select(IPAddress.Parse)], TimeLimit = left };
        return await new ConnectionProbe(host.Clock).RunAsync(direct, host.Cancellation);
    }
}
