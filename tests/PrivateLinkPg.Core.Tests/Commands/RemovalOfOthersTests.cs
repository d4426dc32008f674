using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>What a removal must leave: zones and links of others, what cannot be judged, and everything where a step is refused.</summary>
public sealed class RemovalOfOthersTests : LinkedServer
{
    private string Central => $"/subscriptions/{Azure.Ready.Subscriptions.Development}/resourceGroups/rg-data/providers/Microsoft.Network/privateDnsZones/{PrivateZone}";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_zone_that_somebody_else_made_stays_with_its_links_and_is_told(bool whatIf)
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        MakeCentral();
        PgDnsRecord record = New(runner, InCentral(runner, endpoint));

        RecordingOutput output = new() { WhatIf = whatIf };
        Remove(endpoint, output);
        Assert.Empty(output.Failures);
        string[] asked = [.. output.Confirmations.Select(each => each.Action.Split(':')[^1].Trim())];
        Assert.Equal(
            [$"DELETE {Central}/virtualNetworkLinks/vnet-client-01", $"DELETE {record.Id}", $"DELETE {endpoint.Id}"], asked, StringComparer.OrdinalIgnoreCase);
        Assert.Contains($"'{Central}' is left, since it was not made by this module. -PrivateDnsZoneId", Assert.Single(output.Text("Warning")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Central, Assert.Single(CentralZones()), StringComparer.OrdinalIgnoreCase);
        Assert.Equal(whatIf ? ["hub", "vnet-client-01"] : ["hub"], LinksOf(Central));
    }

    [Fact]
    public void A_zone_that_the_user_names_goes_with_all_its_links()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        MakeCentral();
        New(runner, InCentral(runner, endpoint));
        IReadOnlyList<PgRemoval> removals = Remove(endpoint, new(), zones: [Central.ToUpperInvariant()]);
        Assert.Equal(["VirtualNetworkLink", "VirtualNetworkLink", "ARecord", "PrivateDnsZone", "PrivateEndpoint"], removals.Select(each => each.Kind));
        Assert.Empty(CentralZones());
    }

    [Fact]
    public void A_named_zone_with_a_record_of_others_stays()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        MakeCentral();
        New(runner, InCentral(runner, endpoint));
        Meanwhile(arm => arm.PutARecordAsync($"{Central}/A/other", PrivateLinkPg.Link.RecordFacts.Body(["10.8.8.8"], 60, null), ArmGateway.IfAbsent, default));
        Remove(endpoint, new(), zones: [Central]);
        Assert.Equal(["hub", "vnet-client-01"], LinksOf(Central));
    }

    [Fact]
    public void A_zone_of_ours_that_somebody_else_linked_a_network_to_stays_with_that_link()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord record = Record(runner, endpoint);
        Link(record.ZoneId, "hub", Azure.Network(5));
        RecordingOutput output = new();
        Assert.Equal(["VirtualNetworkLink", "ARecord", "PrivateEndpoint"], Remove(endpoint, output).Select(each => each.Kind));
        Assert.Contains("its link 'hub' to virtual network", Assert.Single(output.Text("Warning")), StringComparison.Ordinal);
        Assert.Equal(["hub"], LinksOf(record.ZoneId));
    }

    [Fact]
    public void Remove_PgPrivateDnsRecord_leaves_such_zones_too()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        MakeCentral();
        PgDnsRecord record = New(runner, InCentral(runner, endpoint));
        runner.Run<RemovePgPrivateDnsRecordRequest, PgRemoval>(RemovePgPrivateDnsRecord.RunAsync, new RemovePgPrivateDnsRecordRequest { Id = record.Id, IncludeZone = true });
        Assert.Contains("it was not made by this module", Assert.Single(runner.Output.Text("Warning")), StringComparison.Ordinal);
        Assert.Equal(["hub"], LinksOf(Central));
    }

    [Fact]
    public void A_zone_without_links_that_another_run_is_just_making_stays()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        New(runner, Request(runner, endpoint) with { NoLink = true });
        string fresh = $"{endpoint.SubnetId[..endpoint.SubnetId.IndexOf("/providers/", StringComparison.Ordinal)]}/providers/Microsoft.Network/privateDnsZones/{PrivateZone}".Replace("rg-client", "rg-other", StringComparison.Ordinal);
        Azure.Sandbox.State.Run(() => Azure.Sandbox.State.Subscriptions[Azure.Ready.Subscriptions.Test].Groups.TryAdd("rg-other", new ResourceGroup(Azure.Ready.Subscriptions.Test, "rg-other", "japaneast")));
        Meanwhile(arm => arm.CreateZoneAsync(fresh, PrivateLinkPg.Link.RecordOwner.Mark(null, endpoint.Id + "-another"), Watch, default));
        Remove(endpoint, new());
        Assert.Equal(fresh, Assert.Single(Zones()), StringComparer.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Without_rights_on_the_central_zone_the_endpoint_goes_and_the_rest_is_told(bool includeDns, bool whatIf)
    {
        CommandRunner owner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(owner, 1);
        MakeCentral();
        New(owner, InCentral(owner, endpoint) with { AsZoneGroup = true });
        // The consumer owns the endpoint's subscription and has no rights in the zone's.
        RecordingOutput output = new() { WhatIf = whatIf };
        CommandRunner runner = Azure.Runner(Azure.Ready.Principals.Consumer, output);
        IReadOnlyList<PgRemoval> removals = runner.Run<RemovePgPrivateEndpointRequest, PgRemoval>(RemovePgPrivateEndpoint.RunAsync, new RemovePgPrivateEndpointRequest
        {
            Id = endpoint.Id, IncludeDns = includeDns, DnsSubscriptionId = [Azure.Ready.Subscriptions.Development],
        });
        Assert.Empty(output.Failures);
        Assert.Contains(output.Text("Warning"), each => each.Contains("may not be read (AuthorizationFailed). Azure takes it away with the zone group", StringComparison.Ordinal));
        if (includeDns) Assert.Contains(output.Text("Warning"), each => each.Contains($"subscription {Azure.Ready.Subscriptions.Development} may not be read", StringComparison.Ordinal));
        if (!whatIf) Assert.Equal("PrivateEndpoint", removals[^1].Kind);
        Assert.Equal(whatIf ? 1 : 0, Endpoints().Count);
        await Task.CompletedTask;
    }

    [Fact]
    public void A_record_that_is_shared_and_cannot_be_written_again_keeps_the_endpoint()
    {
        CommandRunner owner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(owner, 1), Endpoint(owner, 2));
        MakeCentral();
        New(owner, InCentral(owner, first) with { AsZoneGroup = true });
        New(owner, InCentral(owner, second) with { AsZoneGroup = true, Force = true });
        CommandRunner runner = Azure.Runner(Azure.Ready.Principals.Consumer);
        CommandFailure failure = runner.Fails(RemovePgPrivateEndpoint.RunAsync, new RemovePgPrivateEndpointRequest { Id = first.Id });
        Assert.Equal(nameof(Failure.SharedRecordNotReadable), failure.Id);
        Assert.Contains(second.Id, failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, Endpoints().Count);
    }

    [Fact]
    public async Task A_record_by_hand_stays_where_not_all_endpoints_can_be_seen()
    {
        CommandRunner owner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(owner, 1);
        PgDnsRecord record = New(owner, new() { HostName = "db.corp.example", IpAddress = [Ip(owner, endpoint).IpAddress], VirtualNetworkId = [endpoint.VirtualNetworkId] });
        await RefuseAsync("GET", $"/subscriptions/{Azure.Ready.Subscriptions.Test}/providers/Microsoft.Network/privateEndpoints", "AuthorizationFailed", 403);
        RecordingOutput output = new();
        Assert.Equal(["PrivateEndpoint"], Remove(endpoint, output).Select(each => each.Kind));
        Assert.Contains(output.Text("Warning"), each => each.Contains($"'{record.Id}' is left: a hand made it", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_zone_that_an_endpoint_may_use_that_cannot_be_seen_stays()
    {
        CommandRunner owner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(owner, 1);
        PgDnsRecord record = Record(owner, endpoint);
        await RefuseAsync("GET", $"/subscriptions/{Azure.Ready.Subscriptions.Test}/providers/Microsoft.Network/privateEndpoints", "AuthorizationFailed", 403);
        RecordingOutput output = new();
        Assert.Equal(["ARecord", "PrivateEndpoint"], Remove(endpoint, output).Select(each => each.Kind));
        Assert.Contains(output.Text("Warning"), each => each.Contains($"'{record.ZoneId}' is left, since not all private endpoints", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_record_of_a_zone_group_whose_endpoint_cannot_be_seen_needs_force()
    {
        CommandRunner owner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(owner, 1);
        PgDnsRecord record = Record(owner, endpoint, asZoneGroup: true);
        await RefuseAsync("GET", $"/subscriptions/{Azure.Ready.Subscriptions.Test}/providers/Microsoft.Network/privateEndpoints", "AuthorizationFailed", 403);
        CommandFailure failure = owner.Fails(RemovePgPrivateDnsRecord.RunAsync, new RemovePgPrivateDnsRecordRequest { Id = record.Id });
        Assert.Equal(nameof(Failure.RecordKeeperUnknown), failure.Id);
    }

    [Fact]
    public void An_address_that_the_record_does_not_have_is_told()
    {
        CommandRunner runner = Azure.Runner();
        PgDnsRecord record = Record(runner, Endpoint(runner, 1));
        Assert.Empty(runner.Run<RemovePgPrivateDnsRecordRequest, PgRemoval>(
            RemovePgPrivateDnsRecord.RunAsync, new RemovePgPrivateDnsRecordRequest { Id = record.Id, IpAddress = ["10.99.99.99"] }));
        Assert.Contains($"has {record.IpAddress[0]}, not 10.99.99.99", Assert.Single(runner.Output.Text("Warning")), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_endpoint_is_looked_at_once_however_many_lead_to_the_server()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint[] endpoints = [.. runner.Run<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
            NewPgPrivateEndpoint.RunAsync, [.. Enumerable.Range(0, 12).Select(each => new NewPgPrivateEndpointRequest { Target = Server, SubnetId = Azure.Subnet(1), Name = $"pe-{each}" })])];
        Assert.Equal(12, endpoints.Length);
        int before = Azure.Sandbox.Log.Requests.Count;
        Assert.Equal(12, Remove(runner, endpoints).Count);
        int groups = Azure.Sandbox.Log.Requests.Skip(before).Count(request => request.Path.EndsWith("/privateDnsZoneGroups", StringComparison.Ordinal));
        // Its own as it is now, and once for all others.
        Assert.InRange(groups, 12, 24);
    }

    private IReadOnlyList<PgRemoval> Remove(PgPrivateEndpoint endpoint, RecordingOutput output, params string[] zones) =>
        Azure.Runner(output: output).Run<RemovePgPrivateEndpointRequest, PgRemoval>(RemovePgPrivateEndpoint.RunAsync, new RemovePgPrivateEndpointRequest
        {
            Id = endpoint.Id, IncludeDns = true, DnsSubscriptionId = [Azure.Ready.Subscriptions.Development], PrivateDnsZoneId = zones,
        });

    private NewPgPrivateDnsRecordRequest InCentral(CommandRunner runner, PgPrivateEndpoint endpoint) =>
        Request(runner, endpoint) with { SubscriptionId = Azure.Ready.Subscriptions.Development, ResourceGroupName = "rg-data" };

    // The zone of the hub's team: theirs by its tags, and linked to their hub.
    private void MakeCentral()
    {
        Meanwhile(arm => arm.CreateZoneAsync(Central, new() { ["owner"] = "hub-team" }, Watch, default));
        Link(Central, "hub", Azure.Network(5));
    }

    private IReadOnlyList<string> CentralZones() => Azure.Runner().Run<string, string>(
        async (subscription, host) =>
        {
            await foreach (var zone in (await host.ArmAsync()).ListZonesAsync(subscription, host.Cancellation)) host.Output.WriteObject(zone.Id!);
        },
        Azure.Ready.Subscriptions.Development);
}
