using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Paths;

/// <summary>Where each of many networks has a zone of its own, one network's diagnosis reads its own, and takes nobody else's for it.</summary>
public sealed class ManyZonesTests : LinkedServer
{
    private const int Many = 60;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Azure.TurnDownAsync();
    }

    [Fact]
    public void The_zone_that_the_network_sees_is_found_without_those_of_others()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        New(Azure.Runner(), Request(Azure.Runner(), endpoint));
        ZonesOfOthers();
        (PgConnectionTest test, int links, int records) = Diagnose(endpoint);
        Assert.Equal("ExpectedAddressWrong", test.Cause);
        Assert.InRange(links, 1, 16);
        Assert.InRange(records, 1, 16);
    }

    [Fact]
    public void A_network_without_a_zone_is_given_one_and_none_of_others()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        ZonesOfOthers();
        (PgConnectionTest test, int links, int records) = Diagnose(endpoint);
        Assert.Equal((Many, 20), (links, records));
        Assert.Equal("ZoneMissing", test.Cause);
        Assert.InRange(test.Finding.Count, 20, 26);
    }

    private void ZonesOfOthers()
    {
        Dictionary<string, string> others = RecordOwner.Mark(null, $"{Azure.Network(2)[..Azure.Network(2).IndexOf("/providers/", StringComparison.Ordinal)]}/providers/Microsoft.Network/privateEndpoints/others");
        string[] groups = [.. Enumerable.Range(1, Many).Select(i => $"rg-other-{i}")];
        foreach (string group in groups) CreateGroup(group);
        Meanwhile(arm => Task.WhenAll(groups.Select(group => arm.CreateZoneAsync(
            $"/subscriptions/{Azure.Ready.Subscriptions.Test}/resourceGroups/{group}/providers/{ResourceIds.PrivateDnsZone}/{PrivateZone}", others, Watch, default))));
    }

    private (PgConnectionTest Test, int Links, int Records) Diagnose(PgPrivateEndpoint endpoint)
    {
        int before = Azure.Sandbox.Log.Requests.Count;
        PgConnectionTest test = Azure.Runner().One<TestPgPrivateConnectionRequest, PgConnectionTest>(TestPgPrivateConnection.RunAsync, new()
        {
            HostName = HostName, ExpectedIpAddress = ["10.9.9.9"], EndpointId = endpoint.Id, VirtualNetworkId = Azure.Network(1),
            DnsServer = Azure.Ready.Dns.Single(pair => ResourceIds.Same(pair.Key, Azure.Network(1))).Value, Timeout = TimeSpan.FromSeconds(12), Diagnose = true,
        });
        string[] paths = [.. Azure.Sandbox.Log.Requests.Skip(before).Select(request => request.Path)];
        return (test, paths.Count(path => path.EndsWith("/virtualNetworkLinks", StringComparison.OrdinalIgnoreCase)), paths.Count(path => path.Contains("/A/", StringComparison.Ordinal)));
    }
}
