using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>Who wants a name for another address is shown whose it is, before anything is written.</summary>
public sealed class DnsRecordConflictTests : LinkedServer
{
    [Fact]
    public void The_address_of_another_endpoint_is_named_with_its_network()
    {
        CommandRunner runner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(runner, 1), Endpoint(runner, 2));
        Record(runner, first);

        CommandFailure? failure = null;
        NewPgPrivateDnsRecordRequest request = Request(runner, second);
        Assert.Empty(runner.WritesOf(() => failure = runner.Fails(NewPgPrivateDnsRecord.RunAsync, request)));
        Assert.Equal("RecordShared", failure!.Id);
        Assert.Contains(first.Id, failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(first.VirtualNetworkId, failure.Message, StringComparison.OrdinalIgnoreCase);

        PgDnsRecord taken = New(runner, request with { Force = true });
        Assert.Equal((second.Id, request.IpAddress[0]), (taken.EndpointId, Assert.Single(taken.IpAddress)));
    }

    [Fact]
    public void A_zone_group_does_not_silently_take_a_record_over_as_Azure_would()
    {
        CommandRunner runner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(runner, 1), Endpoint(runner, 2));
        Record(runner, first, asZoneGroup: true);
        NewPgPrivateDnsRecordRequest request = Request(runner, second) with { AsZoneGroup = true };
        CommandFailure? failure = null;
        Assert.Empty(runner.WritesOf(() => failure = runner.Fails(NewPgPrivateDnsRecord.RunAsync, request)));
        Assert.Equal("RecordShared", failure!.Id);
    }

    [Fact]
    public void An_address_that_nothing_has_any_more_is_told_to_be_so()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        NewPgPrivateDnsRecordRequest request = Request(runner, endpoint);
        New(runner, request with { IpAddress = ["10.99.0.4"] });
        CommandFailure failure = runner.Fails(NewPgPrivateDnsRecord.RunAsync, request);
        Assert.Equal("RecordDiffers", failure.Id);
        Assert.Contains("no network interface that can be seen has that address any more", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_inputs_of_one_command_do_not_overwrite_each_other()
    {
        CommandRunner runner = Azure.Runner();
        NewPgPrivateDnsRecordRequest[] requests = [Request(runner, Endpoint(runner, 1)), Request(runner, Endpoint(runner, 2))];
        PgDnsRecord written = Assert.Single(runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(
            NewPgPrivateDnsRecord.RunAsync, [.. requests.Select(each => each with { Force = true })]));
        Assert.Equal(requests[0].IpAddress, written.IpAddress);
        Assert.Equal("RecordClaimedTwice", Assert.Single(runner.Output.Failures).Id);
        // The network of the refused one was not linked: its clients do not find the other's endpoint.
        Assert.Equal(requests[0].VirtualNetworkId, Assert.Single(Records()).VirtualNetworkId);
    }

    [Fact]
    public void Append_lets_the_name_lead_to_both_and_keeps_what_was_noted()
    {
        CommandRunner runner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(runner, 1), Endpoint(runner, 2));
        Record(runner, first);
        NewPgPrivateDnsRecordRequest request = Request(runner, second) with { Append = true };
        Assert.Equal(2, New(runner, request).IpAddress.Count);
        Assert.Empty(runner.WritesOf(() => Assert.False(New(runner, request).Changed)));
        Assert.Empty(runner.WritesOf(() => Assert.False(New(runner, Request(runner, first) with { Append = true }).Changed)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Inputs_that_share_a_record_take_turns_up_to_what_it_holds(bool exists)
    {
        CommandRunner runner = Azure.Runner();
        NewPgPrivateDnsRecordRequest[] requests = [.. Enumerable.Range(1, 25).Select(last => new NewPgPrivateDnsRecordRequest
        {
            HostName = "db.corp.example", IpAddress = [$"10.0.0.{last}"], VirtualNetworkId = [Azure.Network(1)], Append = true,
        })];
        if (exists) New(runner, requests[0]);
        int before = Azure.Sandbox.Log.Requests.Count;
        Assert.Equal(20, runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, requests).Count);

        Assert.Equal(20, Assert.Single(Records()).IpAddress.Count);
        Assert.Equal(Enumerable.Repeat(nameof(Failure.RecordFull), 5), runner.Output.Failures.Select(each => each.Id));
        Assert.Contains("It has 20 (10.0.0.1, ", runner.Output.Failures[0].Message, StringComparison.Ordinal);
        Assert.Equal(exists ? 19 : 20, Azure.Sandbox.Log.Requests.Skip(before).Count(each => each.Method == "PUT" && each.Path.Contains("/A/", StringComparison.OrdinalIgnoreCase)));
        AssertEach.All(Azure.Sandbox.Log.Requests.Skip(before), each => Assert.InRange(each.Status, 200, 299));
    }

    [Fact]
    public void More_addresses_than_a_record_holds_are_refused_before_anything_is_written()
    {
        CommandRunner runner = Azure.Runner();
        NewPgPrivateDnsRecordRequest request = new() { HostName = "db.corp.example", IpAddress = [.. Enumerable.Range(1, 21).Select(last => $"10.0.0.{last}")], VirtualNetworkId = [Azure.Network(1)] };
        Assert.Empty(runner.WritesOf(() => Assert.Equal(nameof(Failure.RecordFull), runner.Fails(NewPgPrivateDnsRecord.RunAsync, request).Id)));
    }

    [Fact]
    public void The_same_wish_several_times_writes_the_record_once()
    {
        CommandRunner runner = Azure.Runner();
        NewPgPrivateDnsRecordRequest request = Request(runner, Endpoint(runner, 1));
        Assert.Equal(["privateDnsZones", "A", "virtualNetworkLinks"], runner.WritesOf(() => Assert.Equal(
            4, runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, request, request, request, request).Count)).Select(each => each.Split('/')[^2]));
        Assert.Empty(runner.Output.Failures);
    }

    [Fact]
    public void An_address_that_comes_in_between_is_seen_before_the_write()
    {
        NewPgPrivateDnsRecordRequest request = new() { HostName = "db.corp.example", IpAddress = ["10.0.0.4"], VirtualNetworkId = [Azure.Network(1)] };
        New(Azure.Runner(), request with { IpAddress = ["10.0.0.3"] });
        void Before(string action)
        {
            if (action.StartsWith("Update A record", StringComparison.Ordinal)) New(Azure.Runner(), request with { IpAddress = ["10.0.0.9"], Append = true });
        }
        CommandRunner runner = Azure.Runner(output: new() { BeforeWrite = Before });
        Assert.Equal(["10.0.0.3", "10.0.0.4", "10.0.0.9"], New(runner, request with { Append = true }).IpAddress.Order());
    }

    [Fact]
    public void A_record_that_comes_in_between_is_not_overwritten()
    {
        NewPgPrivateDnsRecordRequest request = new() { HostName = "db.corp.example", IpAddress = ["10.0.0.4"], VirtualNetworkId = [Azure.Network(1)] };
        void Before(string action)
        {
            if (action.StartsWith("Create A record", StringComparison.Ordinal)) New(Azure.Runner(), request with { IpAddress = ["10.0.0.9"] });
        }
        CommandRunner runner = Azure.Runner(output: new() { BeforeWrite = Before });
        Assert.Equal("RecordDiffers", runner.Fails(NewPgPrivateDnsRecord.RunAsync, request).Id);
        Assert.Equal("10.0.0.9", Assert.Single(Assert.Single(Records()).IpAddress));
    }

    [Fact]
    public void A_zone_is_added_to_a_zone_group_that_has_others()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        string other = New(runner, new() { HostName = "db.corp.example", IpAddress = ["10.0.0.4"], NoLink = true, ResourceGroupName = "rg-client" }).ZoneId;
        Meanwhile(arm => arm.PutZoneGroupAsync($"{endpoint.Id}/privateDnsZoneGroups/mine", new()
        {
            Name = "mine", Properties = new() { PrivateDnsZoneConfigs = [new() { Name = "corp", Properties = new() { PrivateDnsZoneId = other } }] },
        }, ArmGateway.IfAbsent, Watch, default));
        PgDnsRecord record = Record(runner, endpoint, asZoneGroup: true);
        Assert.Equal(new[] { other, record.ZoneId }.Order(), Assert.Single(Endpoints()).PrivateDnsZoneId.Order(), StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_zone_group_that_would_write_nothing_is_refused_first()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint pending = Endpoint(runner, 1, manual: true);
        NewPgPrivateDnsRecordRequest request = Request(runner, pending) with { AsZoneGroup = true };
        Assert.Empty(runner.WritesOf(() =>
        {
            Assert.Equal("ZoneGroupNotApproved", runner.Fails(NewPgPrivateDnsRecord.RunAsync, request).Id);
            Assert.Equal("ZoneGroupNotForZone", runner.Fails(NewPgPrivateDnsRecord.RunAsync, request with { HostName = "db.corp.example", ZoneName = "corp.example" }).Id);
            Assert.Equal("ConflictingParameters", runner.Fails(NewPgPrivateDnsRecord.RunAsync, request with { TimeToLive = 60 }).Id);
        }));
    }
}
