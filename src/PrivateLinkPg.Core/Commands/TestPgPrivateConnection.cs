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
        Task<(PgConnectionTest, IReadOnlyList<RootCause>)> testing = TestAsync(probe, request, host);
        using Turn turn = await order;
        (PgConnectionTest test, _) = await testing;
        host.Output.WriteObject(request.Quiet ? test.Status == "Passed" : test);
    }

    /// <summary>Tests once; the causes stand in the record as well.</summary>
    public static async Task<(PgConnectionTest Test, IReadOnlyList<RootCause> Causes)> TestAsync(
        ProbeRequest probe, TestPgPrivateConnectionRequest request, CommandHost host)
    {
        long start = host.Clock.GetTimestamp();
        TimeSpan Left() => TimeSpan.FromTicks(long.Max(0, (request.Timeout - host.Clock.GetElapsedTime(start)).Ticks));
        if (request.EntraUser is { } user) probe = probe with { SignIn = new(user, await TokenAsync(request, host), IsToken: true) };
        // Azure is asked after a failure, which may have used up all its time.
        probe = probe with { TimeLimit = request.Diagnose ? Left() * 2 / 3 : Left() };
        ProbeResult result = await new ConnectionProbe(host.Clock).RunAsync(probe, host.Cancellation);
        foreach (PgConnectionStep step in result.Steps) host.Output.WriteVerbose(ConnectionTestReport.InWords(probe.HostName, step));
        LinkQuestion known = new(request.EndpointId, request.TargetId, NetworkId: request.VirtualNetworkId);
        (IReadOnlyList<RootCause> causes, LinkFacts? facts) = ProbeDiagnosis.Of(result) is not { } cause ? ([], null)
            : request.Diagnose ? await AzureQuestions.ExplainAsync(cause, probe, result, known, Left, host)
            : ([cause], null);
        return (ConnectionTestReport.From(result, causes, facts?.Findings ?? []) with
        {
            EndpointId = request.EndpointId ?? facts?.MeantEndpointId, TargetId = request.TargetId ?? facts?.Target?.Value,
            VirtualNetworkId = request.VirtualNetworkId, DnsServer = request.DnsServer, RootCertificate = request.RootCertificate,
        }, causes);
    }

    private static async Task<string> TokenAsync(TestPgPrivateConnectionRequest request, CommandHost host)
    {
        using TimeLimit limit = host.Limit(request.Timeout, () => Failure.TokenTimedOut(request.HostName, request.Timeout));
        // Other inputs of the command wait for the same connection.
        AzureConnection connection = await limit.Of(host.ConnectionAsync().WaitAsync(limit.Token));
        return await limit.Of(connection.PostgreSqlTokenAsync(limit.Token).WaitAsync(limit.Token));
    }
}
