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
        TlsClient client = new(state);
        StepOutcome? failed = request.SignIn is null
            ? await SslRequest.NegotiateAsync(connection.Socket!, client, state, time.Token).ConfigureAwait(false)
            : await OpenSessionAsync(state, connection, client, time.Token).ConfigureAwait(false);
        if (failed is not null) return failed;
        TlsFacts tls = await client.Judged.WaitAsync(time.Token).ConfigureAwait(false);
        return StepOutcome.Passed($"{tls.Version}, {tls.CipherSuite}.", state with { Tls = tls });
    }

    private static async Task<StepOutcome?> OpenSessionAsync(
        ProbeState state, ProbeConnection connection, TlsClient client, CancellationToken cancellation)
    {
        PostgresSession session = connection.Session = PostgresSession.Start(state, client);
        try
        {
            await Task.WhenAny(client.Judged, session.Opening).WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (client.Judged.IsCompleted)
        {
            // The time ran out later: that is for the step that waits then.
        }
        if (client.Judged.IsCompleted) return null;
        // Npgsql tells of a failed upgrade in words only: the same by hand gives the facts.
        string words = session.Opening.Exception?.GetBaseException().Message ?? "";
        try
        {
            return await SslRequest.AgainAsync(state, cancellation).ConfigureAwait(false)
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
