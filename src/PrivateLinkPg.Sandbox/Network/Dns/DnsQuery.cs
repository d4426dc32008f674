using System.Buffers.Binary;
using System.Text;

namespace PrivateLinkPg.Sandbox.Network.Dns;

/// <summary>Response codes of RFC 1035 and EDNS (RFC 6891).</summary>
internal enum DnsResponseCode
{
    NoError = 0,
    FormatError = 1,
    ServerFailure = 2,
    NameError = 3,
    NotImplemented = 4,
    Refused = 5,
    BadVersion = 16,
}

/// <summary>One question. <paramref name="Name"/> keeps the client's letters: some clients check that they come back.</summary>
internal sealed record DnsQuestion(string Name, DnsRecordType Type, ushort Class)
{
    internal const ushort Internet = 1;
}

/// <summary>EDNS as the client sent it.</summary>
internal sealed record DnsExtension(ushort UdpPayloadSize, byte Version);

/// <summary>A query, as far as it could be read.</summary>
/// <param name="Id">The client's number for it.</param>
/// <param name="Flags">The header's second word.</param>
/// <param name="Question">Null if the message holds none that can be read.</param>
/// <param name="Extension">Null if the client does not speak EDNS.</param>
internal sealed record DnsQuery(ushort Id, ushort Flags, DnsQuestion? Question, DnsExtension? Extension)
{
    private const int HeaderLength = 12;
    private const ushort ResponseFlag = 0x8000;

    internal int OperationCode => (Flags >> 11) & 0xF;

    /// <summary>Reads a message; null for what deserves no answer: less than a header, or a response.</summary>
    internal static DnsQuery? Read(ReadOnlySpan<byte> message)
    {
        if (message.Length < HeaderLength)
            return null;
        var id = BinaryPrimitives.ReadUInt16BigEndian(message);
        var flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        if ((flags & ResponseFlag) != 0)
            return null;
        try
        {
            var offset = HeaderLength;
            if (ReadUInt16(message, 4) != 1)
                return new DnsQuery(id, flags, null, null);
            var question = ReadQuestion(message, ref offset);
            var others = ReadUInt16(message, 6) + ReadUInt16(message, 8) + ReadUInt16(message, 10);
            return new DnsQuery(id, flags, question, ReadExtension(message, offset, others));
        }
        catch (FormatException)
        {
            return new DnsQuery(id, flags, null, null);
        }
    }

    private static DnsQuestion ReadQuestion(ReadOnlySpan<byte> message, ref int offset)
    {
        var name = ReadName(message, ref offset);
        var question = new DnsQuestion(name, (DnsRecordType)ReadUInt16(message, offset), ReadUInt16(message, offset + 2));
        offset += 4;
        return question;
    }

    private static DnsExtension? ReadExtension(ReadOnlySpan<byte> message, int offset, int records)
    {
        for (; records > 0; records--)
        {
            ReadName(message, ref offset);
            var type = (DnsRecordType)ReadUInt16(message, offset);
            if (type == DnsRecordType.Opt)
                return new DnsExtension(ReadUInt16(message, offset + 2), (byte)(ReadUInt16(message, offset + 4) & 0xFF));
            offset += 10 + ReadUInt16(message, offset + 8);
        }

        return null;
    }

    private static string ReadName(ReadOnlySpan<byte> message, ref int offset)
    {
        var name = new StringBuilder();
        var position = offset;
        var end = -1;
        while (true)
        {
            var length = ReadByte(message, position);
            if (length == 0)
                break;
            if ((length & 0xC0) == 0xC0)
            {
                // A pointer leads backwards only, so that no message can make us walk in circles.
                var target = ReadUInt16(message, position) & 0x3FFF;
                if (target >= position)
                    throw new FormatException();
                end = end < 0 ? position + 2 : end;
                position = target;
                continue;
            }

            AppendLabel(name, message, position + 1, length);
            position += 1 + length;
        }

        offset = end < 0 ? position + 1 : end;
        return name.ToString();
    }

    private static void AppendLabel(StringBuilder name, ReadOnlySpan<byte> message, int start, int length)
    {
        if (length > 63 || start + length > message.Length || name.Length + length > 253)
            throw new FormatException();
        var label = Encoding.Latin1.GetString(message.Slice(start, length));
        if (label.Contains('.', StringComparison.Ordinal))
            throw new FormatException();
        name.Append(name.Length == 0 ? "" : ".").Append(label);
    }

    private static byte ReadByte(ReadOnlySpan<byte> message, int offset) =>
        offset < message.Length ? message[offset] : throw new FormatException();

    private static ushort ReadUInt16(ReadOnlySpan<byte> message, int offset) =>
        offset + 2 <= message.Length ? BinaryPrimitives.ReadUInt16BigEndian(message[offset..]) : throw new FormatException();
}
