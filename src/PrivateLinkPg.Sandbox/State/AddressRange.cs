using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
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

    public static bool TryParse(string? text, [NotNullWhen(true)] out AddressRange? range)
    {
        range = null;
        if (!IPNetwork.TryParse(text ?? "", out var network)) return false;
        if (network.BaseAddress.AddressFamily != AddressFamily.InterNetwork) return false;
        range = new AddressRange(ToNumber(network.BaseAddress), network.PrefixLength);
        return true;
    }

    public static uint ToNumber(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    public static IPAddress ToAddress(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }

    public override string ToString() => $"{ToAddress(First)}/{PrefixLength}";
}
