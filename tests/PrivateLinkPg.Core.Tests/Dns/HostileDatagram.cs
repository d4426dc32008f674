using System.Text;

namespace PrivateLinkPg.Core.Tests.Dns;

/// <summary>What is wrong with a datagram, so that it is no answer to the query.</summary>
internal enum Defect
{
    Empty, Short, OtherId, OtherName, OtherType, OtherClass, IsQuery, TwoQuestions, TwoRefused, NoQuestion, QuestionLoop, Cut, HugeCount,
    PointerToItself, PointersAtEachOther, PointerForward, PointerPastEnd, PointersWithLabels, NameUnfolds, NameTooLong, ReservedLabel,
    DataPastEnd, AliasLongerThanData, AliasShorterThanData,
}

/// <summary>A datagram that must be passed over. It would lead to an address that no right answer has.</summary>
/// <param name="Size">How big the defect is, or where it is; each defect takes it in its own way.</param>
internal sealed record HostileDatagram(Defect Defect, int Size)
{
    public const int HeaderLength = 12;

    private static readonly byte[] Poison4 = [6, 6, 6, 6];
    private static readonly byte[] Poison6 = [0xBA, 0xD0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6];

    public static byte[] Poison(int type) => type == 1 ? Poison4 : Poison6;

    public static int TypeOf(byte[] query) => query[QuestionEnd(query) - 3];

    public static int QuestionEnd(byte[] query) => Array.IndexOf(query, (byte)0, HeaderLength) + 5;

    /// <summary>An answer that is right but for its address.</summary>
    public static byte[] Poisoned(byte[] query) =>
        Start(query).Pointer(HeaderLength).Kind(TypeOf(query)).Data(message => message.Raw(Poison(TypeOf(query)))).ToArray();

    public byte[] For(byte[] query)
    {
        byte[] whole = Poisoned(query);
        int end = QuestionEnd(query);
        return Defect switch
        {
            Defect.Empty => [],
            Defect.Short => whole[..(Size % HeaderLength)],
            Defect.OtherId => With(whole, 1, (byte)(whole[1] + 1 + (Size % 255))),
            Defect.OtherName => With(whole, HeaderLength + 1, (byte)(whole[HeaderLength + 1] ^ (1 + (Size % 31)))),
            Defect.OtherType => With(whole, end - 3, (byte)(whole[end - 3] + 1 + (Size % 255))),
            Defect.OtherClass => With(whole, end - 1, (byte)(2 + (Size % 254))),
            Defect.IsQuery => With(whole, 2, (byte)(whole[2] & 0x7F)),
            Defect.TwoQuestions => With([.. whole[..end], .. whole[HeaderLength..]], 5, 2),
            Defect.TwoRefused => [.. whole[..3], 0x85, 0, 2, 0, 0, .. whole[8..end], .. whole[HeaderLength..end]],
            Defect.NoQuestion => With([.. whole[..HeaderLength], .. whole[HeaderLength..(end - 4)], .. whole[(end + 2)..]], 5, 0),
            Defect.QuestionLoop => [.. whole[..HeaderLength], 0xC0, HeaderLength, .. whole[(end - 4)..]],
            Defect.Cut => whole[..(HeaderLength + (Size % (whole.Length - HeaderLength)))],
            Defect.HugeCount => With(With(whole, 6, (byte)(Size % 256)), 7, (byte)(2 + (Size % 254))),
            Defect.NameUnfolds => With(Record(query).ToArray(), 7, 2),
            _ => Record(query).ToArray(),
        };
    }

    /// <summary>The labels asked for.</summary>
    public static string[] Name(byte[] query)
    {
        List<string> labels = [];
        for (int at = HeaderLength; query[at] != 0; at += query[at] + 1) labels.Add(Encoding.Latin1.GetString(query, at + 1, query[at]));
        return [.. labels];
    }

    // Defects of the record after the question.
    private WireMessage Record(byte[] query)
    {
        WireMessage message = Start(query);
        (int at, int type, byte[] poison) = (message.Length, TypeOf(query), Poison(TypeOf(query)));
        WireMessage Rest(WireMessage owner) => owner.Kind(type).Data(data => data.Raw(poison));
        // Names that seem to be fine but for their size or place: an alias, whose record says too little or too much.
        WireMessage Alias(int lie) => message.Pointer(HeaderLength).Kind(5).Data(data => data.Name(["a", "example"]), lie);
        return Defect switch
        {
            Defect.PointerToItself => Rest(message.Pointer(at)),
            Defect.PointersAtEachOther => Rest(message.Pointer(at + 2).Pointer(at)),
            Defect.PointerForward => Rest(message.Pointer(at + 2 + 10 + poison.Length)).Name(Name(query)),
            Defect.PointerPastEnd => Rest(message.Pointer(at + 500 + (Size % 10000))),
            Defect.PointersWithLabels => Rest(message.Raw(1, (byte)'a').Pointer(at)),
            Defect.NameUnfolds => Rest(message.Pointer(Chain(message, 70 + (Size % 1000)))),
            Defect.NameTooLong => Rest(message.Name(TooLong(Size))),
            Defect.ReservedLabel => Rest(message.Raw((byte)(0x40 << (Size % 2))).Raw(new byte[0x40 << (Size % 2)]).Raw(0)),
            Defect.DataPastEnd => message.Pointer(HeaderLength).Kind(type).Data(data => data.Raw(poison), 1 + (Size % 60000)),
            Defect.AliasLongerThanData => Alias(-1 - (Size % 11)),
            _ => Alias(1 + (Size % 30)).Raw(new byte[1 + (Size % 30)]),
        };
    }

    // A record of an unknown type, full of names that each go on in the one before: few octets that stand for many.
    // Returns where the last one is.
    private static int Chain(WireMessage message, int links)
    {
        int last = 0;
        message.Raw(0).Kind(65000).Data(data =>
        {
            for (int i = 0; i < links; i++)
            {
                int at = data.Length;
                data.Raw(3, (byte)'a', (byte)'b', (byte)'c');
                _ = i == 0 ? data.Raw(0) : data.Pointer(last);
                last = at;
            }
        });
        return last;
    }

    // From one octet over the limit.
    private static string[] TooLong(int size) =>
        [.. Enumerable.Repeat(new string('a', 63), 3 + (size % 16)), new string('a', 62)];

    private static WireMessage Start(byte[] query) => new WireMessage(false)
        .Raw(query[0], query[1], 0x81, 0x80).Number(1).Number(1).Number(0).Number(0).Raw(query[HeaderLength..QuestionEnd(query)]);

    private static byte[] With(byte[] message, int at, byte value)
    {
        message[at] = value;
        return message;
    }
}
