using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Records;
using static PrivateLinkPg.Core.Tests.Support.ScriptedAzure;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Records;

/// <summary>Which of several zones of a name a record goes to. Zones are told by their resource groups; the network's own is "near".</summary>
public sealed class ZoneChoiceTests
{
    private const string Groups = $"/subscriptions/{ScriptedAzure.Subscription}/resourceGroups";
    private const string Name = "corp.example";


    // Each zone: its group, then whom it was made for, the networks that see it, its record's addresses, whom that was made for.
    [Theory]
    // Nothing is there yet.
    [InlineData("", "near new")]
    // A network sees one zone of a name.
    [InlineData("a sees=net", "a")]
    [InlineData("near; a sees=net has=10.9.9.9", "a")]
    [InlineData("a sees=net; b sees=NET", "AmbiguousZone")]
    // Somebody else's zone is not for others while no more than one network sees it.
    [InlineData("a for=other sees=far", "near new")]
    [InlineData("a for=other sees=far,third", "a")]
    [InlineData("a for=mine sees=far", "a")]
    [InlineData("a sees=far", "a")]
    [InlineData("a tagged=other sees=far", "a")]
    [InlineData("near for=other sees=far", "near")]
    // The zone at hand comes first where the name is free in it.
    [InlineData("near; a", "near")]
    [InlineData("near has=10.9.9.9; a", "a")]
    [InlineData("near has=10.9.9.9", "near")]
    [InlineData("a; b", "AmbiguousZone")]
    [InlineData("a has=10.9.9.9; b", "b")]
    // Where the name leads to the address or the endpoint already, it stays.
    [InlineData("near; a has=10.0.0.4", "a")]
    [InlineData("near has=10.0.0.4; a has=10.0.0.4", "near")]
    [InlineData("a has=10.0.0.4; b has=10.0.0.4", "AmbiguousZone")]
    [InlineData("near; a has=10.9.9.9,10.0.0.4", "a")]
    [InlineData("near; a has=10.9.9.9 madefor=mine", "a")]
    [InlineData("near; a has=10.9.9.9 madefor=other", "near")]
    [InlineData("near; a has=10.9.9.9 group=mine", "a")]
    [InlineData("near; a has=10.9.9.9 group=other", "near")]
    // What is there is about that other endpoint, whatever it leads to.
    [InlineData("near; a for=other sees=far has=10.0.0.4", "near")]
    public void The_record_of_an_endpoint_goes_where_it_is_found(string zones, string expected) => Check(zones, expected, Wished);

    [Theory]
    // An address that joins others may do so in a zone of theirs, but does not begin one there.
    [InlineData("a has=10.9.9.9; b", "AmbiguousZone")]
    [InlineData("near; a has=10.0.0.4", "a")]
    [InlineData("near has=10.9.9.9; a", "near")]
    [InlineData("a for=other sees=far has=10.0.0.4", "a")]
    [InlineData("a for=other sees=far has=10.9.9.9", "a")]
    [InlineData("a for=other sees=far", "near new")]
    public void An_address_that_joins_others_goes_to_them(string zones, string expected) => Check(zones, expected, Wished with { Append = true });

    [Theory]
    [InlineData("near has=10.9.9.9; a", "near")]
    [InlineData("a has=10.9.9.9", "a")]
    [InlineData("a for=other sees=far has=10.9.9.9", "near new")]
    public void What_is_taken_over_is_taken_over_where_others_may_come_in(string zones, string expected) => Check(zones, expected, Wished with { Force = true });

    [Theory]
    // By hand, for no endpoint, it may lead where somebody else's zone leads already.
    [InlineData("near; a for=other sees=far has=10.0.0.4", "a")]
    [InlineData("a for=other sees=far has=10.9.9.9", "near new")]
    [InlineData("a for=other sees=far has=10.9.9.9 group=mine", "near new")]
    public void A_record_by_hand_knows_no_endpoint(string zones, string expected) => Check(zones, expected, Wished with { EndpointId = null });

    [Theory]
    [InlineData("given; near; a sees=net", "given")]
    [InlineData("near", "given new")]
    public void A_group_that_is_given_is_taken_whatever_there_is_elsewhere(string zones, string expected) =>
        Check(zones, expected, Wished with { ResourceGroupName = "given", NoLink = true });

    // What an earlier input of the command does to a zone, and where the next one's record goes.
    [Theory]
    [InlineData("", "other", "db", "net2", "10.0.0.5", "RecordClaimedTwice")]
    [InlineData("", "other", "other", "net", "10.0.0.5", "near new")]
    [InlineData("a", "mine", "db", "net2", "10.0.0.4", "a")]
    [InlineData("near; a has=10.9.9.9", "mine", "db", "net2", "10.0.0.4", "near")]
    [InlineData("near", "other", "db", "net2", "10.0.0.5", "RecordClaimedTwice")]
    [InlineData("a", "other", "db", "net2", "10.0.0.5", "near new")]
    public void Inputs_of_one_command_know_of_each_other(string zones, string endpoint, string record, string network, string address, string expected)
    {
        RecordSettings earlier = Wished with { HostName = $"{record}.{Name}", EndpointId = Endpoint(endpoint), IpAddress = [address], VirtualNetworkId = [Network(network)] };
        // Its group is the same, so that only what it has taken is between them.
        Check(zones, expected, earlier, Wished);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Zones_that_may_not_be_listed_are_told_unless_a_group_is_given(bool given, bool elsewhere)
    {
        (string, Answer[])[] scripts =
        [
            ("GET privateDnsZones", [elsewhere ? None : Refused]), ($"GET {Name}", [Absent]), ("GET virtualNetworkLinks", [Refused]),
            ("GET subscriptions", [elsewhere ? Refused : None]),
        ];
        ScriptedAzure azure = new(scripts);
        azure.Run(ChooseAsync, (RecordSettings[])[given ? Wished with { ResourceGroupName = "near" } : Wished]);
        Assert.Equal(given || elsewhere ? [] : ["ZonesNotReadable"], azure.Output.Failures.Select(each => each.Id));
        Assert.Equal(given || elsewhere ? ["near new"] : [], azure.Output.Objects);
    }

    [Theory]
    // Of the only one nobody needs to know who sees it; of two one must.
    [InlineData("a", null)]
    [InlineData("a; b", "AccessDenied")]
    public void Links_that_may_not_be_read_matter_where_they_decide(string zones, string? refused)
    {
        ScriptedAzure azure = Azure(zones, ($"GET a/providers/Microsoft.Network/privateDnsZones/{Name}/virtualNetworkLinks", [Refused]));
        azure.Run(ChooseAsync, (RecordSettings[])[Wished with { NoLink = true }]);
        Assert.Equal(refused is null ? [] : [refused], azure.Output.Failures.Select(each => each.Id));
        Assert.Equal(refused is null ? ["a"] : [], azure.Output.Objects);
    }

    private static RecordSettings Wished { get; } = new()
    {
        HostName = $"db.{Name}", IpAddress = ["10.0.0.4"], EndpointId = Endpoint("mine"), VirtualNetworkId = [Network("net")],
    };

    private static void Check(string zones, string expected, params RecordSettings[] wished)
    {
        ScriptedAzure azure = Azure(zones);
        azure.Run(ChooseAsync, wished);
        Assert.Equal(expected, azure.Output.Failures is [var failure] ? failure.Id : (string)azure.Output.Objects[^1]);
        // Each question once.
        Assert.Equal(azure.Paths.Distinct(), azure.Paths);
    }

    private static async Task ChooseAsync(RecordSettings[] inputs, CommandHost host)
    {
        LinkReader link = await LinkReader.OfAsync(host);
        foreach (RecordSettings wished in inputs)
        {
            DnsPlan plan = DnsPlan.From(wished, link.Connection);
            (string id, bool exists) = await ZoneChoice.FindAsync(wished, plan, link, host);
            host.Output.WriteObject(id.Split('/')[4] + (exists ? "" : " new"));
        }
    }

    private static ScriptedAzure Azure(string zones, params (string, Answer[])[] more)
    {
        Zone[] all = [.. zones.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(Zone.Parse)];
        return new(
        [
            .. more,
            ("GET subscriptions", [new(200, $$"""{"value":[{"subscriptionId":"{{ScriptedAzure.Subscription}}","state":"Enabled"}]}""")]),
            ("GET privateDnsZones", [List([.. all.Select(each => each.Body)])]),
            ("GET A/db", [Absent]),
            ($"GET {Name}", [Absent]),
            .. all.Select(each => ($"GET {each.Group}/providers/Microsoft.Network/privateDnsZones/{Name}", (Answer[])[One(each.Body)])),
            .. all.Select(each => ($"GET {each.Group}/providers/Microsoft.Network/privateDnsZones/{Name}/virtualNetworkLinks", (Answer[])[List([.. each.Links])])),
            .. all.Where(each => each.Record is not null)
                .Select(each => ($"GET {each.Group}/providers/Microsoft.Network/privateDnsZones/{Name}/A/db", (Answer[])[One(each.Record!)])),
        ]);
    }

    private static string Endpoint(string name) => $"{Groups}/near/providers/Microsoft.Network/privateEndpoints/{name}";

    private static string Network(string name) => $"{Groups}/near/providers/Microsoft.Network/virtualNetworks/{name}";

    private sealed record Zone(string Group, object Body, IEnumerable<object> Links, object? Record)
    {
        // As this module's, without saying that it is.
        private static Dictionary<string, string> Tagged(string endpointId) => new(RecordOwner.Mark(null, endpointId).Where(each => each.Value == endpointId));

        public static Zone Parse(string text)
        {
            string[] parts = text.Split(' ');
            Dictionary<string, string> given = parts.Skip(1).Select(each => each.Split('=')).ToDictionary(each => each[0], each => each[1]);
            string id = $"{Groups}/{parts[0]}/providers/Microsoft.Network/privateDnsZones/{Name}";
            string[] addresses = given.GetValueOrDefault("has")?.Split(',') ?? [];
            Dictionary<string, string>? metadata = given.TryGetValue("madefor", out string? made) ? RecordOwner.TakenOver(null, Endpoint(made), addresses)
                : given.TryGetValue("group", out string? keeper) ? RecordOwner.ByZoneGroup(keeper, "8f2d9b74-1e63-4c0a-b5a8-2f7e6d0c9b22") : null;
            return new(
                parts[0],
                new { id, name = Name, location = "global", tags = given.TryGetValue("for", out string? of) ? RecordOwner.Mark(null, Endpoint(of)) : given.TryGetValue("tagged", out string? by) ? Tagged(Endpoint(by)) : null },
                (given.GetValueOrDefault("sees")?.Split(',') ?? []).Select(each => (object)new
                {
                    id = $"{id}/virtualNetworkLinks/{each}", name = each, properties = new { virtualNetwork = new { id = Network(each) } },
                }),
                addresses.Length == 0 ? null : new
                {
                    id = $"{id}/A/db", name = "db", properties = new { ttl = 10, metadata, aRecords = addresses.Select(each => new { ipv4Address = each }) },
                });
        }
    }
}
