using System.Buffers.Binary;
using System.Net.Security;
using System.Security.Authentication;

namespace PrivateLinkPg.Probe;

/// <summary>
/// SCRAM binds a sign-in to the server's certificate by the digest of its signature (RFC 5929, tls-server-end-point). Where that has none,
/// as with Ed25519, libpq gives up as soon as the server offers to bind; Npgsql signs in without. So it is asked for here.
/// </summary>
internal static class ChannelBinding
{
    private const int Version3 = 196608;
    private const int AuthenticationSasl = 10;
    private const int LongestOffer = 8192;

    /// <summary>Whether the server offers this user SCRAM that is bound to its certificate; false where that cannot be told.</summary>
    /// <param name="state">Who signs in to what, and where.</param>
    /// <param name="time">How long it may take.</param>
    public static async Task<bool> IsOfferedAsync(ProbeState state, StepTime time)
    {
        try
        {
            using Socket socket = new(state.Address!.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(state.Address, state.Request.Port), time.Token).ConfigureAwait(false);
            SslStream? stream = await SslRequest.OpenAsync(socket, state, time.Token).ConfigureAwait(false);
            if (stream is null) return false;
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(Startup(state.Request), time.Token).ConfigureAwait(false);
                return IsOffer(await AnswerAsync(stream, time.Token).ConfigureAwait(false));
            }
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException
            || (e is OperationCanceledException && time.IsOver))
        {
            return false; // The sign-in itself comes next, and tells.
        }
    }

    private static byte[] Startup(ProbeRequest request)
    {
        byte[] fields = Encoding.UTF8.GetBytes($"user\0{request.SignIn!.User}\0database\0{request.Database}\0\0");
        byte[] message = new byte[8 + fields.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4), Version3);
        fields.CopyTo(message, 8);
        return message;
    }

    /// <summary>The first message: its type and its body.</summary>
    private static async Task<(char Type, byte[] Body)> AnswerAsync(SslStream stream, CancellationToken cancellation)
    {
        byte[] header = new byte[5];
        await stream.ReadExactlyAsync(header, cancellation).ConfigureAwait(false);
        int length = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1)) - 4;
        if (length is < 0 or > LongestOffer) return default;
        byte[] body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellation).ConfigureAwait(false);
        return ((char)header[0], body);
    }

    private static bool IsOffer((char Type, byte[] Body) answer) =>
        answer is { Type: 'R', Body.Length: > 4 }
        && BinaryPrimitives.ReadInt32BigEndian(answer.Body) == AuthenticationSasl
        && Encoding.ASCII.GetString(answer.Body, 4, answer.Body.Length - 4).Split('\0')
            .Any(mechanism => mechanism.EndsWith("-PLUS", StringComparison.Ordinal));
}
