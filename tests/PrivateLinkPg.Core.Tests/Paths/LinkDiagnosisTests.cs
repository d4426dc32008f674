using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;
using PrivateLinkPg.Pictures;

namespace PrivateLinkPg.Core.Tests.Paths;

/// <summary>-Diagnose against the sandbox, from the first missing piece to the last: each remedy leads to the next cause.</summary>
public sealed class LinkDiagnosisTests : IAsyncLifetime
{
    // A new one for each test: what is missing in one must not be found in another.
    private readonly SandboxFixture azure = new();

    public async Task InitializeAsync()
    {
        await azure.InitializeAsync();
        await azure.TurnDownAsync();
    }

    public Task DisposeAsync() => azure.DisposeAsync();

    [Fact]
    public void Each_missing_piece_is_named_until_only_the_server_is_left()
    {
        CommandRunner runner = azure.Runner();
        PgConnectionTest test = Test(runner, "127.9.9.9", 1);
        Assert.Equal("EndpointMissing", test.Cause);
        Assert.Equal(azure.Ready.Resources.FlexibleServer, test.TargetId, ignoreCase: true);

        PgEndpointIp ip = Endpoint(runner, 1, manual: false);
        test = Test(runner, ip.IpAddress, 1);
        Assert.Equal(("Address", "ZoneMissing", ip.EndpointId), (test.FailedStep, test.Cause, test.EndpointId));
        Assert.Contains($"-IpAddress {ip.IpAddress} -VirtualNetworkId {azure.Network(1)}", test.Remedy, StringComparison.OrdinalIgnoreCase);

        NewPgPrivateDnsRecordRequest record = new() { HostName = ip.HostName, IpAddress = [ip.IpAddress], EndpointId = ip.EndpointId, TargetId = ip.TargetId, NoLink = true };
        runner.One<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, record);
        Assert.Equal("ZoneNotLinked", Test(runner, ip.IpAddress, 1).Cause);

        record = record with { NoLink = false, VirtualNetworkId = [azure.Network(1)] };
        runner.One<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, record);
        test = Test(runner, ip.IpAddress, 1);
        Assert.Equal("Tcp", test.FailedStep);
        Assert.Contains(test.Finding, line => line.Contains("its connection is Approved", StringComparison.Ordinal));

        runner.One<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, record with { IpAddress = ["10.9.9.9"], Force = true });
        Assert.Equal("RecordStale", Test(runner, ip.IpAddress, 1).Cause);
    }

    [Fact]
    public void Of_two_linked_zones_diagnosis_and_picture_take_the_one_that_Azure_s_DNS_takes()
    {
        CommandRunner runner = azure.Runner();
        PgEndpointIp ip = Endpoint(runner, 6, manual: false);
        NewPgPrivateDnsRecordRequest record = new() { HostName = ip.HostName, IpAddress = [ip.IpAddress], VirtualNetworkId = [azure.Network(6)] };
        runner.One<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, record);
        runner.One<NewPgPrivateDnsRecordRequest, PgDnsRecord>(
            NewPgPrivateDnsRecord.RunAsync, record with { IpAddress = ["10.9.9.9"], ZoneName = "postgres.database.azure.com" });

        PgConnectionTest test = Test(runner, ip.IpAddress, 6);
        Assert.Equal(("Address", "RecordStale"), (test.FailedStep, test.Cause));
        Assert.Matches("in zone postgres.database.azure.com \\(resource group .+\\) leads to 10.9.9.9", test.Message);
        LinkPath path = Picture(runner, ip.EndpointId);
        Assert.Equal(("postgres.database.azure.com", "Leads elsewhere"), (path.Stations[1].Name, path.Stations[2].Word));
    }

    [Fact]
    public void A_zone_that_only_the_zone_group_leads_to_is_seen_by_diagnosis_and_picture()
    {
        CommandRunner runner = azure.Runner();
        PgEndpointIp ip = Endpoint(runner, 7, manual: false);
        runner.One<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, new()
        {
            HostName = ip.HostName, EndpointId = ip.EndpointId, TargetId = ip.TargetId, VirtualNetworkId = [azure.Network(7)], AsZoneGroup = true,
            SubscriptionId = azure.Ready.Subscriptions.Development, ResourceGroupName = azure.Ready.Resources.FlexibleServer.Split('/')[4],
        });

        PgConnectionTest test = Test(runner, "127.9.9.9", 7);
        // The name leads to the endpoint: what was expected is wrong.
        Assert.Equal(("Address", "ExpectedAddressWrong"), (test.FailedStep, test.Cause));
        Assert.Contains(test.Finding, line => line.StartsWith("Private zone privatelink.postgres.database.azure.com: linked to", StringComparison.Ordinal));
        LinkPath path = Picture(runner, ip.EndpointId);
        Assert.Equal(("Linked", "Leads here"), (path.Stations[1].Word, path.Stations[2].Word));
    }

    [Fact]
    public void A_pending_connection_explains_an_address_that_answers_nothing()
    {
        PgEndpointIp ip = Endpoint(azure.Runner(), 5, manual: true);
        PgConnectionTest test = Test(azure.Runner(), ip.IpAddress, 5, new() { HostName = ip.IpAddress });

        Assert.Equal(("Tcp", "ConnectionPending", $"Approve-PgEndpointConnection -EndpointId {ip.EndpointId}"), (test.FailedStep, test.Cause, test.Remedy));
    }

    [Fact]
    public void A_server_inside_a_network_of_its_own_is_found_by_its_name()
    {
        string name = azure.Ready.Resources.InjectedServer[(azure.Ready.Resources.InjectedServer.LastIndexOf('/') + 1)..];
        PgConnectionTest test = Test(azure.Runner(), "127.0.0.1", 2, new() { HostName = $"{name}.postgres.database.azure.com", TargetId = azure.Ready.Resources.InjectedServer });

        Assert.Equal("ServerInjected", test.Cause);
    }

    [Fact]
    public async Task What_may_not_be_read_is_told_and_what_it_might_show()
    {
        Assert.Contains(Test(azure.Runner(), "127.9.9.9", 4).Finding, line => line.StartsWith("No private endpoint for", StringComparison.Ordinal));
        PgEndpointIp ip = Endpoint(azure.Runner(), 4, manual: false);
        PgConnectionTest test = Test(azure.Runner(), ip.IpAddress, 4);
        Assert.Equal("ZoneMissing", test.Cause);
        Assert.DoesNotContain(test.Finding, line => line.StartsWith("What cannot be read", StringComparison.Ordinal) || line.StartsWith("No private endpoint for", StringComparison.Ordinal));

        await azure.Sandbox.AddFaultsAsync(new() { Requests = [new() { Method = "GET", Path = "*/flexibleServers/*", Times = 99, Status = 403, Code = "AuthorizationFailed", Message = "As planned." }] });
        test = Test(azure.Runner(), ip.IpAddress, 4);
        Assert.Contains(test.Finding, line => line.EndsWith(" cannot be read: AuthorizationFailed.", StringComparison.Ordinal));
        Assert.Contains(test.Finding, line => line.StartsWith("What cannot be read might show one of these as well: ", StringComparison.Ordinal) && line.Contains("ServerStopped", StringComparison.Ordinal) && !line.Contains("ZoneMissing", StringComparison.Ordinal));
    }

    [Fact]
    public void An_endpoint_that_is_gone_is_told()
    {
        string id = azure.Network(3).Replace("virtualNetworks/", "privateEndpoints/gone-", StringComparison.OrdinalIgnoreCase);
        PgConnectionTest test = Test(azure.Runner(), "127.0.0.1", 3, new() { HostName = azure.Ready.HostNames.FlexibleServer, EndpointId = id });

        Assert.Equal("EndpointDeleted", test.Cause);
    }

    [Fact]
    public void Without_a_context_the_test_itself_stands_and_a_warning_says_why()
    {
        RecordingOutput output = new();
        using CommandHost host = new(output, new NoAzure(), TimeProvider.System);
        host.Start(() => TestPgPrivateConnection.RunAsync(Request(azure.Ready.HostNames.FlexibleServer, "127.9.9.9", 4), host), null);
        host.Complete();

        Assert.Equal("Failed", Assert.IsType<PgConnectionTest>(Assert.Single(output.Objects)).Status);
        Assert.Contains("Azure could not be asked", Assert.Single(output.Text("Warning")), StringComparison.Ordinal);
    }

    private static LinkPath Picture(CommandRunner runner, string endpointId) => runner.One<string, LinkPath>(
        async (id, host) => host.Output.WriteObject((await new LinkPathReader(await LinkReader.OfAsync(host)).ReadAsync(id, new()))[0]), endpointId);

    private PgEndpointIp Endpoint(CommandRunner runner, int network, bool manual)
    {
        PgPrivateEndpoint endpoint = runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
            NewPgPrivateEndpoint.RunAsync, new() { Target = azure.Ready.Resources.FlexibleServer, SubnetId = azure.Subnet(network), ManualRequest = manual });
        return runner.One<GetPgEndpointIpRequest, PgEndpointIp>(GetPgEndpointIp.RunAsync, new(endpoint.Id, null, null));
    }

    private PgConnectionTest Test(CommandRunner runner, string expected, int network, TestPgPrivateConnectionRequest? request = null)
    {
        TestPgPrivateConnectionRequest full = Request(request?.HostName ?? azure.Ready.HostNames.FlexibleServer, expected, network);
        return runner.One<TestPgPrivateConnectionRequest, PgConnectionTest>(
            TestPgPrivateConnection.RunAsync, full with { EndpointId = request?.EndpointId, TargetId = request?.TargetId });
    }

    // A pending endpoint swallows connections: the test must not wait long for it.
    private TestPgPrivateConnectionRequest Request(string host, string expected, int network) => new()
    {
        HostName = host,
        DnsServer = azure.Ready.Dns.Single(pair => pair.Key.Equals(azure.Network(network), StringComparison.OrdinalIgnoreCase)).Value,
        ExpectedIpAddress = [expected],
        Timeout = TimeSpan.FromSeconds(9),
        Diagnose = true,
    };
}
