using PrivateLinkPg.Sandbox.Faults;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>Long-running operations, as each provider has them.</summary>
public class OperationTests : IAsyncLifetime
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);
    private readonly ManualTime time = new();
    private SandboxHost host = null!;
    private ArmClient client = null!;

    private string Group => host.Ready.Resources.ClientNetwork.Split("/providers/")[0];

    private string Endpoint => $"{Group}/providers/Microsoft.Network/privateEndpoints/pe?{SandboxFixture.Network}";

    private string Zone => $"{Group}/providers/Microsoft.Network/privateDnsZones/example.com?{SandboxFixture.Dns}";

    private string Body => SandboxFixture.EndpointBody(host.Ready.Resources.FlexibleServer, host.Ready.Resources.ClientSubnet);

    public async Task InitializeAsync()
    {
        host = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false, OperationTime = Duration, Clock = time });
        client = await ArmClient.SignInAsync(host.Ready);
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task The_id_of_a_network_operation_is_the_request_id_of_the_put()
    {
        var accepted = await client.PutAsync(Endpoint, Body);

        Assert.Contains($"/operations/{accepted.Header("x-ms-request-id")}?", accepted.Header("Azure-AsyncOperation"));
        Assert.Null(accepted.Header("Location"));
        Assert.Null(accepted.Header("ETag"));
        Assert.Equal("Enabled", accepted.Header("Azure-AsyncNotification"));
    }

    [Fact]
    public async Task The_advised_wait_of_a_network_operation_grows_and_goes_as_recorded()
    {
        var accepted = await client.PutAsync(Endpoint, Body);
        var waits = new List<string?> { accepted.Header("Retry-After") };
        for (var i = 0; i < 3; i++) waits.Add((await client.GetAsync(accepted.Header("Azure-AsyncOperation")!)).Header("Retry-After"));
        time.Advance(Duration);
        waits.Add((await client.GetAsync(accepted.Header("Azure-AsyncOperation")!)).Header("Retry-After"));

        Assert.Equal(["10", "10", "20", "20", null], waits);
    }

    [Theory]
    [InlineData("endpoint")]
    [InlineData("zone")]
    public async Task An_operation_is_found_only_by_its_url_byte_for_byte(string what)
    {
        var accepted = what == "zone" ? await client.PutAsync(Zone, """{"location":"global"}""") : await client.PutAsync(Endpoint, Body);
        var url = accepted.Header("Azure-AsyncOperation")!;

        Assert.InRange(url.Length, 3200, 3600);
        Assert.InRange((await client.GetAsync(url)).Status, 200, 202);
        Assert.Equal(404, (await client.GetAsync(url[..^1])).Status);
        Assert.Equal(404, (await client.GetAsync(url.Split("&t=")[0])).Status);
    }

    [Fact]
    public async Task Both_urls_of_an_operation_are_signed_differently_at_the_same_time()
    {
        var accepted = await client.PutAsync(Zone, """{"location":"global"}""");
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
        await client.PutAsync(Zone, """{"location":"global"}""");
        Assert.Equal(404, (await client.GetAsync(Zone)).Status);

        time.Advance(Duration);

        Assert.Equal(200, (await client.GetAsync(Zone)).Status);
    }

    [Fact]
    public async Task An_operation_ends_with_nobody_asking()
    {
        await client.PutAsync(Endpoint, Body);

        time.Advance(Duration);

        Assert.Equal("Succeeded", (string?)(await client.GetAsync(Endpoint)).Properties["provisioningState"]);
    }

    [Fact]
    public async Task A_put_that_changes_nothing_is_done_at_once_and_still_has_an_operation()
    {
        await client.PutAsync(Endpoint, Body);
        time.Advance(Duration);
        var before = await client.GetAsync(Endpoint);

        var again = await client.PutAsync(Endpoint, Body);

        Assert.Equal((200, "Succeeded"), (again.Status, (string?)again.Properties["provisioningState"]));
        Assert.Equal((string?)before.Body!["etag"], (string?)again.Body!["etag"]);
        Assert.Null(again.Header("Retry-After"));
        Assert.Equal("Succeeded", (string?)(await client.GetAsync(again.Header("Azure-AsyncOperation")!)).Body!["status"]);
    }

    [Fact]
    public async Task A_later_put_supersedes_an_operation_under_way()
    {
        var first = await client.PutAsync(Endpoint, Body);
        var second = await client.PutAsync(Endpoint, Body[..^1] + ""","tags":{"a":"b"}}""");
        time.Advance(Duration);

        var superseded = await client.GetAsync(first.Header("Azure-AsyncOperation")!);
        Assert.Equal("CanceledAndSupersededDueToAnotherOperation", (string?)superseded.Body!["error"]!["code"]);
        Assert.Equal("Succeeded", (string?)(await client.GetAsync(second.Header("Azure-AsyncOperation")!)).Body!["status"]);
        Assert.Equal("Succeeded", (string?)(await client.GetAsync(Endpoint)).Properties["provisioningState"]);
    }

    [Fact]
    public async Task Quick_operations_say_their_wait_in_milliseconds_and_for_others_in_seconds()
    {
        await using var quick = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false, Clock = time });
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
        await using var slow = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false, OperationTime = TimeSpan.FromSeconds(3), Clock = time });
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
        var body = $$$"""{"location":"global","properties":{"registrationEnabled":false,"virtualNetwork":{"id":"{{{host.Ready.Resources.ClientNetwork}}}"} } }""";
        await client.PutAsync(Zone, """{"location":"global"}""");
        time.Advance(Duration);
        await client.PutAsync(link, body);
        time.Advance(Duration);
        (string, string) before = ("If-Match", (await client.GetAsync(link)).Header("ETag")!);

        await client.PutAsync(link, body[..^1] + ""","tags":{"a":"b"}}""");
        var late = method == "PATCH"
            ? await client.PatchAsync(link, """{"tags":{"a":"c"}}""", before)
            : await client.DeleteAsync(link, before);
        time.Advance(Duration);

        Assert.Equal("PreconditionFailed", (string?)(await client.GetAsync(late.Header("Azure-AsyncOperation")!)).Body!["error"]!["code"]);
        Assert.Equal("b", (string?)(await client.GetAsync(link)).Body!["tags"]!["a"]);
    }

    [Fact]
    public async Task A_link_that_is_deleted_meanwhile_is_not_changed_any_more()
    {
        var link = Zone.Replace("?", "/virtualNetworkLinks/l?", StringComparison.Ordinal);
        await client.PutAsync(Zone, """{"location":"global"}""");
        time.Advance(Duration);
        await client.PutAsync(link,
            $$$"""{"location":"global","properties":{"registrationEnabled":false,"virtualNetwork":{"id":"{{{host.Ready.Resources.ClientNetwork}}}"} } }""");
        time.Advance(Duration);

        await host.AddFaultsAsync(new FaultPlan { Requests = [new() { Method = "PATCH", Path = link.Split('?')[0], Operation = new() { Seconds = 90 } }] });
        var late = await client.PatchAsync(link, """{"tags":{"a":"c"}}""");
        await client.DeleteAsync(link);
        var refused = await client.PatchAsync(link, """{"tags":{"a":"c"}}""");
        time.Advance(Duration);
        time.Advance(Duration);

        Assert.Equal((409, "AnotherOperationInProgress"), (refused.Status, refused.Code));
        Assert.Equal("NotFound", (string?)(await client.GetAsync(late.Header("Azure-AsyncOperation")!)).Body!["error"]!["code"]);
        Assert.Equal(404, (await client.GetAsync(link)).Status);
    }
}
