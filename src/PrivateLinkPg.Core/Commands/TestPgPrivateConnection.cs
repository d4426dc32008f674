using PrivateLinkPg.Diagnosis;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Test-PgPrivateConnection for one input.</summary>
internal sealed record TestPgPrivateConnectionRequest : ConnectionTestSettings
{
    public bool Quiet { get; init; }
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
        Task<(PgConnectionTest, IReadOnlyList<RootCause>)> testing = ConnectionTest.RunAsync(probe, request, asksAnyway: true, host);
        using Turn turn = await order;
        (PgConnectionTest test, _) = await testing;
        host.Output.WriteObject(request.Quiet ? test.Status == "Passed" : test);
    }
}
