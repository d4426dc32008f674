using System.Text;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Probe;

/// <summary>What a peer says before TLS is read no further than it goes, and told for what it is.</summary>
public sealed class ClearTextTests
{
    [Theory]
    [InlineData("E\0\0\0\u0019SFATAL\0C57P03\0Mstarting\0\0", "starting", null, "57P03")]
    [InlineData("E\0\0\0\u0019SFATAL\0C57P03\0Mstarting\0Dsoon\0\0", "starting", "soon", "57P03")]
    [InlineData("E\0\0\0\u0019Mstarting\0\0", "starting", null, "no SQLSTATE")]
    [InlineData("E\0\0\0\u0019Mstarting\0Dsoon", "starting", null, "no SQLSTATE")]
    [InlineData("E\0\0\0\u0019Mstarting\0\0Dlate\0", "starting", null, "no SQLSTATE")]
    [InlineData("E\0\0\0\u0019C57P03\0\0", null, null, null)]
    [InlineData("E\0\0\0", null, null, null)]
    [InlineData("E\0\0\0\0", null, null, null)]
    [InlineData("Ecould not fork\n\0", "could not fork", null, "no SQLSTATE")]
    [InlineData("Ecould not fork", null, null, null)]
    [InlineData("E\0\0\0\u0019Mwhole\0C573", "whole", null, "no SQLSTATE")]
    [InlineData("E\0\0\0\u0019M only this \n\0\0", "only this", null, "no SQLSTATE")]
    [InlineData("E", null, null, null)]
    [InlineData("E\0", null, null, null)]
    [InlineData("", null, null, null)]
    [InlineData("N", null, null, null)]
    [InlineData("Nwhat\0", null, null, null)]
    [InlineData("N\0\0\0\u0019Mstarting\0\0", null, null, null)]
    [InlineData("HTTP/1.1 400\0", null, null, null)]
    public void An_error_of_the_protocol_is_told_from_anything_else(string said, string? message, string? detail, string? state)
    {
        (string Message, string? Detail, string SqlState)? read = ClearText.Refusal(Encoding.Latin1.GetBytes(said));
        Assert.Equal((message, detail, state), (read?.Message, read?.Detail, read?.SqlState));
    }

    [Fact]
    public void Of_anything_else_the_first_line_is_shown_as_far_as_it_is_text()
    {
        Assert.Equal("HTTP/1.1 400 Bad", ClearText.Printable("HTTP/1.1 400 Bad\r\nServer: x"u8));
        Assert.Equal("a..b", ClearText.Printable("a\0\u007fb\nc"u8));
        Assert.Equal(" ~", ClearText.Printable(" ~\rc"u8));
        Assert.Equal(60, ClearText.Printable(Encoding.ASCII.GetBytes(new string('x', 99))).Length);
    }

    // How the peer sends it, in pieces: what of it is read.
    [Theory]
    [InlineData("HTTP/1.1 400|more", "HTTP/1.1 400")]
    [InlineData("H", "H")]
    [InlineData("E\0\0\0|\u000cMno\0|\0\0\0\0\0|after", "E\0\0\0\u000cMno\0\0\0\0\0\0")]
    [InlineData("Ecould |not\0|after", "Ecould not\0")]
    [InlineData("E\0\0\0\u0009|Mno\0\0", "E\0\0\0\u0009Mno\0\0")]
    [InlineData("E\0\0\0\u0019|Mno\0", "E\0\0\0\u0019Mno\0")]
    [InlineData("E\0\0\0\u0007Mn|\0|after", "E\0\0\0\u0007Mn\0")]
    [InlineData("E\0\0\0\u0004|after", "E\0\0\0\u0004")]
    public async Task What_is_said_is_read_to_its_end_and_no_further(string sent, string read)
    {
        using PiecesStream stream = new(sent[1..].Split('|').Select(Encoding.Latin1.GetBytes));
        Assert.Equal(read, Encoding.Latin1.GetString(await ClearText.ReadAsync(stream, (byte)sent[0], default)));
    }

    [Fact]
    public async Task What_has_no_end_is_read_to_a_limit()
    {
        using PiecesStream stream = new(Enumerable.Repeat(Encoding.ASCII.GetBytes(new string('x', 1000)), 99));
        Assert.Equal(8192, (await ClearText.ReadAsync(stream, (byte)'E', default)).Length);
    }

    private sealed class PiecesStream(IEnumerable<byte[]> pieces) : MemoryStream
    {
        private readonly Queue<byte[]> _left = new(pieces.Where(piece => piece.Length > 0));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_left.TryDequeue(out byte[]? piece)) return new(0);
            byte[] now = piece.Length > buffer.Length ? piece[..buffer.Length] : piece;
            now.CopyTo(buffer);
            return new(now.Length);
        }
    }
}
