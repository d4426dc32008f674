using System.Net;
using System.Net.Sockets;

namespace PrivateLinkPg.Sandbox.Network.Dns;

/// <summary>Record types by their numbers in RFC 1035 and its successors; others are carried as plain numbers.</summary>
public enum DnsRecordType : ushort
{
    None = 0,
    A = 1,
    Cname = 5,
    Soa = 6,
    ReverseName = 12,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
    Srv = 33,
    Opt = 41,
    Axfr = 252,
    Any = 255,
}

/// <summary>The data of one record; its owner's name is where it is kept.</summary>
/// <param name="Type">Its type.</param>
/// <param name="TimeToLive">Seconds, as in the record set.</param>
public abstract record DnsRecord(DnsRecordType Type, int TimeToLive);

/// <summary>A or AAAA, by the address's family.</summary>
public sealed record AddressRecord(IPAddress Address, int TimeToLive)
    : DnsRecord(Address.AddressFamily == AddressFamily.InterNetworkV6 ? DnsRecordType.Aaaa : DnsRecordType.A, TimeToLive);

/// <summary>CNAME; the target without a final dot.</summary>
public sealed record CanonicalNameRecord(string Target, int TimeToLive) : DnsRecord(DnsRecordType.Cname, TimeToLive);

/// <summary>TXT: one record of one or more strings, each up to 255 bytes.</summary>
public sealed record TextRecord(IReadOnlyList<string> Values, int TimeToLive) : DnsRecord(DnsRecordType.Txt, TimeToLive);

/// <summary>PTR; the target without a final dot.</summary>
public sealed record PointerRecord(string Target, int TimeToLive) : DnsRecord(DnsRecordType.ReverseName, TimeToLive);

/// <summary>MX; the exchange without a final dot.</summary>
public sealed record MailExchangeRecord(int Preference, string Exchange, int TimeToLive) : DnsRecord(DnsRecordType.Mx, TimeToLive);

/// <summary>SRV; the target without a final dot.</summary>
public sealed record ServiceRecord(int Priority, int Weight, int Port, string Target, int TimeToLive)
    : DnsRecord(DnsRecordType.Srv, TimeToLive);

/// <summary>SOA; times in seconds, names without a final dot, the mailbox with its first dot for the at sign.</summary>
public sealed record StartOfAuthorityRecord(
    string Host, string Email, uint SerialNumber, uint RefreshTime, uint RetryTime, uint ExpireTime, uint MinimumTimeToLive, int TimeToLive)
    : DnsRecord(DnsRecordType.Soa, TimeToLive)
{
    /// <summary>What Azure DNS gives a public zone.</summary>
    public static StartOfAuthorityRecord PublicZone { get; } =
        new("ns1-01.azure-dns.com", "azuredns-hostmaster.microsoft.com", 1, 3600, 300, 2419200, 300, 300);
}
