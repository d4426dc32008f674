using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>Zones and links that this module made for others: they carry its mark, and are theirs all the same.</summary>
public sealed class MarksOfOthersTests : LinkedServer
{
    private string Central => $"/subscriptions/{Azure.Ready.Subscriptions.Development}/resourceGroups/rg-data/providers/Microsoft.Network/privateDnsZones/{PrivateZone}";

    [Fact]
    public void A_central_zone_that_was_made_with_this_module_stays_with_the_link_of_the_hub()
    {
        CommandRunner runner = Azure.Runner();
        PgDnsRecord hub = New(runner, InCentral(new() { HostName = HostName, IpAddress = ["10.9.9.9"], VirtualNetworkId = [Azure.Network(5)] }));
        RemoveRecord(runner, false, hub);
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        New(runner, InCentral(Request(runner, endpoint)));

        Assert.Equal(["VirtualNetworkLink", "ARecord", "PrivateEndpoint"], Remove(runner, true, endpoint).Select(each => each.Kind));
        Assert.Contains($"'{Central}' is left, since it was made for no endpoint", Assert.Single(runner.Output.Text("Warning")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["vnet-client-05"], LinksOf(Central));
    }

    [Fact]
    public void With_a_record_only_the_link_of_its_endpoint_goes()
    {
        CommandRunner runner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(runner, 1), Endpoint(runner, 2));
        Meanwhile(arm => arm.CreateZoneAsync(Central, new() { ["owner"] = "hub-team" }, Watch, default));
        RemoveRecord(runner, false, New(runner, InCentral(Request(runner, second))));
        PgDnsRecord record = New(runner, InCentral(Request(runner, first)));
        Assert.Equal(["VirtualNetworkLink", "ARecord"], RemoveRecord(runner, true, record).Select(each => each.Kind));
        Assert.Equal(["vnet-client-02"], LinksOf(Central));
    }

    [Fact]
    public void A_link_that_was_made_for_an_endpoint_that_stays_keeps_the_zone()
    {
        CommandRunner runner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(runner, 1), Endpoint(runner, 2));
        PgDnsRecord record = Record(runner, first);
        Record(runner, second, append: true);
        RemoveRecord(runner, false, record with { IpAddress = [Ip(runner, second).IpAddress] });
        Assert.Equal(["VirtualNetworkLink", "ARecord", "PrivateEndpoint"], Remove(runner, false, first).Select(each => each.Kind));
        Assert.Contains($"' was made for '{second.Id}'. -PrivateDnsZoneId lets both go", Assert.Single(runner.Output.Text("Warning")), StringComparison.Ordinal);
        Assert.Equal(["vnet-client-02"], LinksOf(record.ZoneId));
    }

    [Fact]
    public void A_zone_that_was_made_for_an_endpoint_that_stays_stays()
    {
        CommandRunner runner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(runner, 1), Endpoint(runner, 2));
        PgDnsRecord record = New(runner, Request(runner, first) with { NoLink = true });
        Record(runner, second, append: true);
        RemoveRecord(runner, false, record);
        Assert.Equal(["VirtualNetworkLink", "ARecord", "PrivateEndpoint"], Remove(runner, false, second).Select(each => each.Kind));
        Assert.Contains($"since it was made for '{first.Id}'. -PrivateDnsZoneId lets it go", Assert.Single(runner.Output.Text("Warning")), StringComparison.Ordinal);
        Assert.Single(Zones());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_several_endpoints_no_link_stays_in_a_zone_of_others(bool apart)
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint[] endpoints = [Endpoint(runner, 1), Endpoint(runner, 2)];
        Meanwhile(arm => arm.CreateZoneAsync(Central, new() { ["owner"] = "hub-team" }, Watch, default));
        foreach (PgPrivateEndpoint each in endpoints) New(runner, InCentral(Request(runner, each)) with { Append = true });
        if (apart) Remove(runner, true, endpoints[0]);
        Remove(runner, true, apart ? endpoints[1..] : endpoints);
        Assert.Empty(LinksOf(Central));
        Assert.Empty(Endpoints());
    }

    [Fact]
    public void Records_of_several_endpoints_take_zone_and_links_along()
    {
        CommandRunner runner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(runner, 1), Endpoint(runner, 2));
        PgDnsRecord one = Record(runner, first);
        PgDnsRecord other = New(runner, Request(runner, second) with { HostName = "other.postgres.database.azure.com" });
        RemoveRecord(runner, true, one, other);
        Assert.Empty(Zones());
        Assert.Empty(runner.Output.Text("Warning"));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(5, false)]
    public void A_link_for_no_endpoint_keeps_the_zone_unless_it_is_to_the_network_of_the_endpoint(int network, bool goes)
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord record = New(runner, Request(runner, endpoint) with { NoLink = true });
        LinkFor(null, record.ZoneId, Azure.Network(network));
        Remove(runner, false, endpoint);
        Assert.Equal(goes ? 0 : 1, Zones().Count);
    }

    [Fact]
    public void An_endpoint_that_only_cannot_be_seen_is_not_taken_for_gone()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord record = New(runner, Request(runner, endpoint) with { NoLink = true });
        string elsewhere = endpoint.Id.Replace(endpoint.SubscriptionId, "00000000-1111-2222-3333-444444444444", StringComparison.Ordinal);
        LinkFor(elsewhere, record.ZoneId, Azure.Network(5));
        Remove(runner, false, endpoint);
        Assert.Contains($"was made for '{elsewhere}'", Assert.Single(runner.Output.Text("Warning")), StringComparison.Ordinal);
        Assert.Single(Zones());
    }

    [Fact]
    public void An_empty_zone_that_others_are_just_making_stays()
    {
        CommandRunner runner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(runner, 1), Endpoint(runner, 2));
        Meanwhile(arm => arm.CreateZoneAsync(Central, RecordOwner.Mark(null, second.Id), Watch, default));
        LinkFor(second.Id, Central, first.VirtualNetworkId);
        Assert.Equal(["PrivateEndpoint"], Remove(runner, true, first).Select(each => each.Kind));
        Assert.Single(LinksOf(Central));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_sessions_that_remove_the_last_endpoints_leave_nothing(bool sameRecord)
    {
        CommandRunner runner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(runner, 1), Endpoint(runner, 2));
        Record(runner, first);
        NewPgPrivateDnsRecordRequest request = Request(runner, second) with { Append = true };
        New(runner, sameRecord ? request : request with { HostName = "other.postgres.database.azure.com" });
        bool begun = false;
        RecordingOutput output = new()
        {
            BeforeWrite = _ =>
            {
                if (begun) return;
                begun = true;
                Assert.Equal("PrivateEndpoint", Remove(Azure.Runner(), false, second)[^1].Kind);
            },
        };
        IReadOnlyList<PgRemoval> removals = Remove(Azure.Runner(output: output), false, first);
        Assert.Empty(output.Failures);
        Assert.Equal(["ARecord", "PrivateEndpoint", "VirtualNetworkLink", "VirtualNetworkLink", "PrivateDnsZone"], removals.Select(each => each.Kind));
        Assert.Empty(Zones());
    }

    [Fact]
    public async Task Where_the_zone_is_then_refused_the_endpoint_is_gone_and_the_links_come_back()
    {
        CommandRunner runner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(runner, 1), Endpoint(runner, 2));
        PgDnsRecord record = Record(runner, first);
        Record(runner, second, append: true);
        await RefuseAsync("DELETE", record.ZoneId, "AuthorizationFailed", 403);
        bool begun = false;
        RecordingOutput output = new()
        {
            BeforeWrite = _ =>
            {
                if (begun) return;
                begun = true;
                Remove(Azure.Runner(), false, second);
            },
        };
        Remove(Azure.Runner(output: output), false, first);
        Assert.Empty(output.Failures);
        Assert.Empty(Endpoints());
        Assert.Contains("is left without records: ", Assert.Single(output.Text("Warning")), StringComparison.Ordinal);
        Assert.Equal(["vnet-client-01", "vnet-client-02"], LinksOf(record.ZoneId));
    }

    private NewPgPrivateDnsRecordRequest InCentral(NewPgPrivateDnsRecordRequest request) =>
        request with { SubscriptionId = Azure.Ready.Subscriptions.Development, ResourceGroupName = "rg-data" };

    private IReadOnlyList<PgRemoval> Remove(CommandRunner runner, bool central, params PgPrivateEndpoint[] endpoints) =>
        runner.Run<RemovePgPrivateEndpointRequest, PgRemoval>(RemovePgPrivateEndpoint.RunAsync, [.. endpoints.Select(each => new RemovePgPrivateEndpointRequest
        {
            Id = each.Id, IncludeDns = true, DnsSubscriptionId = central ? [Azure.Ready.Subscriptions.Development] : [],
        })]);

    private static IReadOnlyList<PgRemoval> RemoveRecord(CommandRunner runner, bool includeZone, params PgDnsRecord[] records) =>
        runner.Run<RemovePgPrivateDnsRecordRequest, PgRemoval>(RemovePgPrivateDnsRecord.RunAsync, [.. records.Select(each => new RemovePgPrivateDnsRecordRequest
        {
            Id = each.Id, IpAddress = each.IpAddress, IncludeZone = includeZone,
        })]);

    private void LinkFor(string? endpointId, string zone, string network) => Link(zone, "another", network, RecordOwner.Mark(null, endpointId));
}
