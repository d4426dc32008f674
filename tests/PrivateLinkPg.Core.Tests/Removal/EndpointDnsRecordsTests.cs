using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Removal;
using static PrivateLinkPg.Core.Tests.Removal.RemovalFacts;
using static PrivateLinkPg.Core.Tests.Support.ScriptedAzure;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Removal;

/// <summary>What of the private DNS zones around belongs to an endpoint that goes, or is gone already: its own, and nobody else's.</summary>
public sealed class EndpointDnsRecordsTests
{
    private const string Guid = "8f2d9b74-1e63-4c0a-b5a8-2f7e6d0c9b22";

    private static readonly ExistingEndpoint Mine = new(Endpoint("mine"), Guid, Server, "db.postgres.database.azure.com", Network("net"), "Approved", ["10.0.0.4"]);

    // Whom the record is noted for, its addresses; whether the endpoint is still there: what of it goes.
    [Theory]
    [InlineData("mine", "10.0.0.4", true, "10.0.0.4")]
    [InlineData("mine", "10.0.0.4", false, "10.0.0.4")]
    [InlineData("mine", "10.0.0.4,10.0.0.9", true, "10.0.0.4,10.0.0.9")]
    [InlineData("theirs", "10.0.0.4", true, "")]
    [InlineData("theirs", "10.0.0.4", false, "")]
    [InlineData("group mine", "10.0.0.4", true, "10.0.0.4")]
    [InlineData("group mine", "10.0.0.4", false, "")]
    [InlineData("group theirs", "10.0.0.4", true, "")]
    [InlineData(null, "10.0.0.4", true, "10.0.0.4")]
    [InlineData(null, "10.0.0.4,10.0.0.9", true, "10.0.0.4")]
    [InlineData(null, "10.0.0.4", false, "")]
    [InlineData(null, "10.0.0.9", true, "")]
    [InlineData("none", "10.0.0.4", true, "10.0.0.4")]
    [InlineData("none", "10.0.0.4", false, "")]
    public void A_record_goes_where_it_is_noted_for_the_endpoint_or_a_hand_made_it_for_its_address(string? noted, string addresses, bool isThere, string goes)
    {
        string[] all = addresses.Split(',');
        Dictionary<string, string>? metadata = noted switch
        {
            null => null,
            "none" => RecordOwner.TakenOver(null, null, all),
            "group mine" => RecordOwner.ByZoneGroup("mine", Guid),
            "group theirs" => RecordOwner.ByZoneGroup("mine", "00000000-0000-0000-0000-000000000001"),
            _ => RecordOwner.TakenOver(null, Endpoint(noted), all),
        };
        ScriptedAzure azure = Azure(List(Of(3)), records: List(Record(Zone(), "db", metadata: metadata, addresses: all)));
        EndpointDnsRecords found = Find(azure, isThere ? Mine : null);
        Assert.Equal(goes, string.Join(',', found.Records.SelectMany(each => each.Addresses!)));
        Assert.Empty(found.EmptyZones);
    }

    [Theory]
    // What was written for it may be somebody else's by now: who has it, and whether all can be seen.
    [InlineData("interface", true, false)]
    [InlineData("nobody", false, false)]
    [InlineData("nobody", true, true)]
    public void An_address_that_was_written_for_it_goes_unless_something_may_have_it_now(string holder, bool readable, bool goes)
    {
        ScriptedAzure azure = Azure(
            List(Of(3)), records: List(Record(Zone(), "db", metadata: RecordOwner.TakenOver(null, Endpoint("mine"), ["10.0.0.9"]), addresses: "10.0.0.9")),
            interfaces: !readable ? Refused : holder == "nobody" ? None
                : Interfaces("10.0.0.9"));
        EndpointDnsRecords found = Find(azure, null);
        Assert.Equal(goes ? 1 : 0, found.Records.Count);
        Assert.Equal(goes ? 0 : 1, azure.Output.Text("Warning").Count(each => each.Contains("though it was made for the endpoint: 10.0.0.9 may be somebody else's now", StringComparison.Ordinal)));
    }

    // How many record sets the zone has, whom it was made for, which networks see it, whether the endpoint is there: whether it is of no use.
    [Theory]
    [InlineData(1, "mine", "", true, true)]
    [InlineData(1, "mine", "", false, true)]
    [InlineData(1, "mine", "net", true, true)]
    [InlineData(1, "mine", "net", false, false)]
    [InlineData(1, "mine", "net,other", true, false)]
    [InlineData(1, "mine", "unreadable", true, false)]
    [InlineData(1, "theirs", "net", true, true)]
    [InlineData(1, "theirs", "", true, false)]
    [InlineData(1, "none", "", true, false)]
    [InlineData(1, "none", "net", true, true)]
    [InlineData(1, null, "", true, false)]
    [InlineData(1, null, "net", true, false)]
    [InlineData(2, "mine", "", true, false)]
    public void An_empty_zone_is_of_no_use_where_this_module_made_it_and_no_other_network_sees_it(int sets, string? mark, string networks, bool isThere, bool empty)
    {
        ScriptedAzure azure = Azure(
            List(Of(sets, mark)), links: networks == "unreadable" ? Refused : List([.. networks.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(each => Linked(Zone(), each))]));
        EndpointDnsRecords found = Find(azure, isThere ? Mine : null);
        Assert.Equal(empty ? [Zone()] : [], found.EmptyZones);
        // Of a zone without records none are asked for, and of one that is not ours no links either.
        Assert.Equal(sets > 1, azure.Asked.Contains("GET A"));
        if (mark is null) Assert.DoesNotContain("GET virtualNetworkLinks", azure.Asked);
    }

    [Theory]
    [InlineData("zones", "The private DNS zones of subscription 11111111-2222-3333-4444-555555555555 may not be read (AuthorizationFailed), so the endpoint's records there stay.")]
    [InlineData("records", "may not be read (AuthorizationFailed), so those of the endpoint stay there.")]
    public void What_may_not_be_read_is_told(string what, string told)
    {
        ScriptedAzure azure = Azure(what == "zones" ? Refused : List(Of(3)), records: what == "records" ? Refused : None);
        EndpointDnsRecords found = Find(azure, Mine);
        Assert.Empty(found.Records);
        Assert.Contains(told, Assert.Single(azure.Output.Text("Warning")), StringComparison.Ordinal);
    }

    private static object Of(int sets, string? mark = null) => new { id = Zone(), name = PrivateZone, tags = Mark(mark), properties = new { numberOfRecordSets = sets } };

    private static ScriptedAzure Azure(Answer zones, Answer? records = null, Answer? links = null, Answer? interfaces = null) => new(
        ("GET privateDnsZones", [zones]), ("GET A", [records ?? None]), ("GET virtualNetworkLinks", [links ?? List(Linked(Zone(), "net"))]),
        ("GET networkInterfaces", [interfaces ?? None]), ("GET privateEndpoints", [None]));

    private static EndpointDnsRecords Find(ScriptedAzure azure, ExistingEndpoint? endpoint)
    {
        EndpointDnsRecords? found = null;
        azure.Run(
            async (int _, CommandHost host) =>
            {
                found = new(endpoint, [ScriptedAzure.Subscription, ScriptedAzure.Subscription.ToUpperInvariant()], await ContextAsync(host));
                await found.FindAsync();
            },
            0).Succeeds();
        // Each subscription once.
        Assert.Single(azure.Asked, "GET privateDnsZones");
        return found!;
    }
}
