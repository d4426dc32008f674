using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Removal;
using static PrivateLinkPg.Core.Tests.Removal.RemovalFacts;
using static PrivateLinkPg.Core.Tests.Support.ScriptedAzure;

namespace PrivateLinkPg.Core.Tests.Removal;

/// <summary>Whose a zone and its links are, and which of them a removal may take.</summary>
public sealed class ZoneOwnersTests
{
    // Whom it is marked for; what went before, whose records leave the zone, and how that endpoint is: whether zone and link are the removal's.
    [Theory]
    [InlineData(null, "", "", "there", false, false)]
    [InlineData("mine", "", "", "there", true, true)]
    [InlineData("theirs", "", "", "there", false, false)]
    [InlineData("theirs", "", "theirs", "there", true, true)]
    [InlineData("theirs", "theirs", "", "there", true, true)]
    [InlineData("theirs", "", "", "gone", true, true)]
    [InlineData("theirs", "", "", "going", true, true)]
    [InlineData("theirs", "", "", "in another tenant", false, false)]
    [InlineData("theirs", "", "", "unreadable", false, false)]
    [InlineData("/subscriptions/1/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/x", "", "", "gone", false, false)]
    [InlineData("none", "", "", "there", false, false)]
    [InlineData("none", "", "none", "there", true, false)]
    [InlineData("none", "", "mine", "there", false, false)]
    public void What_was_made_for_the_endpoint_or_for_one_that_leaves_or_is_gone_is_the_removals(string? mark, string gone, string leaving, string state, bool zone, bool link)
    {
        string theirs = Endpoint("theirs");
        ScriptedAzure azure = new(
            ("GET theirs", [state switch
            {
                "there" => One(EndpointTo(theirs, Server)),
                "going" => new(200, $$"""{"id":"{{theirs}}","name":"theirs","properties":{"provisioningState":"Deleting"} }"""),
                "unreadable" => Refused,
                _ => Absent,
            }]),
            ($"GET {ScriptedAzure.Subscription}", [state == "in another tenant" ? Absent : new(200, $$"""{"subscriptionId":"{{ScriptedAzure.Subscription}}","state":"Enabled"}""")]));
        Assert.Equal((zone, link), Judge(azure, mark, gone, leaving, ofEndpoint: true));
    }

    [Theory]
    [InlineData("none", true, true)]
    [InlineData("mine", false, false)]
    [InlineData("", false, false)]
    public void A_link_for_no_endpoint_goes_with_a_record_for_none(string leaving, bool zone, bool link) =>
        Assert.Equal((zone, link), Judge(new(("GET theirs", [Absent])), "none", "", leaving, ofEndpoint: false));

    [Theory]
    [InlineData("net", true, true)]
    [InlineData("net", false, false)]
    [InlineData("other", true, false)]
    public void A_link_of_this_module_to_the_endpoints_network_keeps_no_zone(string network, bool marked, bool same) => new ScriptedAzure(("GET none", [Absent])).Run(
        async (int _, CommandHost host) => Assert.Equal(same, new ZoneOwners(Zone(), await ContextAsync(host)).IsOfSameNetwork(
            new() { Tags = marked ? Mark("theirs") : null, Properties = new() { VirtualNetwork = new() { Id = Network(network) } } })), 0).Succeeds();

    [Theory]
    [InlineData(null, "was not made by this module")]
    [InlineData("none", "was made for no endpoint, and may be anybody's")]
    [InlineData("theirs", "was made for '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/theirs'")]
    public void Its_mark_tells_whose_it_is(string? mark, string words) => Assert.Equal(words, ZoneOwners.InWords(new Resource<PrivateDnsZoneProperties> { Tags = Mark(mark) }));

    [Fact]
    public void What_was_put_back_is_there_again()
    {
        RemovedResources ledger = new();
        ledger.Note(Gone("RECORD", "10.0.0.4", "10.0.0.5"));
        Assert.True(ledger.Has("record") && ledger.Has("Record", "10.0.0.4"));
        ledger.Back(Gone("record", "10.0.0.4"));
        Assert.False(ledger.Has("record") || ledger.Has("record", "10.0.0.4"));
        Assert.True(ledger.Has("record", "10.0.0.5"));
        // Where it keeps others, the record is still there.
        ledger.Note(Gone("other", "10.0.0.4") with { Action = "Reduced" });
        Assert.False(ledger.Has("other"));
        Assert.True(ledger.Has("other", "10.0.0.4"));
    }

    private static (bool Zone, bool Link) Judge(ScriptedAzure azure, string? mark, string gone, string leaving, bool ofEndpoint)
    {
        (bool, bool) judged = default;
        azure.Run(
            async (int _, CommandHost host) =>
            {
                RemovalContext removals = await ContextAsync(host, ofEndpoint);
                if (gone.Length > 0) removals.Ledger.Note(Gone(Endpoint(gone)));
                if (leaving.Length > 0) removals.Ledger.LeavingOf(Zone()).Add(leaving == "none" ? "" : Endpoint(leaving));
                ZoneOwners owners = new(Zone(), removals);
                judged = (
                    await owners.IsOfRemovalAsync(new Resource<PrivateDnsZoneProperties> { Id = Zone(), Tags = Mark(mark) }),
                    await owners.IsOfRemovalAsync(new Resource<VirtualNetworkLinkProperties> { Id = "link", Tags = Mark(mark) }));
            },
            0).Succeeds();
        return judged;
    }
}
