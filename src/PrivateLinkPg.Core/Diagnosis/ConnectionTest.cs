namespace PrivateLinkPg.Diagnosis;

/// <summary>A test of one connection: the probe, as often as asked for, and Azure's part of the answer.</summary>
internal static class ConnectionTest
{
    /// <summary>Tests; the causes stand in the record as well.</summary>
    /// <param name="probe">What to probe.</param>
    /// <param name="request">What is asked for beside it.</param>
    /// <param name="asksAnyway">Whether -Diagnose asks Azure also where nothing fails, for what may fail next.</param>
    /// <param name="host">The running command.</param>
    /// <exception cref="CommandFailedException">NotConnected, SignInFailed, TimedOut: there is no token.</exception>
    public static async Task<(PgConnectionTest Test, IReadOnlyList<RootCause> Causes)> RunAsync(
        ProbeRequest probe, ConnectionTestSettings request, bool asksAnyway, CommandHost host)
    {
        long start = host.Clock.GetTimestamp();
        TimeSpan Left() => TimeSpan.FromTicks(long.Max(0, (request.Timeout - host.Clock.GetElapsedTime(start)).Ticks));
        if (request.EntraUser is { } user)
        {
            string token = await host.PostgreSqlTokenAsync(request.Timeout, request.HostName);
            probe = probe with { SignIn = new(user, token, IsToken: true) };
        }
        // Azure is asked after a failure, which may have used up all its time.
        probe = probe with { TimeLimit = request.Diagnose ? Left() * 2 / 3 : Left() };
        ProbeSeries series = await ProbeSeries.RunAsync(probe, request.Count, host.Clock, host.Cancellation);
        ProbeResult result = series.Shown;
        foreach (PgConnectionStep step in result.Steps) host.Output.WriteVerbose(ConnectionTestReport.InWords(probe.HostName, step));
        RootCause? cause = ProbeDiagnosis.Of(result);
        LinkQuestion known = new(request.EndpointId, request.TargetId, NetworkId: request.VirtualNetworkId);
        (IReadOnlyList<RootCause> causes, LinkFacts? facts) = request.Diagnose && (cause is not null || asksAnyway)
            ? await AzureQuestions.ExplainAsync(cause, probe, result, known, Left, host)
            : (cause is null ? [] : [cause], null);
        if (CertificateCauses.OfAge(result.State, request.MinimumValidDays) is { } aged) causes = [.. causes, aged];
        return (ConnectionTestReport.From(series, causes, facts) with
        {
            EndpointId = request.EndpointId ?? facts?.MeantEndpointId, TargetId = request.TargetId ?? facts?.Target?.Value,
            VirtualNetworkId = request.VirtualNetworkId, DnsServer = request.DnsServer, RootCertificate = request.RootCertificate,
        }, causes);
    }
}
