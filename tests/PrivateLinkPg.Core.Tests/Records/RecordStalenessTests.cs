using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;
using PrivateLinkPg.Records;
using static PrivateLinkPg.Core.Tests.Support.ScriptedAzure;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Records;

/// <summary>Which addresses of a record are of no use any more, and why, for each way in which they can be known.</summary>
public sealed class RecordStalenessTests
{
    private const string Host = "orders.postgres.database.azure.com";
    private const string Group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints";
    private const string One = Group + "/one";
    private const string Two = Group + "/two";
    private const string Guid = "00000000-0000-0000-0000-000000000001";

    private static readonly RecordOwner ByHand = Owner(new());
    private static readonly RecordOwner ForOne = Owner(RecordOwner.TakenOver(null, One, ["10.0.0.4"]));

    [Fact]
    public void The_address_of_a_connected_endpoint_of_the_name_is_good()
    {
        foreach (RecordOwner owner in (RecordOwner[])[ByHand, ForOne])
        {
            PgDnsRecord judged = RecordStaleness.Judge(Record("10.0.0.4"), owner, Known(true, [At(One)]));
            Assert.Equal((false, null, 0), (judged.Stale, judged.StaleReason, judged.StaleIpAddress.Count));
            Assert.Equal((One, "one", "target"), (judged.EndpointId, judged.EndpointName, judged.TargetId));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_address_of_an_endpoint_that_leads_elsewhere_is_good_by_hand_and_dead_where_it_was_made_for_another(bool byHand)
    {
        ExistingEndpoint other = At(Two) with { HostName = "reports.postgres.database.azure.com" };
        PgDnsRecord judged = RecordStaleness.Judge(Record("10.0.0.4"), byHand ? ByHand : ForOne, Known(true, [other]));
        Assert.Equal(!byHand, judged.Stale);
        Assert.Equal(
            byHand ? null : "10.0.0.4 is the address of private endpoint 'two', which leads to reports.postgres.database.azure.com; private endpoint 'one', which it was made for, is gone.",
            judged.StaleReason);
        judged = RecordStaleness.Judge(Record("10.0.0.4"), ForOne, Known(false, [other]));
        Assert.Equal("10.0.0.4 is the address of private endpoint 'two', which leads to reports.postgres.database.azure.com.", judged.StaleReason);
        // Of a service nobody knows the name.
        Assert.False(RecordStaleness.Judge(Record("10.0.0.4"), ForOne, Known(true, [other with { HostName = null }])).Stale);
    }

    [Fact]
    public void The_address_of_a_disconnected_endpoint_is_dead_unless_another_has_it_too()
    {
        ExistingEndpoint cut = At(One) with { Status = "Disconnected" };
        PgDnsRecord judged = RecordStaleness.Judge(Record("10.0.0.4"), ForOne, Known(true, [cut]));
        Assert.Equal((true, "10.0.0.4 is the address of private endpoint 'one', whose connection is Disconnected."), (judged.Stale, judged.StaleReason));
        Assert.False(RecordStaleness.Judge(Record("10.0.0.4"), ForOne, Known(true, [cut, At(Two)])).Stale);
        Assert.Contains("whose connection is Disconnected", RecordStaleness.Judge(
            Record("10.0.0.4"), ForOne, Known(true, [At(Two) with { HostName = "reports.example" }, cut])).StaleReason, StringComparison.Ordinal);
    }

    // Whether all can be seen, whether something else has the address, and whom the record was made for.
    [Theory]
    [InlineData(true, false, true, true, "No network interface that can be seen has 10.0.0.4; private endpoint 'one', which it was made for, is gone.")]
    [InlineData(true, false, false, true, "No network interface that can be seen has 10.0.0.4.")]
    [InlineData(true, true, true, true, "10.0.0.4 is in use for something else; private endpoint 'one', which it was made for, is gone.")]
    [InlineData(true, true, false, false, null)]
    [InlineData(false, true, true, false, null)]
    [InlineData(false, false, true, null, "Nothing that can be seen has 10.0.0.4, but not all subscriptions can be read.")]
    [InlineData(false, false, false, null, "Nothing that can be seen has 10.0.0.4, but not all subscriptions can be read.")]
    public void An_address_of_no_endpoint_is_dead_where_all_can_be_seen(bool complete, bool inUse, bool made, bool? stale, string? reason)
    {
        PgDnsRecord judged = RecordStaleness.Judge(Record("10.0.0.4"), made ? ForOne : ByHand, Known(complete, [], inUse ? ["10.0.0.4"] : []));
        Assert.Equal((stale, reason), (judged.Stale, judged.StaleReason));
        Assert.Equal(stale == true ? ["10.0.0.4"] : [], judged.StaleIpAddress);
        Assert.Null(judged.EndpointId);
    }

    [Fact]
    public void Each_address_is_judged_by_itself()
    {
        AllocatedAddresses some = Known(false, [At(One)]);
        PgDnsRecord judged = RecordStaleness.Judge(Record("10.0.0.9", "10.0.0.4"), ForOne, some);
        Assert.Equal((false, "Nothing that can be seen has 10.0.0.9, but not all subscriptions can be read."), (judged.Stale, judged.StaleReason));
        judged = RecordStaleness.Judge(Record("10.0.0.9", "10.0.0.4"), ForOne, some with { Complete = true });
        Assert.Equal((false, "10.0.0.9"), (judged.Stale, Assert.Single(judged.StaleIpAddress)));
        judged = RecordStaleness.Judge(Record("10.0.0.8", "10.0.0.9"), ByHand, Known(true, []));
        Assert.Equal((true, 2), (judged.Stale, judged.StaleIpAddress.Count));
        Assert.Equal("No network interface that can be seen has 10.0.0.8. No network interface that can be seen has 10.0.0.9.", judged.StaleReason);
        judged = RecordStaleness.Judge(Record("10.0.0.4", "10.0.0.9"), ByHand, Known(false, [At(One) with { Status = "Disconnected" }]));
        Assert.Equal((null, "10.0.0.4"), (judged.Stale, Assert.Single(judged.StaleIpAddress)));
    }

    [Fact]
    public void A_record_without_addresses_is_stale()
    {
        PgDnsRecord judged = RecordStaleness.Judge(Record(), ForOne, Known(true, [At(One)]));
        Assert.Equal((true, "It has no address."), (judged.Stale, judged.StaleReason));
    }

    [Fact]
    public void The_endpoint_is_whom_it_was_made_for_else_who_has_an_address()
    {
        AllocatedAddresses both = Known(true, [At(Two), At(One) with { Addresses = ["10.0.0.5"], ResourceGuid = Guid }]);
        Assert.Equal(One, RecordStaleness.Judge(Record("10.0.0.4"), ForOne, both).EndpointId);
        Assert.Equal(One, RecordStaleness.Judge(Record("10.0.0.4"), Owner(RecordOwner.ByZoneGroup("any", Guid)), both).EndpointId);
        Assert.Equal(Two, RecordStaleness.Judge(Record("10.0.0.4"), ByHand, both).EndpointId);
        PgDnsRecord noted = Record("10.0.0.9") with { EndpointId = "noted", EndpointName = "noted", TargetId = "noted" };
        PgDnsRecord judged = RecordStaleness.Judge(noted, ByHand, both);
        Assert.Equal(("noted", "noted", "noted"), (judged.EndpointId, judged.EndpointName, judged.TargetId));
    }

    // Where interfaces have the record's addresses, whether all subscriptions can be listed, whether the networks that see it are known: the
    // verdict, and whose addresses were asked for. The record is of "own", its network of "near", and "far" sees neither.
    [Theory]
    [InlineData("own", true, true, false, "own,near")]
    [InlineData("near", true, true, false, "own,near")]
    [InlineData("near,own", true, true, false, "own,near")]
    [InlineData("far", true, true, false, "own,near,far")]
    [InlineData("far", false, true, null, "own,near")]
    [InlineData("own,none", true, true, false, "own,near,far")]
    [InlineData("none", true, true, true, "own,near,far")]
    [InlineData("none", true, false, null, "own,near,far")]
    [InlineData("none", false, true, null, "own,near")]
    public void All_subscriptions_are_asked_before_an_address_is_called_stale(string places, bool listed, bool known, bool? stale, string asked)
    {
        string[] names = places.Split(',');
        ScriptedAzure azure = new(
        [
            ("GET networkInterfaces", [None]), ("GET privateEndpoints", [None]),
            ("GET subscriptions", [listed ? new(200, $$"""{"value":[{{string.Join(',', Subscriptions.Values.Select(each => $$"""{"subscriptionId":"{{each}}","state":"Enabled"}"""))}}]}""")
                : Refused]),
            .. names.Where(Subscriptions.ContainsKey).Select(place => ($"GET {Subscriptions[place]}/providers/Microsoft.Network/networkInterfaces", (Answer[])[Interfaces($"10.0.0.{Array.IndexOf(names, place)}")])),
        ]);
        PgDnsRecord record = Record([.. names.Select((_, number) => $"10.0.0.{number}")]) with
        {
            SubscriptionId = Subscriptions["own"], VirtualNetworkId = [$"/subscriptions/{Subscriptions["near"]}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/net"],
        };
        azure.Run(async (bool linksAreKnown, CommandHost host) => host.Output.WriteObject(await RecordStaleness.JudgeAsync(record, ByHand, linksAreKnown, await LinkReader.OfAsync(host))), known);
        Assert.Equal(stale, ((PgDnsRecord)Assert.Single(azure.Output.Objects)).Stale);
        Assert.Equal(
            asked.Split(','),
            Subscriptions.Where(each => azure.Paths.Any(path => path.Contains($"/{each.Value}/providers/Microsoft.Network/networkInterfaces", StringComparison.Ordinal))).Select(each => each.Key));
    }

    [Fact]
    public void Also_those_of_the_endpoints_that_it_was_made_for()
    {
        string endpoint = One.Replace("11111111-1111-1111-1111-111111111111", Subscriptions["far"], StringComparison.Ordinal);
        ScriptedAzure azure = new(
            ("GET networkInterfaces", [None]),
            ("GET privateEndpoints", [new(200, $$"""{"value":[{"id":"{{endpoint}}","name":"one","properties":{"privateLinkServiceConnections":[{"properties":{"privateLinkServiceId":"target"} }],"customDnsConfigs":[{"fqdn":"{{Host}}","ipAddresses":["10.0.0.4"] } ] } } ]}""")]));
        azure.Run(async (RecordOwner owner, CommandHost host) => host.Output.WriteObject(await RecordStaleness.JudgeAsync(
            Record("10.0.0.4"), owner, true, await LinkReader.OfAsync(host))), Owner(RecordOwner.TakenOver(null, endpoint, ["10.0.0.4"])));
        PgDnsRecord judged = (PgDnsRecord)Assert.Single(azure.Output.Objects);
        Assert.Equal((false, endpoint), (judged.Stale, judged.EndpointId));
        Assert.Equal(4, azure.Asked.Count);
    }

    private static IReadOnlyDictionary<string, string> Subscriptions { get; } = new Dictionary<string, string>
    {
        ["own"] = "11111111-1111-1111-1111-111111111111", ["near"] = "22222222-2222-2222-2222-222222222222", ["far"] = "33333333-3333-3333-3333-333333333333",
    };

    private static RecordOwner Owner(Dictionary<string, string> metadata) => RecordOwner.Of(new() { Properties = new() { Metadata = metadata } });

    private static ExistingEndpoint At(string id) => new(id, null, "target", Host, "network", "Approved", ["10.0.0.4"]);

    private static AllocatedAddresses Known(bool complete, ExistingEndpoint[] endpoints, params string[] others) =>
        new(complete, endpoints, endpoints.SelectMany(each => each.Addresses).Concat(others).ToHashSet());

    private static PgDnsRecord Record(params string[] addresses) => new()
    {
        HostName = Host, RecordName = "orders", ZoneName = "zone", IpAddress = addresses, Owner = "Manual", Id = "id", ZoneId = "zone", ResourceGroupName = "rg",
        SubscriptionId = "11111111-1111-1111-1111-111111111111",
    };
}
