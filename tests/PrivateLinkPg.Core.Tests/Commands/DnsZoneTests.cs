using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>Which zone a record goes to, and which networks see it.</summary>
public sealed class DnsZoneTests : LinkedServer
{
    private NewPgPrivateDnsRecordRequest BigAnimal =>
        new() { HostName = Azure.Ready.HostNames.BigAnimal, IpAddress = ["10.0.0.4"], VirtualNetworkId = [Azure.Network(1)] };

    [Fact]
    public void The_zone_of_a_BigAnimal_cluster_is_its_host_without_the_first_label()
    {
        CommandRunner runner = Azure.Runner();
        PgDnsRecord record = New(runner, BigAnimal);
        Assert.Equal(("brcxzr08qr7rbei1.biganimal.io", "p-mckwlbakq5"), (record.ZoneName, record.RecordName));
        Assert.Empty(runner.Output.Text("Warning"));
    }

    [Theory]
    [InlineData("biganimal.io", "p-mckwlbakq5.brcxzr08qr7rbei1")]
    [InlineData("BigAnimal.io.", "p-mckwlbakq5.brcxzr08qr7rbei1")]
    public void A_zone_wider_than_needed_is_used_with_a_warning(string zone, string name)
    {
        CommandRunner runner = Azure.Runner();
        Assert.Equal(name, New(runner, BigAnimal with { ZoneName = zone }).RecordName);
        Assert.Contains("'brcxzr08qr7rbei1.biganimal.io' is enough", Assert.Single(runner.Output.Text("Warning")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.postgres.database.azure.com", "postgres.database.azure.com", true)]
    [InlineData("x.postgres.database.azure.com", "privatelink.postgres.database.azure.com", false)]
    [InlineData("x.postgres.database.azure.com", "x.postgres.database.azure.com", false)]
    [InlineData("db.example.org", "db.example.org", false)]
    [InlineData("db.example.org", "example.org", false)]
    public void Only_a_zone_that_hides_other_names_is_warned_of(string host, string zone, bool warned)
    {
        CommandRunner runner = Azure.Runner();
        New(runner, BigAnimal with { HostName = host, ZoneName = zone });
        Assert.Equal(warned, runner.Output.Text("Warning").Count > 0);
    }

    [Fact]
    public void A_host_right_below_a_top_level_domain_gets_a_zone_of_its_own()
    {
        PgDnsRecord record = New(Azure.Runner(), BigAnimal with { HostName = "example.org" });
        Assert.Equal(("example.org", "@", "example.org"), (record.ZoneName, record.RecordName, record.HostName));
    }

    // As in landing zones: the zone is a central team's, and its networks are linked to it.
    [Theory]
    [InlineData(null)]
    [InlineData("rg-client")]
    public void No_rival_is_made_of_a_zone_that_the_network_sees_in_another_subscription(string? group)
    {
        string hub = New(Azure.Runner(), BigAnimal with
        {
            HostName = "p-other.brcxzr08qr7rbei1.biganimal.io", SubscriptionId = Azure.Ready.Subscriptions.Development, ResourceGroupName = "rg-data",
        }).ZoneId;
        CommandRunner runner = Azure.Runner();
        NewPgPrivateDnsRecordRequest[] both =
            [BigAnimal with { ResourceGroupName = group }, BigAnimal with { ResourceGroupName = group, IpAddress = ["10.0.0.5"], HostName = "p-b.brcxzr08qr7rbei1.biganimal.io", VirtualNetworkId = [Azure.Network(2)] }];
        IReadOnlyList<PgDnsRecord> records = runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, both);
        CommandFailure failure = Assert.Single(runner.Output.Failures);
        Assert.Equal("NetworkSeesOtherZone", failure.Id);
        Assert.Contains($"{Azure.Network(1)} is linked to {hub}", failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"-ResourceGroupName rg-data -SubscriptionId {Azure.Ready.Subscriptions.Development}", failure.Remedy, StringComparison.OrdinalIgnoreCase);
        // The other network's is made all the same, and what the message says works.
        Assert.Equal("p-b.brcxzr08qr7rbei1.biganimal.io", Assert.Single(records).HostName);
        Assert.Equal(hub, New(Azure.Runner(), both[0] with { ResourceGroupName = "rg-data", SubscriptionId = Azure.Ready.Subscriptions.Development }).ZoneId, ignoreCase: true);
    }

    [Fact]
    public async Task Zones_elsewhere_that_may_not_be_read_are_left_to_Azure()
    {
        await RefuseAsync("GET", $"/subscriptions/{Azure.Ready.Subscriptions.Development}/providers/Microsoft.Network/privateDnsZones", "AuthorizationFailed", 403);
        New(Azure.Runner(), BigAnimal);
    }

    [Fact]
    public void Several_networks_in_several_inputs_share_one_zone_and_one_record()
    {
        CommandRunner runner = Azure.Runner();
        NewPgPrivateDnsRecordRequest[] requests = [.. Enumerable.Range(1, 6).Select(number => BigAnimal with { VirtualNetworkId = [Azure.Network(number)] })];
        IReadOnlyList<string> writes = runner.WritesOf(() => Assert.Equal(6, runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, requests).Count));
        Assert.Empty(runner.Output.Failures);
        Assert.Equal(6, Assert.Single(Records()).VirtualNetworkId.Count);
        Assert.Equal(6, writes.Count(each => each.Contains("/virtualNetworkLinks/", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void A_network_of_another_subscription_is_linked()
    {
        string service = Azure.Ready.Resources.PrivateLinkService;
        string remote = service[..service.IndexOf("/privateLinkServices/", StringComparison.OrdinalIgnoreCase)] + "/virtualNetworks/vnet-japaneast";
        CommandRunner runner = Azure.Runner();
        PgDnsRecord record = New(runner, BigAnimal with { VirtualNetworkId = [Azure.Network(1), remote] });
        Assert.Equal(Azure.Ready.Subscriptions.Test, record.SubscriptionId);
        Assert.Contains(remote, Assert.Single(Records()).VirtualNetworkId, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_network_that_may_not_be_joined_is_told_with_the_right_that_is_missing()
    {
        CommandRunner runner = Azure.Runner(Azure.Ready.Principals.Developer);
        CommandFailure failure = runner.Fails(NewPgPrivateDnsRecord.RunAsync, BigAnimal with { SubscriptionId = Azure.Ready.Subscriptions.Development, ResourceGroupName = Server.Split('/')[4] });
        Assert.Equal("JoinDenied", failure.Id);
        Assert.Contains("virtualNetworks/join/action", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_zones_of_the_name_the_one_that_the_network_is_linked_to_is_used()
    {
        CommandRunner runner = Azure.Runner();
        string[] groups = ["rg-one", "rg-two"];
        foreach (string group in groups) CreateGroup(group);
        PgDnsRecord[] zones = [.. groups.Select((group, index) => New(runner, BigAnimal with { ResourceGroupName = group, VirtualNetworkId = [Azure.Network(index + 1)] }))];
        Assert.NotEqual(zones[0].ZoneId, zones[1].ZoneId);
        Assert.Equal(zones[1].ZoneId, New(runner, BigAnimal with { VirtualNetworkId = [Azure.Network(2)] }).ZoneId);
        Assert.Equal("AmbiguousZone", runner.Fails(NewPgPrivateDnsRecord.RunAsync, BigAnimal with { VirtualNetworkId = [Azure.Network(3)] }).Id);
        CommandFailure? failure = null;
        Assert.Empty(runner.WritesOf(() => failure = runner.Fails(
            NewPgPrivateDnsRecord.RunAsync, BigAnimal with { HostName = "p-b.brcxzr08qr7rbei1.biganimal.io", ResourceGroupName = "rg-one", VirtualNetworkId = [Azure.Network(2)] })));
        Assert.Equal("NetworkSeesOtherZone", failure!.Id);
    }

    [Fact]
    public void Each_link_that_is_refused_is_told()
    {
        CommandRunner runner = Azure.Runner();
        foreach (string group in (string[])["rg-one", "rg-two"]) CreateGroup(group);
        New(runner, BigAnimal with { ResourceGroupName = "rg-two", VirtualNetworkId = [Azure.Network(1), Azure.Network(3)] });
        New(runner, BigAnimal with { ResourceGroupName = "rg-one", VirtualNetworkId = [Azure.Network(2)] });

        Assert.Empty(runner.Run<NewPgPrivateDnsRecordRequest, object>(
            NewPgPrivateDnsRecord.RunAsync, BigAnimal with { ResourceGroupName = "rg-one", VirtualNetworkId = [Azure.Network(1), Azure.Network(2), Azure.Network(3)] }));

        Assert.Equal(["NetworkLinkedElsewhere", "NetworkLinkedElsewhere"], runner.Output.Failures.Select(failure => failure.Id));
        Assert.Equal([Azure.Network(1), Azure.Network(3)], runner.Output.Failures.Select(failure => $"{failure.Target}").Order());
        AssertEach.All(runner.Output.Failures, failure => Assert.Contains($"{failure.Target}", failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIf_names_zone_record_and_links_of_a_zone_that_is_not_there_yet()
    {
        RecordingOutput output = new() { WhatIf = true };
        CommandRunner runner = Azure.Runner(output: output);
        Assert.Empty(runner.WritesOf(() => runner.Run<NewPgPrivateDnsRecordRequest, object>(
            NewPgPrivateDnsRecord.RunAsync, BigAnimal with { VirtualNetworkId = [Azure.Network(1), Azure.Network(2)] })));
        Assert.Equal(["Create private DNS zone", "Create A record", "Create virtual network link", "Create virtual network link"],
            output.Confirmations.Select(each => string.Join(' ', each.Action.Split(' ')[..(each.Action.StartsWith("Create A", StringComparison.Ordinal) ? 3 : 4)]).TrimEnd(':')));
    }

    [Fact]
    public void A_declined_zone_asks_for_nothing_more()
    {
        RecordingOutput output = new() { Confirm = false };
        Azure.Runner(output: output).Run<NewPgPrivateDnsRecordRequest, object>(NewPgPrivateDnsRecord.RunAsync, BigAnimal);
        Assert.Single(output.Confirmations);
    }

    [Fact]
    public void A_redirecting_policy_is_for_privatelink_zones_only()
    {
        CommandRunner runner = Azure.Runner();
        Assert.Empty(runner.WritesOf(() =>
            Assert.Equal("ResolutionPolicyNotForZone", runner.Fails(NewPgPrivateDnsRecord.RunAsync, BigAnimal with { ResolutionPolicy = "NxDomainRedirect" }).Id)));
    }

    [Theory]
    [InlineData("10.1")]
    [InlineData("fd00::4")]
    [InlineData("10.0.0.04")]
    public void Only_addresses_as_DNS_writes_them_are_taken(string address) =>
        Assert.Equal("InvalidIpAddress", Azure.Runner().Fails(NewPgPrivateDnsRecord.RunAsync, BigAnimal with { IpAddress = [address] }).Id);
}
