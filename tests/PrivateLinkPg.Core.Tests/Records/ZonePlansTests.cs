using PrivateLinkPg.Failures;
using PrivateLinkPg.Records;

namespace PrivateLinkPg.Core.Tests.Records;

/// <summary>What several inputs may want of zones of one name, and what they may not.</summary>
public sealed class ZonePlansTests
{
    private const string Endpoint = "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/one";
    private const string Other = "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/two";

    private readonly ZonePlans _plans = new();

    // first and second: endpoint, addresses, whether the second joins.
    [Theory]
    [InlineData(null, "10.0.0.4", null, "10.0.0.4", false, true)]
    [InlineData(null, "10.0.0.4", null, "10.0.0.5", false, false)]
    [InlineData(null, "10.0.0.4", null, "10.0.0.5", true, true)]
    [InlineData(null, "10.0.0.4,10.0.0.5", null, "10.0.0.5,10.0.0.4", false, true)]
    [InlineData(null, "10.0.0.4,10.0.0.5", null, "10.0.0.5", false, false)]
    [InlineData(Endpoint, "10.0.0.4", Endpoint, "10.0.0.5", false, true)]
    [InlineData(Endpoint, "10.0.0.4", Other, "10.0.0.5", false, false)]
    [InlineData(Endpoint, "10.0.0.4", Other, "10.0.0.4", false, true)]
    [InlineData(Endpoint, "", Other, "", false, false)]
    [InlineData(null, "", null, "", false, false)]
    public void A_name_has_one_meaning(string? firstEndpoint, string first, string? secondEndpoint, string second, bool append, bool agree)
    {
        RecordSettings one = new() { EndpointId = firstEndpoint, IpAddress = first.Split(',', StringSplitOptions.RemoveEmptyEntries), NoLink = true };
        RecordSettings two = new() { EndpointId = secondEndpoint, IpAddress = second.Split(',', StringSplitOptions.RemoveEmptyEntries), NoLink = true, Append = append };
        _plans.Take("zone", "db", one);
        _plans.Take("zone", "other", two);
        _plans.Take("elsewhere", "db", two);
        Assert.Equal(agree ? null : nameof(Failure.RecordClaimedTwice), Refused("ZONE", "DB", two));
        Assert.Same(one, _plans.Holder("Zone", "Db"));
        Assert.Null(_plans.Holder("zone", "none"));
        Assert.Null(_plans.Holder("none", "db"));
        Assert.Equal(["elsewhere", "zone"], _plans.Zones.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Both_meanings_are_told()
    {
        _plans.Take("zone", "db", new() { EndpointId = Endpoint, IpAddress = ["10.0.0.4", "10.0.0.5"], NoLink = true });
        CommandFailure failure = Assert.Throws<CommandFailedException>(() => _plans.Take("zone", "db", new() { EndpointId = Other, NoLink = true })).Failure;
        Assert.Contains($"10.0.0.4, 10.0.0.5 of '{Endpoint}'", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"its own address of '{Other}'", failure.Message, StringComparison.Ordinal);
        failure = Assert.Throws<CommandFailedException>(() => _plans.Take("zone", "db", new() { IpAddress = ["10.0.0.6"], NoLink = true })).Failure;
        Assert.DoesNotContain("10.0.0.6 of", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60L, 60L, true)]
    [InlineData(60L, 61L, false)]
    [InlineData(null, 60L, false)]
    [InlineData(60L, null, true)]
    public void A_name_has_one_time_to_live(long? first, long? second, bool agree)
    {
        RecordSettings wished = new() { IpAddress = ["10.0.0.4"], NoLink = true };
        _plans.Take("zone", "db", wished with { TimeToLive = first });
        Assert.Equal(agree ? null : nameof(Failure.SettingClaimedTwice), Refused("zone", "db", wished with { TimeToLive = second }));
    }

    [Theory]
    [InlineData("Default", "Default", true)]
    [InlineData("Default", "NxDomainRedirect", false)]
    [InlineData(null, "NxDomainRedirect", true)]
    [InlineData("NxDomainRedirect", null, true)]
    public void A_link_has_one_policy_which_whoever_says_nothing_of_it_takes(string? first, string? second, bool agree)
    {
        RecordSettings wished = new() { IpAddress = ["10.0.0.4"], VirtualNetworkId = ["net"] };
        _plans.Take("zone", "a", wished with { ResolutionPolicy = first });
        Assert.Equal(agree ? null : nameof(Failure.SettingClaimedTwice), Refused("zone", "b", wished with { ResolutionPolicy = second, VirtualNetworkId = ["other", "NET"] }));
        Assert.Equal(agree ? first ?? second : first, _plans.Policy("Zone", "Net"));
        Assert.Null(Refused("zone", "c", wished with { ResolutionPolicy = second, NoLink = true }));
        Assert.Null(Refused("zone", "d", wished with { ResolutionPolicy = second, VirtualNetworkId = ["third"] }));
        Assert.Null(_plans.Policy("none", "net"));
        Assert.Null(_plans.Policy("zone", "none"));
    }

    [Fact]
    public void A_network_sees_one_zone_of_a_name()
    {
        RecordSettings wished = new() { IpAddress = ["10.0.0.4"], VirtualNetworkId = ["one", "two"] };
        _plans.Take("zone", "db", wished);
        Assert.Equal(nameof(Failure.NetworkClaimedTwice), Refused("elsewhere", "db", wished with { VirtualNetworkId = ["three", "TWO"] }));
        Assert.DoesNotContain("elsewhere", _plans.Zones);
        Assert.Null(Refused("elsewhere", "db", wished with { VirtualNetworkId = ["three", "TWO"], NoLink = true }));
        Assert.Null(Refused("elsewhere", "db", wished with { VirtualNetworkId = ["three"] }));
        Assert.Equal(["zone"], _plans.LinkedTo(["ONE"]));
        Assert.Equal(["zone", "elsewhere"], _plans.LinkedTo(["one", "three", "none"]));
        Assert.Empty(_plans.LinkedTo(["none"]));
    }

    [Theory]
    [InlineData(null, 0, false)]
    [InlineData(Other, 0, true)]
    [InlineData(Other, 1, true)]
    [InlineData(Other, 2, false)]
    [InlineData(Endpoint, 1, false)]
    public void A_zone_is_anothers_while_that_one_endpoints_network_alone_sees_it(string? madeFor, int networks, bool others)
    {
        Assert.Equal(others, ZonePlans.IsOfOther(madeFor, networks, Endpoint));
        _plans.Take("zone", "db", new() { EndpointId = madeFor, IpAddress = ["10.0.0.4"], VirtualNetworkId = [.. Enumerable.Range(0, networks).Select(each => $"net-{each}")] });
        Assert.Equal(others, _plans.IsOfOther("ZONE", Endpoint));
        Assert.False(_plans.IsOfOther("none", Endpoint));
    }

    private string? Refused(string zone, string record, RecordSettings wished) =>
        ((CommandFailedException?)Record.Exception(() => _plans.Take(zone, record, wished)))?.Failure.Id;
}
