using System.Net;
using System.Net.Sockets;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>
/// A block of loopback addresses, 127.N.0.0/16, that belongs to one sandbox as long as it lives: several run at once on one
/// machine, and each needs addresses of its own. A socket inside the block is the claim.
/// </summary>
internal sealed class AddressBlock : IDisposable
{
    // Above the range from which systems take the ports of outgoing connections.
    private const int GuardPort = 61799;
    private const int First = 64;
    private const int Last = 250;

    private readonly Socket guard;
    private readonly int number;

    private AddressBlock(Socket guard, int number)
    {
        this.guard = guard;
        this.number = number;
    }

    public static AddressBlock Claim()
    {
        for (var number = First; number <= Last; number++)
        {
            var guard = Guard(new IPEndPoint(new IPAddress([127, (byte)number, 255, 254]), GuardPort), out var failure);
            // macOS has no such address before somebody adds it: a port of 127.0.0.1 for each block does as well.
            if (failure == SocketError.AddressNotAvailable) guard = Guard(new IPEndPoint(IPAddress.Loopback, GuardPort + number), out _);
            if (guard is not null) return new AddressBlock(guard, number);
        }
        throw new InvalidOperationException($"No block 127.{First}-{Last}.0.0/16 is free on this machine: too many sandboxes run.");
    }

    /// <summary>A range inside the block.</summary>
    public AddressRange Range(int third, int prefixLength) =>
        new(AddressRange.ToNumber(new IPAddress([127, (byte)number, (byte)third, 0])), prefixLength);

    public void Dispose() => guard.Dispose();

    private static Socket? Guard(IPEndPoint endpoint, out SocketError failure)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true };
        try
        {
            socket.Bind(endpoint);
            socket.Listen(1);
            failure = SocketError.Success;
            return socket;
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            failure = refused.SocketErrorCode;
            return null;
        }
    }
}
