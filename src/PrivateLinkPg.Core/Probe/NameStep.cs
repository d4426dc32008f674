using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Probe;

/// <summary>Looks the name up.</summary>
internal sealed class NameStep : IProbeStep
{
    public string Name => "Name";
    public bool IsAfterDial => false;
    public ProbeFault? TimeoutFault => ProbeFault.DnsServerSilent;
    public bool CanGoOn(ProbeState state) => state.Candidates.Count > 0;

    public async Task<StepOutcome> RunAsync(ProbeState state, ProbeConnection connection, StepTime time)
    {
        string host = state.Request.HostName;
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            ProbeState known = state with { Resolved = [address], Candidates = [address] };
            return StepOutcome.Skipped($"{host} is an address itself; no name was looked up.", known);
        }
        Resolution found = await state.Resolver.ResolveAsync(host, time.Token).ConfigureAwait(false);
        state = state with { Resolution = found, Resolved = [.. found.Addresses.Select(AddressScope.Plain)] };
        return found.Outcome == ResolutionOutcome.Found
            ? StepOutcome.Passed(Describe(host, found), state)
            : StepOutcome.Failed(
                Fault(found.Outcome), $"{Chain(host, found)}: {found.Reason ?? "no address"} from {found.Resolver}.", state);
    }

    private static string Describe(string host, Resolution found) =>
        $"{Chain(host, found)} → {string.Join(", ", found.Addresses)}, from {found.Resolver}"
        + (found.TimeToLive is { } ttl ? $", kept for {ttl} s." : ".");

    private static string Chain(string host, Resolution found) => string.Join(" → ", [host, .. found.Aliases.Select(alias => alias.Alias)]);

    private static ProbeFault Fault(ResolutionOutcome outcome) => outcome switch
    {
        ResolutionOutcome.NameNotFound => ProbeFault.NameNotFound,
        ResolutionOutcome.NoAddress => ProbeFault.NameHasNoAddress,
        ResolutionOutcome.AliasNotFollowed => ProbeFault.AliasNotFollowed,
        ResolutionOutcome.AliasLoop => ProbeFault.AliasLoop,
        ResolutionOutcome.TcpClosed => ProbeFault.DnsTcpClosed,
        ResolutionOutcome.Refused => ProbeFault.DnsServerRefused,
        ResolutionOutcome.TimedOut => ProbeFault.DnsServerSilent,
        ResolutionOutcome.Unreachable => ProbeFault.DnsServerUnreachable,
        _ => ProbeFault.DnsServerFailed,
    };
}
