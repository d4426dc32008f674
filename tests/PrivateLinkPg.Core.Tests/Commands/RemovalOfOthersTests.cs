using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.Faults;
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
        Assert.Contains($"'{Central}' is left, since this module did not make it. -PrivateDnsZoneId", Assert.Single(output.Text("Warning")), StringComparison.OrdinalIgnoreCase);
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
        LinkByHand(record.ZoneId, "hub", Azure.Network(5));
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
        Assert.Contains("this module did not make it", Assert.Single(runner.Output.Text("Warning")), StringComparison.Ordinal);
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
    [InlineData("endpoint")]
    [InlineData("group")]
    [InlineData("subscription")]
    [InlineData("server")]
    [InlineData("zone")]
    [InlineData("record")]
    public void A_lock_is_found_before_anything_goes_and_is_named_with_its_reason(string where)
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord record = Record(runner, endpoint, asZoneGroup: true);
        string scope = where switch
        {
            "endpoint" => endpoint.Id,
            "group" => endpoint.Id[..endpoint.Id.IndexOf("/providers/", StringComparison.Ordinal)],
            "subscription" => "/subscriptions/" + Azure.Ready.Subscriptions.Test,
            "server" => Server,
            "zone" => record.ZoneId,
            _ => record.Id,
        };
        Lock(scope, ManagementLock.CanNotDelete);
        runner = Azure.Runner();

        CommandFailure? failure = null;
        Assert.Empty(runner.WritesOf(() => failure = runner.Fails(RemovePgPrivateEndpoint.RunAsync, new RemovePgPrivateEndpointRequest { Id = endpoint.Id, IncludeDns = true })));
        Assert.Equal(nameof(Failure.ResourceLocked), failure!.Id);
        Assert.Contains($"'do-not-touch' (CanNotDelete) on '{scope}', \"Ask the DBA\". Nothing was changed.", failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"Remove-AzResourceLock -LockId '{scope}/providers/Microsoft.Authorization/locks/do-not-touch'", failure.Remedy, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(runner.Output.Confirmations);
    }

    [Theory]
    [InlineData(ManagementLock.CanNotDelete, 0)]
    [InlineData(ManagementLock.ReadOnly, 1)]
    public void A_record_that_keeps_other_addresses_is_only_written(string level, int failures)
    {
        CommandRunner runner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(runner, 1), Endpoint(runner, 2));
        Record(runner, first);
        PgDnsRecord record = Record(runner, second, append: true);
        Lock(record.ZoneId, level);
        Assert.Equal(failures == 0 ? ["Reduced", "Removed"] : [], Remove(runner, first).Select(each => each.Action));
        Assert.Equal(failures, runner.Output.Failures.Count(each => each.Id == nameof(Failure.ResourceLocked)));
    }

    [Fact]
    public void A_lock_elsewhere_does_not_matter()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        Record(runner, endpoint);
        Lock(endpoint.Id + "-another", ManagementLock.ReadOnly);
        Lock(Azure.Network(2), ManagementLock.ReadOnly);
        Assert.Equal("PrivateEndpoint", Remove(runner, endpoint)[^1].Kind);
        Assert.Empty(runner.Output.Failures);
    }

    [Fact]
    public async Task Locks_that_may_not_be_listed_in_the_subscription_are_asked_for_at_the_resource()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        Lock(endpoint.Id, ManagementLock.CanNotDelete);
        await RefuseAsync("GET", $"/subscriptions/{Azure.Ready.Subscriptions.Test}/providers/Microsoft.Authorization/locks", "AuthorizationFailed", 403);
        Assert.Equal(nameof(Failure.ResourceLocked), runner.Fails(RemovePgPrivateEndpoint.RunAsync, new RemovePgPrivateEndpointRequest { Id = endpoint.Id }).Id);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task Where_the_endpoint_is_refused_all_that_went_comes_back(bool asZoneGroup, bool atOnce)
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord record = New(runner, Request(runner, endpoint) with { AsZoneGroup = asZoneGroup, Tag = new Dictionary<string, string> { ["team"] = "orders" }, TimeToLive = asZoneGroup ? null : 77 });
        await RefuseAsync("DELETE", endpoint.Id, "ScopeLocked", atOnce ? 409 : 0);

        IReadOnlyList<PgRemoval> removals = Remove(runner, endpoint);
        CommandFailure failure = Assert.Single(runner.Output.Failures);
        Assert.Equal(nameof(Failure.ScopeLocked), failure.Id);
        Assert.Contains("What had gone by then was put back: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be put back", failure.Message, StringComparison.Ordinal);
        Assert.Equal(
            removals.Where(each => each.Action == "Removed" && !(asZoneGroup && each.Kind == "ARecord")).Select(each => each.Id).Order(),
            removals.Where(each => each.Action == "Restored").Select(each => each.Id).Order());

        PgDnsRecord back = Assert.Single(Records());
        Assert.Equal((record.Id, record.IpAddress[0], record.Owner, false), (back.Id, back.IpAddress[0], back.Owner, back.Stale));
        Assert.Equal(record.VirtualNetworkId, back.VirtualNetworkId);
        Assert.Equal(record.TimeToLive, back.TimeToLive);
        Assert.Equal("orders", Azure.Sandbox.State.Run(() => (string)Zone(record.ZoneId).Tags!["team"]!));
        // And the line works once the way is free.
        Azure.Sandbox.Faults.Clear();
        Assert.Equal("PrivateEndpoint", Remove(Azure.Runner(), endpoint)[^1].Kind);
        Assert.Empty(Zones());
    }

    [Fact]
    public async Task What_cannot_be_put_back_is_told()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord record = Record(runner, endpoint);
        await RefuseAsync("DELETE", endpoint.Id, "ScopeLocked", 409);
        await RefuseAsync("PUT", record.ZoneId, "RequestDisallowedByPolicy", 403);
        Remove(runner, endpoint);
        Assert.Contains($"could not be put back: {record.ZoneId} (Azure Policy forbids", Assert.Single(runner.Output.Failures).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Whoever_keeps_the_endpoint_keeps_its_names()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        Record(Azure.Runner(), endpoint, asZoneGroup: true);
        foreach (string declined in (string[])["Remove private endpoint", "Remove zone group"])
        {
            CommandRunner runner = Azure.Runner(output: new() { Declines = action => action.StartsWith(declined, StringComparison.Ordinal) });
            Assert.Empty(runner.WritesOf(() => Assert.Empty(Remove(runner, endpoint))));
        }
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
        LinkByHand(Central, "hub", Azure.Network(5));
    }

    private void LinkByHand(string zone, string name, string network) => Meanwhile(arm => arm.PutLinkAsync(
        $"{zone}/virtualNetworkLinks/{name}", new() { Location = "global", Properties = new() { VirtualNetwork = new() { Id = network }, RegistrationEnabled = false } },
        ArmGateway.IfAbsent, Watch, default));

    private IReadOnlyList<string> LinksOf(string zone) =>
        [.. Azure.Sandbox.State.Run(() => Zone(zone).Links.Values.Select(link => link.Name).Order().ToArray())];

    private IReadOnlyList<string> CentralZones() => Azure.Runner().Run<string, string>(
        async (subscription, host) =>
        {
            await foreach (var zone in (await host.ArmAsync()).ListZonesAsync(subscription, host.Cancellation)) host.Output.WriteObject(zone.Id!);
        },
        Azure.Ready.Subscriptions.Development);

    private PrivateDnsZone Zone(string id) => ResourceId.TryParse(id, out ResourceId? parsed) ? (PrivateDnsZone)Azure.Sandbox.State.Find(parsed)! : throw new ArgumentException(id);

    private void Lock(string scope, string level) => Azure.Sandbox.State.Run(() =>
    {
        Azure.Sandbox.State.Locks.Set(new ManagementLock(scope, "do-not-touch", level, "Ask the DBA"));
        return true;
    });

    // Status 0: in the operation.
    private Task RefuseAsync(string method, string path, string code, int status) => Azure.Sandbox.AddFaultsAsync(new()
    {
        Requests =
        [
            status == 0
                ? new() { Method = method, Path = path, Times = 99, Operation = new() { Code = code, Message = "As planned." } }
                : new RequestFault { Method = method, Path = path, Times = 99, Status = status, Code = code, Message = "As planned." },
        ],
    });
}
