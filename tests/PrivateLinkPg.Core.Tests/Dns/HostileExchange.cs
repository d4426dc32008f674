using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Core.Tests.Dns;

/// <summary>How a server sends its last word.</summary>
internal enum Delivery
{
    Datagram, WithoutEdns, WithoutQuestion,
    Tcp, TcpInPieces, TcpWithMore, TcpHangUp, TcpTooShort, TcpTooLong, TcpOtherId, TcpOtherName, TcpStillTruncated,
}

/// <summary>What a server does about one query: datagrams that are no answer, then its true answer.</summary>
/// <param name="Size">Where it hangs up over TCP.</param>
internal sealed record HostileExchange(HostileDatagram[] Junk, Delivery Delivery, TrueAnswer Answer, int Size)
{
    public int Answers => Junk.Length + (Delivery is Delivery.Datagram or Delivery.WithoutQuestion ? 1 : 2);

    private bool AnswersOverTcp => Delivery >= Delivery.Tcp;

    // Servers leave the question out of refusals only.
    private TrueAnswer Said => Delivery == Delivery.WithoutQuestion
        ? Answer with { Code = Answer.Code == 0 ? 5 : Answer.Code, Aliases = [], Bystanders = [] }
        : Answer;

    public IEnumerable<byte[]> Play(byte[] query, bool tcp)
    {
        byte[] whole = Said.For(query);
        if (tcp) return OverTcp(whole, query);
        byte[] last = Delivery switch
        {
            Delivery.WithoutEdns when new DnsMessage(query).HasEdns =>
                [.. query[..2], 0x81, (byte)(Size % 2 == 0 ? 0x81 : 0x84), .. new byte[8]],
            Delivery.WithoutQuestion => [.. whole[..4], .. new byte[8]],
            _ when AnswersOverTcp => Truncated(whole, query),
            _ => whole,
        };
        // Who passes over the true answer shall not wait, but find a wrong one behind it.
        return [.. Junk.Select(junk => junk.For(query)), last, HostileDatagram.Poisoned(query)];
    }

    /// <summary>The junk alone.</summary>
    public IEnumerable<byte[]> PlayJunk(byte[] query) => Junk.Select(junk => junk.For(query));

    public Resolution Read(string name, int type, string resolver)
    {
        // What a system says of a broken connection is its own: no reason here.
        return Delivery >= Delivery.TcpHangUp
            ? new() { Outcome = ResolutionOutcome.ServerFailure, Resolver = resolver }
            : Said.Read(name, type, resolver);
    }

    // With a record that nobody may take: what is cut off does not count.
    private static byte[] Truncated(byte[] whole, byte[] query) =>
    [
        .. whole[..2], 0x83, 0x80, .. HostileDatagram.Poisoned(query)[4..],
    ];

    private IEnumerable<byte[]> OverTcp(byte[] whole, byte[] query)
    {
        byte[] framed = Framed(whole);
        return Delivery switch
        {
            Delivery.TcpInPieces => framed.Chunk(1 + (Size % 7)),
            Delivery.TcpWithMore => [[.. framed, .. Framed(new HostileDatagram(Defect.OtherName, Size).For(query))]],
            Delivery.TcpHangUp => [framed[..(Size % framed.Length)]],
            Delivery.TcpTooShort => [Framed(whole[..(Size % RecordsEnd(whole, query))])],
            Delivery.TcpTooLong => [Framed(whole, 1 + (Size % 40000))],
            Delivery.TcpOtherId or Delivery.TcpOtherName =>
                [Framed(new HostileDatagram(Delivery == Delivery.TcpOtherId ? Defect.OtherId : Defect.OtherName, Size).For(query))],
            Delivery.TcpStillTruncated => [Framed(Truncated(whole, query))],
            _ => [framed],
        };
    }

    // What comes after the answer's records is not read; without records, half a question is the least that is missing.
    private static int RecordsEnd(byte[] whole, byte[] query) =>
        whole[7] == 0 ? HostileDatagram.QuestionEnd(query) : whole.Length - 11;

    private static byte[] Framed(byte[] message, int lie = 0) =>
        [(byte)((message.Length + lie) >> 8), (byte)(message.Length + lie), .. message];
}
