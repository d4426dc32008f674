using PrivateLinkPg.Link;

namespace PrivateLinkPg.Core.Tests.Link;

/// <summary>What a record's metadata says of whom it was made for, and that what others noted there stays.</summary>
public sealed class RecordOwnerTests
{
    private const string One = "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/one";
    private const string Two = "/subscriptions/2/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/two";

    private static readonly Dictionary<string, string> Others = new() { ["team"] = "data", ["ticket"] = "4711" };

    [Fact]
    public void Who_takes_a_record_over_is_noted_in_the_place_of_who_had_it_and_all_else_stays()
    {
        Dictionary<string, string> joined = RecordOwner.Joined(RecordOwner.TakenOver(Others, One, ["10.0.0.4"]), Two, ["10.0.0.5"]);
        Dictionary<string, string> taken = RecordOwner.TakenOver(joined, Two, ["10.0.0.6"]);
        Assert.Equal(
            new Dictionary<string, string>(Others) { ["creator"] = "PrivateLinkPg", ["endpointId"] = Two, ["endpointIp"] = "10.0.0.6" }.OrderBy(each => each.Key),
            taken.OrderBy(each => each.Key));
    }

    [Fact]
    public void Who_joins_a_record_stands_beside_those_who_have_it()
    {
        Dictionary<string, string> joined = RecordOwner.Joined(RecordOwner.TakenOver(Others, One, ["10.0.0.4"]), Two, ["10.0.0.5", "10.0.0.6"]);
        Assert.Equal([One, Two], Of(joined).EndpointIds.Order());
        Assert.True(Of(joined).IsMadeFor(One, "10.0.0.4") && Of(joined).IsMadeFor(Two, "10.0.0.6"));
        Assert.False(Of(joined).IsMadeFor(One, "10.0.0.5") || Of(joined).IsMadeFor(Two, "10.0.0.4"));
        Assert.Equal("4711", joined["ticket"]);
    }

    [Fact]
    public void Addresses_that_an_endpoint_gets_more_are_noted_beside_those_that_it_had()
    {
        Dictionary<string, string> joined = RecordOwner.Joined(RecordOwner.TakenOver(null, One, ["10.0.0.4"]), One, ["10.0.0.5"]);
        Assert.Equal(One, Assert.Single(Of(joined).EndpointIds));
        Assert.True(Of(joined).IsMadeFor(One, "10.0.0.4") && Of(joined).IsMadeFor(One, "10.0.0.5"));
    }

    [Fact]
    public void A_record_of_somebody_is_theirs_also_when_others_join_it()
    {
        Dictionary<string, string> byAzure = RecordOwner.ByZoneGroup("pe", "00000000-0000-0000-0000-000000000001");
        Assert.Equal("pe", Of(RecordOwner.Joined(byAzure, Two, ["10.0.0.5"])).ZoneGroupEndpoint);
        Assert.False(Of(RecordOwner.Joined(new() { ["creator"] = "terraform" }, Two, ["10.0.0.5"])).IsOurs);
    }

    [Fact]
    public void Who_leaves_takes_its_own_marks_alone()
    {
        Dictionary<string, string> joined = RecordOwner.Joined(RecordOwner.TakenOver(Others, One, ["10.0.0.4"]), Two, ["10.0.0.5"]);
        Dictionary<string, string> left = RecordOwner.Left(joined, One)!;
        Assert.Equal([Two], Of(left).EndpointIds);
        Assert.True(Of(left).IsMadeFor(Two, "10.0.0.5"));
        Assert.Equal(("data", "4711"), (left["team"], left["ticket"]));
        Assert.Same(joined, RecordOwner.Left(joined, null));
    }

    private static RecordOwner Of(Dictionary<string, string> metadata) => RecordOwner.Of(new() { Properties = new() { Metadata = metadata } });
}
