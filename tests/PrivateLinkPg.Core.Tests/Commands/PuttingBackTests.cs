using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>What went before a refusal comes back once, beside what others wrote meanwhile, and counts as there again.</summary>
public sealed class PuttingBackTests : LinkedServer
{
    [Fact]
    public async Task What_came_back_keeps_the_zone_from_the_next_input()
    {
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(Azure.Runner(), 1), Endpoint(Azure.Runner(), 2));
        Record(Azure.Runner(), first);
        New(Azure.Runner(), Request(Azure.Runner(), second) with { HostName = "other.postgres.database.azure.com" });
        await RefuseAsync("DELETE", first.Id, "ScopeLocked", 409);
        CommandRunner runner = Azure.Runner();
        Remove(runner, [first, second]);
        Assert.Equal(first.Id, Assert.Single(runner.Output.Failures).Target);
        Assert.Equal(first.Id, Assert.Single(Endpoints()).Id);
        PgDnsRecord record = Assert.Single(Records());
        Assert.Equal((first.Id, true), (record.EndpointId, record.VirtualNetworkId.Contains(first.VirtualNetworkId)));
    }

    [Fact]
    public async Task An_address_that_came_back_stays_in_the_record_that_the_next_input_leaves()
    {
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(Azure.Runner(), 1), Endpoint(Azure.Runner(), 2));
        Record(Azure.Runner(), first);
        Record(Azure.Runner(), second, append: true);
        await RefuseAsync("DELETE", first.Id, "ScopeLocked", 409);
        Remove(Azure.Runner(), [first, second]);
        Assert.Equal(Ip(Azure.Runner(), first).IpAddress, Assert.Single(Assert.Single(Records()).IpAddress));
    }

    [Fact]
    public async Task Links_that_came_back_to_a_zone_that_stays_are_not_written_again()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        PgDnsRecord record = Record(Azure.Runner(), endpoint);
        await RefuseAsync("DELETE", endpoint.Id, "ScopeLocked", 409);
        RecordingOutput output = new()
        {
            BeforeWrite = action =>
            {
                if (!action.StartsWith("Remove the link", StringComparison.Ordinal)) return;
                New(Azure.Runner(), new() { HostName = "late.postgres.database.azure.com", IpAddress = ["10.9.9.9"], NoLink = true, ResourceGroupName = record.ResourceGroupName });
            },
        };
        CommandRunner runner = Azure.Runner(output: output);
        IReadOnlyList<string> writes = runner.WritesOf(() => Remove(runner, endpoint));
        Assert.Single(writes, each => each.StartsWith("PUT ", StringComparison.Ordinal) && each.Contains("/virtualNetworkLinks/", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("could not be put back", Assert.Single(output.Failures).Message, StringComparison.Ordinal);
        Assert.Equal(["late", "pg-orders"], Records().Select(each => each.RecordName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_record_comes_back_beside_what_others_wrote_meanwhile()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        PgDnsRecord record = Record(Azure.Runner(), endpoint);
        TransportFault late = new("a record meanwhile, then a refusal", async (message, send) =>
        {
            await Task.Run(() => Meanwhile(async arm =>
            {
                await arm.CreateZoneAsync(record.ZoneId, [], Watch, default);
                await arm.PutARecordAsync(record.Id, RecordFacts.Body(["10.9.9.9"], 60, null), ArmGateway.IfAbsent, default);
            }));
            await TransportFault.Error("refusal", 409, "ScopeLocked").DoAsync(message, send);
        });
        // Links and zone went before.
        CommandRunner runner = new(Azure.Sandbox, null, new()) { Faults = new() { Fault = late, At = (2, true) } };
        Remove(runner, endpoint);
        Assert.Equal(nameof(Failure.ScopeLocked), Assert.Single(runner.Output.Failures).Id);
        Assert.Equal(["10.9.9.9", .. record.IpAddress], Assert.Single(Records()).IpAddress.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(999, true)]
    public async Task A_record_that_others_write_all_the_time_comes_back_when_they_let_it(int times, bool lost)
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        Record(Azure.Runner(), endpoint);
        await RefuseAsync("DELETE", endpoint.Id, "ScopeLocked", 409);
        await OutdateAsync(times);
        FastClock clock = new(10);
        CommandRunner runner = new(Azure.Sandbox, null, new(), clock);
        IReadOnlyList<string> writes = runner.WritesOf(() => runner.Run<RemovePgPrivateEndpointRequest, PgRemoval>(
            RemovePgPrivateEndpoint.RunAsync, new RemovePgPrivateEndpointRequest { Id = endpoint.Id, IncludeDns = true, Timeout = TimeSpan.FromHours(2) }));
        Assert.Equal(lost, Assert.Single(runner.Output.Failures).Message.Contains("could not be put back", StringComparison.Ordinal));
        Assert.Equal(lost ? 0 : 1, Records().Count);
        Assert.Equal(lost ? Contention.Attempts : times + 1, Tries(writes));
        Assert.InRange(Pauses(clock), Tries(writes) - 1, int.MaxValue);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(999)]
    public async Task A_record_that_others_write_all_the_time_is_reduced_when_they_let_it(int times)
    {
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(Azure.Runner(), 1), Endpoint(Azure.Runner(), 2));
        PgDnsRecord record = Record(Azure.Runner(), first);
        Record(Azure.Runner(), second, append: true);
        await OutdateAsync(times);
        FastClock clock = new(10);
        CommandRunner runner = new(Azure.Sandbox, null, new(), clock);
        IReadOnlyList<string> writes = runner.WritesOf(() => runner.Run<RemovePgPrivateDnsRecordRequest, PgRemoval>(
            RemovePgPrivateDnsRecord.RunAsync, new RemovePgPrivateDnsRecordRequest { Id = record.Id, IpAddress = record.IpAddress, Timeout = TimeSpan.FromHours(2) }));
        Assert.Equal(times > Contention.Attempts ? [nameof(Failure.RecordContended)] : [], runner.Output.Failures.Select(each => each.Id));
        Assert.Equal(times > Contention.Attempts ? 2 : 1, Assert.Single(Records()).IpAddress.Count);
        Assert.Equal(Math.Min(times + 1, Contention.Attempts), Tries(writes));
        Assert.InRange(Pauses(clock), Tries(writes) - 1, int.MaxValue);
    }

    [Fact]
    public async Task Where_nothing_had_gone_nothing_is_said_of_it()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        await Azure.Sandbox.AddFaultsAsync(new() { Requests = [new() { Method = "DELETE", Path = endpoint.Id, Times = 99, Reset = true }] });
        CommandRunner runner = new(Azure.Sandbox, null, new(), new FastClock(20));
        Remove(runner, endpoint, includeDns: false);
        Assert.DoesNotContain("had gone", Assert.Single(runner.Output.Failures).Message, StringComparison.Ordinal);
    }

    private static int Tries(IEnumerable<string> writes) =>
        writes.Count(each => each.StartsWith("PUT ", StringComparison.Ordinal) && each.Contains("/A/", StringComparison.Ordinal));

    // Time limits are longer.
    private static int Pauses(FastClock clock) => clock.Waits.Count(wait => wait > TimeSpan.Zero && wait < TimeSpan.FromSeconds(1));

    private Task OutdateAsync(int times) => Azure.Sandbox.AddFaultsAsync(new()
    {
        Requests = [new() { Method = "PUT", Path = "*/A/*", Times = times, Status = 412, Code = "PreconditionFailed", Message = "As planned." }],
    });
}
