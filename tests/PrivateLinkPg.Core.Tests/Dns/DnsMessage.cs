using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace PrivateLinkPg.Core.Tests.Dns;

/// <summary>A query as it came over the wire, and the answers that a test makes of it. Written apart from the client's own code.</summary>
internal sealed class DnsMessage(byte[] query)
{
    private const int HeaderLength = 12;
    private const ushort A = 1;
    private const ushort Cname = 5;
    private const ushort Aaaa = 28;

    /// <summary>Who asked; null over TCP.</summary>
    public EndPoint? From { get; init; }

    public bool AsksForIPv4 => Type == A;

    public bool HasEdns => query[11] == 1;

    public bool WantsRecursion => (query[2] & 1) == 1;

    public string Name
    {
        get
        {
            List<string> labels = [];
            for (int at = HeaderLength; query[at] != 0; at += query[at] + 1) labels.Add(Encoding.ASCII.GetString(query, at + 1, query[at]));
            return string.Join('.', labels);
        }
    }

    private int QuestionEnd => Array.IndexOf(query, (byte)0, HeaderLength) + 5;

    private ushort Type => BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(QuestionEnd - 4));

    /// <summary>An answer with these records: owner (null points back to the question), and an address or an alias.</summary>
    public byte[] Answer(int code = 0, bool truncated = false, ushort idOffset = 0, bool withQuestion = true, bool recurses = true, uint ttl = 300, params (string? Owner, object Data)[] records)
    {
        List<byte> message = [.. query[..HeaderLength]];
        ushort id = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(query) + idOffset);
        (message[0], message[1]) = ((byte)(id >> 8), (byte)id);
        (message[2], message[3]) = ((byte)(0x81 | (truncated ? 2 : 0)), (byte)((recurses ? 0x80 : 0) | code));
        (message[5], message[7], message[11]) = ((byte)(withQuestion ? 1 : 0), (byte)records.Length, 0);
        if (withQuestion) message.AddRange(query[HeaderLength..QuestionEnd]);
        foreach ((string? owner, object data) in records) Append(message, owner, data, ttl);
        return [.. message];
    }

    private static void Append(List<byte> message, string? owner, object data, uint ttl)
    {
        message.AddRange(owner is null ? [0xC0, HeaderLength] : Wire(owner));
        byte[] bytes = data is IPAddress address ? address.GetAddressBytes() : Wire((string)data);
        ushort type = data is string ? Cname : bytes.Length == 4 ? A : Aaaa;
        message.AddRange([0, (byte)type, 0, 1, (byte)(ttl >> 24), (byte)(ttl >> 16), (byte)(ttl >> 8), (byte)ttl, 0, (byte)bytes.Length]);
        message.AddRange(bytes);
    }

    private static byte[] Wire(string name) => [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];
}
