using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>One sandbox without PostgreSQL for a class of tests, and a client of it.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    public const string Network = "api-version=2025-01-01";
    public const string Dns = "api-version=2024-06-01";
    public const string Postgres = "api-version=2025-08-01";
    public const string Resources = "api-version=2021-04-01";

    internal SandboxHost Host { get; private set; } = null!;

    internal ArmClient Client { get; private set; } = null!;

    internal ReadyDocument Ready => Host.Ready;

    internal string ClientGroup => Ready.Resources.ClientNetwork.Split("/providers/")[0];

    internal string EndpointId(string name) => $"{ClientGroup}/providers/Microsoft.Network/privateEndpoints/{name}";

    internal static string EndpointBody(string target, string subnet, bool isManual = false, string? group = "postgresqlServer", string location = "japaneast")
    {
        var connection = new JsonObject { ["privateLinkServiceId"] = target };
        if (group is not null) connection["groupIds"] = new JsonArray(group);
        return new JsonObject
        {
            ["location"] = location,
            ["properties"] = new JsonObject
            {
                ["subnet"] = new JsonObject { ["id"] = subnet },
                [isManual ? "manualPrivateLinkServiceConnections" : "privateLinkServiceConnections"] =
                    new JsonArray(new JsonObject { ["name"] = "connection", ["properties"] = connection }),
            },
        }.ToJsonString();
    }

    internal Task<ArmResponse> CreateEndpointAsync(string name, bool isManual = false) =>
        Client.CreateAsync($"{EndpointId(name)}?{Network}", EndpointBody(Ready.Resources.FlexibleServer, Ready.Resources.ClientSubnet, isManual));

    /// <summary>The connection on the server's side that belongs to an endpoint.</summary>
    internal async Task<string> ConnectionIdAsync(string endpoint)
    {
        var list = await Client.GetAsync($"{Ready.Resources.FlexibleServer}/privateEndpointConnections?{Postgres}");
        return list.Body!["value"]!.AsArray().Select(item => (string)item!["id"]!).Single(id => id.Split('/')[^1].StartsWith(endpoint + ".", StringComparison.Ordinal));
    }

    public async Task InitializeAsync()
    {
        Host = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false, OperationTime = TimeSpan.FromMilliseconds(20) });
        Client = await ArmClient.SignInAsync(Ready);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }
}
