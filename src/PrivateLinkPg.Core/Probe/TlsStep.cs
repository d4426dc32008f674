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
        bool isDirect = request.SslNegotiation == PgSslNegotiation.Direct;
        if (failed is not null) return isDirect ? await ExplainAsync(failed, state, time.Token).ConfigureAwait(false) : failed;
        TlsFacts tls = await client.Judged.WaitAsync(time.Token).ConfigureAwait(false);
        // As libpq: whoever does not name the protocol may be a server of another one.
        if (isDirect && !tls.NamesPostgres)
        {
            return StepOutcome.Failed(
                ProbeFault.DirectTlsRefused, "What answers does TLS and does not name PostgreSQL's protocol in it (ALPN).");
        }
        return StepOutcome.Passed($"{tls.Version}, {tls.CipherSuite}.", state with { Tls = tls });
    }

    // A server that does TLS when it is asked first does not do it at once.
    private static async Task<StepOutcome> ExplainAsync(StepOutcome failed, ProbeState state, CancellationToken cancellation)
    {
        if (failed.Fault is not (ProbeFault.TlsHandshakeFailed or ProbeFault.ConnectionClosed)) return failed;
        ProbeState asking = state with { Request = state.Request with { SslNegotiation = PgSslNegotiation.Postgres } };
        try
        {
            return await SslRequest.AgainAsync(asking, cancellation).ConfigureAwait(false) is not null ? failed : StepOutcome.Failed(
                ProbeFault.DirectTlsRefused, "The server does TLS when it is asked for it first, and not at once.");
        }
        catch (SocketException)
        {
            return failed;
        }
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
