using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>Azure gives endpoints of one target one record in a zone, and takes it away with any of them.</summary>
public sealed class SharedZoneGroupRecordTests : LinkedServer
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_record_that_zone_groups_share_is_written_again_for_the_survivor(bool includeDns)
    {
        CommandRunner runner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(runner, 1), Endpoint(runner, 2));
        Record(runner, first, asZoneGroup: true);
        New(runner, Request(runner, second) with { AsZoneGroup = true, Force = true });

        IReadOnlyList<PgRemoval> removals = Remove(runner, first, includeDns);
        PgRemoval restored = removals.Single(each => each.Action == "Restored");
        Assert.Equal(second.Id, restored.EndpointId, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(Ip(runner, second).IpAddress, Assert.Single(restored.IpAddress));
        PgDnsRecord left = Assert.Single(Records());
        Assert.Equal(("ZoneGroup", second.Id, false), (left.Owner, left.EndpointId, left.Stale));
        Assert.Equal(second.Id, Assert.Single(Endpoints()).Id);
    }

    [Fact]
    public void A_survivor_that_an_interrupted_run_left_without_record_gets_it_back()
    {
        CommandRunner runner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(runner, 1), Endpoint(runner, 2));
        Record(runner, first, asZoneGroup: true);
        New(runner, Request(runner, second) with { AsZoneGroup = true, Force = true });
        Meanwhile(arm => arm.DeleteZoneGroupAsync($"{first.Id}/privateDnsZoneGroups/default", Watch, default));
        Assert.Empty(Records());

        Assert.Contains(Remove(runner, first), each => each.Action == "Restored" && each.EndpointId == second.Id);
        Assert.Equal(Ip(runner, second).IpAddress, Assert.Single(Assert.Single(Records()).IpAddress));
    }

    [Fact]
    public void A_zone_group_goes_with_its_record_link_and_zone()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        Record(runner, endpoint, asZoneGroup: true);
        Assert.Equal(["VirtualNetworkLink", "ZoneGroup", "ARecord", "PrivateDnsZone", "PrivateEndpoint"], Remove(runner, endpoint).Select(each => each.Kind));
        Assert.Empty(Zones());
    }

    [Fact]
    public void Endpoints_whose_zone_groups_share_a_record_leave_nothing_when_both_go()
    {
        CommandRunner runner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(runner, 1), Endpoint(runner, 2));
        Record(runner, first, asZoneGroup: true);
        New(runner, Request(runner, second) with { AsZoneGroup = true, Force = true });
        Remove(runner, [first, second]);
        Assert.Empty(runner.Output.Failures);
        Assert.Empty(Endpoints());
        Assert.Empty(Zones());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    public void Of_endpoints_that_go_together_none_brings_back_the_record_of_another(int endpoints)
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint[] all = [.. Enumerable.Range(1, endpoints).Select(each => runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
            NewPgPrivateEndpoint.RunAsync, new() { Target = Server, SubnetId = Azure.Subnet(((each - 1) % 10) + 1), Name = $"pe-{each}" }))];
        Record(runner, all[endpoints / 2], asZoneGroup: true);
        IReadOnlyList<PgRemoval> removals = Remove(runner, all);
        Assert.Empty(runner.Output.Failures);
        Assert.DoesNotContain(removals, each => each.Action == "Restored");
        Assert.Empty(Endpoints());
        Assert.Empty(Zones());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_record_that_another_session_takes_with_its_zone_group_stays_away(bool includeDns)
    {
        (PgPrivateEndpoint theirs, PgPrivateEndpoint ours) = (Endpoint(Azure.Runner(), 1), Endpoint(Azure.Runner(), 2));
        Record(Azure.Runner(), theirs, asZoneGroup: true);
        CommandRunner runner = Azure.Runner(output: new()
        {
            BeforeWrite = _ => Meanwhile(arm => arm.DeleteZoneGroupAsync($"{theirs.Id}/privateDnsZoneGroups/default", Watch, default)),
        });
        Assert.DoesNotContain(Remove(runner, ours, includeDns), each => each.Action == "Restored");
        Assert.Empty(Records());
    }
}
