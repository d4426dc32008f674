namespace PrivateLinkPg.Probe.Dns;

/// <summary>One answer of a server.</summary>
/// <param name="Id">The query's random number, to be compared.</param>
/// <param name="QuestionName">The question it says it answers; null where the server left it out.</param>
/// <param name="QuestionType">The type asked for.</param>
/// <param name="Truncated">True where the rest needs TCP.</param>
/// <param name="Code">The response code.</param>
/// <param name="Records">The A, AAAA and CNAME records of its answer section.</param>
internal sealed record DnsAnswer(
    ushort Id, string? QuestionName, DnsRecordType QuestionType, bool Truncated, DnsResponseCode Code, IReadOnlyList<DnsRecord> Records);
