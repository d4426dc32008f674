using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

public sealed class RemovePgPrivateDnsRecordTests : LinkedServer
{
    private static readonly RemovePgPrivateDnsRecordRequest Db = new() { HostName = "db.corp.example" };

    [Fact]
    public void Only_the_given_address_goes_and_the_record_with_the_last()
    {
        CommandRunner runner = Azure.Runner();
        Make(runner, "10.0.0.4", "10.0.0.5");
        PgRemoval reduced = Run(runner, Db with { IpAddress = ["10.0.0.4"] })[0];
        Assert.Equal(("Reduced", "10.0.0.4"), (reduced.Action, Assert.Single(reduced.IpAddress)));
        Assert.Equal("10.0.0.5", Assert.Single(Assert.Single(Records()).IpAddress));
        Assert.Empty(runner.WritesOf(() => Assert.Empty(Run(runner, Db with { IpAddress = ["10.0.0.4"] }))));
        Assert.Equal("Removed", Run(runner, Db with { IpAddress = ["10.0.0.5"] })[0].Action);
        Assert.Empty(Records());
        Assert.Single(Zones());
    }

    [Fact]
    public void A_record_that_is_gone_is_a_warning()
    {
        CommandRunner runner = Azure.Runner();
        Assert.Empty(Run(runner, Db));
        Assert.Contains("Nothing was removed", Assert.Single(runner.Output.Text("Warning")), StringComparison.Ordinal);
        Assert.Empty(runner.Output.Failures);
    }

    [Fact]
    public void With_the_zone_links_go_before_it()
    {
        CommandRunner runner = Azure.Runner();
        Make(runner, "10.0.0.4");
        Assert.Equal(["VirtualNetworkLink", "ARecord", "PrivateDnsZone"], Run(runner, Db with { IncludeZone = true }).Select(each => each.Kind));
        Assert.Empty(Zones());
    }

    [Fact]
    public void A_zone_with_a_registering_link_stays()
    {
        CommandRunner runner = Azure.Runner();
        PgDnsRecord record = Make(runner, "10.0.0.4");
        Link(record.ZoneId, "registering", Azure.Network(2), registers: true);
        // A link that was made for the record would lead to an empty zone.
        Assert.Equal(["VirtualNetworkLink", "ARecord"], Run(runner, Db with { IncludeZone = true }).Select(each => each.Kind));
        Assert.Contains("register in it", Assert.Single(runner.Output.Text("Warning")), StringComparison.Ordinal);
        Assert.Single(Zones());
    }

    [Fact]
    public void An_address_that_is_added_in_between_stays()
    {
        Make(Azure.Runner(), "10.0.0.4");
        bool done = false;
        CommandRunner runner = Azure.Runner(output: new()
        {
            BeforeWrite = _ =>
            {
                if (done) return;
                done = true;
                New(Azure.Runner(), Request("10.0.0.9") with { Append = true });
            },
        });
        Assert.Equal("Reduced", Assert.Single(Run(runner, Db with { IpAddress = ["10.0.0.4"] })).Action);
        Assert.Equal("10.0.0.9", Assert.Single(Assert.Single(Records()).IpAddress));
    }

    [Fact]
    public void A_record_that_a_zone_group_in_use_keeps_needs_force()
    {
        CommandRunner runner = Azure.Runner();
        Record(runner, Endpoint(runner, 1), asZoneGroup: true);
        Assert.Equal("RecordKeptByZoneGroup", runner.Fails(RemovePgPrivateDnsRecord.RunAsync, Db with { HostName = HostName }).Id);
        Assert.Single(Run(runner, Db with { HostName = HostName, Force = true }));
    }

    [Fact]
    public void WhatIf_and_a_reader_change_nothing()
    {
        Make(Azure.Runner(), "10.0.0.4");
        RecordingOutput output = new() { WhatIf = true };
        CommandRunner trial = Azure.Runner(output: output);
        Assert.Empty(trial.WritesOf(() => Run(trial, Db with { IncludeZone = true })));
        Assert.Equal(2, output.Confirmations.Count);
        Assert.Equal("AccessDenied", Azure.Runner(Azure.Ready.Principals.Reader).Fails(RemovePgPrivateDnsRecord.RunAsync, Db).Id);
        Assert.Single(Records());
    }

    [Fact]
    public void Records_of_the_name_in_two_zones_are_listed_and_refused()
    {
        CommandRunner runner = Azure.Runner();
        Make(runner, "10.0.0.4");
        New(runner, Request("10.0.0.4") with { ZoneName = "db.corp.example" });
        Assert.Equal("AmbiguousRecord", runner.Fails(RemovePgPrivateDnsRecord.RunAsync, Db).Id);
        Assert.Equal("db.corp.example", Assert.Single(Run(runner, Db with { ZoneName = "db.corp.example" })).Name);
    }

    private NewPgPrivateDnsRecordRequest Request(params string[] addresses) => new() { HostName = Db.HostName, IpAddress = addresses, VirtualNetworkId = [Azure.Network(1)] };

    private PgDnsRecord Make(CommandRunner runner, params string[] addresses) => New(runner, Request(addresses));

    private static IReadOnlyList<PgRemoval> Run(CommandRunner runner, RemovePgPrivateDnsRecordRequest request) =>
        runner.Run<RemovePgPrivateDnsRecordRequest, PgRemoval>(RemovePgPrivateDnsRecord.RunAsync, request);
}
