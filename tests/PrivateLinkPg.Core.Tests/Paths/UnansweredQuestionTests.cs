using System.Diagnostics;
using System.Net;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Diagnosis;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Paths;

/// <summary>A question that Azure fails, or leaves unanswered, costs its own answer, no other one, and no more time than is given.</summary>
public sealed class UnansweredQuestionTests : LinkedServer
{
    private const int NoAnswer = 0;

    [Fact]
    public async Task It_costs_its_own_answer_alone()
    {
        // What the rest tells is told; what hangs on the lost answer is not guessed. All at once, since each waits for most of its time.
        (string Path, int Status)[] troubles =
        [
            ("*/networkSecurityGroups/*", 500), ("*/networkInterfaces*", 500), ("*/virtualNetworks/*", 500), ("*/flexibleServers/pg-orders", 500),
            ("*/virtualNetworkLinks", 500), ("*/providers/Microsoft.Network/privateDnsZones", 503), ("*/privateDnsZoneGroups", 500), ("/subscriptions", 500),
            ("*/virtualNetworkLinks", NoAnswer), ("*/flexibleServers/pg-orders", NoAnswer),
        ];
        string[] wrong = await Task.WhenAll(troubles.Select(trouble => Task.Run(async () =>
        {
            PendingRequest azure = new();
            await azure.InitializeAsync();
            try
            {
                string? said = await azure.JudgeAsync(trouble.Path, trouble.Status);
                return said is null ? "" : $"{trouble}: {said}\n";
            }
            finally
            {
                await azure.DisposeAsync();
            }
        })));
        Assert.Equal("", string.Concat(wrong));
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

    [Theory]
    [InlineData(false, 1, true)]
    [InlineData(false, 60, false)]
    [InlineData(true, 1, false)]
    [InlineData(true, 60, false)]
    public void An_address_that_there_was_no_time_to_try_is_told_unless_it_cannot_answer(bool isPending, int secondsLeft, bool isTold)
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1, manual: isPending);
        string address = Ip(Azure.Runner(), endpoint).IpAddress;
        // Where the name leads, nothing listens.
        ProbeRequest probe = new() { HostName = HostName, Port = 1, ExpectedAddresses = [IPAddress.Parse("127.9.9.9")], TimeLimit = TimeSpan.FromSeconds(60) };
        ProbeResult result = PathFacts.Result(ProbeFault.PortClosed, PathFacts.State() with { Request = probe, Resolved = probe.ExpectedAddresses, Address = probe.ExpectedAddresses[0] });
        Queue<TimeSpan> left = new([TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(secondsLeft)]);
        var (causes, facts) = Azure.Runner().One<LinkQuestion, (IReadOnlyList<RootCause> Causes, LinkFacts? Facts)>(
            async (known, host) => host.Output.WriteObject(await AzureQuestions.ExplainAsync(ProbeDiagnosis.Of(result), probe, result, known, left.Dequeue, host)), new(endpoint.Id));
        Assert.Equal(isPending, causes.Any(cause => cause.Code == "ConnectionPending"));
        Assert.Equal(isTold, facts!.Findings.Contains($"Whether {address} answers was not tried, as no time was left: pass a longer -TimeoutSec."));
        // Nobody waits for what cannot answer.
        Assert.Equal(isPending ? 1 : 0, left.Count);
    }

    private sealed class PendingRequest : LinkedServer
    {
        /// <summary>What is wrong with the diagnosis while Azure has this trouble; null where it is right.</summary>
        public async Task<string?> JudgeAsync(string path, int status)
        {
            PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1, manual: true);
            New(Azure.Runner(), Request(Azure.Runner(), endpoint));
            RequestFault fault = new() { Method = "GET", Path = path, Times = 99 };
            await Azure.Sandbox.AddFaultsAsync(new()
            {
                Requests = [status == NoAnswer ? fault with { DelaySeconds = 300 } : fault with { Status = status, Code = "InternalServerError", Message = "As planned." }],
            });
            RecordingOutput output = new();
            long start = Stopwatch.GetTimestamp();
            PgConnectionTest test = Azure.Runner(output: output).One<TestPgPrivateConnectionRequest, PgConnectionTest>(TestPgPrivateConnection.RunAsync, new()
            {
                HostName = HostName, EndpointId = endpoint.Id, ExpectedIpAddress = ["127.9.9.9"], Timeout = TimeSpan.FromSeconds(12), Diagnose = true,
                DnsServer = Azure.Ready.Dns.Single(pair => ResourceIds.Same(pair.Key, Azure.Network(1))).Value,
            });
            return test.Cause != "ConnectionPending" || output.Text("Warning").Count > 0 ? $"{test.Cause}: {test.Message} {string.Join(' ', output.Text("Warning"))}"
                // A limit with room for a machine that does much else.
                : Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(30) ? $"It took {Stopwatch.GetElapsedTime(start)}."
                : null;
        }
    }
}
