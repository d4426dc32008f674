using System.Net;
using System.Net.Http.Json;
using PrivateLinkPg.Sandbox.Tests.Arm;
using PrivateLinkPg.Sandbox.Tests.Postgres;

namespace PrivateLinkPg.Sandbox.Tests.Faults;

/// <summary>What a sandbox is asked while it runs.</summary>
public abstract class SandboxControlTests<T> : SandboxOn<T>
    where T : IPostgresUnderTest
{
    private static readonly HttpClient Http = new();

    [PeerTheory]
    [InlineData("Dropped", "timeout expired")]
    [InlineData("Refused", "Connection refused")]
    [InlineData("Closed", "server closed the connection unexpectedly")]
    [InlineData("Hung", "timeout expired")]
    public async Task Faults_of_the_way_to_an_endpoint_come_and_go_with_a_request(string fault, string words)
    {
        var address = await CreateEndpointAsync("pe", Ready.Resources.FlexibleServer);
        var other = await CreateEndpointAsync("pe-service", Ready.Resources.PrivateLinkService, group: null);
        await AssertAsync(HttpMethod.Put, new { endpoints = new[] { new { endpoint = "*/privateEndpoints/pe", fault } } });
        Assert.Contains(words, (await AskAsync(Ready.HostNames.FlexibleServer, address, seconds: 2)).Errors, StringComparison.Ordinal);
        Assert.Equal("1\n", (await AskAsync(Ready.HostNames.BigAnimal, other)).Rows);

        await AssertAsync(HttpMethod.Delete, null);
        Assert.Equal("1\n", (await AskAsync(Ready.HostNames.FlexibleServer, address)).Rows);
    }

    [PeerFact]
    public async Task Each_target_shows_a_certificate_of_its_own()
    {
        var address = await CreateEndpointAsync("pe", Ready.Resources.FlexibleServer);
        var service = await CreateEndpointAsync("pe-service", Ready.Resources.PrivateLinkService, group: null);
        Assert.Contains("does not match host name", (await AskAsync(Ready.HostNames.BigAnimal, address)).Errors, StringComparison.Ordinal);
        Assert.Contains("does not match host name", (await AskAsync(Ready.HostNames.FlexibleServer, service)).Errors, StringComparison.Ordinal);
    }

    [PeerFact]
    public async Task A_network_that_is_made_later_has_a_dns_server()
    {
        var id = Ready.Resources.ClientNetwork + "-later";
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync($"{Ready.Control}/dns?network={id}")).StatusCode);
        await Arm.CreateAsync($"{id}?{SandboxFixture.Network}",
            """{"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.77.0.0/24"]}}}""");
        var dns = IPEndPoint.Parse(await Http.GetStringAsync($"{Ready.Control}/dns?network={id}"));
        Assert.NotEmpty((await DnsClientLibrary.AskAsync(dns, Ready.HostNames.FlexibleServer)).Answers);
    }

    [PeerFact]
    public async Task Clients_get_to_endpoints_of_their_network_and_of_those_that_it_is_peered_with()
    {
        var address = await CreateEndpointAsync("pe", Ready.Resources.FlexibleServer);
        var (own, other) = (Ready.Resources.ClientNetwork, Ready.Resources.ClientNetwork + "-02");
        await PutAsync($"clients?subnet={other}/subnets/snet-client");
        Assert.Contains("timeout expired", (await AskAsync(Ready.HostNames.FlexibleServer, address, seconds: 2)).Errors, StringComparison.Ordinal);
        foreach (var (from, to) in new[] { (other, own), (own, other) })
        {
            await Arm.CreateAsync($"{from}/virtualNetworkPeerings/peering?{SandboxFixture.Network}",
                $$"""{"properties":{"remoteVirtualNetwork":{"id":"{{to}}"} } }""");
        }
        Assert.Equal("1\n", (await AskAsync(Ready.HostNames.FlexibleServer, address)).Rows);

        await PutAsync($"clients?subnet={own}/subnets/snet-client");
        Assert.Equal("1\n", (await AskAsync(Ready.HostNames.FlexibleServer, address)).Rows);
        Assert.Equal(HttpStatusCode.NotFound, (await Http.PutAsync($"{Ready.Control}/clients?subnet={own}", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Http.DeleteAsync($"{Ready.Control}/clients")).StatusCode);
    }

    [PeerFact]
    public async Task A_server_takes_nobody_in_states_in_which_Azures_do_not()
    {
        var address = await CreateEndpointAsync("pe", Ready.Resources.FlexibleServer);
        await PutAsync($"servers?id={Ready.Resources.FlexibleServer}&state=inaccessible");
        Assert.Equal("Inaccessible", (string?)(await Arm.GetAsync($"{Ready.Resources.FlexibleServer}?{SandboxFixture.Postgres}")).Properties["state"]);
        Assert.False((await AskAsync(Ready.HostNames.FlexibleServer, address, seconds: 2)).Connected);
        await PutAsync($"servers?id={Ready.Resources.FlexibleServer}&state=Ready");
        Assert.Equal("1\n", (await AskAsync(Ready.HostNames.FlexibleServer, address)).Rows);
        Assert.Equal(HttpStatusCode.BadRequest, (await Http.PutAsync($"{Ready.Control}/servers?id={Ready.Resources.FlexibleServer}&state=Broken", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Http.PutAsync($"{Ready.Control}/servers?id=/subscriptions/x&state=Ready", null)).StatusCode);
    }

    [PeerFact]
    public async Task What_is_no_plan_changes_nothing_and_is_told()
    {
        using var answer = await Http.PutAsJsonAsync($"{Ready.Control}/faults", new { servers = "all" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith("The plan of faults in the request cannot be read", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync($"{Ready.Control}/else")).StatusCode);
    }

    private async Task PutAsync(string what)
    {
        using var answer = await Http.PutAsync($"{Ready.Control}/{what}", null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task AssertAsync(HttpMethod method, object? plan)
    {
        using HttpRequestMessage request = new(method, $"{Ready.Control}/faults") { Content = plan is null ? null : JsonContent.Create(plan) };
        using var answer = await Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}

public sealed class MachinePostgresControlTests : SandboxControlTests<MachinePostgres>;
