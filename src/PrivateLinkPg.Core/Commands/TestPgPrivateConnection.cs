using PrivateLinkPg.Diagnosis;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Test-PgPrivateConnection for one input.</summary>
internal sealed record TestPgPrivateConnectionRequest : ProbeSettings
{
    /// <summary>The role to sign in to with an Entra token of the command's context.</summary>
    public string? EntraUser { get; init; }
    public bool Diagnose { get; init; }
    public bool Quiet { get; init; }
    public string? EndpointId { get; init; }
    public string? TargetId { get; init; }
}

/// <summary>Probes the path to a server and names the root cause of what is wrong; what it finds is output, not a failure.</summary>
internal static class TestPgPrivateConnection
{
    public static async Task RunAsync(TestPgPrivateConnectionRequest request, CommandHost host)
    {
        ProbeRequest probe = request.Check();
        if (request.EntraUser is { } user)
        {
            string token = await (await host.ConnectionAsync()).PostgreSqlTokenAsync(host.Cancellation);
            probe = probe with { SignIn = new(user, token, IsToken: true) };
        }
        ProbeResult result = await new ConnectionProbe(host.Clock).RunAsync(probe, host.Cancellation);
        foreach (PgConnectionStep step in result.Steps) host.Output.WriteVerbose(ConnectionTestReport.InWords(probe.HostName, step));
        RootCause? cause = ProbeDiagnosis.Of(result);
        LinkFacts? facts = cause is not null && request.Diagnose ? await AskAzureAsync(request, result, host) : null;
        if (facts is not null) cause = AzureDiagnosis.Refine(cause!, result, facts);
        PgConnectionTest test = ConnectionTestReport.From(result, cause, facts?.Findings ?? []) with
        {
            EndpointId = request.EndpointId ?? facts?.EndpointId, TargetId = request.TargetId ?? facts?.Target?.Value,
        };
        host.Output.WriteObject(request.Quiet ? test.Status == "Passed" : test);
    }

    // The test's own result stands whatever becomes of the questions.
    private static async Task<LinkFacts?> AskAzureAsync(TestPgPrivateConnectionRequest request, ProbeResult result, CommandHost host)
    {
        try
        {
            using ProgressBar progress = new(host, $"Test {result.State.Request.HostName}");
            progress.Report("Asking Azure");
            return await LinkDiagnosis.GatherAsync(result.State, request.EndpointId, request.TargetId, await LinkReader.OfAsync(host));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            CommandFailure failure = FailureMapper.Map(e, request.HostName);
            host.Output.WriteWarning($"Azure could not be asked about {request.HostName}: {failure.Message} {failure.Remedy}");
            return null;
        }
    }
}
