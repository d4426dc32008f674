using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Probe;

/// <summary>Compares where the name leads with where it should.</summary>
internal sealed class AddressStep : IProbeStep
{
    public string Name => "Address";
    public bool IsAfterDial => false;

    public bool CanGoOn(ProbeState state) => state.Request.ExpectedAddresses.Count > 0;

    public Task<StepOutcome> RunAsync(ProbeState state, ProbeConnection connection, StepTime time) => Task.FromResult(Compare(state));

    private static StepOutcome Compare(ProbeState state)
    {
        IReadOnlyList<IPAddress> expected = state.Request.ExpectedAddresses;
        if (state.Resolved.Count == 0) return StepOutcome.Skipped($"Nothing to compare; {Text(expected)} is tried without the name.");
        if (state.Resolved.Any(IsNowhere))
        {
            return StepOutcome.Failed(
                ProbeFault.SinkholeAddress, $"{Text(state.Resolved)} is no address of a server.", state with { Candidates = expected });
        }
        if (expected.Count == 0) return WithoutExpectation(state);
        IPAddress[] others = [.. state.Resolved.Except(expected.Select(AddressScope.Plain))];
        if (others.Length == 0)
            return StepOutcome.Passed($"{Text(state.Resolved)}, as expected.", state with { Candidates = state.Resolved });
        bool isPublic = Array.Exists(others, address => !AddressScope.IsPrivate(address));
        return StepOutcome.Failed(
            isPublic ? ProbeFault.PublicAddress : ProbeFault.UnexpectedAddress,
            $"{Text(others)}{(isPublic ? " (public)" : "")} is not the expected {Text(expected)}.", state with { Candidates = expected });
    }

    private static StepOutcome WithoutExpectation(ProbeState state)
    {
        IPAddress[] open = [.. state.Resolved.Where(address => !AddressScope.IsPrivate(address))];
        if (open.Length > 0) return StepOutcome.Failed(ProbeFault.PublicAddress, $"{Text(open)} is a public address.");
        return StepOutcome.Passed($"{Text(state.Resolved)}, private; no address was expected.", state with { Candidates = state.Resolved });
    }

    private static bool IsNowhere(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static string Text(IEnumerable<IPAddress> addresses) => string.Join(", ", addresses);
}
