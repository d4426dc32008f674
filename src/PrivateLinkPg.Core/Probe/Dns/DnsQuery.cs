using System.Buffers.Binary;

namespace PrivateLinkPg.Probe.Dns;

/// <summary>One query as it goes over the wire (RFC 1035, with EDNS of RFC 6891).</summary>
/// <param name="Name">The name asked for.</param>
/// <param name="Type">The type asked for.</param>
/// <param name="Id">A random number that the answer must repeat.</param>
/// <param name="Bytes">The message.</param>
internal sealed record DnsQuery(string Name, DnsRecordType Type, ushort Id, ReadOnlyMemory<byte> Bytes)
{
    // What fits every path without fragments, by the operators' agreement on EDNS buffer sizes.
    private const ushort UdpPayload = 1232;
    private const ushort RecursionDesired = 0x0100;
    private const ushort Internet = 1;
    private const ushort Opt = 41;

    /// <summary>Makes a query with a new random id.</summary>
    /// <param name="name">A host name in ASCII, without a final dot.</param>
    /// <param name="type">The type asked for.</param>
    /// <param name="extended">False for servers and firewalls that do not let EDNS pass.</param>
    public static DnsQuery Create(string name, DnsRecordType type, bool extended)
    {
        ushort id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
        byte[] bytes = new byte[12 + name.Length + 2 + 4 + (extended ? 11 : 0)];
        Span<byte> rest = bytes;
        ushort additional = extended ? (ushort)1 : (ushort)0;
        foreach (ushort value in (ReadOnlySpan<ushort>)[id, RecursionDesired, 1, 0, 0, additional]) Put(ref rest, value);
        foreach (string label in name.Split('.'))
        {
            rest[0] = (byte)label.Length;
            Encoding.ASCII.GetBytes(label, rest[1..]);
            rest = rest[(1 + label.Length)..];
        }
        rest = rest[1..]; // The root's empty label.
        Put(ref rest, (ushort)type);
        Put(ref rest, Internet);
        if (extended)
        {
            rest = rest[1..];
            Put(ref rest, Opt);
            Put(ref rest, UdpPayload); // Extended flags and options stay zero.
        }
        return new(name, type, id, bytes);
    }

    /// <summary>Whether <paramref name="answer"/> belongs to this query and not to a forger or to an earlier attempt.</summary>
    public bool IsAnsweredBy(DnsAnswer answer) =>
        answer.Id == Id
        && (answer.QuestionName is null
            // Some servers leave the question out of a refusal; never out of an answer with records.
            ? answer.Code != DnsResponseCode.NoError && answer.Records.Count == 0
            : answer.QuestionType == Type && answer.QuestionName.Equals(Name, StringComparison.OrdinalIgnoreCase));

    private static void Put(ref Span<byte> rest, ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(rest, value);
        rest = rest[2..];
    }
}
