using PrivateLinkPg.Diagnosis;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Test-PgPrivateConnection for one input.</summary>
internal sealed record TestPgPrivateConnectionRequest : ProbeSettings
{
    public bool Diagnose { get; init; }
    public bool Quiet { get; init; }
    public string? EndpointId { get; init; }
    public string? TargetId { get; init; }
    public string? VirtualNetworkId { get; init; }
}

/// <summary>Probes the path to a server and names the root cause of what is wrong; what it finds is output, not a failure.</summary>
internal static class TestPgPrivateConnection
{
    public static async Task RunAsync(TestPgPrivateConnectionRequest request, CommandHost host)
    {
        ProbeRequest probe = request.Check();
        using TlsIdentity? identity = probe.ClientCertificate;
        foreach (string warning in SignInWarnings.Of(request.Credential, SaslPrep.CanNormalise)) host.Output.WriteWarning(warning);
        // Tests overlap, and results come in the order of the inputs.
        Task<Turn> order = host.TurnAsync("results");
        Task<PgConnectionTest> testing = TestAsync(probe, request, host);
        using Turn turn = await order;
        PgConnectionTest test = await testing;
        host.Output.WriteObject(request.Quiet ? test.Status == "Passed" : test);
    }

    private static async Task<PgConnectionTest> TestAsync(ProbeRequest probe, TestPgPrivateConnectionRequest request, CommandHost host)
    {
        long start = host.Clock.GetTimestamp();
        TimeSpan Left() => TimeSpan.FromTicks(long.Max(0, (request.Timeout - host.Clock.GetElapsedTime(start)).Ticks));
        if (request.EntraUser is { } user) probe = probe with { SignIn = new(user, await TokenAsync(request, host), IsToken: true) };
        // Azure is asked after a failure, which may have used up all its time.
        probe = probe with { TimeLimit = request.Diagnose ? Left() * 2 / 3 : Left() };
        ProbeResult result = await new ConnectionProbe(host.Clock).RunAsync(probe, host.Cancellation);
        foreach (PgConnectionStep step in result.Steps) host.Output.WriteVerbose(ConnectionTestReport.InWords(probe.HostName, step));
        if (ProbeDiagnosis.Of(result) is not { } cause) return Told([], null);
        LinkQuestion known = new(request.EndpointId, request.TargetId, NetworkId: request.VirtualNetworkId);
        LinkFacts? facts = request.Diagnose ? await AzureQuestions.AskAsync(result.State, known, Left(), host) : null;
        if (facts is null) return Told([cause], null);
        return Told(AzureDiagnosis.Causes(cause, result, await PathBehind.ProbeAsync(probe, result, facts, Left(), host), facts), facts);

        PgConnectionTest Told(IReadOnlyList<RootCause> causes, LinkFacts? told) =>
            ConnectionTestReport.From(result, causes, told?.Findings ?? []) with
            {
                EndpointId = request.EndpointId ?? told?.EndpointId, TargetId = request.TargetId ?? told?.Target?.Value,
            };
    }

    private static async Task<string> TokenAsync(TestPgPrivateConnectionRequest request, CommandHost host)
    {
        using TimeLimit limit = host.Limit(request.Timeout, () => Failure.TokenTimedOut(request.HostName, request.Timeout));
        // Other inputs of the command wait for the same connection.
        AzureConnection connection = await limit.Of(host.ConnectionAsync().WaitAsync(limit.Token));
        return await limit.Of(connection.PostgreSqlTokenAsync(limit.Token).WaitAsync(limit.Token));
    }
}
