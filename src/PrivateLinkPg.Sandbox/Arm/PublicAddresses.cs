using System.Net;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>The public addresses of servers, in this sandbox's own block, where nothing listens unless public access is on.</summary>
internal sealed class PublicAddresses(AddressRange range)
{
    private uint next = range.First;

    public IPAddress Next()
    {
        if (next >= range.Last) next = range.First;
        return AddressRange.ToAddress(++next);
    }
}
