using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Link;

namespace PrivateLinkPg.Core.Tests.Link;

/// <summary>What a record's metadata says of whom it was made for, and that what others noted there stays.</summary>
public sealed class RecordOwnerTests
{
    private const string One = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/one";
    private const string Two = "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/two";

    private const string Guid = "00000000-0000-0000-0000-000000000001";

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

    [Theory]
    [InlineData("pe", Guid, "other", Guid, true)]
    [InlineData("pe", Guid, "pe", "00000000-0000-0000-0000-000000000002", false)]
    [InlineData("pe", Guid, "PE", null, true)]
    [InlineData("pe", null, "PE", Guid, true)]
    [InlineData("pe", null, "other", Guid, false)]
    [InlineData("pe", Guid, "other", null, false)]
    public void The_zone_group_of_an_endpoint_is_known_by_its_guid_else_by_its_name(string noted, string? notedGuid, string name, string? resourceGuid, bool same)
    {
        RecordOwner owner = notedGuid is null ? Of(new() { ["Creator"] = $"Created by private endpoint {noted}" }) : Of(RecordOwner.ByZoneGroup(noted, notedGuid));
        Assert.Equal(("ZoneGroup", noted, noted, notedGuid), (owner.Kind, owner.ZoneGroupEndpoint, owner.EndpointName, owner.ResourceGuid));
        Assert.Equal(same, owner.IsZoneGroupOf(name, resourceGuid));
        Assert.Equal($"the zone group of private endpoint '{noted}' keeps it", owner.InWords());
    }

    [Fact]
    public void A_record_by_hand_is_nobodys()
    {
        foreach (RecordOwner owner in (RecordOwner[])[Of(Others), RecordOwner.Of(new()), Of(new() { ["creator"] = "not created by private endpoint pe" })])
        {
            Assert.Equal(("Manual", null, null, false), (owner.Kind, owner.ZoneGroupEndpoint, owner.EndpointName, owner.IsOurs));
            Assert.False(owner.IsZoneGroupOf("pe", null));
            Assert.Empty(owner.EndpointsOf(["10.0.0.4"]));
            Assert.Equal("it was made by hand", owner.InWords());
        }
    }

    [Fact]
    public void Whom_addresses_were_written_for_is_noted_by_endpoint()
    {
        RecordOwner owner = Of(RecordOwner.Joined(RecordOwner.TakenOver(null, One, ["10.0.0.4"]), Two, ["10.0.0.5"]));
        Assert.Equal([One], owner.EndpointsOf(["10.0.0.4"]));
        Assert.Equal([One, Two], owner.EndpointsOf(["10.0.0.4", "10.0.0.5"]));
        Assert.Empty(owner.EndpointsOf(["10.0.0.6"]));
        // A note without addresses, as of earlier versions, is about all of them.
        Assert.Equal([One], Of(new() { ["endpointId"] = One }).EndpointsOf(["10.0.0.6"]));
        Assert.Equal([""], Of(RecordOwner.TakenOver(Others, null, ["10.0.0.4"])).EndpointsOf(["10.0.0.6"]));
        Assert.Equal(("one", $"it was made for '{One}' and '{Two}'"), (owner.EndpointName, owner.InWords()));
        Assert.Null(Of(new() { ["endpointId"] = "no id" }).EndpointName);
    }

    [Fact]
    public void Each_endpoint_that_joins_has_a_place_of_its_own()
    {
        Dictionary<string, string> joined = [];
        foreach (string id in (string[])[One, Two, One + "-three", Two]) joined = RecordOwner.Joined(joined, id, ["10.0.0." + joined.Count]);
        Assert.Equal(["endpointId", "endpointId2", "endpointId3", "endpointIp", "endpointIp2", "endpointIp3"], joined.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("10.0.0.2,10.0.0.6", joined["endpointIp2"]);
        Assert.Equal(Others, RecordOwner.Joined(Others, null, ["10.0.0.4"]));
        Assert.Null(RecordOwner.Left(null, One));
    }

    [Fact]
    public void Zones_and_links_are_marked_by_tags_of_which_the_users_come_first()
    {
        static Resource<PrivateDnsZoneProperties> Tagged(Dictionary<string, string>? tags) => new() { Tags = tags };
        Assert.Equal(new() { ["creator"] = "PrivateLinkPg", ["endpointId"] = One }, RecordOwner.Mark(null, One));
        Assert.Equal(new() { ["creator"] = "me", ["endpointId"] = One }, RecordOwner.Mark(new Dictionary<string, string> { ["creator"] = "me" }, One));
        Assert.Equal(["creator"], RecordOwner.Mark(null, null).Keys);
        Assert.Equal(["creator", "endpointId"], RecordOwner.Mark(null, new string('x', 256)).Keys);
        Assert.Equal(["creator"], RecordOwner.Mark(null, new string('x', 257)).Keys);

        Resource<PrivateDnsZoneProperties> ours = Tagged(RecordOwner.Mark(null, One));
        Assert.True(RecordOwner.IsMarked(ours) && RecordOwner.IsMarkedFor(ours, One.ToUpperInvariant()) && RecordOwner.MarkedFor(ours) == One);
        Assert.False(RecordOwner.IsMarkedFor(ours, Two));
        Resource<PrivateDnsZoneProperties> theirs = Tagged(new() { ["creator"] = "terraform", ["endpointId"] = One });
        Assert.False(RecordOwner.IsMarked(theirs) || RecordOwner.IsMarkedFor(theirs, One) || RecordOwner.IsMarked(Tagged(null)));
        Assert.Null(RecordOwner.MarkedFor(Tagged(RecordOwner.Mark(null, null))));
    }

    private static RecordOwner Of(Dictionary<string, string> metadata) => RecordOwner.Of(new() { Properties = new() { Metadata = metadata } });
}
