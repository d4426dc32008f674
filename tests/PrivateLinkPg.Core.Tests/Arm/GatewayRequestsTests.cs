using Azure;
using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Core.Tests.Support;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Arm;

/// <summary>What each call sends: its path and version, and the condition that keeps what others wrote.</summary>
public sealed class GatewayRequestsTests
{
    private const string Group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers";
    private const string Zone = $"{Group}/Microsoft.Network/privateDnsZones/z.io";
    private const string Link = $"{Zone}/virtualNetworkLinks/l";
    private const string Record = $"{Zone}/A/db";
    private const string Endpoint = $"{Group}/Microsoft.Network/privateEndpoints/pe";
    private const string ZoneGroup = $"{Endpoint}/privateDnsZoneGroups/default";
    private const string Made = $$"""{"id":"{{Record}}","name":"db","properties":{} }""";

    private static readonly OperationTracking Followed = new(_ => { });

    private static readonly Dictionary<string, (Func<ArmGateway, MatchConditions, Task> Call, string Request, string Version)> Writes = new()
    {
        ["remove a zone"] = ((arm, condition) => arm.DeleteZoneAsync(Zone, condition, Followed, default), $"DELETE {Zone}", ApiVersions.PrivateDns),
        ["write a link"] = ((arm, condition) => arm.PutLinkAsync(Link, new() { Location = "global", Properties = new() }, condition, Followed, default), $"PUT {Link}", ApiVersions.PrivateDns),
        ["remove a link"] = ((arm, condition) => arm.DeleteLinkAsync(Link, condition, Followed, default), $"DELETE {Link}", ApiVersions.PrivateDns),
        ["write a record"] = ((arm, condition) => arm.PutARecordAsync(Record, new() { Properties = new() { Ttl = 300, ARecords = [new("10.1.0.4")] } }, condition, default), $"PUT {Record}", ApiVersions.PrivateDns),
        ["remove a record"] = ((arm, condition) => arm.DeleteARecordAsync(Record, condition, default), $"DELETE {Record}", ApiVersions.PrivateDns),
        ["write a zone group"] = ((arm, condition) => arm.PutZoneGroupAsync(ZoneGroup, new() { Properties = new() { PrivateDnsZoneConfigs = [] } }, condition, Followed, default), $"PUT {ZoneGroup}", ApiVersions.Network),
    };

    public static TheoryData<string> WriteNames => [.. Writes.Keys];

    [Theory]
    [MemberData(nameof(WriteNames))]
    public async Task A_write_goes_only_over_what_was_seen(string name)
    {
        (Func<ArmGateway, MatchConditions, Task> call, string request, string version) = Writes[name];
        foreach ((Resource<RecordSetProperties>? seen, string? match, string? noneMatch) in new (Resource<RecordSetProperties>?, string?, string?)[]
        {
            (null, null, "*"), (new() { Etag = "bare" }, "bare", null), (new() { Etag = "\"quoted\"" }, "\"quoted\"", null), (new(), "*", null),
        })
        {
            Sent sent = await SendAsync(arm => call(arm, ArmGateway.AsSeen(seen)), new Answer(200, Made));
            Assert.Equal($"{request}?api-version={version}", sent.Request);
            Assert.Equal((match, noneMatch, "application/json"), (sent.Match, sent.NoneMatch, sent.Accept));
        }
    }

    [Fact]
    public async Task A_zone_is_created_only_where_there_is_none()
    {
        Sent sent = await SendAsync(arm => arm.CreateZoneAsync(Zone, new() { ["team"] = "data" }, Followed, default), new Answer(201, "{}"));
        Assert.Equal(($"PUT {Zone}?api-version={ApiVersions.PrivateDns}", null, "*"), (sent.Request, sent.Match, sent.NoneMatch));
    }

    // Newer versions know the version of addresses; older clouds do not know those.
    [Theory]
    [InlineData(null, ApiVersions.Network)]
    [InlineData("IPv6", ApiVersions.NetworkWithIpVersion)]
    [InlineData("DualStack", ApiVersions.NetworkWithIpVersion)]
    public async Task An_endpoint_is_written_with_the_version_that_it_needs_and_read_after(string? ipVersion, string version)
    {
        List<string> asked = [];
        OperationTracking tracking = new(_ => { });
        Resource<PrivateEndpointProperties>? made = null;
        await SendAsync(
            async arm => made = await arm.PutPrivateEndpointAsync(Endpoint, new() { Properties = new() { IpVersionType = ipVersion } }, tracking, default), asked,
            new(201, $$"""{"id":"{{Endpoint}}","name":"first","properties":{} }"""), new(200, $$"""{"id":"{{Endpoint}}","name":"after","properties":{"provisioningState":"Succeeded"} }"""));
        Assert.Equal([$"PUT {Endpoint}?api-version={version}", $"GET {Endpoint}?api-version={version}"], asked);
        Assert.Equal("after", made!.Name);
        // Lists do not tell of the newer ones.
        Assert.Equal(version == ApiVersions.Network, tracking.MadeState is not null);
    }

    [Fact]
    public async Task An_endpoint_that_nobody_waits_for_is_as_it_was_answered()
    {
        Resource<PrivateEndpointProperties>? made = null;
        List<string> asked = [];
        await SendAsync(
            async arm => made = await arm.PutPrivateEndpointAsync(Endpoint, new() { Properties = new() }, new(_ => { }, wait: false), default), asked, new Answer(201, $$"""{"id":"{{Endpoint}}","name":"first","properties":{} }"""));
        Assert.Equal("first", made!.Name);
        Assert.Single(asked);
    }

    [Theory]
    [InlineData("""{"visible":true}""", true)]
    [InlineData("""{"visible":false}""", false)]
    [InlineData("{}", false)]
    [InlineData("", false)]
    public async Task A_service_is_visible_where_Azure_says_so(string answer, bool visible)
    {
        bool? told = null;
        Sent sent = await SendAsync(async arm => told = await arm.IsServiceVisibleAsync("s", "westeurope", "alias", default), new Answer(200, answer));
        Assert.Equal(visible, told);
        Assert.Equal($"POST /subscriptions/s/providers/Microsoft.Network/locations/westeurope/checkPrivateLinkServiceVisibility?api-version={ApiVersions.Network}", sent.Request);
    }

    // The result of an operation that is followed first.
    [Fact]
    public async Task A_question_that_takes_time_is_answered_at_its_end()
    {
        bool? told = null;
        List<string> asked = [];
        await SendAsync(
            async arm => told = await arm.IsServiceVisibleAsync("s", "westeurope", "alias", default), asked,
            new(202, "", ("Location", "https://management.azure.com/results/1")), new(200, """{"visible":true}"""), new(200, """{"visible":true}"""));
        Assert.True(told);
        Assert.Equal(3, asked.Count);
    }

    public static TheoryData<string> ListNames => [.. Lists.Keys];

    private static readonly Dictionary<string, (Func<ArmGateway, Task> Call, string Path)> Lists = new()
    {
        ["endpoints"] = (arm => ReadAsync(arm.ListPrivateEndpointsAsync("s", default)), $"/subscriptions/s/providers/Microsoft.Network/privateEndpoints?api-version={ApiVersions.Network}"),
        ["endpoints of a group"] = (arm => ReadAsync(arm.ListPrivateEndpointsAsync("s", "rg", default)), $"/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints?api-version={ApiVersions.Network}"),
        ["zone groups"] = (arm => ReadAsync(arm.ListZoneGroupsAsync(Endpoint, default)), $"{Endpoint}/privateDnsZoneGroups?api-version={ApiVersions.Network}"),
        ["record sets"] = (arm => ReadAsync(arm.ListRecordSetsAsync(Zone, default)), $"{Zone}/ALL?api-version={ApiVersions.PrivateDns}"),
        ["A records"] = (arm => ReadAsync(arm.ListARecordsAsync(Zone, default)), $"{Zone}/A?api-version={ApiVersions.PrivateDns}"),
        ["links"] = (arm => ReadAsync(arm.ListLinksAsync(Zone, default)), $"{Zone}/virtualNetworkLinks?api-version={ApiVersions.PrivateDns}"),
        ["groups"] = (arm => ReadAsync(arm.ListResourceGroupsAsync("s", default)), $"/subscriptions/s/resourcegroups?api-version={ApiVersions.Resources}"),
        ["resources"] = (arm => ReadAsync(arm.ListResourcesAsync("s", ResourceIds.VirtualNetwork, default)), $"/subscriptions/s/resources?$filter=resourceType%20eq%20%27Microsoft.Network%2FvirtualNetworks%27&api-version={ApiVersions.Resources}"),
        ["locks"] = (arm => ReadAsync(arm.ListLocksAsync("s", default)), $"/subscriptions/s/providers/Microsoft.Authorization/locks?api-version={ApiVersions.Locks}"),
        ["locks of a resource"] = (arm => ReadAsync(arm.ListLocksAtAsync(Zone, default)), $"{Zone}/providers/Microsoft.Authorization/locks?$filter=atScope()&api-version={ApiVersions.Locks}"),
        ["rights"] = (arm => ReadAsync(arm.ListPermissionsAsync(Zone, default)), $"{Zone}/providers/Microsoft.Authorization/permissions?api-version={ApiVersions.Permissions}"),
    };

    [Theory]
    [MemberData(nameof(ListNames))]
    public async Task A_list_is_asked_for_where_Azure_has_it(string name)
    {
        Sent sent = await SendAsync(Lists[name].Call, new Answer(200, """{"value":[]}"""));
        Assert.Equal(("GET " + Lists[name].Path, "application/json"), (sent.Request, sent.Accept));
    }

    [Fact]
    public async Task A_group_is_created_with_its_tags()
    {
        Sent sent = await SendAsync(arm => arm.CreateResourceGroupAsync("/subscriptions/s/resourceGroups/rg", "westeurope", new() { ["team"] = "data" }, default), new Answer(201, "{}"));
        Assert.Equal($"PUT /subscriptions/s/resourceGroups/rg?api-version={ApiVersions.Resources}", sent.Request);
        Assert.Equal("""{"location":"westeurope","tags":{"team":"data"}}""", sent.Body);
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("S", true)]
    [InlineData("other,s", true)]
    [InlineData("other", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Whoever_is_approved_by_itself_is_named_or_all_are(string? subscriptions, bool covers) =>
        Assert.Equal(covers, new SubscriptionSet(subscriptions?.Split(',', StringSplitOptions.RemoveEmptyEntries)).Covers("s"));

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (T _ in items) Assert.Fail("There is none.");
    }

    private static Task<Sent> SendAsync(Func<ArmGateway, Task> call, Answer answer) => SendAsync(call, [], answer);

    private static async Task<Sent> SendAsync(Func<ArmGateway, Task> call, List<string> asked, params Answer[] answers)
    {
        Sent? sent = null;
        ScriptedTransport azure = new(answers)
        {
            Inspect = request => sent ??= new(
                $"{request.Method} {request.Uri.PathAndQuery}", Header(request, "If-Match"), Header(request, "If-None-Match"), Header(request, "Accept"), null),
        };
        SkippingClock clock = new();
        await call(new(Connection with { Transport = azure }, clock, _ => { }, new RequestGate(new(1), clock, _ => { })));
        asked.AddRange(azure.Asked.Select(each => each.Replace("https://management.azure.com", "", StringComparison.Ordinal)));
        return sent! with { Body = azure.Bodies.FirstOrDefault() };

        static string? Header(Request request, string name) => request.Headers.TryGetValue(name, out string? value) ? value : null;
    }

    private sealed record Sent(string Request, string? Match, string? NoneMatch, string? Accept, string? Body);
}
