using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>An IPv4 range in CIDR notation.</summary>
internal readonly record struct AddressRange(uint First, int PrefixLength)
{
    public long Count => 1L << (32 - PrefixLength);

    public uint Last => (uint)(First + Count - 1);

    public bool Contains(uint address) => address >= First && address <= Last;

    public bool Contains(AddressRange other) => other.First >= First && other.Last <= Last;

    public bool Overlaps(AddressRange other) => First <= other.Last && other.First <= Last;

    /// <summary>Reads an address and a length. Where the address has bits beyond the length, the range is what it lies in.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AddressRange? range, out bool hasHostBits)
    {
        (range, hasHostBits) = (null, false);
        if (text?.Split('/') is not [var start, var bits] || !TryParseAddress(start, out var address)) return false;
        if (!int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > 32) return false;
        var first = length == 0 ? 0 : ToNumber(address) & (uint.MaxValue << (32 - length));
        hasHostBits = first != ToNumber(address);
        range = new AddressRange(first, length);
        return true;
    }

    /// <summary>Reads four decimal numbers with dots between; what else may pass for an IPv4 address elsewhere is none here.</summary>
    public static bool TryParseAddress(string? text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == text;

    public static uint ToNumber(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    public static IPAddress ToAddress(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }

    public override string ToString() => $"{ToAddress(First)}/{PrefixLength}";
}
