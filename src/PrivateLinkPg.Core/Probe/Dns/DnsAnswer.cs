namespace PrivateLinkPg.Probe.Dns;

/// <summary>One answer of a server.</summary>
/// <param name="Id">The query's random number, to be compared.</param>
/// <param name="QuestionName">The question it says it answers; null where the server left it out.</param>
/// <param name="QuestionType">The type asked for.</param>
/// <param name="Truncated">True where the rest needs TCP.</param>
/// <param name="Recurses">Whether the server asks others for what it does not know itself.</param>
/// <param name="Code">The response code.</param>
/// <param name="Records">The A, AAAA and CNAME records of its answer section.</param>
internal sealed record DnsAnswer(
    ushort Id, string? QuestionName, DnsRecordType QuestionType, bool Truncated, bool Recurses, DnsResponseCode Code,
    IReadOnlyList<DnsRecord> Records);

/// <summary>One record of an answer.</summary>
/// <param name="Name">Its owner, without a final dot.</param>
/// <param name="TimeToLive">How long it may be kept, in seconds.</param>
/// <param name="Address">What an A or AAAA record holds; else null.</param>
/// <param name="Alias">What a CNAME record holds, without a final dot; else null.</param>
internal sealed record DnsRecord(string Name, uint TimeToLive, IPAddress? Address, string? Alias);

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

/// <summary>The response codes that resolvers meet (RFC 1035, section 4.1.1).</summary>
internal enum DnsResponseCode
{
    /// <summary>NOERROR.</summary>
    NoError = 0,
    /// <summary>FORMERR: the server did not understand the query.</summary>
    FormatError = 1,
    /// <summary>SERVFAIL: the server could not get an answer.</summary>
    ServerFailure = 2,
    /// <summary>NXDOMAIN: the name does not exist, with any type.</summary>
    NameError = 3,
    /// <summary>NOTIMP: the server does not do such queries.</summary>
    NotImplemented = 4,
    /// <summary>REFUSED: the server does not answer this client, or not for this name.</summary>
    Refused = 5,
}
