using System.Net.Security;
using System.Security.Authentication;

namespace PrivateLinkPg.Probe;

/// <summary>PostgreSQL's upgrade to TLS, by hand: for probes that do not sign in, and to explain in detail why Npgsql could not.</summary>
internal static class SslRequest
{
    // Length 8, then the code that no protocol version has (PostgreSQL documentation, "SSL Session Encryption").
    private static readonly byte[] Message = [0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F];

    /// <summary>PostgreSQL's, by its name in a handshake.</summary>
    public static readonly SslApplicationProtocol Protocol = new("postgresql");

    // For the way of an alert; only servers that ask for a certificate are waited for.
    private static readonly TimeSpan VerdictLimit = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Asks for TLS on a fresh connection, or goes without asking, and shakes hands. The connection is closed afterwards.
    /// </summary>
    /// <returns>Null where the handshake came as far as the certificate; else what went wrong.</returns>
    public static async Task<StepOutcome?> NegotiateAsync(Socket socket, TlsClient client, ProbeState state, CancellationToken cancellation)
    {
        NetworkStream stream = new(socket, ownsSocket: true);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                if (state.Request.SslNegotiation == PgSslNegotiation.Direct)
                    return await HandshakeAsync(stream, client, state, cancellation).ConfigureAwait(false);
                await stream.WriteAsync(Message, cancellation).ConfigureAwait(false);
                // One byte at most: whatever follows an 'S' must come encrypted.
                byte[] reply = new byte[1];
                int read = await stream.ReadAsync(reply, cancellation).ConfigureAwait(false);
                if (read == 0) return Closed("closed the connection when asked for TLS");
                if (reply[0] != (byte)'S')
                    return await RefusedAsync(stream, reply[0], state.Request.SignIn, cancellation).ConfigureAwait(false);
                return await HandshakeAsync(stream, client, state, cancellation).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                return Closed($"broke the connection off when asked for TLS ({e.Message})");
            }
        }
    }

    /// <summary>The same on a connection of its own, to learn in detail what went wrong on another one.</summary>
    /// <exception cref="SocketException">There is no connection any more.</exception>
    public static async Task<StepOutcome?> AgainAsync(ProbeState state, CancellationToken cancellation)
    {
        using Socket again = new(state.Address!.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await again.ConnectAsync(new IPEndPoint(state.Address, state.Request.Port), cancellation).ConfigureAwait(false);
        return await NegotiateAsync(again, new(state), state, cancellation).ConfigureAwait(false);
    }

    /// <summary>Secures a fresh connection, for whoever goes on over it; null where the server does not do TLS.</summary>
    /// <exception cref="IOException">The connection broke off.</exception>
    /// <exception cref="AuthenticationException">The handshake failed, or the certificate was not accepted.</exception>
    public static async Task<SslStream?> OpenAsync(Socket socket, ProbeState state, CancellationToken cancellation)
    {
        TlsClient client = new(state);
        SslStream secured = new(new NetworkStream(socket, ownsSocket: false));
        if (state.Request.SslNegotiation == PgSslNegotiation.Postgres)
        {
            byte[] reply = new byte[1];
            await socket.SendAsync(Message, cancellation).ConfigureAwait(false);
            if (await socket.ReceiveAsync(reply, cancellation).ConfigureAwait(false) == 0 || reply[0] != (byte)'S') return null;
        }
        await secured.AuthenticateAsClientAsync(Options(client), cancellation).ConfigureAwait(false);
        return secured;
    }

    private static SslClientAuthenticationOptions Options(TlsClient client)
    {
        SslClientAuthenticationOptions options = new() { ApplicationProtocols = [Protocol] };
        client.Apply(options);
        return options;
    }

    private static async Task<StepOutcome?> HandshakeAsync(
        NetworkStream stream, TlsClient client, ProbeState state, CancellationToken cancellation)
    {
        bool asked = state.Request.SslNegotiation == PgSslNegotiation.Postgres;
        SslStream secured = new(stream, leaveInnerStreamOpen: true);
        await using (secured.ConfigureAwait(false))
        {
            try
            {
                await secured.AuthenticateAsClientAsync(Options(client), cancellation).ConfigureAwait(false);
                if (!client.AwaitsVerdict(secured)) return null;
                if (await IsKeptAsync(secured, state.Clock, cancellation).ConfigureAwait(false)) return null;
                return client.LacksCertificate
                    ? StepOutcome.Failed(
                        ProbeFault.ClientCertificateMissing,
                        "The server asked for a client certificate and ended the connection without one.")
                    : StepOutcome.Failed(
                        ProbeFault.ClientCertificateRejected, "The server ended the connection when it had seen the client certificate.");
            }
            catch (CryptographicException e)
            {
                return StepOutcome.Failed(
                    ProbeFault.CertificateUnreadable, $"The server does TLS, and what it shows cannot be read: {e.Message}");
            }
            catch (Exception e) when (e is AuthenticationException or IOException)
            {
                // A certificate that is not accepted ends the handshake too; that is for the next step to tell. It is judged when the
                // handshake is done, and by TLS 1.2 the server has judged ours before.
                if (client.Judged.IsCompleted && !client.Accepts) return null;
                return StepOutcome.Failed(
                    client.Refusal(e) ?? ProbeFault.TlsHandshakeFailed,
                    $"{(asked ? "The server agreed to TLS, then the" : "The")} handshake failed: {e.GetBaseException().Message}");
            }
        }
    }

    // In TLS 1.3 the client is done before the server has looked at its certificate, and a server that goes on says nothing by itself.
    private static async Task<bool> IsKeptAsync(SslStream secured, TimeProvider clock, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = new(VerdictLimit, clock);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return await secured.ReadAsync(new byte[1], both.Token).ConfigureAwait(false) > 0;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return true;
        }
    }

    private static async Task<StepOutcome> RefusedAsync(NetworkStream stream, byte first, SignIn? signIn, CancellationToken cancellation)
    {
        if (first == 'N') return StepOutcome.Failed(ProbeFault.TlsRefused, "The server answers that it does not do TLS.");
        byte[] said = await ClearText.ReadAsync(stream, first, cancellation).ConfigureAwait(false);
        return ClearText.Refusal(said) is { } refusal
            ? StepOutcome.Failed(
                ProbeFault.RefusedBeforeTls,
                $"In clear text, before TLS: {ServerWords.Refusal(refusal.Message, refusal.Detail, refusal.SqlState, signIn)}")
            : StepOutcome.Failed(
                ProbeFault.NotPostgreSql, $"What answers there does not speak PostgreSQL's protocol: '{ClearText.Printable(said)}'.");
    }

    private static StepOutcome Closed(string what) => StepOutcome.Failed(ProbeFault.ConnectionClosed, $"The server {what}.");
}
