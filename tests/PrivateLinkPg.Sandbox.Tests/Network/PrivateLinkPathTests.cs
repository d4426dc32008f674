using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Tests.Arm;
using PrivateLinkPg.Sandbox.Tests.Postgres;

namespace PrivateLinkPg.Sandbox.Tests.Network;

/// <summary>The path to the server behind the control plane: what ARM says, a client finds.</summary>
public abstract class PrivateLinkPathTests<T> : SandboxOn<T>
    where T : IPostgresUnderTest
{
    [PeerFact]
    public async Task An_approval_opens_the_path_and_its_end_closes_open_sessions()
    {
        var address = await CreateEndpointAsync("pe", Ready.Resources.FlexibleServer, isManual: true);
        await AssertSilentAsync(address);

        await DecideAsync("Approved");
        Assert.Equal(PostgresAnswer.Success("1\n"), await AskAsync(Ready.HostNames.FlexibleServer, address));

        await using (var session = await OpenSessionAsync(Ready.HostNames.FlexibleServer, address))
        {
            Assert.Equal("1", await session.AskAsync("select 1"));
            await DecideAsync("Rejected");
            Assert.Null(await session.AskAsync("select 2"));
        }

        await AssertSilentAsync(address);
        await Arm.SucceedAsync(await Arm.DeleteAsync($"{EndpointId("pe")}?{SandboxFixture.Network}"));
        Assert.Equal(SocketError.ConnectionRefused, await ConnectAsync(address));
    }

    [PeerFact]
    public async Task A_security_rule_that_denies_closes_the_path_where_the_subnet_applies_it()
    {
        var address = await CreateEndpointAsync("pe", Ready.Resources.FlexibleServer);
        Assert.Equal(SocketError.Success, await ConnectAsync(address));
        var network = Ready.Resources.ClientSubnet[..Ready.Resources.ClientSubnet.IndexOf("/virtualNetworks/", StringComparison.Ordinal)];
        var group = $"{network}/networkSecurityGroups/nsg";
        await RulesAsync(Rule("deny", 200, "Deny", "*", "5000-6000"));
        var subnet = (await Arm.GetAsync($"{Ready.Resources.ClientSubnet}?{SandboxFixture.Network}")).Body!;
        await SubnetAsync("Disabled");
        Assert.Equal(SocketError.Success, await ConnectAsync(address));
        await SubnetAsync("Enabled");
        await AssertSilentAsync(address);
        await RulesAsync(Rule("deny", 200, "Deny", "*", "5000-6000"), Rule("allow", 199, "Allow", "VirtualNetwork", "5432"));
        Assert.Equal(SocketError.Success, await ConnectAsync(address));
        await RulesAsync(Rule("elsewhere", 100, "Deny", "192.0.2.0/24", "5432"), Rule("other", 101, "Deny", "*", "6432"));
        Assert.Equal(SocketError.Success, await ConnectAsync(address));

        async Task SubnetAsync(string policies)
        {
            subnet["properties"]!["privateEndpointNetworkPolicies"] = policies;
            subnet["properties"]!["networkSecurityGroup"] = new JsonObject { ["id"] = group };
            await Arm.SucceedAsync(await Arm.PutAsync($"{Ready.Resources.ClientSubnet}?{SandboxFixture.Network}", subnet.ToJsonString()));
        }

        async Task RulesAsync(params JsonObject[] rules) => await Arm.SucceedAsync(await Arm.PutAsync($"{group}?{SandboxFixture.Network}",
            new JsonObject { ["location"] = Ready.Location, ["properties"] = new JsonObject { ["securityRules"] = new JsonArray([.. rules]) } }.ToJsonString()));

        static JsonObject Rule(string name, int priority, string access, string source, string ports) => new()
        {
            ["name"] = name,
            ["properties"] = new JsonObject
            {
                ["protocol"] = "Tcp", ["sourcePortRange"] = "*", ["destinationPortRange"] = ports, ["sourceAddressPrefix"] = source,
                ["destinationAddressPrefix"] = "*", ["access"] = access, ["priority"] = priority, ["direction"] = "Inbound",
            },
        };
    }

    private async Task DecideAsync(string status)
    {
        var list = await Arm.GetAsync($"{Ready.Resources.FlexibleServer}/privateEndpointConnections?{SandboxFixture.Postgres}");
        await Arm.SucceedAsync(await Arm.PutAsync($"{Assert.Single(list.Body!["value"]!.AsArray())!["id"]}?{SandboxFixture.Postgres}",
            $$$"""{"properties":{"privateEndpoint":{},"privateLinkServiceConnectionState":{"status":"{{{status}}}","description":"decided"} } }"""));
    }

    private static async Task AssertSilentAsync(IPAddress address)
    {
        if (OperatingSystem.IsLinux())
            Assert.Equal(SocketError.TimedOut, await ConnectAsync(address));
    }

    private static async Task<SocketError> ConnectAsync(IPAddress address)
    {
        using var client = new TcpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        try
        {
            await client.ConnectAsync(address, 5432, patience.Token);
            return SocketError.Success;
        }
        catch (OperationCanceledException)
        {
            return SocketError.TimedOut;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode;
        }
    }
}

public sealed class PrivateLinkPathToMachinePostgresTests : PrivateLinkPathTests<MachinePostgres>;

public sealed class PrivateLinkPathToPostgres18Tests : PrivateLinkPathTests<Postgres18>;
