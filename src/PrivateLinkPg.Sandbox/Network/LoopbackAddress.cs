using System.Net;
using System.Net.Sockets;

namespace PrivateLinkPg.Sandbox.Network;

/// <summary>Linux and Windows have all addresses of 127.0.0.0/8; macOS has 127.0.0.1 and those that its administrator adds.</summary>
internal static class LoopbackAddress
{
    /// <summary>Why an address cannot be listened at and, where it is missing, what to do about it.</summary>
    internal static string Explain(IPAddress address, SocketException failure) => failure.SocketErrorCode == SocketError.AddressNotAvailable
        ? $"this machine has no address {address}; macOS gets it by: sudo ifconfig lo0 alias {address}"
        : failure.Message;
}
