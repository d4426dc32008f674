using System.Globalization;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>What a removal takes for the endpoint's and for empty, and what it says of the rest.</summary>
public sealed class JudgedRemovalTests : LinkedServer
{
    private string Zone(string name) => $"/subscriptions/{Azure.Ready.Subscriptions.Test}/resourceGroups/rg-client/providers/Microsoft.Network/privateDnsZones/{name}";

    [Theory]
    [InlineData("A", "The records of zone '{0}' may not be read (AuthorizationFailed), so those of the endpoint stay there.")]
    [InlineData("ALL", "The zone '{0}' is left, since it may not be read as a whole (AuthorizationFailed).")]
    public async Task What_may_not_be_read_of_a_zone_stays_and_is_told(string list, string told)
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        PgDnsRecord record = Record(Azure.Runner(), endpoint);
        await RefuseAsync("GET", $"{record.ZoneId}/{list}", "AuthorizationFailed", 403);
        CommandRunner runner = Azure.Runner();
        Assert.Equal(list == "A" ? ["PrivateEndpoint"] : ["ARecord", "PrivateEndpoint"], Remove(runner, endpoint).Select(each => each.Kind));
        Assert.Equal(string.Format(CultureInfo.InvariantCulture, told, record.ZoneId), Assert.Single(runner.Output.Text("Warning")), ignoreCase: true);
        Assert.Single(Zones());
    }

    [Fact]
    public void A_record_that_was_made_for_another_stays_though_it_has_the_address()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        string address = Ip(Azure.Runner(), endpoint).IpAddress;
        PgDnsRecord record = New(Azure.Runner(), new() { HostName = "db.corp.example", IpAddress = [address], ResourceGroupName = "rg-client", VirtualNetworkId = [endpoint.VirtualNetworkId] });
        Meanwhile(async arm => await arm.PutARecordAsync(
            record.Id, RecordFacts.Body([address], 60, RecordOwner.TakenOver(null, endpoint.Id + "-of-others", [address])), ArmGateway.AsSeen(await arm.FindARecordAsync(record.Id, default)), default));
        Assert.Equal(["PrivateEndpoint"], Remove(Azure.Runner(), endpoint).Select(each => each.Kind));
        Assert.Single(Records());
    }

    // The network of the other endpoint, whether the zone is linked to it, and whether the record is the name of both.
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void A_record_by_hand_stays_where_another_endpoint_has_the_address_and_may_be_meant(bool linked, bool goes)
    {
        // Address spaces recur: both have the same one.
        (PgPrivateEndpoint ours, PgPrivateEndpoint theirs) = (Endpoint(Azure.Runner(), 1), Endpoint(Azure.Runner(), 2));
        string address = Ip(Azure.Runner(), ours).IpAddress;
        Azure.Give(theirs, address);
        PgDnsRecord record = New(Azure.Runner(), new() { HostName = HostName, IpAddress = [address], ResourceGroupName = "rg-client", VirtualNetworkId = [linked ? ours.VirtualNetworkId : Azure.Network(5)] });
        Assert.Equal(goes, Remove(Azure.Runner(), ours).Any(each => each.Kind == "ARecord"));
        Assert.Equal(goes ? 0 : 1, Records().Count(each => each.Id == record.Id));
    }

    [Fact]
    public void A_record_by_hand_stays_where_another_endpoint_of_a_linked_network_has_the_address()
    {
        (PgPrivateEndpoint ours, PgPrivateEndpoint theirs) = (Endpoint(Azure.Runner(), 1), Endpoint(Azure.Runner(), 2));
        string address = Ip(Azure.Runner(), ours).IpAddress;
        Azure.Give(theirs, address);
        New(Azure.Runner(), new() { HostName = "db.corp.example", IpAddress = [address], ResourceGroupName = "rg-client", VirtualNetworkId = [ours.VirtualNetworkId, theirs.VirtualNetworkId] });
        Assert.Equal(["PrivateEndpoint"], Remove(Azure.Runner(), ours).Select(each => each.Kind));
        Assert.Single(Records());
    }

    [Fact]
    public void A_record_by_hand_goes_though_another_endpoint_elsewhere_has_the_address_or_another_one_here()
    {
        (PgPrivateEndpoint ours, PgPrivateEndpoint elsewhere) = (Endpoint(Azure.Runner(), 1), Endpoint(Azure.Runner(), 2));
        string address = Ip(Azure.Runner(), ours).IpAddress;
        Azure.Give(elsewhere, address);
        Azure.Ask("here", manual: false);
        New(Azure.Runner(), new() { HostName = "db.corp.example", IpAddress = [address], ResourceGroupName = "rg-client", VirtualNetworkId = [ours.VirtualNetworkId] });
        Assert.Contains(Remove(Azure.Runner(), ours), each => each.Kind == "ARecord");
    }

    [Fact]
    public async Task Of_a_record_by_hand_that_has_other_addresses_nothing_is_said()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        New(Azure.Runner(), new() { HostName = "db.corp.example", IpAddress = ["10.9.9.9"], ResourceGroupName = "rg-client", VirtualNetworkId = [endpoint.VirtualNetworkId] });
        await RefuseAsync("GET", $"/subscriptions/{Azure.Ready.Subscriptions.Test}/providers/Microsoft.Network/privateEndpoints", "AuthorizationFailed", 403);
        CommandRunner runner = Azure.Runner();
        Remove(runner, endpoint);
        Assert.DoesNotContain(runner.Output.Text("Warning"), each => each.Contains("a hand made it", StringComparison.Ordinal));
    }

    // Whether it leads to a service, the zone's name, the networks that it is linked to, and whether it goes.
    [Theory]
    [InlineData(false, PrivateZone, new[] { 1 }, true)]
    [InlineData(false, PrivateZone, new[] { 1, 5 }, false)]
    [InlineData(false, "postgres.database.azure.com", new[] { 1 }, true)]
    [InlineData(false, "db.corp.example", new[] { 1 }, false)]
    [InlineData(true, "db.corp.example", new[] { 1 }, true)]
    [InlineData(true, PrivateZone, new[] { 1 }, false)]
    public void An_empty_zone_goes_where_it_was_for_the_names_and_the_network_of_the_endpoint_alone(bool service, string name, int[] networks, bool goes)
    {
        PgPrivateEndpoint endpoint = service ? Azure.Ask("to-service", Azure.Ready.Resources.PrivateLinkService, manual: false) : Endpoint(Azure.Runner(), 1);
        Meanwhile(arm => arm.CreateZoneAsync(Zone(name), RecordOwner.Mark(null, endpoint.Id), Watch, default));
        foreach (int network in networks)
        {
            Link(Zone(name), $"net-{network}", Azure.Network(network), RecordOwner.Mark(null, endpoint.Id));
        }
        CommandRunner runner = Azure.Runner();
        Assert.Equal(goes ? ["VirtualNetworkLink", "PrivateDnsZone", "PrivateEndpoint"] : ["PrivateEndpoint"], Remove(runner, endpoint).Select(each => each.Kind));
        Assert.Empty(runner.Output.Text("Warning"));
        // Once the endpoint is gone, nothing tells that a linked zone was for it alone.
        if (!goes) Assert.Empty(Remove(Azure.Runner(), endpoint));
    }

    [Fact]
    public void A_record_that_a_zone_group_left_behind_goes_without_force()
    {
        PgDnsRecord record = Record(Azure.Runner(), Endpoint(Azure.Runner(), 1));
        Meanwhile(async arm => await arm.PutARecordAsync(
            record.Id, RecordFacts.Body(record.IpAddress, 10, RecordOwner.ByZoneGroup("gone", null)), ArmGateway.AsSeen(await arm.FindARecordAsync(record.Id, default)), default));
        CommandRunner runner = Azure.Runner();
        Assert.Equal("ARecord", Assert.Single(RemoveRecord(runner, record, includeZone: false)).Kind);
        Assert.Empty(runner.Output.Failures);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_sessions_that_remove_the_last_records_leave_a_zone_only_where_nobody_wants_it_gone(bool includeZone)
    {
        PgDnsRecord first = New(Azure.Runner(), new() { HostName = "a.corp.example", ZoneName = "corp.example", IpAddress = ["10.0.0.4"], VirtualNetworkId = [Azure.Network(1)] });
        PgDnsRecord second = New(Azure.Runner(), new() { HostName = "b.corp.example", ZoneName = "corp.example", IpAddress = ["10.0.0.5"], VirtualNetworkId = [Azure.Network(1)] });
        bool begun = false;
        RecordingOutput output = new()
        {
            BeforeWrite = _ =>
            {
                if (begun) return;
                begun = true;
                RemoveRecord(Azure.Runner(), second, includeZone);
            },
        };
        RemoveRecord(Azure.Runner(output: output), first, includeZone);
        Assert.Empty(output.Failures);
        Assert.Equal(includeZone ? 0 : 1, Zones().Count);
        Assert.Empty(Records());
    }

    private static IReadOnlyList<PgRemoval> RemoveRecord(CommandRunner runner, PgDnsRecord record, bool includeZone) => runner.Run<RemovePgPrivateDnsRecordRequest, PgRemoval>(
        RemovePgPrivateDnsRecord.RunAsync, new RemovePgPrivateDnsRecordRequest { Id = record.Id, IpAddress = record.IpAddress, IncludeZone = includeZone });
}
