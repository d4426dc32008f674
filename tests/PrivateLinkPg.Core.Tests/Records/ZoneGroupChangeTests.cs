using System.Text.Json.Nodes;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Records;
using static PrivateLinkPg.Core.Tests.Support.ScriptedAzure;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Records;

/// <summary>What a zone group is made to hold, what of it is kept, and when it is let alone.</summary>
public sealed class ZoneGroupChangeTests
{
    private const string Groups = $"/subscriptions/{ScriptedAzure.Subscription}/resourceGroups";
    private const string Endpoint = $"{Groups}/rg/providers/Microsoft.Network/privateEndpoints/pe";
    private const string Network = $"{Groups}/rg/providers/Microsoft.Network/virtualNetworks/net";
    private const string Name = "privatelink.postgres.database.azure.com";


    // What it holds, in which state, whether all may be replaced: what is written, or why not. A zone is told by its resource group.
    [Theory]
    [InlineData(null, "Succeeded", false, "a,b")]
    [InlineData("b,A", "Succeeded", false, null)]
    [InlineData("b,a", "Failed", false, "b,a")]
    [InlineData("a,b", "Canceled", true, "a,b")]
    [InlineData("a", "Succeeded", false, nameof(Failure.ZoneGroupDiffers))]
    [InlineData("a,b,c", "Failed", false, nameof(Failure.ZoneGroupDiffers))]
    [InlineData("a,c", "Succeeded", true, "a,b")]
    [InlineData("a,b,c", "Succeeded", true, "a,b")]
    public void It_is_made_to_hold_these_zones_alone(string? held, string state, bool force, string? written) => Check(
        held, state, written, "a,b",
        async host => await ZoneGroupChange.ConvergeAsync(Endpoint, [Zone("a"), Zone("b")], force, TimeSpan.FromHours(2), await LinkReader.OfAsync(host), host));

    // A zone of another name than the rest has it after a colon.
    [Theory]
    [InlineData(null, "Succeeded", false, "a")]
    [InlineData("A", "Succeeded", false, null)]
    [InlineData("b:other.example,a", "Failed", false, "b:other.example,a")]
    [InlineData("b:other.example", "Succeeded", false, "b:other.example,a")]
    [InlineData("b", "Succeeded", false, nameof(Failure.ZoneGroupDiffers))]
    [InlineData("b,c:other.example", "Succeeded", true, "c:other.example,a")]
    [InlineData("b:1.example,c:2.example,d:3.example,e:4.example", "Succeeded", false, "b:1.example,c:2.example,d:3.example,e:4.example,a")]
    [InlineData("b:1.example,c:2.example,d:3.example,e:4.example,f:5.example", "Succeeded", true, nameof(Failure.ZoneGroupFull))]
    [InlineData("b:1.example,c:2.example,d:3.example,e:4.example,f", "Succeeded", true, "b:1.example,c:2.example,d:3.example,e:4.example,a")]
    public void A_zone_comes_to_those_that_it_holds(string? held, string state, bool force, string? written) => Check(
        held, state, written, written ?? held!,
        async host => await ZoneGroupChange.AddAsync(Zone("a"), new() { EndpointId = Endpoint, Force = force, Timeout = TimeSpan.FromHours(2) }, await LinkReader.OfAsync(host), host));

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void What_others_change_each_time_is_written_five_times_and_told(int times, bool told)
    {
        foreach (Answer answer in (Answer[])[Outdated, Holds("b")])
        {
            // The write is refused, or is not seen afterwards.
            ScriptedAzure azure = Azure([.. Enumerable.Repeat(Holds("b"), times + (answer == Outdated ? 1 : 0)), Holds("a")], [.. Enumerable.Repeat(answer, times), Holds("a")]);
            if (told) azure = Azure([Holds("b")], [answer]);
            azure.Run<string>(Add, Zone("a"));
            Assert.Equal(told ? [nameof(Failure.ZoneGroupContended)] : [], azure.Output.Failures.Select(each => each.Id));
            if (told) Assert.StartsWith("After 5 tries", azure.Output.Failures[0].Message, StringComparison.Ordinal);
            Assert.Equal(told ? [] : ["True"], azure.Output.Objects);
            Assert.Equal(answer == Outdated ? Math.Min(times + 1, 5) : times, azure.Asked.Count(each => each == "PUT mine"));
            // Who met somebody else waits a moment of chance.
            Assert.Equal(answer == Outdated ? times : 0, azure.Clock.Waits.Count);
        }
    }

    [Fact]
    public void Another_write_to_it_is_waited_for()
    {
        ScriptedAzure azure = Azure([Holds("b", "Updating"), Holds("b", "Deleting"), None, Holds("a")], [Holds("a")]);
        Assert.Equal(["True"], azure.Run<string>(Add, Zone("a")).Output.Objects);
        Assert.Equal([TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)], azure.Clock.Waits);
        Assert.Contains(azure.Output.Progress, each => (each.Activity, each.Status) == ("The zone group of 'pe'", "Deleting"));
    }

    [Theory]
    [InlineData(null, "Create zone group for '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/a/")]
    [InlineData("b", "Update zone group for '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/a/")]
    public void A_declined_one_is_neither_written_nor_as_wished(string? held, string asked)
    {
        List<string> actions = [];
        bool Decline(string action)
        {
            actions.Add(action);
            return true;
        }
        ScriptedAzure azure = new(("GET privateDnsZoneGroups", [Holds(held)])) { Output = new() { Declines = Decline } };
        Assert.Equal([""], azure.Run<string>(Add, Zone("a")).Output.Objects);
        Assert.StartsWith(asked, Assert.Single(actions), StringComparison.Ordinal);
        Assert.EndsWith($"PUT {Endpoint}/privateDnsZoneGroups/{(held is null ? "default" : "mine")}", actions[0], StringComparison.Ordinal);
        Assert.Equal(["GET privateDnsZoneGroups"], azure.Asked);
    }

    // What it holds, whether it may be replaced, which networks are linked to what it holds: what is refused before anything is written.
    [Theory]
    [InlineData(null, false, null, null)]
    [InlineData("a", false, "net", null)]
    [InlineData("b", false, null, nameof(Failure.ZoneGroupDiffers))]
    [InlineData("b", true, null, null)]
    [InlineData("b", true, "other", null)]
    [InlineData("b", true, "other,net", nameof(Failure.NetworkLinkedElsewhere))]
    [InlineData("c:other.example", false, "net", null)]
    public void What_would_be_refused_is_known_before_the_first_write(string? held, bool force, string? linked, string? refused)
    {
        string links = string.Join(',', (linked?.Split(',') ?? []).Select(each => $$"""{"properties":{"virtualNetwork":{"id":"{{Network.Replace("/net", "/" + each, StringComparison.Ordinal)}}"} } }"""));
        foreach (bool noLink in (bool[])[false, true])
        {
            ScriptedAzure azure = Prepared(held, "Approved", ("GET virtualNetworkLinks", [new(200, $$"""{"value":[{{links}}]}""")]));
            RecordSettings wished = new() { EndpointId = Endpoint, Force = force, VirtualNetworkId = [Network], NoLink = noLink };
            azure.Run<RecordSettings>(Prepare, wished);
            bool goes = refused is null || (noLink && refused == nameof(Failure.NetworkLinkedElsewhere));
            Assert.Equal(goes ? [] : [refused!], azure.Output.Failures.Select(each => each.Id));
            Assert.Equal(goes ? ["10.0.0.4"] : [], azure.Output.Objects);
            Assert.DoesNotContain(azure.Asked, each => !each.StartsWith("GET ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Pending", Name, nameof(Failure.ZoneGroupNotApproved))]
    [InlineData("Approved", "privatelink.mysql.database.azure.com", nameof(Failure.ZoneGroupNotForZone))]
    public void A_zone_group_that_would_write_no_record_is_refused(string status, string zone, string refused)
    {
        ScriptedAzure azure = Prepared(null, status);
        azure.Run((RecordSettings wished, CommandHost host) => PrepareAsync(wished, Zone("a", zone), host), new() { EndpointId = Endpoint });
        Assert.Equal(refused, Assert.Single(azure.Output.Failures).Id);
        Assert.Equal(["GET pe"], azure.Asked);
    }

    private static void Check(string? held, string state, string? written, string after, Func<CommandHost, Task<bool?>> change)
    {
        ScriptedAzure azure = Azure([Holds(held, state), Holds(after)], [Holds(after)]);
        azure.Run(async (int _, CommandHost host) => host.Output.WriteObject($"{await change(host)}"), 0);
        bool refused = written?.StartsWith("Zone", StringComparison.Ordinal) == true;
        Assert.Equal(refused ? [written!] : [], azure.Output.Failures.Select(each => each.Id));
        Assert.Equal(refused ? [] : [$"{written is not null}"], azure.Output.Objects);
        Assert.Equal(refused || written is null ? [] : [Ids(written)], azure.Bodies.Select(each => Ids(JsonNode.Parse(each)!)));
        if (refused) Assert.Contains(Zone(held!.Split(',')[0].Split(':')[0], held.Split(',')[0].Split(':').ElementAtOrDefault(1) ?? Name), azure.Output.Failures[0].Message, StringComparison.Ordinal);
        // The name of what is there stays, and Azure's for a new one.
        if (azure.Bodies.Count > 0) Assert.Contains(held is null ? "PUT default" : "PUT mine", azure.Asked);
    }

    private static async Task Add(string zone, CommandHost host) => host.Output.WriteObject(
        $"{await ZoneGroupChange.AddAsync(zone, new() { EndpointId = Endpoint, Force = true, Timeout = TimeSpan.FromHours(2) }, await LinkReader.OfAsync(host), host)}");

    private static Task Prepare(RecordSettings wished, CommandHost host) => PrepareAsync(wished, Zone("a"), host);

    private static async Task PrepareAsync(RecordSettings wished, string zone, CommandHost host) =>
        host.Output.WriteObject(string.Join(',', (await ZoneGroupChange.PrepareAsync(wished, zone, await LinkReader.OfAsync(host))).IpAddress));

    private static ScriptedAzure Azure(Answer[] reads, Answer[] writes) =>
        new(("GET privateDnsZoneGroups", reads), ("PUT mine", writes), ("PUT default", writes));

    private static ScriptedAzure Prepared(string? held, string status, params (string Asked, Answer[] Answers)[] more) => new(
    [
        ("GET pe", [new(200, $$$"""
            {"id":"{{{Endpoint}}}","name":"pe","properties":{"provisioningState":"Succeeded","networkInterfaces":[],
             "customDnsConfigs":[{"fqdn":"db.postgres.database.azure.com","ipAddresses":["10.0.0.4"]}],
             "privateLinkServiceConnections":[{"name":"pe","properties":{
               "privateLinkServiceId":"{{{Groups}}}/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/db",
               "groupIds":["postgresqlServer"],"privateLinkServiceConnectionState":{"status":"{{{status}}}"} } }]} }
            """)]),
        ("GET privateDnsZoneGroups", [Holds(held)]),
        .. more,
    ]);

    // Of the zones that have it after a colon another name.
    private static Answer Holds(string? zones, string state = "Succeeded") => new(200, zones is null ? """{"value":[]}""" : $$$"""
        {"value":[{"id":"{{{Endpoint}}}/privateDnsZoneGroups/mine","name":"mine","etag":"\"1\"","properties":{"provisioningState":"{{{state}}}","privateDnsZoneConfigs":[
        {{{string.Join(',', Ids(zones).Split(' ').Select((zone, number) => $$$"""{"name":"config-{{{number}}}","properties":{"privateDnsZoneId":"{{{zone}}}","recordSets":[{"recordSetName":"db"}]} }"""))}}}]} }]}
        """);

    private static string Ids(string zones) => string.Join(' ', zones.Split(',').Select(each => each.Split(':')).Select(each => Zone(each[0], each.ElementAtOrDefault(1) ?? Name)));

    // Configurations are written by name and zone alone; a new one has the zone's name.
    private static string Ids(JsonNode body) => string.Join(' ', body["properties"]!["privateDnsZoneConfigs"]!.AsArray().Select(each =>
    {
        string zone = (string)each!["properties"]!["privateDnsZoneId"]!;
        Assert.Null(each["properties"]!["recordSets"]);
        Assert.True((string)each["name"]! == zone.Split('/')[^1].Replace('.', '-') || ((string)each["name"]!).StartsWith("config-", StringComparison.Ordinal));
        return zone;
    }));

    private static string Zone(string group, string name = Name) => $"{Groups}/{group}/providers/Microsoft.Network/privateDnsZones/{name}";
}
