using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>One name, many networks: each endpoint has its own address, so each network has its own zone, or all share one.</summary>
public sealed class ZonePerNetworkTests : LinkedServer
{
    private const string Pattern = "rg-dns-{VirtualNetworkName}";

    private string Groups => $"/subscriptions/{Azure.Ready.Subscriptions.Test}/resourceGroups";

    [Fact]
    public void Networks_with_groups_of_their_own_get_a_zone_each_and_again_nothing()
    {
        CommandRunner runner = Azure.Runner();
        NewPgPrivateDnsRecordRequest[] requests = [.. Enumerable.Range(1, 10).Select(number => Request(runner, InOwnGroup(runner, number)))];

        IReadOnlyList<PgDnsRecord> records = Run(runner, requests);

        Assert.Empty(runner.Output.Failures);
        Assert.Equal(10, records.Select(record => record.ZoneId).Distinct().Count());
        Assert.Equal(requests.Select(each => each.EndpointId).Order(), Records().Select(record => record.EndpointId).Order());
        AssertEach.All(requests, each => Assert.Equal(each.VirtualNetworkId, Of(each).VirtualNetworkId));
        Assert.Empty(runner.WritesOf(() => AssertEach.All(Run(runner, requests), record => Assert.False(record.Changed))));
        Assert.Empty(runner.WritesOf(() => AssertEach.All(requests.Reverse(), each => Assert.False(New(runner, each).Changed))));
    }

    [Fact]
    public void A_network_more_gets_a_zone_beside_those_that_are_there()
    {
        CommandRunner runner = Azure.Runner();
        foreach (int number in (int[])[1, 2]) New(runner, Request(runner, InOwnGroup(runner, number)));
        NewPgPrivateDnsRecordRequest third = Request(runner, InOwnGroup(runner, 3));

        Assert.StartsWith($"{Groups}/rg-3/", New(runner, third).ZoneId, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(3, Records().Count);
    }

    [Fact]
    public void Networks_of_one_group_share_nothing_and_the_first_input_has_its_zone()
    {
        for (int round = 0; round < 3; round++)
        {
            CommandRunner runner = Azure.Runner();
            NewPgPrivateDnsRecordRequest[] requests = [.. Enumerable.Range(1, 5).Select(number => Request(runner, Endpoint(runner, number)))];

            IReadOnlyList<PgDnsRecord> records = [];
            IReadOnlyList<string> writes = runner.WritesOf(() => records = Run(runner, requests));

            Assert.Equal(requests[0].EndpointId, Assert.Single(records).EndpointId);
            Assert.Equal(round == 0 ? 3 : 0, writes.Count);
            Assert.Equal(4, runner.Output.Failures.Count(failure => failure.Id == "RecordClaimedTwice"));
            AssertEach.All(runner.Output.Failures.Zip(requests.Skip(1)), each =>
            {
                Assert.Contains(requests[0].EndpointId!, each.First.Message, StringComparison.Ordinal);
                Assert.Contains(each.Second.EndpointId!, each.First.Message, StringComparison.Ordinal);
                Assert.Contains(Pattern, each.First.Remedy, StringComparison.Ordinal);
            });
        }
    }

    [Fact]
    public void A_pattern_gives_each_network_a_group_that_is_created_on_request()
    {
        CommandRunner runner = Azure.Runner();
        CreateGroup("rg-dns-vnet-client-02", ("team", "network"));
        NewPgPrivateDnsRecordRequest[] requests =
        [
            .. Enumerable.Range(1, 3).Select(number => Request(runner, Endpoint(runner, number)) with
            {
                ResourceGroupName = Pattern, CreateResourceGroup = true, Tag = new Dictionary<string, string> { ["costCenter"] = "42" },
            }),
        ];

        IReadOnlyList<PgDnsRecord> records = [];
        IReadOnlyList<string> writes = runner.WritesOf(() => records = Run(runner, requests));

        Assert.Empty(runner.Output.Failures);
        Assert.Equal(
            ["rg-dns-vnet-client-01", "rg-dns-vnet-client-02", "rg-dns-vnet-client-03"], records.Select(record => record.ResourceGroupName).Order());
        Assert.Equal(2, writes.Count(each => each.Contains("/resourceGroups/rg-dns-", StringComparison.OrdinalIgnoreCase) && !each.Contains("/providers/", StringComparison.Ordinal)));
        // One that was there keeps what it has: a second PUT would take its tags.
        Assert.Equal([("team", "network")], TagsOf("rg-dns-vnet-client-02"));
        Assert.Equal([("costCenter", "42")], TagsOf("rg-dns-vnet-client-01"));
        Assert.Empty(runner.WritesOf(() => Run(runner, requests)));
    }

    [Fact]
    public void WhatIf_names_group_zone_record_and_link()
    {
        RecordingOutput output = new() { WhatIf = true };
        CommandRunner runner = Azure.Runner(output: output);
        NewPgPrivateDnsRecordRequest request =
            Request(Azure.Runner(), Endpoint(Azure.Runner(), 1)) with { ResourceGroupName = Pattern, CreateResourceGroup = true };

        Assert.Empty(runner.WritesOf(() => Run(runner, [request])));
        Assert.Equal(
            ["Create resource group in 'japaneast'", "Create private DNS zone", "Create A record", "Create virtual network link"],
            output.Confirmations.Select(each => Shortened(each.Action)));
    }

    [Fact]
    public void A_group_that_is_not_there_is_told_where_nobody_asked_to_create_it()
    {
        CommandRunner runner = Azure.Runner();
        CommandFailure failure = runner.Fails(NewPgPrivateDnsRecord.RunAsync, Request(runner, Endpoint(runner, 1)) with { ResourceGroupName = Pattern });

        Assert.Equal("ResourceGroupNotFound", failure.Id);
        Assert.Contains("rg-dns-vnet-client-01", failure.Message, StringComparison.Ordinal);
        Assert.Contains("-CreateResourceGroup", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rg-{Network}", 1, "no placeholder {Network}")]
    [InlineData("rg-{VirtualNetworkName}", 2, "has 2 virtual networks")]
    [InlineData("rg-{VirtualNetworkName}", 0, "has 0 virtual networks")]
    [InlineData("rg {VirtualNetworkName}", 1, "ResourceGroupName")]
    public void A_pattern_that_nothing_can_be_put_in_is_refused_before_anything_is_asked(string pattern, int networks, string words)
    {
        CommandRunner runner = Azure.Runner();
        CommandFailure? failure = null;
        Assert.Empty(runner.WritesOf(() => failure = runner.Fails(NewPgPrivateDnsRecord.RunAsync, new NewPgPrivateDnsRecordRequest
        {
            HostName = HostName, IpAddress = ["10.0.0.4"], ResourceGroupName = pattern, NoLink = networks == 0,
            VirtualNetworkId = [.. Enumerable.Range(1, networks).Select(Azure.Network)],
        })));

        Assert.Contains(words, failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_servers_of_one_network_share_its_zone_in_one_run_and_later()
    {
        CommandRunner runner = Azure.Runner();
        foreach (int number in (int[])[1, 2]) CreateGroup($"rg-{number}");
        NewPgPrivateDnsRecordRequest[] requests =
        [
            Request(runner, InOwnGroup(runner, 1)), Request(runner, InOwnGroup(runner, 2)),
            Other("pg-two", 1, "10.0.1.77"), Other("pg-two", 2, "10.0.2.77"),
        ];

        Assert.Equal(4, Run(runner, requests).Count);
        PgDnsRecord later = New(runner, Other("pg-three", 2, "10.0.2.78"));

        Assert.Empty(runner.Output.Failures);
        Assert.Equal(2, Zones().Count);
        Assert.Equal(Of(requests[1]).ZoneId, later.ZoneId);
        Assert.Equal(Of(requests[0]).ZoneId, Records().Single(record => record.IpAddress.Contains("10.0.1.77")).ZoneId);
    }

    // Else its clients would be led to endpoints of a network that they may not reach.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_network_is_not_led_into_the_zone_of_another_one_though_the_name_is_free_there(bool atOnce)
    {
        CommandRunner runner = Azure.Runner();
        NewPgPrivateDnsRecordRequest first = Request(runner, InOwnGroup(runner, 1));
        NewPgPrivateDnsRecordRequest second = Request(runner, InOwnGroup(runner, 2)) with { HostName = "pg-two.postgres.database.azure.com" };

        if (atOnce) Run(runner, [first, second]);
        else AssertEach.All((NewPgPrivateDnsRecordRequest[])[first, second], each => New(runner, each));

        Assert.Empty(runner.Output.Failures);
        Assert.Equal([first.VirtualNetworkId, second.VirtualNetworkId], Records().OrderBy(record => record.HostName).Select(record => record.VirtualNetworkId));
        Assert.Equal(2, Zones().Count);
    }

    [Fact]
    public void Force_takes_no_name_over_in_the_zone_of_another_network()
    {
        CommandRunner runner = Azure.Runner();
        NewPgPrivateDnsRecordRequest first = Request(runner, InOwnGroup(runner, 1));
        New(runner, first);
        PgDnsRecord second = New(runner, Request(runner, InOwnGroup(runner, 2)) with { Force = true });

        Assert.Equal(first.IpAddress, Of(first).IpAddress);
        Assert.StartsWith($"{Groups}/rg-2/", second.ZoneId, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_network_is_let_into_the_zone_where_the_name_leads_to_its_addresses_already()
    {
        CommandRunner runner = Azure.Runner();
        NewPgPrivateDnsRecordRequest hub = Request(runner, InOwnGroup(runner, 1));
        PgDnsRecord record = New(runner, hub);

        // As given by hand: of no endpoint.
        Assert.Equal(record.ZoneId, New(runner, hub with { EndpointId = null, VirtualNetworkId = [Azure.Network(2)] }).ZoneId);
    }

    [Fact]
    public void Hub_and_spokes_share_the_zone_of_one_endpoint()
    {
        CommandRunner runner = Azure.Runner();
        NewPgPrivateDnsRecordRequest hub = Request(runner, Endpoint(runner, 1));
        New(runner, hub);
        NewPgPrivateDnsRecordRequest[] spokes = [.. Enumerable.Range(2, 9).Select(number => hub with { VirtualNetworkId = [Azure.Network(number)] })];

        Assert.Equal(9, Run(runner, spokes).Count);
        Assert.Equal(10, Assert.Single(Records()).VirtualNetworkId.Count);
        // Beside them a network with an endpoint of its own.
        Assert.NotEqual(Records()[0].ZoneId, New(runner, Request(runner, InOwnGroup(runner, 3)) with { VirtualNetworkId = [Azure.Subnet(1).Replace("vnet-client-01", "vnet-client", StringComparison.Ordinal).Split("/subnets/")[0]] }).ZoneId);
    }

    [Fact]
    public void A_pattern_is_about_the_endpoints_network_and_not_about_those_that_are_linked_beside_it()
    {
        CommandRunner runner = Azure.Runner();
        NewPgPrivateDnsRecordRequest request = Request(runner, Endpoint(runner, 1));
        PgDnsRecord record = New(runner, request with
        {
            VirtualNetworkId = [Azure.Network(1), Azure.Network(2)], PatternNetworkId = request.VirtualNetworkId, ResourceGroupName = Pattern, CreateResourceGroup = true,
        });
        Assert.Equal(("rg-dns-vnet-client-01", 2), (record.ResourceGroupName, record.VirtualNetworkId.Count));
    }

    [Fact]
    public void A_network_is_not_promised_to_two_zones_of_one_name()
    {
        CommandRunner runner = Azure.Runner();
        CreateGroup("rg-hub");
        NewPgPrivateDnsRecordRequest first = Request(runner, Endpoint(runner, 1)) with { ResourceGroupName = "rg-client" };
        NewPgPrivateDnsRecordRequest second = Other("other", 1, "10.9.9.9") with { ResourceGroupName = "rg-hub" };

        IReadOnlyList<string> writes = runner.WritesOf(() => Assert.Single(Run(runner, [first, second])));

        CommandFailure refused = Assert.Single(runner.Output.Failures);
        Assert.Equal(("NetworkClaimedTwice", Azure.Network(1)), (refused.Id, refused.Target));
        Assert.DoesNotContain(writes, each => each.Contains("rg-hub", StringComparison.Ordinal));
        // Where it is not to be linked, or is another's, nothing stands against it.
        Assert.Equal(2, Run(Azure.Runner(), [first, second with { NoLink = true }]).Count);
        Assert.Equal(2, Run(Azure.Runner(), [first, second with { VirtualNetworkId = [Azure.Network(2)] }]).Count);
    }

    private PgPrivateEndpoint InOwnGroup(CommandRunner runner, int network)
    {
        CreateGroup($"rg-{network}");
        return runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
            NewPgPrivateEndpoint.RunAsync, new() { Target = Server, SubnetId = Azure.Subnet(network), ResourceGroupName = $"rg-{network}" });
    }

    private NewPgPrivateDnsRecordRequest Other(string server, int network, string address) => new()
    {
        HostName = $"{server}.postgres.database.azure.com", IpAddress = [address], VirtualNetworkId = [Azure.Network(network)], TargetId = Server,
    };

    private static IReadOnlyList<PgDnsRecord> Run(CommandRunner runner, NewPgPrivateDnsRecordRequest[] requests) =>
        runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, requests);

    private PgDnsRecord Of(NewPgPrivateDnsRecordRequest request) => Records().Single(record => record.EndpointId == request.EndpointId);

    private static string Shortened(string action) => action.Split(":")[0].Split(" 1")[0].Split(" to ")[0];

    private (string, string)[] TagsOf(string group) => Azure.Sandbox.State.Run(() =>
        Azure.Sandbox.State.Subscriptions[Azure.Ready.Subscriptions.Test].Groups[group].Tags!.Select(tag => (tag.Key, $"{tag.Value}")).ToArray());
}
