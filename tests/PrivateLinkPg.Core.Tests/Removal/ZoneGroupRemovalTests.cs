using System.Text.Json;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;
using PrivateLinkPg.Removal;
using static PrivateLinkPg.Core.Tests.Removal.RemovalFacts;
using static PrivateLinkPg.Core.Tests.Support.ScriptedAzure;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Removal;

/// <summary>Azure takes the records of a zone group away whole; what others need of them is written again, and nothing else.</summary>
public sealed class ZoneGroupRemovalTests
{
    private const string Guid = "8f2d9b74-1e63-4c0a-b5a8-2f7e6d0c9b22";

    private static string Record { get; } = $"{Zone()}/A/db";

    // What the record has beside the endpoint's own address, whether another endpoint's zone group keeps it as well: what is written again.
    [Theory]
    [InlineData("10.0.0.4", null, null)]
    [InlineData("10.0.0.4,10.0.0.9", null, "10.0.0.9 for nobody")]
    [InlineData("10.0.0.4", "10.0.0.5", "10.0.0.5 for theirs")]
    [InlineData("10.0.0.4,10.0.0.9", "10.0.0.5", "10.0.0.9 for theirs")]
    [InlineData("10.0.0.5", "10.0.0.5", "10.0.0.5 for theirs")]
    [InlineData("absent", null, null)]
    [InlineData("absent", "10.0.0.5", "10.0.0.5 for theirs")]
    public void What_others_need_of_a_record_is_written_again(string has, string? shared, string? again)
    {
        ScriptedAzure azure = Azure(has);
        Run(azure, shared);
        azure.Succeeds();
        Assert.Equal(again is null ? ["DELETE default"] : ["DELETE default", "PUT db"], azure.Asked.Where(each => !each.StartsWith("GET", StringComparison.Ordinal)));
        string action = Assert.Single(azure.Output.Confirmations).Action;
        Assert.Equal(has == "absent", !action.Contains("with the A record of 'db.postgres.database.azure.com'", StringComparison.Ordinal));
        Assert.Equal(again is not null, action.Contains("; write again ", StringComparison.Ordinal));
        if (again is not null)
        {
            string[] told = again.Split(" for ");
            Assert.Contains($"write again {told[0]}{(told[1] == "nobody" ? ":" : $", which '{Endpoint(told[1])}' needs:")}", action, StringComparison.Ordinal);
            Assert.Equal(told[0], Addresses(azure.Bodies[0]));
            PgRemoval restored = azure.Output.Objects.Cast<PgRemoval>().Single(each => each.Action == "Restored");
            Assert.Equal((told[1] == "nobody" ? null : Endpoint(told[1]), told[0], Record), (restored.EndpointId, Assert.Single(restored.IpAddress), restored.Id));
        }
        string[] own = [.. has.Split(',').Where(each => each == "10.0.0.4")];
        Assert.Equal(own, azure.Output.Objects.Cast<PgRemoval>().Where(each => (each.Kind, each.Action) == ("ARecord", "Removed")).SelectMany(each => each.IpAddress));
    }

    // How the other endpoint's zone group is when the record is missing, and what this command has taken of it: whether the record is written.
    [Theory]
    [InlineData("Succeeded", "db", "", true)]
    [InlineData("Succeeded", "other", "", false)]
    [InlineData("Succeeded", "other,db", "", true)]
    [InlineData("Deleting", "db", "", false)]
    [InlineData("absent", "db", "", false)]
    [InlineData("Succeeded", "db", "group", false)]
    [InlineData("Succeeded", "db", "endpoint", false)]
    public void A_shared_record_is_written_again_while_the_others_zone_group_keeps_it(string state, string keeps, string gone, bool written)
    {
        string theirs = Endpoint("theirs");
        ScriptedAzure azure = Azure("absent", state == "absent" ? None : List(new
        {
            id = theirs + "/privateDnsZoneGroups/default", name = "default",
            properties = new
            {
                provisioningState = state,
                privateDnsZoneConfigs = new[] { new { properties = new { privateDnsZoneId = Zone(), recordSets = keeps.Split(',').Select(each => new { recordType = "A", recordSetName = each, ipAddresses = new[] { "10.0.0.5" } }) } } },
            },
        }));
        Run(azure, "10.0.0.5", gone switch { "group" => theirs + "/privateDnsZoneGroups/default", "endpoint" => theirs, _ => null });
        azure.Succeeds();
        Assert.Equal(written, azure.Asked.Contains("PUT db"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_is_written_into_a_zone_that_is_gone_or_over_a_record_that_is_there(bool zoneGone)
    {
        ScriptedAzure azure = new(
            ("GET db", [One(RemovalFacts.Record(Zone(), "db", addresses: ["10.0.0.4", "10.0.0.9"])), zoneGone ? Absent : One(RemovalFacts.Record(Zone(), "db", addresses: "10.0.0.9"))]),
            ($"GET {PrivateZone}", [Absent]), ("DELETE default", [new(200, "")]));
        Run(azure, null);
        azure.Succeeds();
        Assert.Equal(zoneGone, azure.Asked.Contains("GET " + PrivateZone));
        Assert.DoesNotContain("PUT db", azure.Asked);
    }

    [Fact]
    public void A_record_that_somebody_put_there_meanwhile_stays()
    {
        ScriptedAzure azure = Azure("10.0.0.4,10.0.0.9", write: Outdated);
        Run(azure, null);
        azure.Succeeds();
        Assert.DoesNotContain(azure.Output.Objects.Cast<PgRemoval>(), each => each.Action == "Restored");
    }

    // Whether the user declines, or only tries: what the ledger has of the zone group and its record before anything went.
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Only_a_trial_counts_as_done_before_it_is(bool declines, bool whatIf)
    {
        ScriptedAzure azure = Azure("10.0.0.4", output: new() { Declines = _ => declines, WhatIf = whatIf });
        azure.Run(
            async (int _, CommandHost host) =>
            {
                RemovalContext removals = await ContextAsync(host);
                ZoneGroupRemoval removal = Removal(null, removals);
                await removal.ReadAsync();
                Assert.Equal([Record, $"{Endpoint("mine")}/privateDnsZoneGroups/default"], removal.Going.Select(each => each.Id));
                Assert.Equal(!declines, removal.Ask());
                Assert.Equal((whatIf, whatIf), (removals.Ledger.Has(Record), removals.Ledger.Has(Record, "10.0.0.4")));
                if (!whatIf) await removal.RunAsync();
            },
            0).Succeeds();
        Assert.Equal(!declines && !whatIf, azure.Asked.Contains("DELETE default"));
    }

    // Whether somebody else shares it.
    [Theory]
    [InlineData(null, null)]
    [InlineData("10.0.0.5", nameof(Failure.SharedRecordNotReadable))]
    public void A_record_that_may_not_be_read_is_told_and_refused_where_others_need_it(string? shared, string? refused)
    {
        ScriptedAzure azure = Azure("unreadable");
        Run(azure, shared);
        Assert.Equal(refused is null ? [] : [refused], azure.Output.Failures.Select(each => each.Id));
        Assert.Equal(refused is null ? 1 : 0, azure.Output.Text("Warning").Count(each => each.Contains("may not be read (AuthorizationFailed)", StringComparison.Ordinal)));
    }

    [Fact]
    public void Where_there_is_none_nothing_is_asked_and_what_an_earlier_run_lost_of_others_is_written()
    {
        ScriptedAzure azure = Azure("absent");
        azure.Run(
            async (int _, CommandHost host) =>
            {
                ZoneGroupRemoval removal = new(null, [], [Shared("10.0.0.5")], await ContextAsync(host));
                await removal.ReadAsync();
                Assert.Empty(removal.Going);
                Assert.False(removal.ConcernsOthers);
                Assert.True(removal.Ask());
                await removal.RunAsync();
            },
            0).Succeeds();
        Assert.StartsWith("Write A record 10.0.0.5 again", Assert.Single(azure.Output.Confirmations).Action, StringComparison.Ordinal);
        Assert.Equal(["PUT db"], azure.Asked.Where(each => !each.StartsWith("GET", StringComparison.Ordinal)));
    }

    private static void Run(ScriptedAzure azure, string? shared, string? gone = null) => azure.Run(
        async (int _, CommandHost host) =>
        {
            RemovalContext removals = await ContextAsync(host);
            ZoneGroupRemoval removal = Removal(shared, removals);
            await removal.ReadAsync();
            Assert.True(removal.Ask());
            if (gone is not null) removals.Ledger.Note(Gone(gone));
            await removal.RunAsync();
        },
        0);

    private static ZoneGroupRemoval Removal(string? shared, RemovalContext removals) => new(
        JsonSerializer.Deserialize(One(ZoneGroup(Endpoint("mine"), "Succeeded", [Zone()], "10.0.0.4")).Body, WireJson.Default.PrivateDnsZoneGroup), ["10.0.0.4"],
        shared is null ? [] : [Shared(shared)], removals);

    private static SharedRecordSet Shared(string address) => new(
        Endpoint("theirs"), Endpoint("theirs") + "/privateDnsZoneGroups/default", Guid, Record, new() { RecordType = "A", RecordSetName = "db", Ttl = 10, IpAddresses = [address] });

    // After the zone group has gone the record is missing.
    private static ScriptedAzure Azure(string has, Answer? theirs = null, Answer? write = null, RecordingOutput? output = null)
    {
        Answer before = has switch { "absent" => Absent, "unreadable" => Refused, _ => One(RemovalFacts.Record(Zone(), "db", addresses: has.Split(','))) };
        return new(
            ("GET db", has == "unreadable" ? [before] : [before, Absent]), ($"GET {PrivateZone}", [One(new { id = Zone(), name = PrivateZone })]),
            ("GET privateDnsZoneGroups", [theirs ?? List(ZoneGroup(Endpoint("theirs"), "Succeeded", [Zone()], "10.0.0.5"))]),
            ("DELETE default", [new(200, "")]), ("PUT db", [write ?? One(RemovalFacts.Record(Zone(), "db"))]))
        {
            Output = output ?? new(),
        };
    }

    private static string Addresses(string body) => string.Join(',', JsonDocument.Parse(body).RootElement.GetProperty("properties").GetProperty("aRecords").EnumerateArray().Select(each => each.GetProperty("ipv4Address").GetString()));
}
