using System.Buffers.Binary;
using System.Text;

namespace PrivateLinkPg.Sandbox.Network.Dns;

/// <summary>Writes one message in the wire form of RFC 1035, with name compression.</summary>
internal sealed class DnsWriter
{
    private const int LargestPointer = 0x3FFF;
    private readonly List<byte> bytes = new(512);
    private readonly Dictionary<string, int> namesWritten = new(StringComparer.OrdinalIgnoreCase);

    internal byte[] ToArray() => [.. bytes];

    internal void WriteByte(byte value) => bytes.Add(value);

    internal void WriteUInt16(int value)
    {
        bytes.Add((byte)(value >> 8));
        bytes.Add((byte)value);
    }

    internal void WriteUInt32(uint value)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(word, value);
        bytes.AddRange(word);
    }

    /// <summary>Writes a name, pointing to what of it was written before.</summary>
    /// <exception cref="FormatException">A label is empty or longer than 63 bytes.</exception>
    internal void WriteName(string name)
    {
        for (var rest = name; rest.Length > 0;)
        {
            if (namesWritten.TryGetValue(rest, out var offset))
            {
                WriteUInt16(0xC000 | offset);
                return;
            }

            if (bytes.Count <= LargestPointer)
                namesWritten[rest] = bytes.Count;
            var dot = rest.IndexOf('.', StringComparison.Ordinal);
            WriteLabel(dot < 0 ? rest : rest[..dot]);
            rest = dot < 0 ? "" : rest[(dot + 1)..];
        }

        WriteByte(0);
    }

    internal void WriteRecord(string owner, DnsRecord record)
    {
        WriteName(owner);
        WriteUInt16((ushort)record.Type);
        WriteUInt16(DnsQuestion.Internet);
        WriteUInt32((uint)record.TimeToLive);
        var lengthAt = bytes.Count;
        WriteUInt16(0);
        WriteData(record);
        var length = bytes.Count - lengthAt - 2;
        bytes[lengthAt] = (byte)(length >> 8);
        bytes[lengthAt + 1] = (byte)length;
    }

    private void WriteData(DnsRecord record)
    {
        switch (record)
        {
            case AddressRecord address:
                bytes.AddRange(address.Address.GetAddressBytes());
                break;
            case CanonicalNameRecord alias:
                WriteName(alias.Target);
                break;
            case PointerRecord pointer:
                WriteName(pointer.Target);
                break;
            case MailExchangeRecord mail:
                WriteUInt16(mail.Preference);
                WriteName(mail.Exchange);
                break;
            case ServiceRecord service:
                WriteUInt16(service.Priority);
                WriteUInt16(service.Weight);
                WriteUInt16(service.Port);
                WriteWholeName(service.Target);
                break;
            case TextRecord text:
                foreach (var value in text.Values)
                    WriteText(value);
                break;
            case StartOfAuthorityRecord authority:
                WriteAuthority(authority);
                break;
        }
    }

    /// <summary>The target of an SRV record must not be compressed (RFC 2782).</summary>
    private void WriteWholeName(string name)
    {
        foreach (var label in name.Split('.', StringSplitOptions.RemoveEmptyEntries)) WriteLabel(label);
        WriteByte(0);
    }

    private void WriteAuthority(StartOfAuthorityRecord authority)
    {
        WriteName(authority.Host);
        WriteName(authority.Email);
        WriteUInt32(authority.SerialNumber);
        WriteUInt32(authority.RefreshTime);
        WriteUInt32(authority.RetryTime);
        WriteUInt32(authority.ExpireTime);
        WriteUInt32(authority.MinimumTimeToLive);
    }

    /// <summary>One character-string holds at most 255 bytes: a longer text becomes several.</summary>
    private void WriteText(string value)
    {
        var text = Encoding.UTF8.GetBytes(value);
        foreach (var part in text.Length == 0 ? [text] : text.Chunk(255))
        {
            WriteByte((byte)part.Length);
            bytes.AddRange(part);
        }
    }

    private void WriteLabel(string label)
    {
        if (label.Length is 0 or > 63)
            throw new FormatException($"'{label}' is no DNS label.");
        WriteByte((byte)label.Length);
        bytes.AddRange(Encoding.Latin1.GetBytes(label));
    }
}
