using System.Net;
using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Paths;

/// <summary>Each fault of a path, put into one that works otherwise, has its own name; of two both are named, the blocking one first.</summary>
public sealed class CausesTests : LinkedServer
{
    private const int Clients = 1;

    private string Hub => Azure.Ready.Subscriptions.Development;

    private string HubGroup => Azure.Ready.Resources.FlexibleServer.Split('/')[4];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Azure.TurnDownAsync();
    }

    [Theory]
    [InlineData("Pending", "ConnectionPending", "ZoneMissing")]
    [InlineData("Rejected", "ConnectionRejected", "ZoneMissing")]
    public void A_connection_that_is_not_approved_comes_before_the_missing_zone(string status, string first, string second)
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients, manual: true);
        if (status == "Rejected") Azure.Runner().Run<DecidePgEndpointConnectionRequest, object>(DecidePgEndpointConnection.RunAsync, EndpointRequests.Denial(EndpointRequests.Of(endpoint.Id)));
        Expect(Diagnose(endpoint), first, second);
    }

    [Fact]
    public void A_pending_connection_is_told_where_record_and_link_are_right()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients, manual: true);
        New(Azure.Runner(), Request(Azure.Runner(), endpoint));
        Expect(Diagnose(endpoint), "ConnectionPending");
    }

    // As the owner of a server sees a vendor's request: the endpoint is another tenant's.
    [Theory]
    [InlineData(403, "ConnectionPending")]
    [InlineData(404, "ConnectionPending")]
    public async Task An_endpoint_that_cannot_be_seen_is_judged_by_what_its_target_has_of_it(int status, string cause)
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients, manual: true);
        // It was not this session that made it.
        RecentWrites.Note(new Uri(Azure.Ready.ArmEndpoint).Authority, RequestMethod.Delete, "");
        await RefuseAsync("GET", "*/privateEndpoints/*", status == 403 ? "AuthorizationFailed" : "ResourceNotFound", status);
        Expect(Azure.Runner().One<TestPgPrivateConnectionRequest, PgConnectionTest>(TestPgPrivateConnection.RunAsync, new()
        {
            HostName = HostName, EndpointId = endpoint.Id, TargetId = Azure.Ready.Resources.FlexibleServer, Timeout = TimeSpan.FromSeconds(8), Diagnose = true,
            DnsServer = Azure.Ready.Dns.Single(pair => ResourceIds.Same(pair.Key, Azure.Network(Clients))).Value,
        }), cause);
    }

    [Fact]
    public void The_zone_of_a_hub_is_linked_and_no_rival_is_made()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients);
        HubZone(Request(Azure.Runner(), endpoint));
        PgConnectionTest test = Expect(Diagnose(endpoint), "ZoneNotLinked");
        Assert.Contains($"-ZoneName {PrivateZone} -ResourceGroupName {HubGroup} -SubscriptionId {Hub}", test.Remedy, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_empty_zone_of_a_hub_lacks_the_record()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients);
        HubZone(Request(Azure.Runner(), endpoint) with { HostName = "other.postgres.database.azure.com", IpAddress = ["10.9.9.9"], NoLink = false, EndpointId = null, TargetId = null });
        PgConnectionTest test = Expect(Diagnose(endpoint), "RecordMissing");
        Assert.Contains($"-SubscriptionId {Hub}", test.Remedy, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_empty_zone_that_the_clients_see_lacks_the_record_of_an_endpoint_elsewhere()
    {
        Azure.Sandbox.Faults.Clear();
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 2);
        New(Azure.Runner(), Request(Azure.Runner(), endpoint));
        HubZone(new() { HostName = "other.postgres.database.azure.com", IpAddress = ["10.9.9.9"], VirtualNetworkId = [Azure.Network(Clients)] });
        // Nor would the record help alone.
        Expect(Diagnose(endpoint, Azure.Network(Clients)), "RecordMissing", "NetworksNotPeered");
    }

    [Fact]
    public void A_wider_zone_beside_the_right_one_is_named()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients);
        NewPgPrivateDnsRecordRequest right = Request(Azure.Runner(), endpoint);
        New(Azure.Runner(), right);
        HubZone(right with { HostName = "other.postgres.database.azure.com", IpAddress = ["10.9.9.9"], EndpointId = null, TargetId = null, ZoneName = "postgres.database.azure.com", NoLink = false });
        PgConnectionTest test = Expect(Diagnose(endpoint), "ZoneTooWide");
        Assert.Contains("The private zone postgres.database.azure.com is linked", test.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expectation_that_is_wrong_is_told_as_such()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients);
        PgDnsRecord record = New(Azure.Runner(), Request(Azure.Runner(), endpoint));
        PgConnectionTest test = Diagnose(endpoint, expected: "10.9.9.9");
        Assert.Equal("ExpectedAddressWrong", test.Cause);
        Assert.EndsWith($"-ExpectedIpAddress {record.IpAddress[0]}", test.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_of_another_networks_endpoint_is_left_to_it()
    {
        PgPrivateEndpoint others = Endpoint(Azure.Runner(), 2), endpoint = Endpoint(Azure.Runner(), Clients);
        New(Azure.Runner(), Request(Azure.Runner(), others) with { VirtualNetworkId = [Azure.Network(2), Azure.Network(Clients)] });
        PgConnectionTest test = Expect(Diagnose(endpoint), "RecordStale");
        Assert.Contains(others.Id, test.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("-Force", test.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*/virtualNetworkLinks")]
    [InlineData("*/A/pg-orders")]
    [InlineData("*/providers/Microsoft.Network/privateDnsZones")]
    public async Task What_may_not_be_read_is_not_taken_for_absent(string path)
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients);
        New(Azure.Runner(), Request(Azure.Runner(), endpoint) with { NoLink = path.EndsWith("Links", StringComparison.Ordinal) });
        await RefuseAsync("GET", path, "AuthorizationFailed", 403);
        PgConnectionTest test = Diagnose(endpoint, expected: "10.9.9.9");
        Assert.Contains(test.Cause, (string[])["ZonesNotReadable", "ExpectedAddressWrong"]);
        Assert.DoesNotContain("There is no private zone", test.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_of_another_server_is_named_with_that_server()
    {
        (string id, string name) = OtherServer();
        PgPrivateEndpoint endpoint = Azure.Runner().One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, new() { Target = id, SubnetId = Azure.Subnet(Clients) });
        PgConnectionTest test = Expect(Diagnose(endpoint), "EndpointToOtherServer");
        Assert.Contains($"leads to {id}, whose name is {name}", test.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_record_that_leads_to_another_servers_endpoint_is_stale_and_names_that_server()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients);
        PgPrivateEndpoint other = Azure.Runner().One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
            NewPgPrivateEndpoint.RunAsync, new() { Target = OtherServer().Id, SubnetId = Azure.Subnet(Clients), Name = "other-pe" });
        New(Azure.Runner(), Request(Azure.Runner(), endpoint) with { IpAddress = [Ip(Azure.Runner(), other).IpAddress], EndpointId = null });
        foreach (string? known in (string?[])[endpoint.Id, null])
        {
            PgConnectionTest test = Expect(Diagnose(endpoint with { Id = known! }), "RecordStale");
            Assert.Contains(other.Id, test.Message, StringComparison.OrdinalIgnoreCase);
            Assert.EndsWith("-Force", test.Remedy, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("db.corp.example")]
    [InlineData("db")]
    public void A_name_of_ones_own_is_judged_by_what_it_leads_to(string host)
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), Clients, manual: true);
        string address = Ip(Azure.Runner(), endpoint).IpAddress;
        if (host != "db") New(Azure.Runner(), new() { HostName = host, IpAddress = [address], VirtualNetworkId = [Azure.Network(Clients)], ResourceGroupName = "rg-client" });
        // A name without a dot has no record in a zone; it is known by its endpoint.
        PgConnectionTest test = Diagnose(endpoint with { Id = host == "db" ? endpoint.Id : null! }, host: host);
        Assert.Equal("ConnectionPending", test.Cause);
        Assert.Equal(endpoint.Id, test.EndpointId, ignoreCase: true);
    }

    [Fact]
    public void A_service_without_a_zone_lacks_it_and_its_stale_record_is_one()
    {
        PgPrivateEndpoint endpoint = Azure.Runner().One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
            NewPgPrivateEndpoint.RunAsync, new() { Target = Azure.Ready.Resources.PrivateLinkService, SubnetId = Azure.Subnet(Clients) });
        string host = Azure.Ready.HostNames.BigAnimal;
        Expect(Diagnose(endpoint, host: host), "ZoneMissing");
        New(Azure.Runner(), new() { HostName = host, IpAddress = ["127.9.9.9"], VirtualNetworkId = [Azure.Network(Clients)], ResourceGroupName = "rg-client" });
        Expect(Diagnose(endpoint, host: host), "RecordStale");
    }

    private static PgConnectionTest Expect(PgConnectionTest test, params string[] causes)
    {
        // Behind the name there is no server here.
        string[] told = [.. test.Causes.Select(each => each.Code).Where(code => code is not ("ConnectionClosed" or "PortClosed" or "AddressSilent" or "ServerSilent"))];
        Assert.True(told.SequenceEqual(causes), $"{string.Join(", ", test.Causes)}: {test.Message}");
        Assert.Equal(causes[0], test.Cause);
        AssertEach.All(test.Causes, each => Assert.Contains(each.Message, test.Message, StringComparison.Ordinal));
        return test;
    }

    private (string Id, string Name) OtherServer() => Azure.Sandbox.State.Run(() =>
    {
        ResourceId id = ResourceId.InGroup(Hub, HubGroup, "Microsoft.DBforPostgreSQL", FlexibleServer.ResourceType, "pg-other");
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Azure.Sandbox.State.Add(new FlexibleServer(id, Azure.Ready.Location)
        {
            PublicAddress = IPAddress.Parse("127.9.9.8"), DisplayLocation = "Japan East", AdministratorLogin = "edb_admin", CreatedAt = now, ChangedAt = now,
            ProvisioningState = "Succeeded", State = "Ready",
        });
        return (id.Value, "pg-other.postgres.database.azure.com");
    });

    // A zone of the hub's, in its subscription.
    private void HubZone(NewPgPrivateDnsRecordRequest record) => New(Azure.Runner(), record with
    {
        SubscriptionId = Hub, ResourceGroupName = HubGroup, NoLink = record.EndpointId is not null,
    });

    private PgConnectionTest Diagnose(PgPrivateEndpoint endpoint, string? network = null, string? expected = null, string? host = null)
    {
        string clients = network ?? Azure.Network(Clients);
        return Azure.Runner().One<TestPgPrivateConnectionRequest, PgConnectionTest>(TestPgPrivateConnection.RunAsync, new()
        {
            HostName = host ?? HostName, ExpectedIpAddress = expected is null ? [] : [expected], EndpointId = endpoint.Id, VirtualNetworkId = network,
            DnsServer = Azure.Ready.Dns.Single(pair => ResourceIds.Same(pair.Key, clients)).Value, Timeout = TimeSpan.FromSeconds(8), Diagnose = true,
        });
    }
}
