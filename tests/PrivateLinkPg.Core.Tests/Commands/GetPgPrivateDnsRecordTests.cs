using PrivateLinkPg.Commands;
using PrivateLinkPg.Connections;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

public sealed class GetPgPrivateDnsRecordTests : LinkedServer
{
    private static readonly GetPgPrivateDnsRecordRequest All = new(null, null, "*", "*", null, [], false);

    [Fact]
    public void A_record_shows_its_endpoint_and_the_networks_that_see_it()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord written = Record(runner, endpoint);
        PgDnsRecord read = Assert.Single(Records());
        Assert.Equal((HostName, "pg-orders", "Manual", endpoint.Id, endpoint.Name), (read.HostName, read.RecordName, read.Owner, read.EndpointId, read.EndpointName));
        Assert.Equal((Server, written.Id, false), (read.TargetId, read.Id, read.Stale));
        Assert.Equal([endpoint.VirtualNetworkId], read.VirtualNetworkId);
        Assert.Null(read.StaleReason);
    }

    [Fact]
    public void The_owner_of_a_zone_group_record_is_found_by_its_guid()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        Record(runner, endpoint, asZoneGroup: true);
        PgDnsRecord read = Assert.Single(Records());
        Assert.Equal(("ZoneGroup", endpoint.Id), (read.Owner, read.EndpointId));
        Assert.Equal([read.ZoneId], Assert.Single(Endpoints()).PrivateDnsZoneId, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void Where_nothing_is_found_a_warning_says_where_was_looked_but_not_where_stale_ones_are_asked_for()
    {
        CommandRunner runner = Azure.Runner();
        Assert.Empty(Get(runner, All with { Stale = true }));
        Assert.Empty(runner.Output.Text("Warning"));
        Assert.Empty(Get(runner, All));
        Assert.Contains(Azure.Ready.Subscriptions.Development, Assert.Single(runner.Output.Text("Warning")), StringComparison.Ordinal);
    }

    [Fact]
    public void Zones_names_and_groups_narrow_the_list()
    {
        CommandRunner runner = Azure.Runner();
        foreach (string host in (string[])["a.one.example", "b.one.example", "a.two.example"])
            New(runner, new() { HostName = host, IpAddress = ["10.0.0.4"], NoLink = true, ResourceGroupName = "rg-client" });
        Assert.Equal(["a.one.example", "b.one.example"], Get(runner, All with { ZoneName = "one*" }));
        Assert.Equal(["a.one.example", "a.two.example"], Get(runner, All with { Name = "A" }));
        Assert.Equal(["b.one.example"], Get(runner, All with { HostName = "B.one.example." }));
        Assert.Empty(Get(runner, All with { ResourceGroupName = "rg-none" }));
        Assert.Equal("NoSuchRecord", runner.Fails(GetPgPrivateDnsRecord.RunAsync, All with { HostName = "c.one.example" }).Id);
        Assert.Equal("InvalidResourceId", runner.Fails(GetPgPrivateDnsRecord.RunAsync, All with { Id = Server }).Id);
        Assert.Equal("RecordNotFound", runner.Fails(GetPgPrivateDnsRecord.RunAsync, All with { Id = $"{Zones()[0]}/A/none" }).Id);
    }

    [Fact]
    public void A_record_of_an_endpoint_that_is_gone_is_stale_and_its_removal_takes_the_zone()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord record = Record(runner, endpoint);
        New(runner, new() { HostName = "by.hand.example", IpAddress = record.IpAddress, NoLink = true, ResourceGroupName = "rg-client" });
        Assert.Empty(Records(stale: true));
        Remove(runner, endpoint, includeDns: false);

        IReadOnlyList<PgDnsRecord> stale = Records(stale: true);
        Assert.Equal(["by.hand.example", HostName], stale.Select(each => each.HostName).Order());
        PgDnsRecord made = stale.Single(each => each.HostName == HostName);
        Assert.Contains($"'{endpoint.Name}', which it was made for, is gone", made.StaleReason, StringComparison.Ordinal);
        Assert.Equal(record.IpAddress, made.StaleIpAddress);

        runner.Run<RemovePgPrivateDnsRecordRequest, PgRemoval>(RemovePgPrivateDnsRecord.RunAsync,
            [.. stale.Select(each => new RemovePgPrivateDnsRecordRequest { Id = each.Id, IpAddress = each.IpAddress, IncludeZone = true })]);
        Assert.Empty(runner.Output.Failures);
        Assert.Empty(Zones());
    }

    [Fact]
    public void A_record_of_a_disconnected_endpoint_is_stale()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        Record(runner, endpoint);
        runner.Run<RemovePgEndpointConnectionRequest, object>(RemovePgEndpointConnection.RunAsync,
            new RemovePgEndpointConnectionRequest(new ConnectionSelection(null, null, Server, "*"), false, TimeSpan.FromMinutes(1)));
        PgDnsRecord record = Assert.Single(Records(stale: true));
        Assert.Contains("is Disconnected", record.StaleReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_addresses_the_dead_one_is_named_and_the_record_is_not_stale()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        Record(runner, endpoint);
        New(runner, Request(runner, endpoint) with { EndpointId = null, IpAddress = ["10.99.0.4"], Append = true });
        PgDnsRecord record = Assert.Single(Records());
        Assert.Equal((false, "10.99.0.4"), (record.Stale, Assert.Single(record.StaleIpAddress)));
        Assert.Empty(Records(stale: true));
    }

    [Fact]
    public void What_cannot_be_seen_is_not_called_stale()
    {
        CommandRunner runner = Azure.Runner(Azure.Ready.Principals.Developer);
        string group = Server.Split('/')[4];
        PgDnsRecord written = New(Azure.Runner(), new()
        {
            HostName = "db.seen.example", IpAddress = ["10.99.0.4"], NoLink = true, ResourceGroupName = group, SubscriptionId = Azure.Ready.Subscriptions.Development,
        });
        // Its network is of a subscription that this account does not see into.
        Link(written.ZoneId, "far", Azure.Network(1));
        PgDnsRecord read = runner.One<GetPgPrivateDnsRecordRequest, PgDnsRecord>(GetPgPrivateDnsRecord.RunAsync, All with { Id = written.Id });
        Assert.Null(read.Stale);
        Assert.Contains("not all subscriptions can be read", read.StaleReason, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Get(CommandRunner runner, GetPgPrivateDnsRecordRequest request) =>
        runner.Run<GetPgPrivateDnsRecordRequest, PgDnsRecord>(GetPgPrivateDnsRecord.RunAsync, request).Select(each => each.HostName).Order();
}
