using PrivateLinkPg.Sandbox.Tests.Arm;

namespace PrivateLinkPg.Sandbox.Tests.Identity;

public class AuthorizationTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private ReadyResources Seeded => sandbox.Ready.Resources;

    private Task<ArmClient> ReaderAsync() => ArmClient.SignInAsync(sandbox.Ready, sandbox.Ready.Principals.Reader);

    private Task<ArmClient> DeveloperAsync() => ArmClient.SignInAsync(sandbox.Ready, sandbox.Ready.Principals.Developer);

    [Fact]
    public async Task A_reader_reads_and_may_not_write()
    {
        using var reader = await ReaderAsync();

        Assert.Equal(200, (await reader.GetAsync($"{Seeded.ClientNetwork}?{SandboxFixture.Network}")).Status);
        var refused = await reader.PutAsync($"{sandbox.EndpointId("pe-reader")}?{SandboxFixture.Network}",
            SandboxFixture.EndpointBody(Seeded.FlexibleServer, Seeded.ClientSubnet));
        Assert.Equal((403, "AuthorizationFailed"), (refused.Status, refused.Code));
        Assert.Contains($"with object id", refused.Text);
        Assert.Contains("'Microsoft.Network/privateEndpoints/write' over scope '", refused.Text);
        Assert.Equal(403, (await reader.DeleteAsync($"{Seeded.ClientNetwork}?{SandboxFixture.Network}")).Status);
        Assert.Equal(404, (await sandbox.Client.GetAsync($"{sandbox.EndpointId("pe-reader")}?{SandboxFixture.Network}")).Status);
    }

    [Fact]
    public async Task Who_has_no_right_on_the_target_can_only_ask()
    {
        using var developer = await DeveloperAsync();
        var group = $"/subscriptions/{sandbox.Ready.Subscriptions.Development}/resourceGroups/rg-data/providers";
        await sandbox.Client.CreateAsync($"{group}/Microsoft.Network/virtualNetworks/own?{SandboxFixture.Network}",
            """{"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.5.0.0/16"]},"subnets":[{"name":"s","properties":{"addressPrefix":"10.5.0.0/24"}}]}}""");
        var foreign = $"{sandbox.ClientGroup}/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-foreign";
        await sandbox.Client.CreateAsync($"{foreign}?{SandboxFixture.Postgres}", """{"location":"japaneast"}""");
        var endpoint = $"{group}/Microsoft.Network/privateEndpoints/pe-foreign?{SandboxFixture.Network}";
        var subnet = $"{group}/Microsoft.Network/virtualNetworks/own/subnets/s";

        var refused = await developer.PutAsync(endpoint, SandboxFixture.EndpointBody(foreign, subnet));
        var asked = await developer.CreateAsync(endpoint, SandboxFixture.EndpointBody(foreign, subnet, isManual: true));

        Assert.Equal((403, "LinkedAuthorizationFailed"), (refused.Status, refused.Code));
        Assert.Contains("PrivateEndpointConnectionsApproval/action", refused.Text);
        Assert.Contains(foreign, refused.Text);
        Assert.Equal("Pending", (string?)asked.Properties["manualPrivateLinkServiceConnections"]![0]!["properties"]!["privateLinkServiceConnectionState"]!["status"]);
    }

    [Fact]
    public async Task Only_subscriptions_with_a_right_are_listed()
    {
        using var developer = await DeveloperAsync();

        var list = await developer.GetAsync("/subscriptions?api-version=2022-12-01");

        Assert.Equal(sandbox.Ready.Subscriptions.Development, (string?)Assert.Single(list.Body!["value"]!.AsArray())!["subscriptionId"]);
        Assert.Equal((403, "AuthorizationFailed"), await OutcomeAsync(developer, $"{Seeded.ClientNetwork}?{SandboxFixture.Network}"));
    }

    [Fact]
    public async Task A_missing_a_forged_and_a_foreign_token_are_refused_each_in_its_way()
    {
        using var client = await ReaderAsync();
        var path = $"{Seeded.ClientNetwork}?{SandboxFixture.Network}";
        client.UseToken(null);
        Assert.Equal((401, "AuthenticationFailed"), await OutcomeAsync(client, path));
        client.UseToken("eyJhbGciOiJub25lIn0.e30.");
        Assert.Equal((401, "InvalidAuthenticationToken"), await OutcomeAsync(client, path));
        client.UseToken(await client.GetTokenAsync(sandbox.Ready, "https://ossrdbms-aad.database.windows.net"));
        Assert.Equal((401, "InvalidAuthenticationTokenAudience"), await OutcomeAsync(client, path));
    }

    [Fact]
    public async Task A_token_ends_after_a_day()
    {
        var time = new ManualTime();
        await using var host = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false, Clock = time });
        using var client = await ArmClient.SignInAsync(host.Ready);
        var path = $"{host.Ready.Resources.ClientNetwork}?{SandboxFixture.Network}";
        Assert.Equal(200, (await client.GetAsync(path)).Status);

        time.Advance(TimeSpan.FromHours(25));

        Assert.Equal((401, "ExpiredAuthenticationToken"), await OutcomeAsync(client, path));
    }

    private static async Task<(int, string?)> OutcomeAsync(ArmClient client, string path)
    {
        var answer = await client.GetAsync(path);
        return (answer.Status, answer.Code);
    }
}
