using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

public class PrivateDnsTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Dns = SandboxFixture.Dns;
    private readonly ArmClient client = sandbox.Client;

    private async Task<string> NewZoneAsync(string? name = null, string? group = null)
    {
        var zone = $"{group ?? sandbox.ClientGroup}/providers/Microsoft.Network/privateDnsZones/{name ?? $"z{Guid.NewGuid():N}.example.com"}";
        await client.CreateAsync($"{zone}?{Dns}", """{"location":"global"}""");
        return zone;
    }

    private string LinkBody(string more = "") =>
        $$$"""{"location":"global","properties":{"registrationEnabled":false,{{{more}}}"virtualNetwork":{"id":"{{{sandbox.Ready.Resources.ClientNetwork}}}"} } }""";

    [Theory]
    [InlineData("single")]
    [InlineData("bad..example.com")]
    [InlineData("-bad.example.com")]
    public async Task A_zone_name_against_the_rules_is_refused(string name) => Assert.Equal(400,
        (await client.PutAsync($"{sandbox.ClientGroup}/providers/Microsoft.Network/privateDnsZones/{name}?{Dns}", """{"location":"global"}""")).Status);

    [Fact]
    public async Task An_absent_record_set_is_missed_by_the_provider_and_without_the_envelope()
    {
        var zone = $"{sandbox.ClientGroup}/providers/Microsoft.Network/privateDnsZones/absent.example.com";
        await sandbox.Client.CreateAsync($"{zone}?{SandboxFixture.Dns}", """{"location":"global"}""");

        var answer = await sandbox.Client.GetAsync($"{zone}/A/www.shop?{SandboxFixture.Dns}");

        Assert.Equal(404, answer.Status);
        Assert.Equal($$"""{"code":"NotFound","message":"The resource record 'www.shop' does not exist in resource group 'rg-client' of subscription '{{sandbox.Ready.Subscriptions.Test}}'."}""", answer.Text);
        Assert.Null(answer.Header("x-ms-failure-cause"));
        Assert.Equal("499", answer.Header("x-ms-ratelimit-remaining-subscription-resource-requests"));
    }

    [Fact]
    public async Task A_zone_is_global_and_stays_while_it_has_links()
    {
        var zone = await NewZoneAsync();
        Assert.Equal(400, (await client.PutAsync($"{zone}x?{Dns}", """{"location":"japaneast"}""")).Status);
        var link = await client.CreateAsync($"{zone}/virtualNetworkLinks/l?{Dns}", LinkBody());
        Assert.Equal(("Completed", "Default"), ((string?)link.Properties["virtualNetworkLinkState"], (string?)link.Properties["resolutionPolicy"]));
        Assert.Equal(1, (int)(await client.GetAsync($"{zone}?{Dns}")).Properties["numberOfVirtualNetworkLinks"]!);

        var refused = await client.DeleteAsync($"{zone}?{Dns}");
        Assert.Equal((409, "CannotDeleteResource"), (refused.Status, refused.Code));

        await client.SucceedAsync(await client.DeleteAsync($"{zone}/virtualNetworkLinks/l?{Dns}"));
        await client.SucceedAsync(await client.DeleteAsync($"{zone}?{Dns}"));
        Assert.Equal(204, (await client.DeleteAsync($"{zone}?{Dns}")).Status);
    }

    [Fact]
    public async Task A_network_is_linked_to_one_zone_of_a_name_only()
    {
        var other = $"/subscriptions/{sandbox.Ready.Subscriptions.Test}/resourceGroups/rg-other-zones";
        await client.PutAsync($"{other}?{SandboxFixture.Resources}", """{"location":"japaneast"}""");
        var first = await NewZoneAsync("same.example.com");
        var second = await NewZoneAsync("same.example.com", other);
        await client.CreateAsync($"{first}/virtualNetworkLinks/l?{Dns}", LinkBody());

        var end = await client.FollowAsync(await client.PutAsync($"{second}/virtualNetworkLinks/l?{Dns}", LinkBody()));

        Assert.Equal(("Failed", "BadRequest"), ((string?)end.Body!["status"], (string?)end.Body!["error"]!["code"]));
        Assert.Contains("overlapping namespaces", end.Text);
    }

    [Fact]
    public async Task An_older_version_does_not_know_the_resolution_policy()
    {
        var zone = await NewZoneAsync();
        await client.CreateAsync($"{zone}/virtualNetworkLinks/l?{Dns}", LinkBody("\"resolutionPolicy\":\"NxDomainRedirect\","));

        Assert.Equal("NxDomainRedirect", (string?)(await client.GetAsync($"{zone}/virtualNetworkLinks/l?{Dns}")).Properties["resolutionPolicy"]);
        Assert.Null((await client.GetAsync($"{zone}/virtualNetworkLinks/l?api-version=2020-06-01")).Properties["resolutionPolicy"]);
    }

    [Fact]
    public async Task Etags_decide_who_writes_a_record_set()
    {
        var record = $"{await NewZoneAsync()}/A/r?{Dns}";
        var made = await client.PutAsync(record, """{"properties":{"ttl":60,"aRecords":[{"ipv4Address":"10.0.0.1"}]}}""", ("If-None-Match", "*"));
        Assert.Equal(201, made.Status);

        Assert.Equal(412, (await client.PutAsync(record, """{"properties":{"ttl":1}}""", ("If-None-Match", "*"))).Status);
        Assert.Equal(412, (await client.DeleteAsync(record, ("If-Match", "stale"))).Status);
        var changed = await client.PutAsync(record, """{"properties":{"ttl":61,"aRecords":[{"ipv4Address":"10.0.0.1"}]}}""", ("If-Match", made.Header("ETag")!));
        Assert.Equal(200, changed.Status);
        Assert.NotEqual(made.Header("ETag"), changed.Header("ETag"));
        Assert.Equal(412, (await client.PutAsync(record, """{"properties":{"ttl":62}}""", ("If-Match", made.Header("ETag")!))).Status);
        Assert.Equal(200, (await client.DeleteAsync(record, ("If-Match", "*"))).Status);
        Assert.Equal(412, (await client.PutAsync(record, """{"properties":{"ttl":63}}""", ("If-Match", "*"))).Status);
    }

    [Fact]
    public async Task A_zone_and_a_link_have_fifteen_tags_at_most_and_none_with_a_space_or_a_colon_in_its_name()
    {
        static JsonObject Tags(params IEnumerable<string> names) => new(names.Select(name => KeyValuePair.Create(name, (JsonNode?)"x")));
        var zone = await NewZoneAsync();
        foreach (var (path, body) in new[] { ($"{zone}?{Dns}", JsonNode.Parse("""{"location":"global"}""")!), ($"{zone}/virtualNetworkLinks/l?{Dns}", JsonNode.Parse(LinkBody())!) })
        {
            body["tags"] = Tags(Enumerable.Range(0, 16).Select(i => $"t{i}"));
            await client.CreateAsync(path, body.ToJsonString().Replace(",\"t15\":\"x\"", "", StringComparison.Ordinal));
            foreach (var refused in new[] { await client.PutAsync(path, body.ToJsonString()), await client.PatchAsync(path, new JsonObject { ["tags"] = body["tags"]!.DeepClone() }.ToJsonString()) })
            {
                Assert.Equal((400, "BadRequest"), (refused.Status, refused.Code));
                Assert.Equal("The resource tags are invalid. A maximum of 15 tags are allowed with keys no longer than 512 and values no longer than 256 characters.",
                    (string?)refused.Body!["error"]!["message"]);
            }
            Assert.Equal(15, (await client.GetAsync(path)).Body!["tags"]!.AsObject().Count);

            body["tags"] = Tags("Cost Center", "nt:unit", "owner", "1st");
            var made = await client.CreateAsync(path, body.ToJsonString());
            Assert.Equal(["owner", "1st"], made.Body!["tags"]!.AsObject().Select(tag => tag.Key));
            await client.SucceedAsync(await client.PatchAsync(path, """{"tags":{"a b":"x"}}"""));
            Assert.Empty((await client.GetAsync(path)).Body!["tags"]!.AsObject());
        }
    }

    [Fact]
    public async Task An_etag_is_repeated_as_it_was_given_quoted_or_bare()
    {
        var zone = await NewZoneAsync();
        var (record, link) = ($"{zone}/A/r?{Dns}", $"{zone}/virtualNetworkLinks/l?{Dns}");
        await client.PutAsync(record, """{"properties":{"ttl":60}}""");
        await client.CreateAsync(link, LinkBody());

        foreach (var path in new[] { $"{zone}?{Dns}", link })
        {
            var etag = (await client.GetAsync(path)).Header("ETag")!;
            foreach (var (asked, status) in new[] { ($"\"{etag}\"", "Failed"), (etag, "Succeeded") })
                Assert.Equal(status, (string?)(await client.FollowAsync(await client.PatchAsync(path, "{}", ("If-Match", asked)))).Body!["status"]);
        }
        var bare = (await client.GetAsync(record)).Header("ETag")!;
        Assert.Equal(412, (await client.PatchAsync(record, "{}", ("If-Match", $"\"{bare}\""))).Status);
        Assert.Equal(200, (await client.PatchAsync(record, "{}", ("If-Match", bare))).Status);
    }

    [Theory]
    [InlineData("A", """{"ttl":0}""")]
    [InlineData("A", """{"ttl":2147483648}""")]
    [InlineData("A", """{"aRecords":[]}""")]
    [InlineData("A", """{"ttl":60,"aRecords":[{"ipv4Address":"10.0.0.256"}]}""")]
    [InlineData("A", """{"ttl":60,"aRecords":[{"ipv4Address":"10.1"}]}""")]
    [InlineData("A", """{"ttl":60,"aRecords":[{"ipv4Address":"10.0.0.1"},{"ipv4Address":"10.0.0.1"}]}""")]
    [InlineData("AAAA", """{"ttl":60,"aaaaRecords":[{"ipv6Address":"10.0.0.1"}]}""")]
    [InlineData("CNAME", """{"ttl":60,"cnameRecord":{}}""")]
    public async Task A_record_set_that_makes_no_sense_is_refused(string type, string properties) =>
        Assert.Equal(400, (await client.PutAsync($"{await NewZoneAsync()}/{type}/r?{Dns}", $$"""{"properties":{{properties}}}""")).Status);

    [Fact]
    public async Task An_alias_tolerates_no_other_record_of_its_name()
    {
        var zone = await NewZoneAsync();
        await client.PutAsync($"{zone}/A/both?{Dns}", """{"properties":{"ttl":60}}""");

        Assert.Equal(400, (await client.PutAsync($"{zone}/CNAME/both?{Dns}", """{"properties":{"ttl":60,"cnameRecord":{"cname":"a.example.com"}}}""")).Status);
        Assert.Equal(400, (await client.PutAsync($"{zone}/CNAME/@?{Dns}", """{"properties":{"ttl":60,"cnameRecord":{"cname":"a.example.com"}}}""")).Status);
        Assert.Equal(201, (await client.PutAsync($"{zone}/CNAME/alias?{Dns}", """{"properties":{"ttl":60,"cnameRecord":{"cname":"a.example.com"}}}""")).Status);
        Assert.Equal(400, (await client.PutAsync($"{zone}/TXT/alias?{Dns}", """{"properties":{"ttl":60}}""")).Status);
    }

    [Fact]
    public async Task A_zone_group_writes_no_record_beside_an_alias()
    {
        var group = $"/subscriptions/{sandbox.Ready.Subscriptions.Test}/resourceGroups/rg-aliases";
        await client.PutAsync($"{group}?{SandboxFixture.Resources}", """{"location":"japaneast"}""");
        var zone = await NewZoneAsync("privatelink.postgres.database.azure.com", group);
        await client.PutAsync($"{zone}/CNAME/pg-orders?{Dns}", """{"properties":{"ttl":60,"cnameRecord":{"cname":"a.example.com"} } }""");
        await sandbox.CreateEndpointAsync("pe-alias");
        var zoneGroup = $"{sandbox.EndpointId("pe-alias")}/privateDnsZoneGroups/default?{SandboxFixture.Network}";
        string Configuration(string name) => $$$"""{"name":"{{{name}}}","properties":{"privateDnsZoneId":"{{{zone}}}"} }""";
        Task<ArmResponse> PutAsync(params string[] configurations) =>
            client.PutAsync(zoneGroup, $$$"""{"properties":{"privateDnsZoneConfigs":[{{{string.Join(',', configurations)}}}]} }""");

        var twice = await PutAsync(Configuration("z"), Configuration("Z"));
        Assert.Equal((400, "InvalidRequestFormat"), (twice.Status, twice.Code));
        Assert.Contains("DuplicateResourceName", twice.Text, StringComparison.Ordinal);
        var end = await client.FollowAsync(await PutAsync(Configuration("z")));

        Assert.Equal(("Failed", "BadRequest"), ((string?)end.Body!["status"], (string?)end.Body["error"]!["code"]));
        Assert.Equal(404, (await client.GetAsync($"{zone}/A/pg-orders?{Dns}")).Status);
        Assert.Equal("Failed", (string?)(await client.GetAsync(zoneGroup)).Properties["provisioningState"]);
        await client.DeleteAsync($"{zone}/CNAME/pg-orders?{Dns}");
        await client.SucceedAsync(await PutAsync(Configuration("z")));
        Assert.Equal(200, (await client.GetAsync($"{zone}/A/pg-orders?{Dns}")).Status);
    }
}
