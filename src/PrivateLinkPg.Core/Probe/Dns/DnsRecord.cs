namespace PrivateLinkPg.Probe.Dns;

/// <summary>One record of an answer.</summary>
/// <param name="Name">Its owner, without a final dot.</param>
/// <param name="TimeToLive">How long it may be kept, in seconds.</param>
/// <param name="Address">What an A or AAAA record holds; else null.</param>
/// <param name="Alias">What a CNAME record holds, without a final dot; else null.</param>
internal sealed record DnsRecord(string Name, uint TimeToLive, IPAddress? Address, string? Alias);
