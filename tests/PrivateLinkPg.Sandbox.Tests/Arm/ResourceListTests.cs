namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>Whether something is there, and what the gateway's lists let through.</summary>
public class ResourceListTests : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private readonly SandboxFixture sandbox;
    private readonly ArmClient client;
    private readonly string subscription;
    private readonly string group;

    public ResourceListTests(SandboxFixture sandbox)
    {
        (this.sandbox, client) = (sandbox, sandbox.Client);
        subscription = $"/subscriptions/{sandbox.Ready.Subscriptions.Test}";
        group = $"{subscription}/resourceGroups/rg-lists";
    }

    public async Task InitializeAsync()
    {
        await client.PutAsync($"{group}?{SandboxFixture.Resources}", """{"location":"japaneast","tags":{"Job":"nightly","o'clock":"1"}}""");
        await client.PutAsync($"{subscription}/resourceGroups/rg-lists-other?{SandboxFixture.Resources}", """{"location":"japaneast","tags":{"job":"daily"}}""");
        var net = $"{group}/providers/Microsoft.Network";
        await client.CreateAsync($"{net}/applicationSecurityGroups/asg-demo-1?{SandboxFixture.Network}", """{"location":"japaneast","tags":{"job":"nightly"}}""");
        await client.CreateAsync($"{net}/applicationSecurityGroups/asg-2?{SandboxFixture.Network}", """{"location":"westus","tags":{"job":"daily","jobless":"1"}}""");
        await client.CreateAsync($"{net}/privateDnsZones/demo.example.com?{SandboxFixture.Dns}", """{"location":"global"}""");
        await client.CreateAsync($"{net}/privateDnsZones/demo.example.com/virtualNetworkLinks/link?{SandboxFixture.Dns}",
            $$$"""{"location":"global","tags":{"job":"nightly"},"properties":{"virtualNetwork":{"id":"{{{sandbox.Ready.Resources.ClientNetwork}}}"} } }""");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private async Task<string> NamesAsync(string path, string filter)
    {
        var list = await client.GetAsync($"{path}?{SandboxFixture.Resources}&$filter={Uri.EscapeDataString(filter)}");
        return list.Status == 200 ? string.Join(' ', list.Body!["value"]!.AsArray().Select(item => (string?)item!["name"])) : $"{list.Status} {list.Code}";
    }

    [Theory]
    [InlineData("tagName eq 'job'", "rg-lists rg-lists-other")]
    [InlineData("tagName eq 'JOB' and tagValue eq 'nightly'", "rg-lists")]
    [InlineData("tagName eq 'job' and tagValue eq 'Nightly'", "")]
    [InlineData("tagName eq 'o''clock'", "rg-lists")]
    [InlineData("tagName eq 'absent'", "")]
    [InlineData("name eq 'rg-lists'", "400 InvalidFilterInQueryString")]
    [InlineData("tagValue eq 'nightly'", "400 InvalidFilterInQueryString")]
    [InlineData("tagName ne 'job'", "400 InvalidFilterInQueryString")]
    public async Task Groups_are_filtered_by_tag_and_by_nothing_else(string filter, string names) =>
        Assert.Equal(names, await NamesAsync($"{subscription}/resourceGroups", filter));

    [Theory]
    [InlineData("tagName eq 'job' and tagValue eq 'nightly'", "asg-demo-1 demo.example.com/link")]
    [InlineData("startswith(tagName, 'jobl')", "asg-2")]
    [InlineData("resourceType eq 'microsoft.network/privatednszones/virtualnetworklinks'", "demo.example.com/link")]
    [InlineData("name eq 'ASG-2' or name eq 'demo.example.com'", "asg-2 demo.example.com")]
    [InlineData("resourceType eq 'Microsoft.Network/applicationSecurityGroups' and name ne 'asg-2'", "asg-demo-1")]
    [InlineData("location eq 'West US'", "asg-2")]
    [InlineData("substringof('demo', name) and resourceType ne 'Microsoft.Network/privateDnsZones'", "asg-demo-1 demo.example.com/link")]
    [InlineData("substringof('DEMO', name) and (location eq 'japaneast' or location eq 'westus')", "asg-demo-1")]
    [InlineData("resourceGroup eq 'rg-lists' and substringof('-2', name)", "asg-2")]
    [InlineData("identity eq 'x'", "")]
    [InlineData("tagName eq 'job' and name eq 'asg-2'", "400 InvalidFilterInQueryString")]
    [InlineData("name gt 'a'", "400 InvalidFilterInQueryString")]
    [InlineData("substringof('x', location)", "400 InvalidFilterInQueryString")]
    [InlineData("provisioningState eq 'Succeeded'", "400 InvalidFilterInQueryString")]
    [InlineData("name eq 'a' or", "400 InvalidFilterInQueryString")]
    [InlineData("(name eq 'a'", "400 InvalidFilterInQueryString")]
    [InlineData("name eq 'a", "400 InvalidFilterInQueryString")]
    [InlineData("name eq '", "400 InvalidFilterInQueryString")]
    [InlineData("substringof('a, name)", "400 InvalidFilterInQueryString")]
    [InlineData("tagName eq 'a", "400 InvalidFilterInQueryString")]
    [InlineData("name eq 'it''s", "400 InvalidFilterInQueryString")]
    [InlineData("name eq ''", "")]
    public async Task Resources_are_filtered_by_what_azure_documents(string filter, string names) =>
        Assert.Equal(names, await NamesAsync($"{group}/resources", filter));

    [Fact]
    public async Task A_list_by_tag_does_not_repeat_the_tags()
    {
        var byTag = await client.GetAsync($"{group}/resources?{SandboxFixture.Resources}&$filter=tagName eq 'jobless'");
        var all = await client.GetAsync($"{group}/resources?{SandboxFixture.Resources}&$filter=name eq 'asg-2'");

        Assert.Null(Assert.Single(byTag.Body!["value"]!.AsArray())!["tags"]);
        Assert.Equal("daily", (string?)Assert.Single(all.Body!["value"]!.AsArray())!["tags"]!["job"]);
    }

    [Fact]
    public async Task Groups_come_in_pages_too()
    {
        var first = await client.GetAsync($"{subscription}/resourceGroups?{SandboxFixture.Resources}&$top=1&$filter=tagName eq 'job'");
        var second = await client.GetAsync((string)first.Body!["nextLink"]!);

        Assert.Equal("rg-lists", (string?)Assert.Single(first.Body!["value"]!.AsArray())!["name"]);
        Assert.Equal("rg-lists-other", (string?)Assert.Single(second.Body!["value"]!.AsArray())!["name"]);
        Assert.Null(second.Body!["nextLink"]);
    }

    [Theory]
    [InlineData("", SandboxFixture.Resources)]
    [InlineData("/providers/Microsoft.Network/applicationSecurityGroups/asg-2", SandboxFixture.Network)]
    [InlineData("/providers/Microsoft.Network/privateDnsZones/demo.example.com", SandboxFixture.Dns)]
    [InlineData("/providers/Microsoft.Network/privateDnsZones/demo.example.com/SOA/@", SandboxFixture.Dns)]
    [InlineData("/providers/Microsoft.Network/privateDnsZones/demo.example.com/virtualNetworkLinks/link", SandboxFixture.Dns)]
    public async Task Head_tells_whether_something_is_there(string path, string version)
    {
        var there = await client.SendAsync("HEAD", $"{group}{path}?{version}", null);
        var absent = await client.SendAsync("HEAD", $"{group}{path}-none?{version}", null);

        Assert.Equal((204, ""), (there.Status, there.Text));
        Assert.Equal((404, ""), (absent.Status, absent.Text));
    }
}
