using PrivateLinkPg.Sandbox.Faults;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>Long-running operations, as each provider has them.</summary>
public class OperationTests : TimedSandbox
{
    private string Group => Host.Ready.Resources.ClientNetwork.Split("/providers/")[0];

    private string Endpoint => $"{Group}/providers/Microsoft.Network/privateEndpoints/pe?{SandboxFixture.Network}";

    private string Zone => $"{Group}/providers/Microsoft.Network/privateDnsZones/example.com?{SandboxFixture.Dns}";

    private string Body => SandboxFixture.EndpointBody(Host.Ready.Resources.FlexibleServer, Host.Ready.Resources.ClientSubnet);

    [Fact]
    public async Task The_id_of_a_network_operation_is_the_request_id_of_the_put()
    {
        var accepted = await Client.PutAsync(Endpoint, Body);

        Assert.Contains($"/operations/{accepted.Header("x-ms-request-id")}?", accepted.Header("Azure-AsyncOperation"));
        Assert.Null(accepted.Header("Location"));
        Assert.Null(accepted.Header("ETag"));
        Assert.Equal("Enabled", accepted.Header("Azure-AsyncNotification"));
    }

    [Fact]
    public async Task The_advised_wait_of_a_network_operation_grows_and_goes_as_recorded()
    {
        var accepted = await Client.PutAsync(Endpoint, Body);
        var waits = new List<string?> { accepted.Header("Retry-After") };
        for (var i = 0; i < 3; i++) waits.Add((await Client.GetAsync(accepted.Header("Azure-AsyncOperation")!)).Header("Retry-After"));
        Time.Advance(Duration);
        waits.Add((await Client.GetAsync(accepted.Header("Azure-AsyncOperation")!)).Header("Retry-After"));

        Assert.Equal(["10", "10", "20", "20", null], waits);
    }

    [Theory]
    [InlineData("endpoint")]
    [InlineData("zone")]
    public async Task An_operation_is_found_only_by_its_url_byte_for_byte(string what)
    {
        var accepted = what == "zone" ? await Client.PutAsync(Zone, """{"location":"global"}""") : await Client.PutAsync(Endpoint, Body);
        var url = accepted.Header("Azure-AsyncOperation")!;

        Assert.InRange(url.Length, 3200, 3600);
        Assert.InRange((await Client.GetAsync(url)).Status, 200, 202);
        Assert.Equal(404, (await Client.GetAsync(url[..^1])).Status);
        Assert.Equal(404, (await Client.GetAsync(url.Split("&t=")[0])).Status);
    }

    [Fact]
    public async Task Both_urls_of_an_operation_are_signed_differently_at_the_same_time()
    {
        var accepted = await Client.PutAsync(Zone, """{"location":"global"}""");
        var (status, result) = (accepted.Header("Azure-AsyncOperation")!, accepted.Header("Location")!);

        static string Part(string url, string name) => url.Split($"&{name}=")[1].Split('&')[0];
        Assert.Equal(Part(status, "t"), Part(result, "t"));
        Assert.Equal(Part(status, "c"), Part(result, "c"));
        Assert.NotEqual(Part(status, "s"), Part(result, "s"));
        Assert.NotEqual(Part(status, "h"), Part(result, "h"));
    }

    [Fact]
    public async Task A_private_zone_does_not_exist_before_its_operation_has_ended()
    {
        await Client.PutAsync(Zone, """{"location":"global"}""");
        Assert.Equal(404, (await Client.GetAsync(Zone)).Status);

        Time.Advance(Duration);

        Assert.Equal(200, (await Client.GetAsync(Zone)).Status);
    }

    [Fact]
    public async Task An_operation_ends_with_nobody_asking()
    {
        await Client.PutAsync(Endpoint, Body);

        Time.Advance(Duration);

        Assert.Equal("Succeeded", (string?)(await Client.GetAsync(Endpoint)).Properties["provisioningState"]);
    }

    [Fact]
    public async Task A_put_that_changes_nothing_is_done_at_once_and_still_has_an_operation()
    {
        await Client.PutAsync(Endpoint, Body);
        Time.Advance(Duration);
        var before = await Client.GetAsync(Endpoint);

        var again = await Client.PutAsync(Endpoint, Body);

        Assert.Equal((200, "Succeeded"), (again.Status, (string?)again.Properties["provisioningState"]));
        Assert.Equal((string?)before.Body!["etag"], (string?)again.Body!["etag"]);
        Assert.Null(again.Header("Retry-After"));
        Assert.Equal("Succeeded", (string?)(await Client.GetAsync(again.Header("Azure-AsyncOperation")!)).Body!["status"]);
    }

    [Fact]
    public async Task A_later_put_supersedes_an_operation_under_way()
    {
        var first = await Client.PutAsync(Endpoint, Body);
        var second = await Client.PutAsync(Endpoint, Body[..^1] + ""","tags":{"a":"b"}}""");
        Time.Advance(Duration);

        var superseded = await Client.GetAsync(first.Header("Azure-AsyncOperation")!);
        Assert.Equal("CanceledAndSupersededDueToAnotherOperation", (string?)superseded.Body!["error"]!["code"]);
        Assert.Equal("Succeeded", (string?)(await Client.GetAsync(second.Header("Azure-AsyncOperation")!)).Body!["status"]);
        Assert.Equal("Succeeded", (string?)(await Client.GetAsync(Endpoint)).Properties["provisioningState"]);
    }

    [Fact]
    public async Task Quick_operations_say_their_wait_in_milliseconds_and_for_others_in_seconds()
    {
        await using var quick = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false, Clock = Time });
        using var other = await ArmClient.SignInAsync(quick.Ready);
        var path = $"{quick.Ready.Resources.ClientNetwork.Split("/virtualNetworks/")[0]}/privateDnsZones/example.com?{SandboxFixture.Dns}";

        var accepted = await other.PutAsync(path, """{"location":"global"}""");

        foreach (var answer in new[] { accepted, await other.GetAsync(accepted.Header("Azure-AsyncOperation")!) })
        {
            Assert.Equal("1", answer.Header("Retry-After"));
            Assert.Equal("50", answer.Header("x-ms-retry-after-ms"));
        }
    }

    [Fact]
    public async Task Operations_of_a_few_seconds_say_one_second()
    {
        await using var slow = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false, OperationTime = TimeSpan.FromSeconds(3), Clock = Time });
        using var other = await ArmClient.SignInAsync(slow.Ready);
        var path = $"{slow.Ready.Resources.ClientNetwork.Split("/virtualNetworks/")[0]}/privateDnsZones/example.com?{SandboxFixture.Dns}";

        Assert.Equal("1", (await other.PutAsync(path, """{"location":"global"}""")).Header("Retry-After"));
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task A_write_of_a_link_under_way_counts_for_the_etag_of_the_next(string method)
    {
        var link = Zone.Replace("?", "/virtualNetworkLinks/l?", StringComparison.Ordinal);
        var body = $$$"""{"location":"global","properties":{"registrationEnabled":false,"virtualNetwork":{"id":"{{{Host.Ready.Resources.ClientNetwork}}}"} } }""";
        await Client.PutAsync(Zone, """{"location":"global"}""");
        Time.Advance(Duration);
        await Client.PutAsync(link, body);
        Time.Advance(Duration);
        (string, string) before = ("If-Match", (await Client.GetAsync(link)).Header("ETag")!);

        await Client.PutAsync(link, body[..^1] + ""","tags":{"a":"b"}}""");
        var late = method == "PATCH"
            ? await Client.PatchAsync(link, """{"tags":{"a":"c"}}""", before)
            : await Client.DeleteAsync(link, before);
        Time.Advance(Duration);

        Assert.Equal("PreconditionFailed", (string?)(await Client.GetAsync(late.Header("Azure-AsyncOperation")!)).Body!["error"]!["code"]);
        Assert.Equal("b", (string?)(await Client.GetAsync(link)).Body!["tags"]!["a"]);
    }

    [Fact]
    public async Task A_link_that_is_deleted_meanwhile_is_not_changed_any_more()
    {
        var link = Zone.Replace("?", "/virtualNetworkLinks/l?", StringComparison.Ordinal);
        await Client.PutAsync(Zone, """{"location":"global"}""");
        Time.Advance(Duration);
        await Client.PutAsync(link,
            $$$"""{"location":"global","properties":{"registrationEnabled":false,"virtualNetwork":{"id":"{{{Host.Ready.Resources.ClientNetwork}}}"} } }""");
        Time.Advance(Duration);

        await Host.AddFaultsAsync(new FaultPlan { Requests = [new() { Method = "PATCH", Path = link.Split('?')[0], Operation = new() { Seconds = 90 } }] });
        var late = await Client.PatchAsync(link, """{"tags":{"a":"c"}}""");
        await Client.DeleteAsync(link);
        var refused = await Client.PatchAsync(link, """{"tags":{"a":"c"}}""");
        Time.Advance(Duration);
        Time.Advance(Duration);

        Assert.Equal((409, "AnotherOperationInProgress"), (refused.Status, refused.Code));
        Assert.Equal("NotFound", (string?)(await Client.GetAsync(late.Header("Azure-AsyncOperation")!)).Body!["error"]!["code"]);
        Assert.Equal(404, (await Client.GetAsync(link)).Status);
    }
}
