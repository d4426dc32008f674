using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Records;
using static PrivateLinkPg.Core.Tests.Support.ScriptedAzure;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Records;

/// <summary>The steps around a record, where a zone goes away meanwhile, a network sees another, or nothing is to be written.</summary>
public sealed class RecordChangeTests
{
    private const string Name = "corp.example";
    private const string Groups = $"/subscriptions/{ScriptedAzure.Subscription}/resourceGroups";
    private const string Zone = $"{Groups}/rg/providers/Microsoft.Network/privateDnsZones/{Name}";
    private const string Other = $"{Groups}/hub/providers/Microsoft.Network/privateDnsZones/{Name}";


    private static readonly RecordSettings Db = new()
    {
        HostName = $"db.{Name}", IpAddress = ["10.0.0.4"], VirtualNetworkId = [Network("net")], Force = true,
    };

    private static readonly Answer There = new(200, $$"""{"id":"{{Zone}}","name":"{{Name}}","location":"global"}""");

    // What the record's write met, whether the zone is there then, what its making meets, whether it is there in the end.
    [Theory]
    [InlineData(404, "ParentResourceNotFound", true, 0, true, true)]
    [InlineData(400, "InvalidResourceReference", true, 0, true, true)]
    [InlineData(403, "AuthorizationFailed", true, 0, true, false)]
    [InlineData(404, "ParentResourceNotFound", false, 201, true, true)]
    [InlineData(403, "AuthorizationFailed", false, 201, false, true)]
    [InlineData(404, "ParentResourceNotFound", false, 412, true, true)]
    [InlineData(404, "ParentResourceNotFound", false, 412, false, false)]
    public void A_zone_that_went_meanwhile_is_made_again_and_one_that_is_there_is_for_the_record_to_tell(int status, string code, bool there, int made, bool after, bool again)
    {
        ScriptedAzure azure = new(
            ($"GET {Name}", [there ? There : Absent, after ? There : Absent]),
            ($"PUT {Name}", [made == 201 ? There : Outdated]));
        azure.Run(
            async (RecordSettings wished, CommandHost host) => host.Output.WriteObject(await (await ChangeAsync(wished, host)).ZoneAgainAsync(
                ArmException.From(new ScriptedResponse(new(status, $$"""{"error":{"code":"{{code}}","message":"As planned."} }""")), "PUT record"))),
            Db);
        Assert.Equal([again], azure.Output.Objects);
        Assert.Equal(!there, azure.Asked.Contains($"PUT {Name}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_WhatIf_nothing_comes_out_whatever_is_there(bool whatIf)
    {
        ScriptedAzure azure = new(
            ("GET db", [new(200, $$"""{"id":"{{Zone}}/A/db","name":"db","etag":"1","properties":{"ttl":10,"aRecords":[{"ipv4Address":"10.0.0.4"}]} }""")]),
            ("GET virtualNetworkLinks", [Links(("net", Zone))])) { Output = new() { WhatIf = whatIf } };
        azure.Run(
            async (RecordSettings wished, CommandHost host) =>
            {
                RecordChange change = await ChangeAsync(wished, host);
                Assert.True(await change.BeginAsync());
                await change.RecordedAsync(await change.Record.ConvergeAsync());
                if (await change.LinkAsync() is { } record) host.Output.WriteObject(record);
            },
            Db);
        Assert.Empty(azure.Output.Failures);
        Assert.Equal(whatIf ? 0 : 1, azure.Output.Objects.Count);
    }

    [Theory]
    [InlineData(false, nameof(Failure.LinkDiffers))]
    [InlineData(true, null)]
    public void What_a_link_would_refuse_is_known_before_the_record_is_written(bool noLink, string? refused)
    {
        ScriptedAzure azure = new(("GET db", [Absent]), ("GET virtualNetworkLinks", [Links(("net", Zone))]));
        azure.Run(
            async (RecordSettings wished, CommandHost host) => Assert.True(await (await ChangeAsync(wished, host)).BeginAsync()),
            Db with { ResolutionPolicy = "NxDomainRedirect", Force = false, NoLink = noLink, ZoneName = "privatelink.postgres.database.azure.com", HostName = "db.postgres.database.azure.com" });
        Assert.Equal(refused is null ? [] : [refused], azure.Output.Failures.Select(each => each.Id));
    }

    // The networks that a zone of the name in another group has, and this one, if it is there: whether that is in the way.
    [Theory]
    [InlineData("net", false, "", "net", true)]
    [InlineData("NET", false, "", "net", true)]
    [InlineData("far", false, "", "net", false)]
    [InlineData("net", false, "", "net,far", false)]
    [InlineData("net,far", false, "", "net,far", true)]
    [InlineData("net", true, "", "net", true)]
    [InlineData("net", true, "far", "net,far", false)]
    [InlineData("net,far", true, "third", "net,far", true)]
    [InlineData("net", true, "net", "net", false)]
    public void A_network_that_sees_another_zone_of_the_name_sees_no_second(string elsewhere, bool exists, string here, string wished, bool refused)
    {
        foreach (bool noLink in (bool[])[false, true])
        {
            ScriptedAzure azure = new(
                ("GET subscriptions", [new(200, $$"""{"value":[{"subscriptionId":"{{ScriptedAzure.Subscription}}","state":"Enabled"}]}""")]),
                ("GET privateDnsZones", [new(200, $$"""{"value":[{"id":"{{Other}}","name":"CORP.example"},{"id":"{{Other.Replace(Name, "else.example", StringComparison.Ordinal)}}","name":"else.example"}{{(exists ? $$""",{"id":"{{Zone}}","name":"{{Name}}"}""" : "")}}]}""")]),
                ("GET hub/providers/Microsoft.Network/privateDnsZones/corp.example/virtualNetworkLinks", [Links([.. elsewhere.Split(',').Select(each => (each, Other))])]),
                ("GET rg/providers/Microsoft.Network/privateDnsZones/corp.example/virtualNetworkLinks", [Links([.. here.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(each => (each, Zone))])]));
            azure.Run(
                async (RecordSettings settings, CommandHost host) =>
                {
                    LinkReader link = await LinkReader.OfAsync(host);
                    await ZonesElsewhere.DemandNoneAsync(Zone, exists, settings, DnsPlan.From(settings, link.Connection), link, host);
                },
                Db with { VirtualNetworkId = [.. wished.Split(',').Select(Network)], NoLink = noLink });
            Assert.Equal(refused && !noLink ? [nameof(Failure.NetworkSeesOtherZone)] : [], azure.Output.Failures.Select(each => each.Id));
            if (refused && !noLink) Assert.Contains(Other, azure.Output.Failures[0].Message, StringComparison.Ordinal);
            // Who links nothing asks nothing, and who sees the zone already needs no look elsewhere.
            Assert.Equal(noLink ? 0 : here.Split(',').Intersect(wished.Split(',')).Any() ? 1 : exists ? 4 : 3, azure.Asked.Count);
        }
    }

    [Theory]
    [InlineData("GET subscriptions")]
    [InlineData("GET privateDnsZones")]
    [InlineData("GET virtualNetworkLinks")]
    public void What_may_not_be_read_elsewhere_is_in_nobodys_way(string refused)
    {
        Answer Of(string asked, Answer answer) => asked == refused ? Refused : answer;
        ScriptedAzure azure = new(
            ("GET subscriptions", [Of("GET subscriptions", new(200, $$"""{"value":[{"subscriptionId":"{{ScriptedAzure.Subscription}}","state":"Enabled"}]}"""))]),
            ("GET privateDnsZones", [Of("GET privateDnsZones", new(200, $$"""{"value":[{"id":"{{Other}}","name":"{{Name}}"}]}"""))]),
            ("GET virtualNetworkLinks", [Of("GET virtualNetworkLinks", Links(("net", Other)))]));
        azure.Run(
            async (RecordSettings settings, CommandHost host) =>
            {
                LinkReader link = await LinkReader.OfAsync(host);
                await ZonesElsewhere.DemandNoneAsync(Zone, false, settings, DnsPlan.From(settings, link.Connection), link, host);
            },
            Db);
        Assert.Empty(azure.Output.Failures);
        Assert.Contains(refused, azure.Asked);
    }

    private static async Task<RecordChange> ChangeAsync(RecordSettings wished, CommandHost host)
    {
        LinkReader link = await LinkReader.OfAsync(host);
        return new(Zone, zoneExists: true, wished, DnsPlan.From(wished, link.Connection), link, host);
    }

    private static Answer Links(params (string Network, string Zone)[] links) => new(200, System.Text.Json.JsonSerializer.Serialize(new
    {
        value = links.Select(each => new { id = $"{each.Zone}/virtualNetworkLinks/{each.Network}", name = each.Network, properties = new { provisioningState = "Succeeded", virtualNetwork = new { id = Network(each.Network) } } }),
    }));

    private static string Network(string name) => $"{Groups}/rg/providers/Microsoft.Network/virtualNetworks/{name}";
}
