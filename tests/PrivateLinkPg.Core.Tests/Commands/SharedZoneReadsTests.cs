using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>What shares a zone is asked for by its lists, however many there are.</summary>
public sealed class SharedZoneReadsTests : LinkedServer
{
    private const int Many = 100;

    [Fact]
    public void Names_of_one_zone_are_read_together_and_again_without_a_write()
    {
        Assert.Equal(Many, Run([.. Names()]).Count);
        IReadOnlyList<LoggedRequest> again = RequestsOf(() => Assert.Equal(Many, Run([.. Names()]).Count));
        AssertEach.All(again, each => Assert.Equal("GET", each.Method));
        Assert.InRange(again.Count, 2, 20);
    }

    [Fact]
    public async Task Links_of_one_zone_are_followed_together()
    {
        await Azure.Sandbox.AddFaultsAsync(new() { Requests = [new RequestFault { Method = "PUT", Path = "*/virtualNetworkLinks/*", Times = Many, Operation = new() { Seconds = 1 } }] });
        IReadOnlyList<LoggedRequest> requests = RequestsOf(() => Assert.Equal(Many, Assert.Single(Run(Name(1) with { VirtualNetworkId = [.. Networks()] })).VirtualNetworkId.Count));
        Assert.Equal(Many, requests.Count(each => each.Method == "PUT" && each.Path.Contains("/virtualNetworkLinks/", StringComparison.OrdinalIgnoreCase)));
        // One by one they would be twenty each.
        Assert.InRange(requests.Count(each => each.Method == "GET"), 3, 2 * Many);
    }

    [Fact]
    public async Task A_link_whose_operation_failed_is_told_though_no_list_ever_has_it()
    {
        await Azure.Sandbox.AddFaultsAsync(new() { Requests = [new RequestFault { Method = "PUT", Path = "*/virtualNetworkLinks/*", Skip = 50, Operation = new() { Code = "InternalError", Message = "As planned.", Seconds = 1 } }] });
        CommandRunner runner = Azure.Runner();
        Assert.Empty(runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, Name(1) with { VirtualNetworkId = [.. Networks()] }));
        Assert.Contains("As planned.", Assert.Single(runner.Output.Failures).Message, StringComparison.Ordinal);
    }

    private IEnumerable<NewPgPrivateDnsRecordRequest> Names() => Enumerable.Range(0, Many).Select(Name);

    private NewPgPrivateDnsRecordRequest Name(int number) => new()
    {
        HostName = $"db{number}.corp.example", IpAddress = [$"10.9.9.{number + 10}"], VirtualNetworkId = [Azure.Network(1)], ResourceGroupName = "rg-client",
    };

    private List<string> Networks() => Azure.Sandbox.State.Run(() => Enumerable.Range(0, Many).Select(number =>
    {
        ResourceId id = ResourceId.InGroup(Azure.Ready.Subscriptions.Test, "rg-client", "Microsoft.Network", VirtualNetwork.ResourceType, $"spoke-{number}");
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Azure.Sandbox.State.Add(new VirtualNetwork(id, Azure.Ready.Location) { CreatedAt = now, ChangedAt = now, AddressSpace = [], ProvisioningState = "Succeeded" });
        return id.Value;
    }).ToList());

    private IReadOnlyList<LoggedRequest> RequestsOf(Action action)
    {
        int before = Azure.Sandbox.Log.Requests.Count;
        action();
        return [.. Azure.Sandbox.Log.Requests.Skip(before).Where(each => each.Path.StartsWith("/subscriptions/", StringComparison.Ordinal))];
    }

    private IReadOnlyList<PgDnsRecord> Run(params NewPgPrivateDnsRecordRequest[] requests) =>
        Azure.Runner().Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, requests);
}
