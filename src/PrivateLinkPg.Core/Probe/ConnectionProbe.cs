using PrivateLinkPg.Models;
using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Probe;

/// <summary>Walks the path to a server step by step, each timed and limited apart.</summary>
internal sealed class ConnectionProbe(TimeProvider clock)
{
    // A step that hangs leaves the others their share.
    private const int LongestShare = 3;

    private static readonly IProbeStep[] Steps =
        [new NameStep(), new AddressStep(), new TcpStep(), new TlsStep(), new CertificateStep(), new SignInStep(), new QueryStep()];

    /// <summary>Runs all steps. What is wrong with the path is a result; only cancellation throws.</summary>
    public async Task<ProbeResult> RunAsync(ProbeRequest request, CancellationToken cancellation)
    {
        INameResolver resolver = request.DnsServer is { } server ? new DnsServerResolver(server, clock) : new SystemResolver();
        ProbeState state = new(request, resolver, clock);
        await using (state.ConfigureAwait(false))
        {
            long start = clock.GetTimestamp();
            List<PgConnectionStep> steps = [];
            bool goesOn = true;
            foreach (IProbeStep step in Steps)
            {
                long begin = clock.GetTimestamp();
                StepOutcome outcome = goesOn
                    ? await RunAsync(step, state, request.TimeLimit - clock.GetElapsedTime(start), cancellation).ConfigureAwait(false)
                    : StepOutcome.Skipped("Not reached.");
                steps.Add(new(step.Name, outcome.Status, clock.GetElapsedTime(begin), outcome.Detail));
                if (outcome.Fault is not { } fault) continue;
                state.Faults.Add((step.Name, fault, outcome.Detail));
                goesOn = step.CanGoOn(state);
            }
            return new(state, steps, clock.GetElapsedTime(start));
        }
    }

    private async Task<StepOutcome> RunAsync(IProbeStep step, ProbeState state, TimeSpan remaining, CancellationToken cancellation)
    {
        TimeSpan share = state.Request.TimeLimit / LongestShare;
        state.StepLimit = remaining <= TimeSpan.Zero ? TimeSpan.Zero : remaining < share ? remaining : share;
        using CancellationTokenSource limit = new(state.StepLimit, clock);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return await step.RunAsync(state, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return StepOutcome.Failed(step.TimeoutFault, $"No answer within {state.StepLimit.TotalSeconds:0.#} s.");
        }
    }
}
