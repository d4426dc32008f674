using System.Buffers.Binary;

namespace PrivateLinkPg.Probe.Dns;

/// <summary>Reads answers off the wire. Everything in them is distrusted: lengths, pointers, counts.</summary>
internal ref struct DnsAnswerReader
{
    private const int LongestName = 255;
    private const ushort Internet = 1;
    private readonly ReadOnlySpan<byte> _message;
    private int _position;

    private DnsAnswerReader(ReadOnlySpan<byte> message) => _message = message;

    /// <summary>Reads a message, or returns null where it is no well-formed answer.</summary>
    public static DnsAnswer? TryRead(ReadOnlySpan<byte> message)
    {
        try
        {
            return new DnsAnswerReader(message).Read();
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private DnsAnswer? Read()
    {
        ushort id = Number();
        ushort flags = Number();
        bool isAnswer = (flags & 0x8000) != 0;
        bool truncated = (flags & 0x0200) != 0;
        ushort questions = Number();
        ushort answers = Number();
        Skip(4);
        if (!isAnswer || questions > 1) return null;
        string? name = questions == 1 ? Name() : null;
        DnsRecordType type = questions == 1 ? (DnsRecordType)Number() : default;
        if (questions == 1 && Number() != Internet) return null;
        List<DnsRecord> records = [];
        // What a server sends in a truncated answer is asked for again over TCP.
        for (int i = 0; i < answers && !truncated; i++)
        {
            if (Record() is { } record) records.Add(record);
        }
        return new(id, name, type, truncated, Recurses: (flags & 0x0080) != 0, (DnsResponseCode)(flags & 0x000F), records);
    }

    private DnsRecord? Record()
    {
        string name = Name();
        DnsRecordType type = (DnsRecordType)Number();
        ushort kind = Number();
        uint timeToLive = ((uint)Number() << 16) | Number();
        int length = Number();
        int end = _position + length;
        if (end > _message.Length) throw new FormatException();
        ReadOnlySpan<byte> data = _message[_position..end];
        DnsRecord? record = kind != Internet ? null : type switch
        {
            DnsRecordType.A when length == 4 => new(name, timeToLive, new IPAddress(data), null),
            DnsRecordType.Aaaa when length == 16 => new(name, timeToLive, new IPAddress(data), null),
            DnsRecordType.Cname => new(name, timeToLive, null, Name()),
            _ => null,
        };
        if (record?.Alias is not null && _position != end) throw new FormatException();
        _position = end;
        return record;
    }

    // Compressed names point backwards only, so that they always end.
    private string Name()
    {
        StringBuilder name = new();
        int at = _position;
        int limit = _message.Length;
        int octets = 0;
        bool jumped = false;
        while (true)
        {
            if (at >= limit) throw new FormatException();
            int length = _message[at];
            if ((length & 0xC0) == 0xC0)
            {
                if (at + 1 >= limit) throw new FormatException();
                int target = ((length & 0x3F) << 8) | _message[at + 1];
                if (!jumped) _position = at + 2;
                if (target >= at) throw new FormatException();
                (limit, at, jumped) = (at, target, true);
                continue;
            }
            octets += 1 + length;
            if ((length & 0xC0) != 0 || at + 1 + length > limit || octets > LongestName) throw new FormatException();
            if (length == 0)
            {
                if (!jumped) _position = at + 1;
                return name.ToString();
            }
            if (name.Length > 0) name.Append('.');
            name.Append(Encoding.Latin1.GetString(_message.Slice(at + 1, length)));
            at += 1 + length;
        }
    }

    private ushort Number()
    {
        if (_position + 2 > _message.Length) throw new FormatException();
        ushort value = BinaryPrimitives.ReadUInt16BigEndian(_message[_position..]);
        _position += 2;
        return value;
    }

    private void Skip(int count) => _position = _position + count <= _message.Length ? _position + count : throw new FormatException();
}
