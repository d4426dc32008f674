using System.Buffers.Binary;

namespace PrivateLinkPg.Probe;

/// <summary>What a peer says in the place of an answer to the request for TLS. Nobody has proved who says it.</summary>
internal static class ClearText
{
    private const int Most = 8192;

    /// <summary>Reads on from the first byte, as far as the peer has more to say.</summary>
    public static async Task<byte[]> ReadAsync(Stream stream, byte first, CancellationToken cancellation)
    {
        byte[] said = new byte[Most];
        said[0] = first;
        int length = 1;
        while (length < Most && !IsWhole(said.AsSpan(0, length)))
        {
            int read = await stream.ReadAsync(said.AsMemory(length), cancellation).ConfigureAwait(false);
            if (read == 0) break;
            length += read;
            if (first != 'E') break;
        }
        return said[..length];
    }

    /// <summary>The error of PostgreSQL's protocol that it is; null where it is something else.</summary>
    public static (string Message, string? Detail, string SqlState)? Refusal(ReadOnlySpan<byte> said)
    {
        if (said is not [(byte)'E', var second, ..]) return null;
        // Before it knows the client's version, as when it cannot even start a process, a server writes text and a zero (version 2).
        if (second != 0) return said[^1] == 0 ? (Text(said[1..^1]), null, "no SQLSTATE") : null;
        if (said is not [_, _, _, _, _, .. var rest]) return null;
        string? message = null, detail = null, sqlState = null;
        while (rest is [not 0, ..])
        {
            int end = rest.IndexOf((byte)0);
            if (end < 0) break;
            string text = Text(rest[1..end]);
            if (rest[0] == 'M') message = text;
            else if (rest[0] == 'D') detail = text;
            else if (rest[0] == 'C') sqlState = text;
            rest = rest[(end + 1)..];
        }
        return message is null ? null : (message, detail, sqlState ?? "no SQLSTATE");
    }

    /// <summary>The first line of something else, as far as it is text.</summary>
    public static string Printable(ReadOnlySpan<byte> said) => new(
    [
        .. Encoding.Latin1.GetString(said).TakeWhile(c => c is not ('\r' or '\n')).Take(60).Select(c => c is >= ' ' and <= '~' ? c : '.'),
    ]);

    // An error says its length, but for those of version 2.
    private static bool IsWhole(ReadOnlySpan<byte> said) =>
        said.Length > 1 && (said[1] != 0
            ? said[^1] == 0
            : said.Length >= 5 && said.Length > BinaryPrimitives.ReadInt32BigEndian(said[1..]));

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes).Trim();
}
