using System.Diagnostics;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Diagnosis;

/// <summary>A question that Azure fails, or leaves unanswered, costs its own answer, no other one, and no more time than is given.</summary>
public sealed class UnansweredQuestionTests : LinkedServer
{
    public static TheoryData<string, int, string> Troubles => new()
    {
        // What the rest tells is told; what hangs on the lost answer is not guessed.
        { "*/networkSecurityGroups/*", 500, "ConnectionPending" },
        { "*/networkInterfaces*", 500, "ConnectionPending" },
        { "*/virtualNetworks/*", 500, "ConnectionPending" },
        { "*/flexibleServers/pg-orders", 500, "ConnectionPending" },
        { "*/virtualNetworkLinks", 500, "ConnectionPending" },
        { "*/providers/Microsoft.Network/privateDnsZones", 503, "ConnectionPending" },
        { "*/privateDnsZoneGroups", 500, "ConnectionPending" },
        { "/subscriptions", 500, "ConnectionPending" },
        { "*/virtualNetworkLinks", 0, "ConnectionPending" },
        { "*/flexibleServers/pg-orders", 0, "ConnectionPending" },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task It_costs_its_own_answer_alone(string path, int status, string cause)
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1, manual: true);
        New(Azure.Runner(), Request(Azure.Runner(), endpoint));
        await Azure.Sandbox.AddFaultsAsync(new()
        {
            Requests = [status == 0 ? new() { Method = "GET", Path = path, Times = 99, DelaySeconds = 300 } : new() { Method = "GET", Path = path, Times = 99, Status = status, Code = "InternalServerError", Message = "As planned." }],
        });
        RecordingOutput output = new();
        long start = Stopwatch.GetTimestamp();
        PgConnectionTest test = Azure.Runner(output: output).One<TestPgPrivateConnectionRequest, PgConnectionTest>(TestPgPrivateConnection.RunAsync, new()
        {
            HostName = HostName, EndpointId = endpoint.Id, ExpectedIpAddress = ["127.9.9.9"], Timeout = TimeSpan.FromSeconds(12), Diagnose = true,
            DnsServer = Azure.Ready.Dns.Single(pair => ResourceIds.Same(pair.Key, Azure.Network(1))).Value,
        });
        Assert.True(cause == test.Cause, $"{test.Cause}: {test.Message} {string.Join(' ', output.Text("Warning"))}");
        Assert.Empty(output.Text("Warning"));
        // A limit with room for a machine that does much else.
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    // This session wrote it a moment ago, so that Azure's copies might not all have it; there is no time to wait for them.
    [Fact]
    public void What_was_removed_a_moment_ago_is_missing_and_not_unreadable()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        PgDnsRecord record = New(Azure.Runner(), Request(Azure.Runner(), endpoint));
        Azure.Sandbox.State.Run(() =>
        {
            Find<PrivateDnsZone>(record.ZoneId).RemoveRecordSet("A", record.RecordName);
            return true;
        });
        PgConnectionTest test = Azure.Runner().One<TestPgPrivateConnectionRequest, PgConnectionTest>(TestPgPrivateConnection.RunAsync, new()
        {
            HostName = HostName, EndpointId = endpoint.Id, Timeout = TimeSpan.FromSeconds(10), Diagnose = true,
            DnsServer = Azure.Ready.Dns.Single(pair => ResourceIds.Same(pair.Key, Azure.Network(1))).Value,
        });
        Assert.True(test.Cause == "RecordMissing", $"{test.Cause}: {test.Message}");
    }
}
