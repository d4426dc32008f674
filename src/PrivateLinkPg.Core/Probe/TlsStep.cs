namespace PrivateLinkPg.Probe;

/// <summary>Has the connection upgraded to TLS, as PostgreSQL does it, up to where the server shows its certificate.</summary>
internal sealed class TlsStep : IProbeStep
{
    public string Name => "Tls";
    public ProbeFault? TimeoutFault => ProbeFault.ServerSilent;

    public async Task<StepOutcome> RunAsync(ProbeState state, ProbeConnection connection, StepTime time)
    {
        ProbeRequest request = state.Request;
        if (request.SslMode == PgSslMode.Disable) return StepOutcome.Skipped("SslMode is Disable: the connection is not encrypted.");
        ServerTrust trust = Trust(state);
        StepOutcome? failed = request.SignIn is null
            ? await SslRequest.NegotiateAsync(connection.Socket!, trust, time.Token).ConfigureAwait(false)
            : await OpenSessionAsync(state, connection, trust, time.Token).ConfigureAwait(false);
        if (failed is not null) return failed;
        TlsFacts tls = await trust.Judged.WaitAsync(time.Token).ConfigureAwait(false);
        return StepOutcome.Passed($"{tls.Version}, {tls.CipherSuite}.", state with { Tls = tls });
    }

    private static ServerTrust Trust(ProbeState state) =>
        new(state.Request.HostName, state.Request.SslMode, state.Request.RootCertificates, state.Clock);

    private static async Task<StepOutcome?> OpenSessionAsync(
        ProbeState state, ProbeConnection connection, ServerTrust trust, CancellationToken cancellation)
    {
        PostgresSession session = connection.Session = PostgresSession.Start(state.Address!, state.Request, trust);
        await Task.WhenAny(trust.Judged, session.Opening).WaitAsync(cancellation).ConfigureAwait(false);
        if (trust.Judged.IsCompleted) return null;
        // Npgsql tells of a failed upgrade in words only: the same by hand gives the facts.
        string words = session.Opening.Exception?.GetBaseException().Message ?? "";
        try
        {
            using Socket again = new(state.Address!.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await again.ConnectAsync(new IPEndPoint(state.Address, state.Request.Port), cancellation).ConfigureAwait(false);
            return await SslRequest.NegotiateAsync(again, Trust(state), cancellation).ConfigureAwait(false)
                ?? StepOutcome.Failed(
                    ProbeFault.ConnectionClosed, $"The connection broke off at the first attempt and not at the second: {words}");
        }
        catch (SocketException e)
        {
            return StepOutcome.Failed(
                ProbeFault.ConnectionClosed, $"The connection broke off ({words}) and could not be made again: {e.Message}");
        }
    }
}
