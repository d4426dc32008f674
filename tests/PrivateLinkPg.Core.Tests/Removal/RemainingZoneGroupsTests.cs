using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Removal;
using static PrivateLinkPg.Core.Tests.Removal.RemovalFacts;
using static PrivateLinkPg.Core.Tests.Support.ScriptedAzure;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Removal;

/// <summary>Zone groups of endpoints that stay keep a zone, and what they share of a record.</summary>
public sealed class RemainingZoneGroupsTests
{
    private const string Service = "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Network/privateLinkServices/pls";

    // Whose endpoint there is, what its zone group holds, what went in this command before: who uses the zone.
    [Theory]
    [InlineData("theirs", PrivateZone, null, "the zone group of private endpoint '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/theirs' holds it")]
    [InlineData("theirs", "other.example," + PrivateZone, null, "holds it")]
    [InlineData("theirs", "other.example", null, null)]
    [InlineData("theirs", "", null, null)]
    [InlineData("theirs", "unreadable", null, "may not be read (AuthorizationFailed)")]
    [InlineData("theirs", PrivateZone, "endpoint", null)]
    [InlineData("theirs", PrivateZone, "group", null)]
    [InlineData("mine", PrivateZone, null, null)]
    public void A_zone_group_of_an_endpoint_that_stays_uses_the_zone(string endpoint, string holds, string? gone, string? used)
    {
        string id = Endpoint(endpoint);
        Answer group = holds switch { "" => None, "unreadable" => Refused, _ => List(ZoneGroup(id, "Succeeded", [.. holds.Split(',').Select(Zone)], "10.0.0.4")) };
        ScriptedAzure azure = new(
            ("GET virtualNetworkLinks", [None]), ("GET networkInterfaces", [None]), ("GET privateEndpoints", [List(EndpointTo(id, Server))]), ("GET privateDnsZoneGroups", [group]));
        string? told = Use(azure, Zone(), gone is null ? [] : [gone == "group" ? $"{id}/privateDnsZoneGroups/default" : id]);
        if (used is null) Assert.Null(told);
        else Assert.Contains(used, told, StringComparison.Ordinal);
        Assert.Equal(endpoint == "mine" || gone == "endpoint" ? 0 : 1, azure.Asked.Count(each => each == "GET privateDnsZoneGroups"));
    }

    [Theory]
    // Of a service, or of another name, the zone group cannot hold it, and is not asked.
    [InlineData(Service, PrivateZone)]
    [InlineData("/subscriptions/1/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/db", "corp.example")]
    public void Of_an_endpoint_that_Azure_names_no_such_zone_for_nothing_is_asked(string target, string zone)
    {
        ScriptedAzure azure = new(("GET virtualNetworkLinks", [None]), ("GET networkInterfaces", [None]), ("GET privateEndpoints", [List(EndpointTo(Endpoint("theirs"), target))]));
        Assert.Null(Use(azure, Zone(zone), []));
    }

    // What may not be read, the zone, whether the user named it: whether it is left, since somebody who is not seen may use it.
    [Theory]
    [InlineData("privateEndpoints", PrivateZone, false, true)]
    [InlineData("networkInterfaces", PrivateZone, false, true)]
    [InlineData("virtualNetworkLinks", PrivateZone, false, true)]
    [InlineData("privateEndpoints", PrivateZone, true, false)]
    [InlineData("privateEndpoints", "corp.example", false, false)]
    [InlineData("nothing", PrivateZone, false, false)]
    public void Who_cannot_be_seen_may_use_a_zone_that_zone_groups_can_hold(string unread, string zone, bool named, bool left)
    {
        ScriptedAzure azure = new([.. ((string[])["virtualNetworkLinks", "networkInterfaces", "privateEndpoints"]).Select(each => ($"GET {each}", (Answer[])[each == unread ? Refused : None]))]);
        string? told = Use(azure, Zone(zone), [], named ? [Zone(zone)] : []);
        if (left) Assert.StartsWith("not all private endpoints around it can be seen", told, StringComparison.Ordinal);
        else Assert.Null(told);
    }

    [Fact]
    public void Endpoints_are_looked_for_where_the_zone_its_networks_and_the_context_are()
    {
        ScriptedAzure azure = new(
            ("GET virtualNetworkLinks", [List(new { id = "x", name = "x", properties = new { virtualNetwork = new { id = Network("far", Other) } } })]),
            ("GET networkInterfaces", [None]), ("GET privateEndpoints", [None]), ($"GET {Other}/providers/Microsoft.Network/privateEndpoints", [List(EndpointTo(Endpoint("far", Other), Server))]),
            ("GET privateDnsZoneGroups", [List(ZoneGroup(Endpoint("far", Other), "Succeeded", [Zone()], "10.0.0.4"))]));
        Assert.Contains(Endpoint("far", Other), Use(azure, Zone(), []), StringComparison.Ordinal);
    }

    // Another endpoint to the same target, and what its zone group says of the record: whether it shares it, and whether that is told.
    [Theory]
    [InlineData("listed", "10.0.0.5", true, false)]
    [InlineData("connected", "10.0.0.5", true, false)]
    [InlineData("both", "10.0.0.5", true, false)]
    [InlineData("listed", "", false, false)]
    [InlineData("listed", "unreadable", false, true)]
    [InlineData("elsewhere", "10.0.0.5", false, false)]
    [InlineData("gone", "10.0.0.5", false, false)]
    [InlineData("mine", "10.0.0.5", false, false)]
    public void The_record_of_another_endpoint_to_the_same_target_is_shared(string where, string addresses, bool shared, bool warned)
    {
        string id = where == "mine" ? Endpoint("mine") : Endpoint("theirs");
        object theirs = EndpointTo(id, where == "elsewhere" ? Server + "2" : Server.ToUpperInvariant(), "guid");
        object connection = new { id = "c", name = "c", properties = new { privateEndpoint = new { id } } };
        ScriptedAzure azure = new(
            ("GET networkInterfaces", [None]), ("GET privateEndpoints", [where == "connected" ? None : List(theirs)]),
            ("GET privateEndpointConnections", [where is "connected" or "both" ? List(connection, new { id = "none", name = "none", properties = new { } }) : None]), ("GET theirs", [One(theirs)]),
            ("GET privateDnsZoneGroups", [addresses == "unreadable" ? Refused : List(ZoneGroup(id, "Succeeded", [Zone()], addresses.Split(',', StringSplitOptions.RemoveEmptyEntries)))]));
        IReadOnlyList<SharedRecordSet> found = [];
        azure.Run(
            async (int _, CommandHost host) =>
            {
                RemovalContext removals = await ContextAsync(host);
                if (where == "gone") removals.Ledger.Note(Gone(id));
                found = await RemainingZoneGroups.SharingAsync(new() { Id = Endpoint("mine"), Properties = new() { PrivateLinkServiceConnections = [new() { Properties = new() { PrivateLinkServiceId = Server } }] } }, removals);
            },
            0);
        azure.Succeeds();
        Assert.Equal(shared ? [(id, "guid", $"{Zone()}/A/db")] : [], found.Select(each => (each.EndpointId, each.ResourceGuid!, each.RecordId)));
        Assert.Equal(warned ? 1 : 0, azure.Output.Text("Warning").Count(each => each.Contains($"Whether '{id}' shares a record", StringComparison.Ordinal)));
    }

    private static string? Use(ScriptedAzure azure, string zone, string[] gone, params string[] named)
    {
        string? used = null;
        azure.Run(
            async (int _, CommandHost host) =>
            {
                RemovalContext removals = await ContextAsync(host, named: named);
                foreach (string id in gone) removals.Ledger.Note(Gone(id));
                used = await RemainingZoneGroups.UseAsync(zone, removals.Link, removals);
            },
            0);
        azure.Succeeds();
        return used;
    }
}
