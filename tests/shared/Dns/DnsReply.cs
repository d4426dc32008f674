using System.Net;

namespace PrivateLinkPg.Testing;

/// <summary>What a DNS client that we did not write reads out of an answer.</summary>
/// <param name="Status">NOERROR, NXDOMAIN, SERVFAIL…; empty if there was no answer.</param>
/// <param name="Records">The answer section, in order.</param>
/// <param name="Authority">The SOA in the authority section; null if there is none.</param>
public sealed record DnsReply(string Status, IReadOnlyList<DnsReplyRecord> Records, DnsReplyRecord? Authority)
{
    /// <summary>The answer section: type and data of each record, in order.</summary>
    public IReadOnlyList<string> Answers => [.. Records.Select(record => $"{record.Type} {record.Data}")];
}

/// <summary>One record, its names without the root's dot and its data as in a zone file.</summary>
public sealed record DnsReplyRecord(string Owner, uint Seconds, string Type, string Data);

/// <summary>A DNS client that we did not write. A class of tests is written once, and has one derived class for each of these.</summary>
public interface IDnsPeer : IPeer
{
    /// <summary>Asks once, and again over TCP when the answer was cut off.</summary>
    static abstract Task<DnsReply> AskAsync(IPEndPoint server, string name, string type = "A");
}
