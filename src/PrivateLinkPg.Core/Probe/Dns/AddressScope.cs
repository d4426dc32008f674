namespace PrivateLinkPg.Probe.Dns;

/// <summary>Tells private addresses from public ones.</summary>
internal static class AddressScope
{
    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), // RFC 1918
        IPNetwork.Parse("100.64.0.0/10"), // RFC 6598, carrier-grade NAT: used inside virtual networks too
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("fc00::/7"), // RFC 4193
    ];

    /// <summary>Whether <paramref name="address"/> belongs to no public network.</summary>
    public static bool IsPrivate(IPAddress address) => Array.Exists(Private, network => network.Contains(Plain(address)));

    /// <summary>The address as such: IPv4 out of its IPv6 mapping.</summary>
    public static IPAddress Plain(IPAddress address) =>
        address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
