using System.Text;

namespace PrivateLinkPg.Core.Tests.Dns;

/// <summary>Writes a message byte by byte, so that a test can break any part of it. Written apart from the client's own code.</summary>
/// <param name="compress">Whether names point back to what was written before.</param>
internal sealed class WireMessage(bool compress)
{
    private readonly List<byte> _bytes = [];
    private readonly Dictionary<string, int> _known = [];

    public int Length => _bytes.Count;

    public byte[] ToArray() => [.. _bytes];

    public WireMessage Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public WireMessage Number(int value) => Raw((byte)(value >> 8), (byte)value);

    /// <summary>Writes a name; each char of a label is one octet.</summary>
    public WireMessage Name(IReadOnlyList<string> labels)
    {
        for (int i = 0; i < labels.Count; i++)
        {
            string rest = string.Join('\n', labels.Skip(i).Select(label => Convert.ToHexString(Encoding.Latin1.GetBytes(label))));
            if (compress && _known.TryGetValue(rest, out int at)) return Pointer(at);
            if (Length < 0x4000) _known.TryAdd(rest, Length);
            Raw((byte)labels[i].Length).Raw(Encoding.Latin1.GetBytes(labels[i]));
        }
        return Raw(0);
    }

    public WireMessage Pointer(int target) => Number(0xC000 | target);

    /// <summary>Writes what stands between an owner and its data.</summary>
    public WireMessage Kind(int type, uint timeToLive = 60, int kind = 1) =>
        Number(type).Number(kind).Number((int)(timeToLive >> 16)).Number((ushort)timeToLive);

    /// <summary>Writes data with its length in front; <paramref name="lie"/> is added to the true one.</summary>
    public WireMessage Data(Action<WireMessage> data, int lie = 0)
    {
        int at = Length;
        Number(0);
        data(this);
        int length = Length - at - 2 + lie;
        (_bytes[at], _bytes[at + 1]) = ((byte)(length >> 8), (byte)length);
        return this;
    }
}
