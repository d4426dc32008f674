using System.Net;
using System.Net.Sockets;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>What is mended, what is left to whom, and that a second network's answers are the same before and after.</summary>
public sealed class RepairPgPrivateConnectionTests : LinkedServer
{
    private const int Clients = 1, Others = 2;

    private string HubGroup => Azure.Ready.Resources.FlexibleServer.Split('/')[4];

    [Fact]
    public async Task What_waits_for_approval_and_has_no_zone_is_mended_in_that_order()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients, manual: true);
        PgConnectionRepair repair = await RepairAsync(endpoint, "Passed", ["ConnectionPending", "ZoneMissing"], []);
        Assert.StartsWith("Mended: ConnectionPending, ZoneMissing. ", repair.Message, StringComparison.Ordinal);
        Assert.Equal(("Passed", true, endpoint.Id), (repair.Test.Status, repair.Changed, repair.EndpointId));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_first_approval_that_would_hide_the_name_from_another_network_is_left(bool first, bool approved)
    {
        HubZone(new() { HostName = "other.postgres.database.azure.com", IpAddress = ["10.9.9.9"], VirtualNetworkId = [Azure.Network(Others)] });
        if (!first) Endpoint(Azure.Runner(), 3);
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients, manual: true);
        PgConnectionRepair repair = await RepairAsync(endpoint, null, null, null);
        Assert.Equal(approved, repair.Repaired.Any(each => each.Code == "ConnectionPending"));
        if (!approved) Assert.Contains("whose clients would not find the name any more", repair.Left.Single(each => each.Code == "ConnectionPending").HeldBack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_is_missing_from_a_zone_of_ones_own_is_written()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients);
        PgDnsRecord record = New(Azure.Runner(), Request(Azure.Runner(), endpoint));
        Meanwhile(arm => arm.DeleteARecordAsync($"{record.ZoneId}/A/pg-orders", ArmGateway.IfPresent, default));
        await RepairAsync(endpoint, "Passed", ["RecordMissing"], []);
    }

    [Fact]
    public async Task A_zone_that_another_network_sees_gets_no_record_and_that_network_is_named()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients);
        PgDnsRecord record = New(Azure.Runner(), Request(Azure.Runner(), endpoint) with { VirtualNetworkId = [Azure.Network(Clients), Azure.Network(Others)] });
        Meanwhile(arm => arm.DeleteARecordAsync($"{record.ZoneId}/A/pg-orders", ArmGateway.IfPresent, default));
        PgConnectionRepair repair = await RepairAsync(endpoint, "Failed", [], ["RecordMissing"]);
        Assert.StartsWith("Virtual network vnet-client-02 would be led to this endpoint too", repair.Left[0].HeldBack, StringComparison.Ordinal);
        Assert.Contains("-IpAddress", repair.Left[0].Command, StringComparison.Ordinal);
        Assert.Equal(repair.Left[0], repair.Test.Causes[0]);
    }

    [Fact]
    public async Task A_zone_of_the_hub_with_the_right_record_is_linked()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients);
        HubZone(Request(Azure.Runner(), endpoint) with { VirtualNetworkId = [Azure.Network(Others)] });
        await RepairAsync(endpoint, "Passed", ["ZoneNotLinked"], []);
    }

    [Fact]
    public async Task A_wide_zone_is_left_where_no_zone_beside_it_would_help()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients);
        HubZone(new() { HostName = "other.postgres.database.azure.com", IpAddress = ["10.9.9.9"], VirtualNetworkId = [Azure.Network(Clients), Azure.Network(Others)], ZoneName = "postgres.database.azure.com" });
        // The wide zone is asked for the public name, and the privatelink zone only after it.
        PgConnectionRepair repair = await RepairAsync(endpoint, "Failed", [], ["ZoneTooWide"]);
        Assert.StartsWith("See what else needs it", repair.Left[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_was_written_for_this_endpoint_is_brought_up_to_date()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients);
        New(Azure.Runner(), Request(Azure.Runner(), endpoint) with { IpAddress = ["127.9.9.9"] });
        await RepairAsync(endpoint, "Passed", ["RecordStale"], []);
    }

    [Fact]
    public async Task A_record_that_nobody_noted_is_left()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients);
        New(Azure.Runner(), Request(Azure.Runner(), endpoint) with { IpAddress = ["127.9.9.9"], EndpointId = null, TargetId = null });
        PgConnectionRepair repair = await RepairAsync(endpoint, "Failed", [], ["RecordStale"]);
        Assert.Contains("something may answer at it", repair.Left[0].HeldBack, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_record_of_another_networks_endpoint_is_left(bool asZoneGroup)
    {
        PgPrivateEndpoint others = Endpoint(Azure.Runner(), Others), endpoint = Endpoint(Azure.Runner(), Clients);
        New(Azure.Runner(), Request(Azure.Runner(), others) with { VirtualNetworkId = [Azure.Network(Others), Azure.Network(Clients)], AsZoneGroup = asZoneGroup });
        PgConnectionRepair repair = await RepairAsync(endpoint, "Failed", [], ["RecordStale"]);
        Assert.StartsWith("That endpoint is another network's way to the same server", repair.Left[0].Remedy, StringComparison.Ordinal);
        Assert.Null(repair.Left[0].Command);
    }

    [Fact]
    public async Task An_endpoint_that_was_not_made_is_tried_again()
    {
        await Azure.Sandbox.AddFaultsAsync(new()
        {
            Requests = [new() { Method = "PUT", Path = "*/privateEndpoints/*", Times = 1, Operation = new() { Code = "InternalServerError", Message = "As planned." } }],
        });
        string id = $"{Azure.Network(Clients)[..Azure.Network(Clients).IndexOf("/providers/", StringComparison.Ordinal)]}/providers/Microsoft.Network/privateEndpoints/pe";
        Azure.Runner().Fails(NewPgPrivateEndpoint.RunAsync, new NewPgPrivateEndpointRequest { Target = Server, SubnetId = Azure.Subnet(Clients), Name = "pe" });
        PgConnectionRepair repair = Run(id, new(), seconds: 3);
        Assert.Equal(["EndpointFailed"], repair.Repaired.Take(1).Select(each => each.Code));
        Assert.DoesNotContain("EndpointFailed", repair.Left.Select(each => each.Code));
    }

    [Fact]
    public async Task What_passes_is_left_alone()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients);
        New(Azure.Runner(), Request(Azure.Runner(), endpoint));
        PgConnectionRepair repair = await RepairAsync(endpoint, "Passed", [], []);
        Assert.StartsWith("Nothing was changed.", repair.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_shows_all_that_would_be_run_and_writes_nothing()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients, manual: true);
        RecordingOutput output = new() { WhatIf = true };
        PgConnectionRepair? repair = null;
        Assert.Empty(Azure.Runner().WritesOf(() => repair = Run(endpoint, output)));
        Assert.Equal(["Approve", "Create", "Create", "Create"], output.Confirmations.Select(each => each.Action.Split(' ')[0]));
        Assert.Equal((false, 0), (repair!.Changed, repair.Repaired.Count));
        Assert.Equal(["ConnectionPending", "ZoneMissing"], repair.Left.Select(each => each.Code).Take(2));
        AssertEach.All(repair.Left.Take(2), each => Assert.Null(each.HeldBack));
    }

    [Fact]
    public void What_the_user_declines_is_asked_once_and_the_rest_goes_on()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients, manual: true);
        RecordingOutput output = new() { Declines = action => action.StartsWith("Approve", StringComparison.Ordinal) };
        PgConnectionRepair repair = Run(endpoint, output);
        Assert.Single(output.Confirmations, each => each.Action.StartsWith("Approve", StringComparison.Ordinal));
        Assert.Equal(["ZoneMissing"], repair.Repaired.Select(each => each.Code));
        Assert.Equal("It was declined.", repair.Left.Single(each => each.Code == "ConnectionPending").HeldBack);
    }

    [Fact]
    public async Task What_Azure_refuses_is_an_error_and_is_left()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients);
        await RefuseAsync("PUT", "*/privateDnsZones/*", "AuthorizationFailed", 403);
        RecordingOutput output = new();
        PgConnectionRepair repair = Run(endpoint, output);
        Assert.Equal("AccessDenied", Assert.Single(output.Failures).Id);
        Assert.Equal((false, "It was refused (AccessDenied)."), (repair.Changed, repair.Left[0].HeldBack));
    }

    [Fact]
    public void Nobody_approves_for_a_target_that_is_not_to_be_seen()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients, manual: true);
        PgConnectionRepair repair = Run(endpoint, new(), Azure.Ready.Principals.Consumer);
        Assert.DoesNotContain("ConnectionPending", repair.Repaired.Select(each => each.Code));
        Assert.Contains("its owner has to approve it", repair.Left.Single(each => each.Code == "ConnectionPending").HeldBack, StringComparison.Ordinal);
    }

    // Anybody may ask for a connection to the server, also from a network that this account sees.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_changed_for_an_endpoint_that_nobody_named(bool piped)
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Others, manual: true);
        using TcpListener server = Answering(endpoint);
        int port = ((IPEndPoint)server.LocalEndpoint).Port;
        string? named = piped ? Run(null, new(), port: port).Test.EndpointId : null;
        PgConnectionRepair repair = Run(named, new(), port: port);
        Assert.False(repair.Changed, repair.Message);
        Assert.Null(repair.EndpointId);
        PgConnectionCause pending = repair.Left.Single(each => each.Code == "ConnectionPending");
        Assert.StartsWith($"Nobody said that {endpoint.Id} is meant", pending.HeldBack, StringComparison.OrdinalIgnoreCase);
    }

    // Somebody answers at the endpoint's address, so that it passes once all is mended.
    private async Task<PgConnectionRepair> RepairAsync(PgPrivateEndpoint endpoint, string? status, string[]? repaired, string[]? left)
    {
        using TcpListener server = Answering(endpoint);
        string before = await OthersSeeAsync();
        PgConnectionRepair? repair = null;
        IReadOnlyList<string> writes = Azure.Runner().WritesOf(() => repair = Run(endpoint.Id, new(), port: ((IPEndPoint)server.LocalEndpoint).Port));
        Assert.Equal(before, await OthersSeeAsync());
        if (repaired is not null) Assert.True(repaired.SequenceEqual(repair!.Repaired.Select(each => each.Code)), repair.Message);
        if (left is not null) Assert.True(left.SequenceEqual(repair!.Left.Select(each => each.Code)), repair.Message);
        if (status is not null) Assert.Equal(status, repair!.Status);
        Assert.Equal((repair!.Repaired.Count > 0, repair.Repaired.Count > 0), (repair.Changed, writes.Count > 0));
        return repair;
    }

    private TcpListener Answering(PgPrivateEndpoint endpoint)
    {
        TcpListener server = new(IPAddress.Parse(Ip(Azure.Runner(), endpoint).IpAddress), 0);
        server.Start();
        return server;
    }

    private PgConnectionRepair Run(PgPrivateEndpoint endpoint, RecordingOutput output, string? principal = null)
    {
        using TcpListener server = Answering(endpoint);
        return Run(endpoint.Id, output, principal, ((IPEndPoint)server.LocalEndpoint).Port);
    }

    private PgConnectionRepair Run(string? endpointId, RecordingOutput output, string? principal = null, int port = 5432, int seconds = 8) =>
        Azure.Runner(principal, output).One<RepairPgPrivateConnectionRequest, PgConnectionRepair>(RepairPgPrivateConnection.RunAsync, new(
            new()
            {
                HostName = HostName, Port = port, EndpointId = endpointId, DnsServer = Dns(Clients), SslMode = PgSslMode.Disable, Timeout = TimeSpan.FromSeconds(seconds), Diagnose = true,
            },
            TimeSpan.FromMinutes(1)));

    private async Task<string> OthersSeeAsync()
    {
        string[] answers = [];
        foreach (string name in (string[])[HostName, "other.postgres.database.azure.com"])
        {
            Resolution seen = await new DnsServerResolver(IPEndPoint.Parse(Dns(Others)), TimeProvider.System).ResolveAsync(name, default);
            answers = [.. answers, $"{name} {seen.Outcome} {string.Join(",", seen.Addresses)}"];
        }
        return string.Join('\n', answers);
    }

    private string Dns(int network) => Azure.Ready.Dns.Single(pair => ResourceIds.Same(pair.Key, Azure.Network(network))).Value;

    // A zone of the hub's, in its subscription.
    private void HubZone(NewPgPrivateDnsRecordRequest record) =>
        New(Azure.Runner(), record with { SubscriptionId = Azure.Ready.Subscriptions.Development, ResourceGroupName = HubGroup });
}
