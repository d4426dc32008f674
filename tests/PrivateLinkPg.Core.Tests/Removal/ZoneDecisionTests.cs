using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Removal;
using static PrivateLinkPg.Core.Tests.Removal.RemovalFacts;
using static PrivateLinkPg.Core.Tests.Support.ScriptedAzure;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Removal;

/// <summary>What of a zone goes with a record, what is looked at for locks before, and what keeps the zone.</summary>
public sealed class ZoneDecisionTests
{
    private const string Corp = "corp.example";

    // The zone's mark, its links by network and mark, the records that it has, the addresses that leave: what goes ("-") or is written ("~").
    [Theory]
    [InlineData("mine", "net=mine", "A db 10.0.0.4", null, "-net,-zone,-db", null)]
    [InlineData("mine", "net=mine", "A db 10.0.0.4,10.0.0.5", "10.0.0.4", "~db", null)]
    [InlineData("mine", "net=mine", "A db 10.0.0.4", "10.0.0.4", "-net,-zone,-db", null)]
    [InlineData("mine", "net=mine", "A db 10.0.0.4;A other 10.0.0.9", null, "-db", null)]
    [InlineData("mine", "net=mine", "A db 10.0.0.4;TXT note", null, "-db", null)]
    [InlineData("mine", "", "A db 10.0.0.4", null, "-zone,-db", null)]
    [InlineData("theirs", "net=mine", "A db 10.0.0.4", null, "-net,-db", "was made for '")]
    [InlineData(null, "net=mine,other=theirs", "A db 10.0.0.4", null, "-net,-db", "was not made by this module")]
    [InlineData("mine", "net=mine,other=theirs", "A db 10.0.0.4", null, "-net,-db", "its link 'other'")]
    [InlineData("mine", "net=theirs", "A db 10.0.0.4", null, "-net,-zone,-db", null)]
    [InlineData("mine", "net=", "A db 10.0.0.4", null, "-db", "its link 'net'")]
    [InlineData("mine", "net=mine registers", "A db 10.0.0.4", null, "-net,-db", "register in it")]
    [InlineData("missing", "", "A db 10.0.0.4", null, "-db", null)]
    public void A_zone_goes_with_its_last_record_where_it_was_made_for_the_endpoint(string? mark, string links, string records, string? leaving, string going, string? told)
    {
        ScriptedAzure azure = Azure(mark, links, records);
        string changes = "";
        azure.Run(
            async (int _, CommandHost host) =>
            {
                ZoneRemoval zone = new(Zone(Corp), [new($"{Zone(Corp)}/A/db", leaving?.Split(','))], [], await ContextAsync(host));
                await zone.DecideAsync(await LinkReader.OfAsync(host));
                changes = string.Join(',', (await zone.GoingAsync()).Select(each => (each.Goes ? "-" : "~") + (each.Id == Zone(Corp) ? "zone" : each.Id.Split('/')[^1])));
            },
            0).Succeeds();
        Assert.Equal(going, changes);
        if (told is null) Assert.Empty(azure.Output.Text("Warning"));
        else Assert.Contains(told, Assert.Single(azure.Output.Text("Warning")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET corp.example")]
    [InlineData("GET virtualNetworkLinks")]
    [InlineData("GET ALL")]
    public void A_zone_that_may_not_be_read_as_a_whole_stays(string refused)
    {
        ScriptedAzure azure = Azure("mine", "net=mine", "A db 10.0.0.4", refused);
        azure.Run(
            async (int _, CommandHost host) =>
            {
                ZoneRemoval zone = new(Zone(Corp), [new($"{Zone(Corp)}/A/db", null)], [], await ContextAsync(host));
                await zone.DecideAsync(await LinkReader.OfAsync(host));
                zone.AskLinks();
                await zone.AskRecordsAsync();
                await zone.RemoveLinksAsync();
                await zone.RemoveZoneAsync();
            },
            0).Succeeds();
        Assert.Equal([$"{Zone(Corp)}/A/db"], azure.Output.Confirmations.Select(each => each.Target));
        Assert.Contains("it may not be read as a whole (AuthorizationFailed)", Assert.Single(azure.Output.Text("Warning")), StringComparison.Ordinal);
        Assert.DoesNotContain(azure.Asked, each => each.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public void What_an_earlier_input_took_with_the_zone_is_not_looked_at()
    {
        ScriptedAzure azure = new(("GET none", [Absent]));
        azure.Run(
            async (int _, CommandHost host) =>
            {
                RemovalContext removals = await ContextAsync(host);
                removals.Ledger.Note(Gone(Zone(Corp)));
                removals.Ledger.Note(Gone($"{Zone(Corp)}/A/db"));
                ZoneRemoval zone = new(Zone(Corp), [new($"{Zone(Corp)}/A/db", null)], [], removals);
                await zone.DecideAsync(removals.Link);
                Assert.Empty(await zone.GoingAsync());
                await zone.AskRecordsAsync();
            },
            0).Succeeds();
        Assert.Empty(azure.Asked);
        Assert.Empty(azure.Output.Confirmations);
    }

    // Where a lock is set, of which level: whether it stands against the removal of a record with its zone.
    [Theory]
    [InlineData("zone", "CanNotDelete", true, true)]
    [InlineData("record", "CanNotDelete", true, true)]
    [InlineData("link", "ReadOnly", true, true)]
    [InlineData("zone", "CanNotDelete", false, true)]
    [InlineData("link", "CanNotDelete", false, false)]
    public void A_lock_is_found_before_anything_is_asked_for(string at, string level, bool includeZone, bool refused)
    {
        string scope = at switch { "zone" => Zone(Corp), "record" => $"{Zone(Corp)}/A/db", _ => $"{Zone(Corp)}/virtualNetworkLinks/net" };
        ScriptedAzure azure = Azure("mine", "net=mine", "A db 10.0.0.4", null, List(new { id = $"{scope}/providers/Microsoft.Authorization/locks/l", name = "l", properties = new { level } }));
        azure.Run(async (int _, CommandHost host) => await new RecordRemoval($"{Zone(Corp)}/A/db", null).RunAsync(includeZone, await ContextAsync(host)), 0);
        Assert.Equal(refused ? [nameof(Failure.ResourceLocked)] : [], azure.Output.Failures.Select(each => each.Id));
        Assert.Equal(refused, azure.Output.Confirmations.Count == 0);
        Assert.Equal(refused, !azure.Asked.Any(each => each.StartsWith("DELETE", StringComparison.Ordinal)));
    }

    // What the record has, what goes of it: what is asked, what is written, and how often it is read.
    [Theory]
    [InlineData("10.0.0.4", "10.0.0.4", "Remove", "DELETE db", 2)]
    [InlineData("10.0.0.4,10.0.0.5", "10.0.0.4", "Take", "PUT db", 2)]
    [InlineData("10.0.0.5", "10.0.0.4", null, null, 1)]
    [InlineData("", "10.0.0.4", "Remove", "DELETE db", 2)]
    [InlineData("", null, "Remove", "DELETE db", 2)]
    [InlineData("absent", null, null, null, 1)]
    public void A_record_is_asked_for_where_something_of_it_goes(string has, string? going, string? asked, string? written, int reads)
    {
        ScriptedAzure azure = Azure("mine", "", "A db " + has);
        RecordRemoval record = new($"{Zone(Corp)}/A/db", going?.Split(','));
        azure.Run(
            async (int _, CommandHost host) =>
            {
                RemovalContext removals = await ContextAsync(host);
                Assert.Equal(asked is not null, await record.AskAsync(removals));
                if (asked is not null) await record.RemoveAsync(removals);
            },
            0).Succeeds();
        Assert.Equal(asked is null ? 0 : 1, azure.Output.Confirmations.Count);
        Assert.Equal(written is null ? [] : [written], azure.Asked.Where(each => !each.StartsWith("GET", StringComparison.Ordinal)));
        Assert.Equal(reads, azure.Asked.Count(each => each == "GET db"));
    }

    [Theory]
    [InlineData("10.0.0.5")]
    [InlineData("absent")]
    public void A_record_that_somebody_changed_after_the_question_is_looked_at_again(string after)
    {
        Answer[] reads = [One(Record(Zone(Corp), "db", addresses: ["10.0.0.4", "10.0.0.5"])), after == "absent" ? Absent : One(Record(Zone(Corp), "db", addresses: "10.0.0.5"))];
        ScriptedAzure azure = new(("GET db", reads), ("PUT db", [Outdated]));
        azure.Run(async (int _, CommandHost host) => await new RecordRemoval($"{Zone(Corp)}/A/db", ["10.0.0.4"]).RemoveAsync(await ContextAsync(host)), 0).Succeeds();
        Assert.Equal(["GET db", "PUT db", "GET db"], azure.Asked);
        // A moment of chance between the two.
        Assert.Single(azure.Clock.Waits);
        Assert.Empty(azure.Output.Objects);
    }

    [Fact]
    public void Addresses_are_put_back_beside_what_others_write_meanwhile()
    {
        ScriptedAzure azure = new(
            ("GET db", [Absent, One(Record(Zone(Corp), "db", addresses: "10.0.0.9"))]),
            ("PUT db", [Outdated, One(Record(Zone(Corp), "db"))]));
        azure.Run(
            async (int _, CommandHost host) => await new RecordRemoval($"{Zone(Corp)}/A/db", null).RestoreAsync(new() { Name = "db" }, ["10.0.0.4"], await ContextAsync(host), default), 0).Succeeds();
        Assert.Equal(["GET db", "PUT db", "GET db", "PUT db"], azure.Asked);
        Assert.Single(azure.Clock.Waits);
        Assert.Contains("10.0.0.9", azure.Bodies[1], StringComparison.Ordinal);
        Assert.Contains("10.0.0.4", azure.Bodies[1], StringComparison.Ordinal);
    }

    // At first another record is there, then none: whoever takes the last one takes the zone, unless a lock stands against it.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_zone_that_others_left_meanwhile_goes_unless_it_is_locked(bool locked)
    {
        object authority = Record(Zone(Corp), "@", "SOA");
        Answer locks = locked ? List(new { id = $"{Zone(Corp)}/providers/Microsoft.Authorization/locks/l", name = "l", properties = new { level = "CanNotDelete" } }) : None;
        ScriptedAzure azure = new(
            ("GET corp.example", [One(new { id = Zone(Corp), name = Corp, etag = "zone", tags = Mark("mine") })]), ("GET virtualNetworkLinks", [List(Linked(Zone(Corp), "net", Mark("mine"))), List(Linked(Zone(Corp), "net", Mark("mine"))), None]),
            ("GET ALL", [List(authority, Record(Zone(Corp), "other", addresses: "10.0.0.9")), List(authority)]), ("GET db", [Absent]),
            ("GET networkInterfaces", [None]), ("GET privateEndpoints", [None]), ("GET locks", [locks]), ("DELETE net", [new(200, "")]), ("DELETE corp.example", [new(200, "")]));
        azure.Run(
            async (int _, CommandHost host) =>
            {
                ZoneRemoval zone = new(Zone(Corp), [new($"{Zone(Corp)}/A/db", null)], [], await ContextAsync(host));
                await zone.DecideAsync(await LinkReader.OfAsync(host));
                await zone.FinishAsync();
            },
            0).Succeeds();
        Assert.Equal(locked ? [] : ["DELETE net", "DELETE corp.example"], azure.Asked.Where(each => each.StartsWith("DELETE", StringComparison.Ordinal)));
        Assert.Equal(locked ? 1 : 0, azure.Output.Text("Warning").Count(each => each.Contains("is left without records", StringComparison.Ordinal)));
    }

    private static ScriptedAzure Azure(string? mark, string links, string records, string? refused = null, Answer? locks = null)
    {
        Answer Unless(string asked, Answer answer) => asked == refused ? Refused : answer;
        string[][] sets = [.. records.Split(';').Select(each => each.Split(' '))];
        object Set(string[] parts) => Record(Zone(Corp), parts[1], parts[0], addresses: parts.ElementAtOrDefault(2)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? []);
        return new(
            ("GET corp.example", [Unless("GET corp.example", mark == "missing" ? Absent : One(new { id = Zone(Corp), name = Corp, etag = "zone", tags = Mark(mark) }))]),
            ("GET virtualNetworkLinks", [Unless("GET virtualNetworkLinks", List([.. links.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split('='))
                .Select(each => Linked(Zone(Corp), each[0], each[1].Split(' ')[0] is { Length: > 0 } of ? Mark(of) : null, each[1].EndsWith("registers", StringComparison.Ordinal)))])), .. locks is null ? (Answer[])[] : [None]]),
            ("GET ALL", [Unless("GET ALL", List([Record(Zone(Corp), "@", "SOA"), .. sets.Select(Set)]))]),
            ("GET A/db", [sets[0][2] == "absent" ? Absent : One(Set(sets[0]))]),
            ("GET theirs", [One(EndpointTo(Endpoint("theirs"), Server))]), ("GET networkInterfaces", [None]), ("GET privateEndpoints", [None]),
            ("GET locks", [locks ?? None]), ("DELETE db", [new(200, "")]), ("PUT db", [One(Set(sets[0]))]), ("DELETE net", [new(200, "")]), ("DELETE corp.example", [new(200, "")]));
    }
}
