using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>The tags of a scope as a resource of their own.</summary>
public class TagTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Version = SandboxFixture.Resources;
    private const string Type = "/providers/Microsoft.Resources/tags/default";

    private readonly ArmClient client = sandbox.Client;

    private string Subscription => $"/subscriptions/{sandbox.Ready.Subscriptions.Test}";

    private static string Body(string tags, string? operation = null) => operation is null
        ? $$$"""{"properties":{"tags":{{{tags}}}}}"""
        : $$$"""{"operation":"{{{operation}}}","properties":{"tags":{{{tags}}}}}""";

    private async Task<string> NewGroupAsync(string name)
    {
        var group = $"{Subscription}/resourceGroups/{name}";
        await client.PutAsync($"{group}?{Version}", """{"location":"japaneast"}""");
        return group;
    }

    private async Task<string> NewNetworkAsync(string group)
    {
        var network = $"{group}/providers/Microsoft.Network/virtualNetworks/vnet";
        await client.CreateAsync($"{network}?{SandboxFixture.Network}", """
            {"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.77.0.0/16"]},"subnets":[{"name":"s","properties":{"addressPrefix":"10.77.0.0/24"} }] } }
            """);
        return network;
    }

    private async Task<string> TagsAsync(string scope) => (await client.GetAsync($"{scope}{Type}?{Version}")).Properties["tags"]!.ToJsonString();

    private async Task WriteAsync(string scope, string tags, string? operation = null)
    {
        var path = $"{scope}{Type}?{Version}";
        var written = operation is null ? await client.PutAsync(path, Body(tags)) : await client.PatchAsync(path, Body(tags, operation));
        Assert.True(written.Status == 200, written.Text);
    }

    [Theory]
    [InlineData("subscription")]
    [InlineData("group")]
    [InlineData("resource")]
    public async Task Tags_are_put_patched_and_deleted_at_every_scope(string kind)
    {
        var group = await NewGroupAsync($"rg-tags-{kind}");
        var scope = kind == "subscription" ? Subscription : kind == "group" ? group : await NewNetworkAsync(group);
        var version = kind == "resource" ? SandboxFixture.Network : Version;

        await WriteAsync(scope, """{"Team":"a","env":"x"}""");
        var read = await client.GetAsync($"{scope}{Type}?{Version}");
        Assert.Equal((scope + Type, "default", "Microsoft.Resources/tags"),
            ((string?)read.Body!["id"], (string?)read.Body["name"], (string?)read.Body["type"]));
        Assert.Equal("""{"Team":"a","env":"x"}""", read.Properties["tags"]!.ToJsonString());
        Assert.Equal("""{"Team":"a","env":"x"}""", (await client.GetAsync($"{scope}?{version}")).Body!["tags"]!.ToJsonString());

        await WriteAsync(scope, """{"TEAM":"b","more":"y"}""", "merge");
        Assert.Equal("""{"Team":"b","env":"x","more":"y"}""", await TagsAsync(scope));
        await WriteAsync(scope, """{"env":"not x","MORE":"y","none":""}""", "Delete");
        Assert.Equal("""{"Team":"b","env":"x"}""", await TagsAsync(scope));
        await WriteAsync(scope, """{"env":""}""", "Delete");
        Assert.Equal("""{"Team":"b"}""", await TagsAsync(scope));
        await WriteAsync(scope, """{"other":"z"}""", "Replace");
        Assert.Equal("""{"other":"z"}""", await TagsAsync(scope));
        Assert.Equal(200, (await client.DeleteAsync($"{scope}{Type}?{Version}")).Status);
        Assert.Equal("{}", await TagsAsync(scope));
    }

    [Fact]
    public async Task What_is_no_set_of_tags_or_too_many_is_refused_and_changes_nothing()
    {
        var group = await NewGroupAsync("rg-tags-refused");
        var path = $"{group}{Type}?{Version}";
        await WriteAsync(group, new JsonObject(Enumerable.Range(0, 50).Select(i => KeyValuePair.Create($"t{i}", (JsonNode?)"v"))).ToJsonString());

        foreach (var (method, body, code) in new[]
        {
            ("PUT", "{}", "InvalidRequestContent"), ("PATCH", Body("""{"a":"b"}"""), "InvalidRequestContent"),
            ("PATCH", Body("""{"a":"b"}""", "Add"), "InvalidRequestContent"), ("PUT", Body("""{"a/b":"c"}"""), "InvalidTagNameCharacters"),
            ("PATCH", Body("""{"t50":"v"}""", "Merge"), "InvalidTags"),
        })
        {
            var refused = await client.SendAsync(method, path, body);
            Assert.Equal((400, code), (refused.Status, refused.Code));
        }
        await WriteAsync(group, """{"t0":"w"}""", "Merge");
        Assert.Equal(50, JsonNode.Parse(await TagsAsync(group))!.AsObject().Count);
        Assert.Equal((404, "ResourceGroupNotFound"), Outcome(await client.GetAsync($"{Subscription}/resourceGroups/none{Type}?{Version}")));
        Assert.Equal((404, "ResourceNotFound"),
            Outcome(await client.PutAsync($"{group}/providers/Microsoft.Network/virtualNetworks/none{Type}?{Version}", Body("{}"))));
        Assert.Equal(400, (await client.PutAsync($"{await NewNetworkAsync(group)}/subnets/s{Type}?{Version}", Body("{}"))).Status);
    }

    [Fact]
    public async Task Tags_need_a_right_of_their_own()
    {
        using var reader = await ArmClient.SignInAsync(sandbox.Ready, sandbox.Ready.Principals.Reader);
        var path = $"{await NewGroupAsync("rg-tags-rights")}{Type}?{Version}";

        Assert.Equal(200, (await reader.GetAsync(path)).Status);
        var refused = await reader.PatchAsync(path, Body("{}", "Merge"));
        Assert.Equal((403, "AuthorizationFailed"), Outcome(refused));
        Assert.Contains("'Microsoft.Resources/tags/write'", (string?)refused.Body!["error"]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_and_a_policy_hold_for_tags_too()
    {
        var group = await NewGroupAsync("rg-tags-held");
        var network = await NewNetworkAsync(group);
        await client.PutAsync($"{group}/providers/Microsoft.Authorization/policyAssignments/tag?api-version=2023-04-01", """
            {"properties":{"policyDefinitionId":"/providers/Microsoft.Authorization/policyDefinitions/871b6d14-10aa-478d-b590-94f262ecfa99","parameters":{"tagName":{"value":"team"}}}}
            """);
        await WriteAsync(network, """{"team":"a"}""");
        Assert.Equal((403, "RequestDisallowedByPolicy"), Outcome(await client.PutAsync($"{network}{Type}?{Version}", Body("{}"))));
        Assert.Equal((403, "RequestDisallowedByPolicy"), Outcome(await client.DeleteAsync($"{network}{Type}?{Version}")));
        await WriteAsync(group, """{"other":"b"}""");

        await client.PutAsync($"{network}/providers/Microsoft.Authorization/locks/keep?api-version=2016-09-01", """{"properties":{"level":"ReadOnly"}}""");
        Assert.Equal((409, "ScopeLocked"), Outcome(await client.PatchAsync($"{network}{Type}?{Version}", Body("""{"a":"b"}""", "Merge"))));
        Assert.Equal((409, "ScopeLocked"), Outcome(await client.DeleteAsync($"{network}{Type}?{Version}")));
        Assert.Equal("""{"team":"a"}""", await TagsAsync(network));
    }

    [Fact]
    public async Task A_private_zone_keeps_only_the_tags_that_it_takes_and_a_new_etag()
    {
        var zone = $"{await NewGroupAsync("rg-tags-zone")}/providers/Microsoft.Network/privateDnsZones/tags.example.com";
        var before = await client.CreateAsync($"{zone}?{SandboxFixture.Dns}", """{"location":"global"}""");
        await WriteAsync(zone, """{"a":"b","c d":"e"}""");
        Assert.Equal("""{"a":"b"}""", await TagsAsync(zone));
        Assert.NotEqual(before.Header("ETag"), (await client.GetAsync($"{zone}?{SandboxFixture.Dns}")).Header("ETag"));
    }

    [Fact]
    public async Task What_is_leaving_or_being_written_takes_no_tags()
    {
        var time = new ManualTime();
        await using var host = await SandboxHost.StartAsync(
            new SandboxOptions { Postgres = false, OperationTime = TimeSpan.FromSeconds(60), Clock = time });
        using var slow = await ArmClient.SignInAsync(host.Ready);
        var (network, server) = (host.Ready.Resources.ClientNetwork, host.Ready.Resources.FlexibleServer);
        var group = network.Split("/providers/")[0];
        async Task RefuseAsync(string scope, string code) =>
            Assert.Equal((409, code), Outcome(await slow.PutAsync($"{scope}{Type}?{Version}", Body("{}"))));

        await slow.PutAsync($"{network}/subnets/new?{SandboxFixture.Network}", """{"properties":{"addressPrefix":"127.99.0.0/24"}}""");
        await slow.PostAsync($"{server}/restart?{SandboxFixture.Postgres}");
        await RefuseAsync(server, "ServerIsBusy");
        time.Advance(TimeSpan.FromSeconds(60));
        var zone = $"{group}/providers/Microsoft.Network/privateDnsZones/leaving.example.com";
        await slow.PutAsync($"{zone}?{SandboxFixture.Dns}", """{"location":"global"}""");
        time.Advance(TimeSpan.FromSeconds(60));
        await slow.DeleteAsync($"{zone}?{SandboxFixture.Dns}");
        await RefuseAsync(zone, "AnotherOperationInProgress");
        await slow.DeleteAsync($"{group}?{Version}");
        await RefuseAsync(group, "ResourceGroupBeingDeleted");
        await RefuseAsync(network, "ResourceGroupBeingDeleted");
    }

    private static (int, string?) Outcome(ArmResponse answer) => (answer.Status, answer.Code);
}
