using System.Net;
using System.Text.Json.Nodes;
using DnsClient;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>Record sets of every type: kept as Azure keeps them, and found by a DNS client in a linked network.</summary>
public class RecordTypeTests : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private readonly SandboxFixture sandbox;
    private readonly ArmClient client;

    public RecordTypeTests(SandboxFixture sandbox) => (this.sandbox, client) = (sandbox, sandbox.Client);

    private string Zone => $"{sandbox.ClientGroup}/providers/Microsoft.Network/privateDnsZones/types.example.com";

    private string One(string type, string name) => $"{Zone}/{type}/{name}?{SandboxFixture.Dns}";

    public async Task InitializeAsync()
    {
        await client.CreateAsync($"{Zone}?{SandboxFixture.Dns}", """{"location":"global"}""");
        await client.CreateAsync($"{Zone}/virtualNetworkLinks/link?{SandboxFixture.Dns}",
            $$$"""{"location":"global","properties":{"virtualNetwork":{"id":"{{{sandbox.Ready.Resources.ClientNetwork}}}"} } }""");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private async Task<string> AskAsync(string name, QueryType type)
    {
        var server = IPEndPoint.Parse(sandbox.Ready.Dns[sandbox.Ready.Resources.ClientNetwork]);
        var answer = await new LookupClient(new LookupClientOptions(server) { UseCache = false }).QueryAsync($"{name}.types.example.com", type);
        return answer.Answers.Count == 0 ? answer.Header.ResponseCode.ToString() : answer.Answers[0] switch
        {
            DnsClient.Protocol.MxRecord mail => $"{mail.Preference} {mail.Exchange}",
            DnsClient.Protocol.SrvRecord service => $"{service.Priority} {service.Weight} {service.Port} {service.Target}",
            DnsClient.Protocol.PtrRecord pointer => pointer.PtrDomainName.Value,
            var other => other.ToString()!,
        };
    }

    [Theory]
    [InlineData("MX", "mxRecords", """[{"preference":10,"exchange":"mail.example.org"}]""", QueryType.MX, "10 mail.example.org.")]
    [InlineData("SRV", "srvRecords", """[{"priority":1,"weight":2,"port":5432,"target":"pg.types.example.com"}]""", QueryType.SRV, "1 2 5432 pg.types.example.com.")]
    [InlineData("PTR", "ptrRecords", """[{"ptrdname":"pg.example.org"}]""", QueryType.PTR, "pg.example.org.")]
    public async Task A_record_set_is_kept_and_found(string type, string property, string records, QueryType asked, string found)
    {
        var path = One(type, $"rs-{type}");
        var made = await client.PutAsync(path, $$$"""{"properties":{"ttl":60,"{{{property}}}":{{{records}}}} }""");

        Assert.Equal(201, made.Status);
        Assert.Equal($"Microsoft.Network/privateDnsZones/{type}", (string?)made.Body!["type"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(records), (await client.GetAsync(path)).Properties[property]));
        Assert.Equal(found, await AskAsync($"rs-{type}", asked));
        Assert.Equal("NoError", await AskAsync($"rs-{type}", QueryType.A));
        Assert.Contains($"rs-{type}", (await client.GetAsync($"{Zone}/{type}?{SandboxFixture.Dns}")).Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((200, 204), ((await client.DeleteAsync(path)).Status, (await client.DeleteAsync(path)).Status));
    }

    [Theory]
    [InlineData("MX", """{"ttl":60,"mxRecords":[{"preference":10}]}""")]
    [InlineData("MX", """{"ttl":60,"mxRecords":[{"preference":70000,"exchange":"m.example.org"}]}""")]
    [InlineData("SRV", """{"ttl":60,"srvRecords":[{"priority":1,"weight":2,"port":-1,"target":"t.example.org"}]}""")]
    [InlineData("PTR", """{"ttl":60,"ptrRecords":[{"ptrdname":""}]}""")]
    [InlineData("A", """{"ttl":60,"aRecords":[{"ipv4Address":"10.0.0.1"},{"ipv4Address":"10.0.0.1"}]}""")]
    public async Task A_record_that_is_none_is_refused(string type, string properties)
    {
        var refused = await client.PutAsync(One(type, "wrong"), $$$"""{"properties":{{{properties}}}}""");

        Assert.Equal((400, "BadRequest"), (refused.Status, refused.Code));
        Assert.Equal(404, (await client.GetAsync(One(type, "wrong"))).Status);
    }

    public static TheoryData<string, string> Unfit()
    {
        var data = new TheoryData<string, string>();
        foreach (var name in new[] { "not a host!!", "a..b", ".", "..", ".a", "a\n", new string('a', 64), string.Join('.', Enumerable.Repeat(new string('a', 60), 5)) })
        {
            data.Add("CNAME", new JsonObject { ["cnameRecord"] = new JsonObject { ["cname"] = name } }.ToJsonString());
            data.Add("MX", new JsonObject { ["mxRecords"] = new JsonArray(new JsonObject { ["preference"] = 1, ["exchange"] = name }) }.ToJsonString());
            data.Add("PTR", new JsonObject { ["ptrRecords"] = new JsonArray(new JsonObject { ["ptrdname"] = name }) }.ToJsonString());
            data.Add("SRV", new JsonObject { ["srvRecords"] = new JsonArray(new JsonObject { ["priority"] = 1, ["weight"] = 1, ["port"] = 1, ["target"] = name }) }.ToJsonString());
        }
        foreach (var address in new[] { "::1%5", "[::1]", "[::1]:80", "::1/128", "1", " ::1" })
            data.Add("AAAA", new JsonObject { ["aaaaRecords"] = new JsonArray(new JsonObject { ["ipv6Address"] = address }) }.ToJsonString());
        foreach (var texts in new[] { [], [new string('a', 256)], Enumerable.Range(0, 17).Select(_ => new string('a', 255)).ToArray() })
            data.Add("TXT", new JsonObject { ["txtRecords"] = new JsonArray(new JsonObject { ["value"] = new JsonArray([.. texts.Select(text => (JsonNode)text)]) }) }.ToJsonString());
        return data;
    }

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task A_record_that_dns_cannot_carry_is_refused(string type, string properties)
    {
        var body = JsonNode.Parse(properties)!.AsObject();
        body["ttl"] = 60;

        var refused = await client.PutAsync(One(type, "unfit"), new JsonObject { ["properties"] = body }.ToJsonString());

        Assert.Equal((400, "BadRequest"), (refused.Status, refused.Code));
        Assert.Equal(404, (await client.GetAsync(One(type, "unfit"))).Status);
    }

    [Theory]
    [InlineData("CNAME", """{"cnameRecord":{"cname":"_a-b.example.org."} }""")]
    [InlineData("AAAA", """{"aaaaRecords":[{"ipv6Address":"2001:DB8::1"},{"ipv6Address":"::ffff:10.0.0.1"}]}""")]
    [InlineData("TXT", """{"txtRecords":[{"value":["","v=spf1 -all"]}]}""")]
    public async Task What_dns_can_carry_is_taken(string type, string properties)
    {
        var body = JsonNode.Parse(properties)!.AsObject();
        body["ttl"] = 60;

        var made = await client.PutAsync(One(type, $"fit-{type}"), new JsonObject { ["properties"] = body }.ToJsonString());

        Assert.True(made.Status == 201, made.Text);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a..b")]
    [InlineData("")]
    public async Task The_mailbox_of_an_soa_is_a_name_as_well(string email)
    {
        var refused = await client.PatchAsync(One("SOA", "@"), $$$"""{"properties":{"soaRecord":{"email":"{{{email}}}"} } }""");

        Assert.Equal((400, "BadRequest"), (refused.Status, refused.Code));
        Assert.NotEqual("ServerFailure", await AskAsync("absent", QueryType.A));
    }

    [Fact]
    public async Task The_soa_of_a_zone_is_changed_but_for_its_host_and_is_neither_made_nor_removed()
    {
        var soa = One("SOA", "@");
        var before = await client.GetAsync(soa);
        var record = before.Properties["soaRecord"]!.AsObject();

        var changed = await client.PutAsync(soa, """{"properties":{"ttl":300,"soaRecord":{"email":"ops.example.com","host":"mine.example.com","minimumTtl":77,"serialNumber":9} } }""");
        var patched = await client.PatchAsync(soa, """{"properties":{"soaRecord":{"retryTime":12} } }""");

        Assert.Equal((200, 200), (changed.Status, patched.Status));
        Assert.NotEqual((string?)before.Body!["etag"], (string?)patched.Body!["etag"]);
        var after = patched.Properties["soaRecord"]!;
        Assert.Equal((string?)record["host"], (string?)after["host"]);
        Assert.Equal(("ops.example.com", 77, 9, 12, 300), ((string?)after["email"], (int)after["minimumTtl"]!, (int)after["serialNumber"]!, (int)after["retryTime"]!, (int)patched.Properties["ttl"]!));
        var server = IPEndPoint.Parse(sandbox.Ready.Dns[sandbox.Ready.Resources.ClientNetwork]);
        var missing = await new LookupClient(new LookupClientOptions(server) { UseCache = false }).QueryAsync("none.types.example.com", QueryType.A);
        Assert.Equal(77u, missing.Authorities.SoaRecords().Single().Minimum);
        Assert.Equal(400, (await client.PutAsync(One("SOA", "www"), """{"properties":{"ttl":300} }""")).Status);
        Assert.Equal(400, (await client.DeleteAsync(soa)).Status);
        Assert.Equal(200, (await client.GetAsync(soa)).Status);
    }
}
