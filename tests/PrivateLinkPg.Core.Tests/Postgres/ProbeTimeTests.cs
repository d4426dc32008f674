using System.Net;
using PrivateLinkPg.Core.Tests.Dns;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>How the time of a probe is shared out among its steps.</summary>
public sealed class ProbeTimeTests
{
    // Only where the path can be tried without the name, something is kept for that.
    [Theory]
    [InlineData(true, "No answer within 2 s.")]
    [InlineData(false, "No answer within 3 s.")]
    public async Task A_name_that_is_not_answered_leaves_a_third_to_the_path(bool expects, string words)
    {
        ManualClock clock = new();
        await using FakeDnsServer dns = new(_ => []);
        await using FakePostgresServer server = FakePostgresServer.Answering("N");
        Task<ProbeResult> probing = new ConnectionProbe(clock).RunAsync(
            new()
            {
                HostName = "db.example.com", Port = server.EndPoint.Port, DnsServer = dns.EndPoint, TimeLimit = TimeSpan.FromSeconds(3),
                ExpectedAddresses = expects ? [IPAddress.Loopback] : [],
            },
            default);
        await Patience.WhileAsync(probing, () => clock.AdvanceToNext());

        ProbeResult result = await probing;
        Assert.Equal(words, result.Detail("Name"));
        Assert.Equal(expects ? "Failed" : "Skipped", result.Steps.Single(step => step.Name == "Tls").Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task Without_time_nothing_is_tried(int limit)
    {
        await using FakePostgresServer server = FakePostgresServer.Answering("N");
        ProbeResult result = await new ConnectionProbe(TimeProvider.System).RunAsync(
            new() { HostName = "127.0.0.1", Port = server.EndPoint.Port, TimeLimit = TimeSpan.FromSeconds(limit), SslMode = PgSslMode.Disable }, default);

        Assert.Equal(("Tcp", ProbeFault.AddressSilent, "No answer within 0 s."), result.State.Faults.Single());
    }
}
