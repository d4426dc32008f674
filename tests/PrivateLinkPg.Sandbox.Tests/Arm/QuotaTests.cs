using System.Net;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>How many there may be of a thing. What fills a limit is put into the state directly: requests would take minutes.</summary>
public class QuotaTests : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Dns = SandboxFixture.Dns;

    private readonly SandboxFixture sandbox;
    private readonly ArmClient client;
    private readonly string name = $"z{Guid.NewGuid():N}.example.com";

    public QuotaTests(SandboxFixture sandbox) => (this.sandbox, client) = (sandbox, sandbox.Client);

    private string Net => $"{sandbox.ClientGroup}/providers/Microsoft.Network";

    private string Zone => $"{Net}/privateDnsZones/{name}";

    public Task InitializeAsync() => client.CreateAsync($"{Zone}?{Dns}", """{"location":"global"}""");

    public Task DisposeAsync() => Task.CompletedTask;

    private static ResourceId Id(string text) => ResourceId.TryParse(text, out var id) ? id : throw new FormatException(text);

    private void Fill(Action<PrivateDnsZone> fill) => sandbox.Host.State.Run(() =>
    {
        fill((PrivateDnsZone)sandbox.Host.State.Find(Id(Zone))!);
        return 0;
    });

    private void FillLinks(int count, bool register) => Fill(zone =>
    {
        for (var i = 0; i < count; i++)
        {
            zone.Links.Add($"full-{i}", new VirtualNetworkLink(zone.Id.Child("virtualNetworkLinks", $"full-{i}"))
            {
                VirtualNetwork = Id($"{Net}/virtualNetworks/full-{i}"),
                RegistrationEnabled = register,
            });
        }
    });

    private async Task<string> NewNetworkAsync()
    {
        var network = $"{Net}/virtualNetworks/v{Guid.NewGuid():N}";
        await client.CreateAsync($"{network}?{SandboxFixture.Network}", """
            {"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.64.0.0/16"]},"subnets":[{"name":"s","properties":{"addressPrefix":"10.64.0.0/20"} }]} }
            """);
        return network;
    }

    private static string LinkBody(string network, bool register = false) =>
        $$$"""{"location":"global","properties":{"registrationEnabled":{{{(register ? "true" : "false")}}},"virtualNetwork":{"id":"{{{network}}}"} } }""";

    private async Task<(string? Status, string? Code, string? Message)> EndAsync(ArmResponse accepted)
    {
        var end = await client.FollowAsync(accepted);
        return ((string?)end.Body!["status"], (string?)end.Body["error"]?["code"], (string?)end.Body["error"]?["message"]);
    }

    [Fact]
    public async Task A_zone_has_a_thousand_links()
    {
        FillLinks(999, register: false);
        var last = await NewNetworkAsync();

        Assert.Equal("Succeeded", (await EndAsync(await client.PutAsync($"{Zone}/virtualNetworkLinks/last?{Dns}", LinkBody(last)))).Status);
        var (status, code, message) = await EndAsync(await client.PutAsync($"{Zone}/virtualNetworkLinks/more?{Dns}", LinkBody(await NewNetworkAsync())));

        Assert.Equal(("Failed", "BadRequest"), (status, code));
        Assert.Contains("limit exceeded", message, StringComparison.Ordinal);
        Assert.Equal(1000, (int)(await client.GetAsync($"{Zone}?{Dns}")).Properties["numberOfVirtualNetworkLinks"]!);
        Assert.Equal("Succeeded", (await EndAsync(await client.PutAsync($"{Zone}/virtualNetworkLinks/last?{Dns}", LinkBody(last)))).Status);
    }

    [Fact]
    public async Task A_hundred_links_of_a_zone_register_however_the_next_one_asks()
    {
        FillLinks(100, register: true);
        var network = await NewNetworkAsync();

        Assert.Equal("Failed", (await EndAsync(await client.PutAsync($"{Zone}/virtualNetworkLinks/more?{Dns}", LinkBody(network, register: true)))).Status);
        Assert.Equal("Succeeded", (await EndAsync(await client.PutAsync($"{Zone}/virtualNetworkLinks/more?{Dns}", LinkBody(network)))).Status);
        Assert.Equal("Failed", (await EndAsync(await client.PatchAsync($"{Zone}/virtualNetworkLinks/more?{Dns}", """{"properties":{"registrationEnabled":true} }"""))).Status);
        Assert.Equal(100, (int)(await client.GetAsync($"{Zone}?{Dns}")).Properties["numberOfVirtualNetworkLinksWithRegistration"]!);
    }

    [Fact]
    public async Task A_network_registers_in_one_zone_also_when_a_link_is_changed_later()
    {
        var (network, other) = (await NewNetworkAsync(), $"{Net}/privateDnsZones/other-{name}");
        await client.CreateAsync($"{other}?{Dns}", """{"location":"global"}""");
        await client.CreateAsync($"{other}/virtualNetworkLinks/l?{Dns}", LinkBody(network, register: true));
        var link = $"{Zone}/virtualNetworkLinks/l?{Dns}";
        await client.CreateAsync(link, LinkBody(network));

        var (status, code, message) = await EndAsync(await client.PatchAsync(link, """{"tags":{"a":"b"},"properties":{"registrationEnabled":true} }"""));

        Assert.Equal(("Failed", "Conflict"), (status, code));
        Assert.Contains(other, message, StringComparison.Ordinal);
        var kept = await client.GetAsync(link);
        Assert.Equal((false, null), ((bool)kept.Properties["registrationEnabled"]!, kept.Body!["tags"]));
        await client.SucceedAsync(await client.PatchAsync(link, """{"tags":{"a":"b"},"properties":{"resolutionPolicy":"NxDomainRedirect"} }"""));
        var changed = await client.GetAsync(link);
        Assert.Equal(("NxDomainRedirect", "b"), ((string?)changed.Properties["resolutionPolicy"], (string?)changed.Body!["tags"]!["a"]));
    }

    [Fact]
    public async Task A_subscription_has_a_thousand_zones_and_a_network_is_linked_to_as_many()
    {
        var (network, state, group) = (await NewNetworkAsync(), sandbox.Host.State, $"/subscriptions/{sandbox.Ready.Subscriptions.Test}/resourceGroups/rg-zones");
        await client.PutAsync($"{group}?{SandboxFixture.Resources}", """{"location":"japaneast"}""");
        state.Run(() =>
        {
            for (var i = 0; state.All<PrivateDnsZone>().Count() < 1000; i++)
            {
                var zone = new PrivateDnsZone(Id($"{group}/providers/Microsoft.Network/privateDnsZones/full-{i}.example.com"));
                state.Add(zone);
            }
            foreach (var zone in state.All<PrivateDnsZone>().Where(zone => zone.Name != name))
                zone.Links.Add("full", new VirtualNetworkLink(zone.Id.Child("virtualNetworkLinks", "full")) { VirtualNetwork = Id(network) });
            return 0;
        });
        var more = $"{Net}/privateDnsZones/more.example.com?{Dns}";

        Assert.Equal(("Failed", "BadRequest"), await EndAsync(await client.PutAsync(more, """{"location":"global"}""")) is var (status, code, _) ? (status, code) : default);
        Assert.Equal(404, (await client.GetAsync(more)).Status);
        await client.SucceedAsync(await client.PutAsync($"{Zone}?{Dns}", """{"location":"global"}"""));
        await client.SucceedAsync(await client.PutAsync($"{Zone}/virtualNetworkLinks/last?{Dns}", LinkBody(network)));
        await client.SucceedAsync(await client.DeleteAsync($"{group}?{SandboxFixture.Resources}"));
        await client.SucceedAsync(await client.PutAsync(more, """{"location":"global"}"""));
    }

    [Fact]
    public async Task A_zone_has_25_000_record_sets()
    {
        Fill(zone =>
        {
            for (var i = 0; zone.RecordSets.Count < 25_000; i++) zone.GetOrAddRecordSet("A", $"full-{i}").TimeToLive = 60;
        });

        var refused = await client.PutAsync($"{Zone}/TXT/more?{Dns}", """{"properties":{"ttl":60} }""");

        Assert.Equal((400, "BadRequest"), (refused.Status, refused.Code));
        Assert.Equal(404, (await client.GetAsync($"{Zone}/TXT/more?{Dns}")).Status);
        Assert.Equal(200, (await client.PutAsync($"{Zone}/A/full-7?{Dns}", """{"properties":{"ttl":60} }""")).Status);
        Assert.Equal(200, (await client.DeleteAsync($"{Zone}/A/full-7?{Dns}")).Status);
        Assert.Equal(201, (await client.PutAsync($"{Zone}/TXT/more?{Dns}", """{"properties":{"ttl":60} }""")).Status);
    }

    [Fact]
    public async Task A_network_has_a_thousand_endpoints()
    {
        var (network, state) = (await NewNetworkAsync(), sandbox.Host.State);
        state.Run(() =>
        {
            var subnet = ((VirtualNetwork)state.Find(Id(network))!).Subnets["s"];
            for (var i = 0; i < 1000; i++)
            {
                var endpoint = new PrivateEndpoint(Id(sandbox.EndpointId($"full-{i}")), "japaneast", subnet);
                endpoint.Connection = new EndpointConnection(endpoint, (PrivateLinkTarget)state.Find(Id(sandbox.Ready.Resources.FlexibleServer))!, "c")
                {
                    TargetName = $"full-{i}",
                    TargetReference = sandbox.Ready.Resources.FlexibleServer,
                    IsManual = false,
                };
                endpoint.Interface = new NetworkInterface(Id($"{Net}/networkInterfaces/full-{i}"), "japaneast") { Configurations = [new("c", subnet, IPAddress.Parse("10.64.0.4"), IsStatic: false)] };
                state.Add(endpoint);
            }
            return 0;
        });
        Task<ArmResponse> PutAsync(string subnet) =>
            client.PutAsync($"{sandbox.EndpointId("pe-more")}?{SandboxFixture.Network}", SandboxFixture.EndpointBody(sandbox.Ready.Resources.FlexibleServer, subnet));

        var refused = await PutAsync($"{network}/subnets/s");

        Assert.Equal((400, "PrivateEndpointCountLimitReached"), (refused.Status, refused.Code));
        Assert.Equal(404, (await client.GetAsync($"{sandbox.EndpointId("pe-more")}?{SandboxFixture.Network}")).Status);
        Assert.Equal(201, (await PutAsync(sandbox.Ready.Resources.ClientSubnet)).Status);
    }

    [Fact]
    public async Task A_record_set_that_is_refused_for_its_ttl_is_not_there()
    {
        Assert.Equal(400, (await client.PutAsync($"{Zone}/TXT/none?{Dns}", """{"properties":{} }""")).Status);
        Assert.Equal(404, (await client.GetAsync($"{Zone}/TXT/none?{Dns}")).Status);
        Assert.Equal(1, (int)(await client.GetAsync($"{Zone}?{Dns}")).Properties["numberOfRecordSets"]!);
    }
}
