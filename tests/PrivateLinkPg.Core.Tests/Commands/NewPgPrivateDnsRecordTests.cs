using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Commands;

public sealed class NewPgPrivateDnsRecordTests(SandboxFixture azure) : IClassFixture<SandboxFixture>
{
    [Fact]
    public void Zone_link_and_record_come_into_being_and_the_same_line_again_writes_nothing()
    {
        CommandRunner runner = azure.Runner();
        NewPgPrivateDnsRecordRequest request = Request("db.one.example", 1);
        PgDnsRecord? record = null;
        IReadOnlyList<string> writes = runner.WritesOf(() => record = Create(runner, request));

        Assert.Equal(("one.example", "db", "Manual", 300L, true), (record!.ZoneName, record.RecordName, record.Owner, record.TimeToLive, record.Changed));
        Assert.Equal(["10.0.0.4"], record.IpAddress);
        Assert.Equal(
            [$"PUT {record.ZoneId}", $"PUT {record.Id}", $"PUT {record.ZoneId}/virtualNetworkLinks/vnet-client-01"], writes, StringComparer.OrdinalIgnoreCase);
        Assert.Empty(runner.WritesOf(() => Assert.False(Create(runner, request).Changed)));
    }

    [Fact]
    public void Another_address_is_never_overwritten_without_force()
    {
        CommandRunner runner = azure.Runner();
        NewPgPrivateDnsRecordRequest request = Request("db.two.example", 2);
        Create(runner, request);
        NewPgPrivateDnsRecordRequest other = request with { IpAddress = ["10.0.0.5"] };

        CommandFailure? failure = null;
        Assert.Empty(runner.WritesOf(() => failure = runner.Fails(NewPgPrivateDnsRecord.RunAsync, other)));
        Assert.Equal("RecordDiffers", failure!.Id);
        Assert.Contains("10.0.0.4", failure.Message, StringComparison.Ordinal);
        PgDnsRecord forced = Create(runner, other with { Force = true });
        Assert.Equal((true, "10.0.0.5"), (forced.Changed, Assert.Single(forced.IpAddress)));
    }

    [Fact]
    public void A_time_to_live_that_differs_needs_force()
    {
        CommandRunner runner = azure.Runner();
        NewPgPrivateDnsRecordRequest request = Request("db.ttl.example", 2) with { TimeToLive = 60 };
        Assert.Equal(60, Create(runner, request).TimeToLive);
        Assert.Equal("RecordTimeToLiveDiffers", runner.Fails(NewPgPrivateDnsRecord.RunAsync, request with { TimeToLive = 30 }).Id);
        Assert.Equal(30, Create(runner, request with { TimeToLive = 30, Force = true }).TimeToLive);
        Assert.False(Create(runner, request with { TimeToLive = null }).Changed);
    }

    [Fact]
    public void Several_networks_are_linked_to_one_zone()
    {
        PgDnsRecord record = Create(azure.Runner(), Request("db.three.example", 3) with { VirtualNetworkId = [azure.Network(3), azure.Network(4)] });
        Assert.Equal([azure.Network(3), azure.Network(4)], record.VirtualNetworkId);
    }

    [Fact]
    public void Many_records_of_one_zone_create_it_once()
    {
        CommandRunner runner = azure.Runner();
        NewPgPrivateDnsRecordRequest[] requests = [.. Enumerable.Range(0, 30).Select(each => Request($"db{each:00}.many.example", 5))];
        IReadOnlyList<PgDnsRecord> records = [];
        IReadOnlyList<string> writes = runner.WritesOf(() => records = runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, requests));

        Assert.Equal(30, records.Select(record => record.RecordName).Distinct().Count());
        Assert.Empty(runner.Output.Failures);
        Assert.Equal(32, writes.Count);
    }

    [Fact]
    public async Task Two_commands_at_once_agree_on_one_zone()
    {
        string[] hosts = ["a.race.example", "b.race.example", "c.race.example", "d.race.example"];
        CommandFailure[] failures = [.. (await Task.WhenAll(hosts.Select(host => Task.Run(() =>
        {
            CommandRunner runner = azure.Runner();
            runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, Request(host, 6));
            return runner.Output.Failures;
        })))).SelectMany(each => each)];
        Assert.Empty(failures);
    }

    [Fact]
    public void The_zone_that_exists_in_the_subscription_is_used_wherever_it_is()
    {
        CommandRunner runner = azure.Runner();
        string zone = Create(runner, Request("db.found.example", 7)).ZoneId;
        string elsewhere = azure.Network(8).Replace("rg-client", "rg-none", StringComparison.Ordinal);
        Assert.Equal(zone, Create(runner, Request("other.found.example", 7) with { VirtualNetworkId = [elsewhere], NoLink = true }).ZoneId);
    }

    [Fact]
    public void A_policy_that_differs_needs_force()
    {
        CommandRunner runner = azure.Runner();
        NewPgPrivateDnsRecordRequest request = Request("x.postgres.database.azure.com", 8);
        Create(runner, request);
        NewPgPrivateDnsRecordRequest redirect = request with { ResolutionPolicy = "NxDomainRedirect" };
        Assert.Equal("LinkDiffers", runner.Fails(NewPgPrivateDnsRecord.RunAsync, redirect).Id);
        Assert.True(Create(runner, redirect with { Force = true }).Changed);
        Assert.False(Create(runner, redirect).Changed);
    }

    [Fact]
    public void A_record_with_an_address_more_is_not_as_wished()
    {
        NewPgPrivateDnsRecordRequest request = Request("z.postgres.database.azure.com", 10) with { ResourceGroupName = "rg-client", IpAddress = ["10.0.0.4", "10.0.0.5"] };
        Create(azure.Runner(), request);
        NewPgPrivateDnsRecordRequest one = request with { IpAddress = ["10.0.0.4"] };
        Assert.Equal("RecordDiffers", azure.Runner().Fails(NewPgPrivateDnsRecord.RunAsync, one).Id);
        PgDnsRecord forced = Create(azure.Runner(), one with { Force = true });
        Assert.True(forced.Changed);
        Assert.Equal(["10.0.0.4"], forced.IpAddress);
    }

    // Machines of the network register in the zone, and the link's owner has marked it.
    [Fact]
    public void A_link_that_is_updated_keeps_what_others_made_of_it()
    {
        CommandRunner runner = azure.Runner();
        NewPgPrivateDnsRecordRequest request = Request("y.postgres.database.azure.com", 10) with { ResourceGroupName = "rg-client" };
        string zone = Create(runner, request).ZoneId;
        VirtualNetworkLink link = azure.Sandbox.State.Run(() =>
        {
            VirtualNetworkLink found = azure.Sandbox.State.All<PrivateDnsZone>().Single(each => ResourceIds.Same(each.Id.Value, zone)).Links.Values
                .Single(each => ResourceIds.Same(each.VirtualNetwork.Value, azure.Network(10)));
            found.RegistrationEnabled = true;
            found.Tags!["owner"] = "the network's team";
            return found;
        });
        Assert.True(Create(azure.Runner(), request with { ResolutionPolicy = "NxDomainRedirect", Force = true, Tag = new Dictionary<string, string> { ["owner"] = "us" } }).Changed);
        Assert.Equal(("NxDomainRedirect", true, "the network's team"), (link.ResolutionPolicy, link.RegistrationEnabled, (string?)link.Tags!["owner"]));
    }

    [Fact]
    public void A_zone_group_lets_Azure_keep_the_record()
    {
        CommandRunner runner = azure.Runner();
        PgPrivateEndpoint endpoint = runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
            NewPgPrivateEndpoint.RunAsync, new() { Target = azure.Ready.Resources.FlexibleServer, SubnetId = azure.Subnet(9) });
        NewPgPrivateDnsRecordRequest request = new()
        {
            HostName = endpoint.HostName, EndpointId = endpoint.Id, TargetId = endpoint.TargetId, VirtualNetworkId = [endpoint.VirtualNetworkId], AsZoneGroup = true,
        };
        PgDnsRecord record = Create(runner, request);
        Assert.Equal(("ZoneGroup", 10L, true), (record.Owner, record.TimeToLive, record.Changed));
        Assert.Empty(runner.WritesOf(() => Assert.False(Create(runner, request).Changed)));
    }

    [Fact]
    public void WhatIf_sends_nothing()
    {
        RecordingOutput output = new() { Confirm = false };
        CommandRunner runner = azure.Runner(output: output);
        Assert.Empty(runner.WritesOf(() => Assert.Empty(runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, Request("db.whatif.example", 10)))));
        Assert.NotEmpty(output.Confirmations);
        Assert.Empty(output.Failures);
    }

    private static PgDnsRecord Create(CommandRunner runner, NewPgPrivateDnsRecordRequest request) =>
        runner.One<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, request);

    private NewPgPrivateDnsRecordRequest Request(string host, int network) =>
        new() { HostName = host, IpAddress = ["10.0.0.4"], VirtualNetworkId = [azure.Network(network)] };
}
