using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>PostgreSQL's messages, well-formed; and a server that says them by a script, whatever the client says.</summary>
internal static class ScriptedServer
{
    public static readonly byte[] AuthenticationOk = Message('R', Number(0));
    public static readonly byte[] Ready = Message('Z', "I"u8);
    public static readonly byte[] KeyData = Message('K', [.. Number(1), .. Number(2)]);
    public static readonly byte[] SignedIn = [.. AuthenticationOk, .. Parameter("server_version", "15.4 (Debian)"), .. KeyData, .. Ready];

    /// <summary>The answer to an extended query that gives one row of one int4.</summary>
    public static byte[] Row(int value) => Row((23, Number(value)));

    /// <summary>One row of any columns.</summary>
    /// <param name="columns">The number of each one's type, and its value in binary form; null for NULL.</param>
    public static byte[] Row(params (int Type, byte[]? Value)[] columns) =>
    [
        .. Message('1', []), .. Message('2', []),
        .. Message('T', [0, (byte)columns.Length, .. columns.SelectMany(each => (byte[])[.. "?column?\0"u8, .. Number(0), 0, 0, .. Number(each.Type), 0, 4, .. Number(-1), 0, 1])]),
        .. Message('D', [0, (byte)columns.Length, .. columns.SelectMany(each => each.Value is null ? Number(-1) : [.. Number(each.Value.Length), .. each.Value])]),
        .. Message('C', "SELECT 1\0"u8), .. Ready,
    ];

    /// <summary>The same without any row.</summary>
    public static byte[] NoRow() =>
    [
        .. Message('1', []), .. Message('2', []), .. Message('T', [0, 1, .. "?column?\0"u8, .. Number(0), 0, 0, .. Number(23), 0, 4, .. Number(-1), 0, 1]),
        .. Message('C', "SELECT 0\0"u8), .. Ready,
    ];

    public static byte[] Message(char code, ReadOnlySpan<byte> body) => [(byte)code, .. Number(body.Length + 4), .. body];

    /// <summary>A message that says it is that long.</summary>
    public static byte[] Lying(char code, int length, params byte[] body) => [(byte)code, .. Number(length), .. body];

    public static byte[] Authentication(int method, params byte[] more) => Message('R', [.. Number(method), .. more]);

    public static byte[] Mechanisms(params string[] names) =>
        Authentication(10, [.. names.SelectMany(name => Encoding.ASCII.GetBytes(name + "\0")), 0]);

    public static byte[] Parameter(string name, string value) => Message('S', Encoding.UTF8.GetBytes($"{name}\0{value}\0"));

    public static byte[] Error(params (char Field, string Text)[] fields) =>
        Message('E', [.. fields.SelectMany(field => Encoding.UTF8.GetBytes($"{field.Field}{field.Text}\0")), 0]);

    public static byte[] Number(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>A server that says one of <paramref name="turns"/> after each time the client spoke, and closes after the last.</summary>
    /// <param name="certificate">For TLS, which it then offers; null for none.</param>
    /// <param name="silent">Called where it falls silent.</param>
    /// <param name="turns">What to say; null for nothing any more, with the connection open.</param>
    public static FakePostgresServer Start(SslStreamCertificateContext? certificate, Action silent, params byte[]?[] turns) => certificate is not null
        ? FakePostgresServer.Secured(new() { ServerCertificateContext = certificate }, (secured, stop) => PlayAsync(secured, turns, silent, stop))
        : new(async (socket, stop) =>
        {
            await using NetworkStream stream = new(socket);
            await PlayAsync(stream, turns, silent, stop);
        });

    /// <summary>Says one of <paramref name="turns"/> after each time the client spoke; null for nothing any more, until the server ends.</summary>
    public static async Task PlayAsync(Stream stream, byte[]?[] turns, Action? silent, CancellationToken stop)
    {
        byte[] heard = new byte[16384];
        foreach (byte[]? turn in turns)
        {
            if (await stream.ReadAsync(heard, stop) == 0) return;
            if (turn is null)
            {
                silent?.Invoke();
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            }
            await stream.WriteAsync(turn, stop);
        }
    }
}
