using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace PrivateLinkPg.Sandbox.Network;

/// <summary>
/// Addresses that nobody but this machine can reach. Linux and Windows have all of 127.0.0.0/8; macOS has 127.0.0.1 and those that its
/// administrator adds. An administrator can lead others to the loopback interface too, such as those of RFC 5737.
/// </summary>
internal static class LoopbackAddress
{
    /// <summary>
    /// Whether connections to the address stay on the loopback interface. An address of a network card does not count, though they
    /// would: to listen there would be to serve the card's network.
    /// </summary>
    internal static bool Leads(IPAddress address) =>
        IPAddress.IsLoopback(address) || (IsOwn(address) && !CardAddresses().Contains(address));

    /// <summary>Why an address cannot be listened at and, where it is missing, what to do about it.</summary>
    internal static string Explain(IPAddress address, SocketException failure) => failure.SocketErrorCode == SocketError.AddressNotAvailable
        ? $"this machine has no address {address}; macOS gets it by: sudo ifconfig lo0 alias {address}"
        : failure.Message;

    /// <summary>Whether the machine would speak to the address from that address itself; nothing is sent to find out.</summary>
    private static bool IsOwn(IPAddress address)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Connect(new IPEndPoint(address, 5432));
            return ((IPEndPoint)socket.LocalEndPoint!).Address.Equals(address);
        }
        catch (SocketException)
        {
            // No way leads there at all.
            return false;
        }
    }

    private static IEnumerable<IPAddress> CardAddresses() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(card => card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(card => card.GetIPProperties().UnicastAddresses.Select(unicast => unicast.Address));
}
