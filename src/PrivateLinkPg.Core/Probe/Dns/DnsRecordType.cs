namespace PrivateLinkPg.Probe.Dns;

/// <summary>The record types that lead from a name to its addresses, by their numbers (RFC 1035, RFC 3596); others are skipped.</summary>
internal enum DnsRecordType : ushort
{
    /// <summary>An IPv4 address.</summary>
    A = 1,

    /// <summary>The name that a name is an alias of.</summary>
    Cname = 5,

    /// <summary>An IPv6 address.</summary>
    Aaaa = 28,
}
