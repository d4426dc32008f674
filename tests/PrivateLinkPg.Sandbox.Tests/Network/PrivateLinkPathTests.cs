using System.Net;
using System.Net.Sockets;
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
