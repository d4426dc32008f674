using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Probe;

/// <summary>Walks the path to a server step by step, each timed and limited apart.</summary>
internal sealed class ConnectionProbe(TimeProvider clock)
{
    private static readonly IProbeStep[] Steps =
        [new NameStep(), new AddressStep(), new TcpStep(), new TlsStep(), new CertificateStep(), new SignInStep(), new QueryStep()];

    /// <summary>Runs all steps. What is wrong with the path is a result; only cancellation throws.</summary>
    public async Task<ProbeResult> RunAsync(ProbeRequest request, CancellationToken cancellation)
    {
        INameResolver resolver = request.DnsServer is { } server ? new DnsServerResolver(server, clock) : new SystemResolver();
        ProbeState state = new(request, resolver, clock);
        ProbeConnection connection = new();
        await using (connection.ConfigureAwait(false))
        {
            long start = clock.GetTimestamp();
            List<PgConnectionStep> steps = [];
            bool goesOn = true;
            foreach (IProbeStep step in Steps)
            {
                long begin = clock.GetTimestamp();
                TimeSpan remaining = request.TimeLimit - clock.GetElapsedTime(start);
                StepOutcome outcome = goesOn
                    ? await RunAsync(step, state, connection, remaining, cancellation).ConfigureAwait(false)
                    : StepOutcome.Skipped("Not reached.");
                steps.Add(new(step.Name, outcome.Status, clock.GetElapsedTime(begin), outcome.Detail));
                state = outcome.State ?? state;
                if (outcome.Fault is not { } fault) continue;
                state = state with { Faults = [.. state.Faults, (step.Name, fault, outcome.Detail)] };
                goesOn = step.CanGoOn(state);
            }
            return new(state, steps, clock.GetElapsedTime(start));
        }
    }

    private async Task<StepOutcome> RunAsync(
        IProbeStep step, ProbeState state, ProbeConnection connection, TimeSpan remaining, CancellationToken cancellation)
    {
        // A slow step may use up all that is left; only where later ones go on without it, they keep a third.
        TimeSpan most = remaining <= TimeSpan.Zero ? TimeSpan.Zero : step.CanGoOn(state) ? remaining * 2 / 3 : remaining;
        using CancellationTokenSource limit = new(most, clock);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        StepTime time = new(most, both.Token, cancellation);
        try
        {
            return await step.RunAsync(state, connection, time).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && step.TimeoutFault is { } fault)
        {
            return StepOutcome.Failed(fault, time.Words);
        }
        catch (Exception e) when (e is not OperationCanceledException && step.IsAfterDial)
        {
            // Npgsql, SslStream and the certificates meet what anybody may send.
            return StepOutcome.Failed(ProbeFault.ProtocolBroken, ServerWords.Of(e, state.Request.SignIn));
        }
    }
}
