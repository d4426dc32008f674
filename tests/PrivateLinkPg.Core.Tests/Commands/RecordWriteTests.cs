using System.Net;
using Azure;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>What a record's write keeps of what is there, what it refuses to write over, and in which words.</summary>
public sealed class RecordWriteTests : LinkedServer
{
    private static readonly NewPgPrivateDnsRecordRequest Db = new() { HostName = "db.corp.example", IpAddress = ["10.0.0.4"], ResourceGroupName = "rg-client", NoLink = true };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_time_to_live_stays_where_nobody_asks_for_another(bool append)
    {
        New(Azure.Runner(), Db with { TimeToLive = 77 });
        PgDnsRecord record = New(Azure.Runner(), Db with { IpAddress = ["10.0.0.5"], Append = append, Force = !append });
        Assert.Equal((77, append ? 2 : 1, true), (record.TimeToLive, record.IpAddress.Count, record.Changed));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(999)]
    public async Task A_record_that_others_write_all_the_time_is_written_when_they_let_it(int times)
    {
        New(Azure.Runner(), Db);
        await Azure.Sandbox.AddFaultsAsync(new() { Requests = [new() { Method = "PUT", Path = "*/A/*", Times = times, Status = 412, Code = "PreconditionFailed", Message = "As planned." }] });
        FastClock clock = new(10);
        CommandRunner runner = new(Azure.Sandbox, null, new(), clock);
        IReadOnlyList<string> writes = runner.WritesOf(() => runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(
            NewPgPrivateDnsRecord.RunAsync, Db with { IpAddress = ["10.0.0.5"], Append = true, Timeout = TimeSpan.FromHours(2) }));
        Assert.Equal(times > Contention.Attempts ? [nameof(Failure.RecordContended)] : [], runner.Output.Failures.Select(each => each.Id));
        Assert.Equal(Math.Min(times + 1, Contention.Attempts), writes.Count);
        Assert.InRange(clock.Waits.Count(wait => wait > TimeSpan.Zero && wait < TimeSpan.FromSeconds(1)), Math.Min(times, writes.Count), int.MaxValue);
    }

    [Fact]
    public void A_declined_change_leaves_the_record_and_is_no_change()
    {
        New(Azure.Runner(), Db);
        CommandRunner runner = Azure.Runner(output: new() { Declines = action => action.StartsWith("Update A record", StringComparison.Ordinal) });
        PgDnsRecord record = New(runner, Db with { IpAddress = ["10.0.0.5"], Append = true });
        Assert.Equal((false, "10.0.0.4"), (record.Changed, Assert.Single(record.IpAddress)));
    }

    [Fact]
    public void Addresses_of_the_same_endpoint_stay_beside_each_other_and_those_of_others_are_in_the_way()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        string address = Ip(Azure.Runner(), endpoint).IpAddress;
        Azure.Change(endpoint.Id, each => each.Interface.Configurations =
            [each.Interface.Configurations[0], each.Interface.Configurations[0] with { Address = IPAddress.Parse("10.1.9.9") }]);
        NewPgPrivateDnsRecordRequest wish = Db with { EndpointId = endpoint.Id, IpAddress = [address] };
        New(Azure.Runner(), Db with { IpAddress = ["10.1.9.9"] });
        Assert.Equal(["10.1.9.9", address], New(Azure.Runner(), wish).IpAddress.Order(StringComparer.Ordinal));
        New(Azure.Runner(), Db with { IpAddress = ["10.9.9.9"], Append = true });
        CommandRunner runner = Azure.Runner();
        Assert.Empty(runner.WritesOf(() => Assert.Equal(nameof(Failure.RecordDiffers), runner.Fails(NewPgPrivateDnsRecord.RunAsync, wish).Id)));
    }

    // Addresses beside the wished one: of nobody, of a network interface, or of both; whether all can be seen.
    [Theory]
    [InlineData("10.9.9.9", false, true)]
    [InlineData("interface", false, false)]
    [InlineData("10.9.9.9,interface", false, false)]
    [InlineData("10.9.9.9", true, false)]
    public async Task Only_an_address_that_nothing_has_is_said_to_be_of_no_use(string held, bool unseen, bool unused)
    {
        PgPrivateEndpoint other = Endpoint(Azure.Runner(), 2);
        string address = Ip(Azure.Runner(), other).IpAddress;
        string[] addresses = [.. held.Split(',').Select(each => each == "interface" ? address : each)];
        New(Azure.Runner(), Db with { IpAddress = addresses });
        if (unseen) await RefuseAsync("GET", $"/subscriptions/{Azure.Ready.Subscriptions.Test}/providers/Microsoft.Network/privateEndpoints", "AuthorizationFailed", 403);
        CommandFailure failure = Azure.Runner().Fails(NewPgPrivateDnsRecord.RunAsync, Db with { IpAddress = ["10.0.0.7"] });
        Assert.Equal(held.Contains("interface", StringComparison.Ordinal) ? nameof(Failure.RecordShared) : nameof(Failure.RecordDiffers), failure.Id);
        Assert.Equal(unused, failure.Message.Contains("no network interface that can be seen has that address any more", StringComparison.Ordinal));
        Assert.Contains("10.0.0.7", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_endpoints_that_have_the_address_the_one_that_it_was_written_for_is_named()
    {
        PgPrivateEndpoint[] endpoints = [.. Enumerable.Range(1, 3).Select(each => Endpoint(Azure.Runner(), each))];
        string address = Ip(Azure.Runner(), endpoints[1]).IpAddress;
        foreach (PgPrivateEndpoint each in endpoints.Where((_, index) => index != 1)) Azure.Give(each, address);
        PgDnsRecord record = New(Azure.Runner(), Db with { IpAddress = [address], EndpointId = endpoints[1].Id });
        CommandFailure failure = Azure.Runner().Fails(NewPgPrivateDnsRecord.RunAsync, Db with { IpAddress = ["10.0.0.7"] });
        Assert.Contains($"an address of private endpoint '{endpoints[1].Id}' in virtual network '{endpoints[1].VirtualNetworkId}'", failure.Message, StringComparison.OrdinalIgnoreCase);
        // Its own is none of others.
        Assert.Equal(record.Id, New(Azure.Runner(), Db with { IpAddress = [address], EndpointId = endpoints[1].Id }).Id);
    }

    [Fact]
    public void A_link_that_differs_is_found_before_anything_is_written()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        NewPgPrivateDnsRecordRequest request = Request(Azure.Runner(), endpoint);
        PgDnsRecord record = New(Azure.Runner(), request);
        request = request with { HostName = "more.postgres.database.azure.com", ResolutionPolicy = "NxDomainRedirect" };
        CommandRunner runner = Azure.Runner();
        Assert.Empty(runner.WritesOf(() => Assert.Equal(nameof(Failure.LinkDiffers), runner.Fails(NewPgPrivateDnsRecord.RunAsync, request).Id)));
        // Where nobody asks for links, theirs do not matter.
        New(Azure.Runner(), request with { NoLink = true });
        CommandRunner forcing = Azure.Runner();
        New(forcing, request with { Force = true });
        Assert.Contains(forcing.Output.Confirmations, each => each.Action.StartsWith("Update virtual network link", StringComparison.Ordinal));
        Assert.Equal("NxDomainRedirect", Azure.Sandbox.State.Run(() => Find<PrivateDnsZone>(record.ZoneId).Links.Values.Single().ResolutionPolicy));
    }

    [Fact]
    public void A_new_link_has_the_policy_that_any_input_of_the_command_asks_for()
    {
        NewPgPrivateDnsRecordRequest request = Request(Azure.Runner(), Endpoint(Azure.Runner(), 1));
        CommandRunner runner = Azure.Runner();
        IReadOnlyList<PgDnsRecord> records = runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(
            NewPgPrivateDnsRecord.RunAsync, request, request with { HostName = "more.postgres.database.azure.com", ResolutionPolicy = "NxDomainRedirect" });
        Assert.Equal("NxDomainRedirect", Azure.Sandbox.State.Run(() => Find<PrivateDnsZone>(records[0].ZoneId).Links.Values.Single().ResolutionPolicy));
        Assert.Single(runner.Output.Confirmations, each => each.Action.StartsWith("Create virtual network link", StringComparison.Ordinal));
    }

    [Fact]
    public void A_network_whose_link_has_its_name_taken_gets_one_of_another()
    {
        PgDnsRecord record = New(Azure.Runner(), Db);
        Link(record.ZoneId, "vnet-client-01", Azure.Network(5));
        New(Azure.Runner(), Db with { NoLink = false, VirtualNetworkId = [Azure.Network(1)] });
        string[] links = Azure.Sandbox.State.Run(() => Find<PrivateDnsZone>(record.ZoneId).Links.Values.Select(link => $"{link.Name} {link.VirtualNetwork.Name}").Order(StringComparer.Ordinal).ToArray());
        Assert.Equal(2, links.Length);
        Assert.Equal("vnet-client-01 vnet-client-05", links[0]);
        Assert.Matches("^vnet-client-01-[0-9a-f]{8} vnet-client-01$", links[1]);
    }

    [Fact]
    public void A_zone_group_holds_five_zones_and_one_of_a_name()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        NewPgPrivateDnsRecordRequest request = Request(Azure.Runner(), endpoint) with { AsZoneGroup = true, NoLink = true, ResourceGroupName = "rg-client" };
        string[] zones = [.. Enumerable.Range(1, 5).Select(each => New(Azure.Runner(), Db with { HostName = $"db.zone{each}.example" }).ZoneId)];
        PutGroup(endpoint, zones, ArmGateway.IfAbsent);
        CommandRunner runner = Azure.Runner();
        Assert.Empty(runner.WritesOf(() => Assert.Equal(nameof(Failure.ZoneGroupFull), runner.Fails(NewPgPrivateDnsRecord.RunAsync, request).Id)));
        PutGroup(endpoint, zones[..4], ArmGateway.IfPresent);
        New(Azure.Runner(), request);
        CreateGroup("rg-more");
        NewPgPrivateDnsRecordRequest elsewhere = request with { ResourceGroupName = "rg-more" };
        Assert.Empty(runner.WritesOf(() => Assert.Equal(nameof(Failure.ZoneGroupDiffers), runner.Fails(NewPgPrivateDnsRecord.RunAsync, elsewhere).Id)));
        CommandRunner forcing = Azure.Runner();
        PgDnsRecord moved = New(forcing, elsewhere with { Force = true });
        Assert.True(moved.Changed);
        Assert.Contains(forcing.Output.Confirmations, each => each.Action.StartsWith("Update zone group for ", StringComparison.Ordinal));
        Assert.Equal([.. zones[..4], moved.ZoneId], Assert.Single(Endpoints()).PrivateDnsZoneId, StringComparer.OrdinalIgnoreCase);
        Assert.False(New(Azure.Runner(), elsewhere).Changed);
    }

    [Fact]
    public void What_is_given_out_is_of_the_input_and_not_of_who_was_there_before()
    {
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(Azure.Runner(), 1), Endpoint(Azure.Runner(), 2));
        Record(Azure.Runner(), first);
        PgDnsRecord joined = Record(Azure.Runner(), second, append: true);
        Assert.Equal((second.Id, second.Name), (joined.EndpointId, joined.EndpointName));
        Assert.Equal([second.VirtualNetworkId], joined.VirtualNetworkId);
        PgDnsRecord byHand = New(Azure.Runner(), Request(Azure.Runner(), second) with { EndpointId = null, IpAddress = ["10.9.9.9"], Append = true, NoLink = true });
        Assert.Equal((first.Id, first.Name, 0), (byHand.EndpointId, byHand.EndpointName, byHand.VirtualNetworkId.Count));
    }

    private void PutGroup(PgPrivateEndpoint endpoint, string[] zones, MatchConditions conditions) => Meanwhile(arm => arm.PutZoneGroupAsync(
        $"{endpoint.Id}/privateDnsZoneGroups/default",
        new()
        {
            Name = "default",
            Properties = new() { PrivateDnsZoneConfigs = [.. zones.Select((zone, index) => new PrivateDnsZoneConfig { Name = $"zone{index}", Properties = new() { PrivateDnsZoneId = zone } })] },
        },
        conditions, Watch, default));
}
