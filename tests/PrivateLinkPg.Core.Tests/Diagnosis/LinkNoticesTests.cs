using System.Net;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Link;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Diagnosis;

/// <summary>What of a path that works may break, and only that.</summary>
public sealed class LinkNoticesTests
{
    private const string Endpoint = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/pe";
    private static readonly ZoneFacts Sound = new("id", "org1.biganimal.io", true, ["10.1.0.4"]) { Owner = new(null, null, [(Endpoint, "10.1.0.4")], true) };

    [Fact]
    public void Of_a_record_that_was_noted_nothing_is_said()
    {
        Assert.Empty(Of(Sound));
        Assert.Empty(Of(Sound with { Owner = new(null, null, [], true) }));
        Assert.Empty(Of(Sound with { Owner = new("pe", null, [], false) }));
        Assert.Empty(Of(Sound with { Owner = null }));
    }

    [Fact]
    public void A_record_without_an_owner_is_told() =>
        Assert.StartsWith("Nobody noted for what the record of p-a.org1.biganimal.io in org1.biganimal.io was written", One(Sound with { Owner = new(null, null, [], false) }), StringComparison.Ordinal);

    [Fact]
    public void A_record_that_leads_elsewhere_too_is_told() =>
        Assert.Contains("leads to 10.1.0.9 too, which the private endpoint pe does not have", One(Sound with { Record = ["10.1.0.4", "10.1.0.9"] }), StringComparison.Ordinal);

    [Fact]
    public void Of_an_endpoint_that_nobody_named_nothing_is_concluded() => Assert.Empty(Of(Sound with { Record = ["10.1.0.9"] }, isGuessed: true));

    [Fact]
    public void A_zone_that_is_wider_than_it_must_be_is_told() =>
        Assert.Contains("org1.biganimal.io would be enough", One(Sound with { Name = "biganimal.io" }), StringComparison.Ordinal);

    // Who does not look there does not matter to the clients' network.
    [Fact]
    public void A_zone_that_is_not_linked_is_nobodys_news() => Assert.Empty(Of(Sound with { Name = "biganimal.io", IsLinked = false }));

    private static string One(ZoneFacts zone) => Assert.Single(Of(zone));

    private static IEnumerable<string> Of(ZoneFacts zone, bool isGuessed = false) => LinkNotices.Of(
        new(new ProbeState(new() { HostName = "p-a.org1.biganimal.io" }, null!, TimeProvider.System) { Address = IPAddress.Parse("10.1.0.4") }),
        new() { EndpointId = Endpoint, EndpointIsGuessed = isGuessed, Addresses = ["10.1.0.4"], Zones = [zone], Name = "p-a.org1.biganimal.io", ZoneName = "org1.biganimal.io" });
}
