using System.Net.Security;
using System.Security.Authentication;

namespace PrivateLinkPg.Probe;

/// <summary>PostgreSQL's upgrade to TLS, by hand: for probes that do not sign in, and to explain in detail why Npgsql could not.</summary>
internal static class SslRequest
{
    // Length 8, then the code that no protocol version has (PostgreSQL documentation, "SSL Session Encryption").
    private static readonly byte[] Message = [0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F];

    /// <summary>Asks for TLS on a fresh connection and shakes hands. The connection is closed afterwards.</summary>
    /// <returns>Null where the handshake came as far as the certificate; else what went wrong.</returns>
    public static async Task<StepOutcome?> NegotiateAsync(Socket socket, ServerTrust trust, CancellationToken cancellation)
    {
        NetworkStream stream = new(socket, ownsSocket: true);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                await stream.WriteAsync(Message, cancellation).ConfigureAwait(false);
                // One byte at most: whatever follows an 'S' must come encrypted.
                byte[] reply = new byte[1];
                int read = await stream.ReadAsync(reply, cancellation).ConfigureAwait(false);
                if (read == 0) return Closed("closed the connection when asked for TLS");
                if (reply[0] != (byte)'S') return await RefusedAsync(stream, (char)reply[0], cancellation).ConfigureAwait(false);
                return await HandshakeAsync(stream, trust, cancellation).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                return Closed($"broke the connection off when asked for TLS ({e.Message})");
            }
        }
    }

    private static async Task<StepOutcome?> HandshakeAsync(NetworkStream stream, ServerTrust trust, CancellationToken cancellation)
    {
        SslClientAuthenticationOptions options = new() { ApplicationProtocols = [new("postgresql")] };
        trust.Apply(options);
        SslStream secured = new(stream, leaveInnerStreamOpen: true);
        await using (secured.ConfigureAwait(false))
        {
            try
            {
                await secured.AuthenticateAsClientAsync(options, cancellation).ConfigureAwait(false);
                return null;
            }
            catch (Exception e) when (e is AuthenticationException or IOException)
            {
                // A certificate that is not accepted ends the handshake too; that is for the next step to tell.
                if (trust.Judged.IsCompleted) return null;
                return StepOutcome.Failed(
                    ProbeFault.TlsHandshakeFailed, $"The server agreed to TLS, then the handshake failed: {e.GetBaseException().Message}");
            }
        }
    }

    private static async Task<StepOutcome> RefusedAsync(NetworkStream stream, char first, CancellationToken cancellation)
    {
        if (first == 'N') return StepOutcome.Failed(ProbeFault.TlsRefused, "The server answers that it does not do TLS.");
        byte[] rest = new byte[200];
        int read = await stream.ReadAsync(rest, cancellation).ConfigureAwait(false);
        string said = Printable(first + Encoding.Latin1.GetString(rest, 0, read));
        return StepOutcome.Failed(ProbeFault.NotPostgreSql, $"What answers there does not speak PostgreSQL's protocol: '{said}'.");
    }

    private static StepOutcome Closed(string what) => StepOutcome.Failed(ProbeFault.ConnectionClosed, $"The server {what}.");

    private static string Printable(string text) =>
        new([.. text.TakeWhile(c => c is not ('\r' or '\n')).Take(60).Select(c => c is >= ' ' and <= '~' ? c : '.')]);
}
