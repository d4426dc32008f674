using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

public sealed class RemovePgPrivateEndpointTests : LinkedServer
{
    [Fact]
    public void An_endpoint_alone_goes_and_a_second_run_only_warns()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        Record(runner, endpoint);

        PgRemoval removal = Assert.Single(Remove(runner, endpoint, includeDns: false));
        Assert.Equal(("PrivateEndpoint", "Removed", endpoint.Id), (removal.Kind, removal.Action, removal.Id));
        Assert.Empty(runner.WritesOf(() => Assert.Empty(Remove(runner, endpoint, includeDns: false))));
        Assert.Contains("Nothing was removed", Assert.Single(runner.Output.Text("Warning")), StringComparison.Ordinal);
        Assert.Single(Zones());
    }

    [Fact]
    public void With_dns_everything_of_it_goes_links_first_and_the_endpoint_last()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord record = Record(runner, endpoint);

        IReadOnlyList<PgRemoval> removals = [];
        IReadOnlyList<string> writes = runner.WritesOf(() => removals = Remove(runner, endpoint));
        Assert.Equal(["VirtualNetworkLink", "ARecord", "PrivateDnsZone", "PrivateEndpoint"], removals.Select(each => each.Kind));
        Assert.Equal((HostName, record.IpAddress[0]), (removals[1].Name, Assert.Single(removals[1].IpAddress)));
        Assert.Equal([$"DELETE {record.ZoneId}/virtualNetworkLinks/vnet-client-01", $"DELETE {record.ZoneId}", $"DELETE {endpoint.Id}"], writes, StringComparer.OrdinalIgnoreCase);
        Assert.Empty(Zones());
        Assert.Empty(Endpoints());
        Assert.Empty(runner.Output.Failures);
    }

    [Fact]
    public void WhatIf_lists_each_thing_that_would_go_and_sends_nothing()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        PgDnsRecord record = Record(Azure.Runner(), endpoint);

        RecordingOutput output = new() { WhatIf = true };
        CommandRunner runner = Azure.Runner(output: output);
        Assert.Empty(runner.WritesOf(() => Assert.Empty(Remove(runner, endpoint))));
        Assert.Equal([$"{record.ZoneId}/virtualNetworkLinks/vnet-client-01", record.ZoneId, endpoint.Id], output.Confirmations.Select(each => each.Target), StringComparer.OrdinalIgnoreCase);
        Assert.Contains($"'{HostName}' ({record.IpAddress[0]})", output.Confirmations[1].Action, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_of_several_endpoints_finds_the_zone_without_use_at_the_last()
    {
        PgPrivateEndpoint[] endpoints = TwoOfOneZone();
        RecordingOutput output = new() { WhatIf = true };
        CommandRunner runner = Azure.Runner(output: output);
        Assert.Empty(runner.WritesOf(() => Assert.Empty(Remove(runner, endpoints))));
        // One record, two links, the zone, two endpoints.
        Assert.Equal(6, output.Confirmations.Select(each => each.Target).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(6, output.Confirmations.Count);
    }

    [Fact]
    public void Several_endpoints_of_one_zone_leave_nothing()
    {
        CommandRunner runner = Azure.Runner();
        IReadOnlyList<PgRemoval> removals = Remove(runner, TwoOfOneZone());
        Assert.Empty(runner.Output.Failures);
        Assert.Equal(["ARecord", "ARecord", "PrivateDnsZone", "PrivateEndpoint", "PrivateEndpoint", "VirtualNetworkLink", "VirtualNetworkLink"], removals.Select(each => each.Kind).Order());
        Assert.Empty(Zones());
        Assert.Empty(Endpoints());
    }

    [Fact]
    public void A_zone_with_a_record_of_somebody_else_stays_with_its_links()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord record = Record(runner, endpoint);
        New(runner, new() { HostName = "other.postgres.database.azure.com", IpAddress = ["10.9.9.9"], VirtualNetworkId = [endpoint.VirtualNetworkId] });

        Assert.Equal(["ARecord", "PrivateEndpoint"], Remove(runner, endpoint).Select(each => each.Kind));
        Assert.Equal(record.ZoneId, Assert.Single(Zones()), StringComparer.OrdinalIgnoreCase);
        Assert.Equal(["other"], Records().Select(each => each.RecordName));
        Assert.Equal([endpoint.VirtualNetworkId], Records()[0].VirtualNetworkId);
    }

    [Fact]
    public void A_record_with_an_address_of_another_endpoint_keeps_it()
    {
        CommandRunner runner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(runner, 1), Endpoint(runner, 2));
        string address = Assert.Single(Record(runner, first).IpAddress);
        Record(runner, second, append: true);

        PgRemoval reduced = Remove(runner, first).Single(each => each.Kind == "ARecord");
        Assert.Equal(("Reduced", address), (reduced.Action, Assert.Single(reduced.IpAddress)));
        PgDnsRecord left = Assert.Single(Records());
        Assert.Equal((Ip(runner, second).IpAddress, second.Id), (Assert.Single(left.IpAddress), left.EndpointId));
        Assert.False(left.Stale);
        Assert.Contains(Remove(runner, second), each => each.Kind == "PrivateDnsZone");
        Assert.Empty(Zones());
    }

    [Fact]
    public void A_record_made_by_hand_goes_by_its_address()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        New(runner, new() { HostName = "db.corp.example", IpAddress = [Ip(runner, endpoint).IpAddress], VirtualNetworkId = [endpoint.VirtualNetworkId] });
        Assert.Contains(Remove(runner, endpoint), each => each is { Kind: "ARecord", Name: "db.corp.example" });
        Assert.Empty(Zones());
    }

    [Fact]
    public void A_record_of_the_same_address_in_a_zone_of_other_networks_stays()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        New(runner, new() { HostName = "db.corp.example", IpAddress = [Ip(runner, endpoint).IpAddress], VirtualNetworkId = [Azure.Network(5)] });
        Assert.Equal(["PrivateEndpoint"], Remove(runner, endpoint).Select(each => each.Kind));
        Assert.Equal("db.corp.example", Assert.Single(Records()).HostName);
    }

    [Fact]
    public void An_endpoint_that_is_gone_still_gives_up_the_records_made_for_it()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        Record(runner, endpoint);
        Remove(runner, endpoint, includeDns: false);
        Assert.Equal(["VirtualNetworkLink", "ARecord", "PrivateDnsZone"], Remove(runner, endpoint).Select(each => each.Kind));
        Assert.Empty(Zones());
    }

    [Fact]
    public void What_an_interrupted_run_left_goes_with_the_next()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord record = Record(runner, endpoint);
        Meanwhile(arm => arm.DeleteLinkAsync($"{record.ZoneId}/virtualNetworkLinks/vnet-client-01", ArmGateway.IfPresent, Watch, default));
        Meanwhile(arm => arm.DeleteARecordAsync(record.Id, ArmGateway.IfPresent, default));
        Assert.Equal(["PrivateDnsZone", "PrivateEndpoint"], Remove(runner, endpoint).Select(each => each.Kind));
        Assert.Empty(Zones());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void Wherever_it_is_stopped_the_same_line_brings_it_to_its_end(int afterObjects, bool asZoneGroup)
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        Record(Azure.Runner(), endpoint, asZoneGroup: asZoneGroup);
        RecordingOutput output = new() { StopAfterObjects = afterObjects };
        Assert.Throws<RecordingOutput.PipelineStopped>(() => Remove(Azure.Runner(output: output), endpoint));
        Assert.Equal(afterObjects, output.Objects.Count);
        Assert.Single(Endpoints());

        CommandRunner runner = Azure.Runner();
        Assert.Equal("PrivateEndpoint", Remove(runner, endpoint)[^1].Kind);
        Assert.Empty(runner.Output.Failures);
        Assert.Empty(Endpoints());
        Assert.Empty(Zones());
    }

    [Fact]
    public void A_declined_link_keeps_the_zone_but_not_the_record()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        Record(Azure.Runner(), endpoint);
        CommandRunner runner = Azure.Runner(output: new() { Declines = action => action.StartsWith("Remove the link", StringComparison.Ordinal) });
        Assert.Equal(["ARecord", "PrivateEndpoint"], Remove(runner, endpoint).Select(each => each.Kind));
        Assert.Single(Zones());
    }

    [Fact]
    public void A_record_that_comes_in_between_keeps_the_zone()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        PgDnsRecord record = Record(Azure.Runner(), endpoint);
        RecordingOutput output = new()
        {
            BeforeWrite = action =>
            {
                if (!action.StartsWith("Remove the link", StringComparison.Ordinal)) return;
                New(Azure.Runner(), new() { HostName = "late.postgres.database.azure.com", IpAddress = ["10.9.9.9"], NoLink = true, ResourceGroupName = record.ResourceGroupName });
            },
        };
        CommandRunner runner = Azure.Runner(output: output);
        Assert.DoesNotContain(Remove(runner, endpoint), each => each.Kind == "PrivateDnsZone");
        Assert.Contains("was left", Assert.Single(output.Text("Warning")), StringComparison.Ordinal);
        Assert.Equal("late", Assert.Single(Records()).RecordName);
    }

    [Fact]
    public void Without_the_right_to_write_nothing_goes()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        Record(Azure.Runner(), endpoint);
        CommandRunner runner = Azure.Runner(Azure.Ready.Principals.Reader);
        Assert.Empty(Remove(runner, endpoint));
        Assert.Equal("AccessDenied", Assert.Single(runner.Output.Failures).Id);
        Assert.Single(Records());
        Assert.Single(Endpoints());
    }

    [Fact]
    public void Bad_ids_are_refused_before_anything_is_sent()
    {
        CommandRunner runner = Azure.Runner();
        CommandFailure failure = runner.Fails(RemovePgPrivateEndpoint.RunAsync, new RemovePgPrivateEndpointRequest { Id = Server });
        Assert.Equal("InvalidResourceId", failure.Id);
    }

    [Fact]
    public void NoWait_gives_the_operation()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgRemoval removal = runner.One<RemovePgPrivateEndpointRequest, PgRemoval>(RemovePgPrivateEndpoint.RunAsync, new() { Id = endpoint.Id, NoWait = true });
        Assert.StartsWith(Azure.Ready.ArmEndpoint, removal.OperationUrl, StringComparison.Ordinal);
    }

    private PgPrivateEndpoint[] TwoOfOneZone()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint[] endpoints = [Endpoint(runner, 1), Endpoint(runner, 2)];
        Record(runner, endpoints[0]);
        Record(runner, endpoints[1], append: true);
        return endpoints;
    }
}
