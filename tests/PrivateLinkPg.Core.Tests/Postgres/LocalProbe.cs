using System.Net;
using PrivateLinkPg.Core.Tests.Dns;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>Probes with a DNS of the test's own, in which every name leads to one address.</summary>
internal static class LocalProbe
{
    public static async Task<ProbeResult> RunAsync(
        ProbeRequest request, string address = "127.0.0.1", TimeProvider? clock = null, CancellationToken cancellation = default)
    {
        await using FakeDnsServer dns = new(query => [query.AsksForIPv4 ? query.Answer(records: [(null, IPAddress.Parse(address))]) : query.Answer()]);
        return await new ConnectionProbe(clock ?? TimeProvider.System).RunAsync(request with { DnsServer = dns.EndPoint }, cancellation);
    }

    /// <summary>The steps as one line: Name Passed, Address Failed, …</summary>
    public static string Line(this ProbeResult result) => string.Join(", ", result.Steps.Select(step => $"{step.Name} {step.Status}"));

    /// <summary>The first that is wrong; null where nothing is.</summary>
    public static ProbeFault? FirstFault(this ProbeResult result) => result.State.Faults is [var first, ..] ? first.Fault : null;

    public static string Detail(this ProbeResult result, string step) => result.Steps.Single(found => found.Name == step).Detail;
}
