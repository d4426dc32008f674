using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PrivateLinkPg.Sandbox.Tests.Arm;
using PrivateLinkPg.Sandbox.Tests.Network.Dns;
using PrivateLinkPg.Sandbox.Tests.Postgres;

namespace PrivateLinkPg.Sandbox.Tests.Network;

/// <summary>The whole path behind the control plane: what ARM says, dig and psql find.</summary>
public sealed class PrivateLinkPathTests : IAsyncLifetime
{
    private const string Zone = "privatelink.postgres.database.azure.com";
    private SandboxHost host = null!;
    private ArmClient arm = null!;

    private ReadyDocument Ready => host.Ready;

    private IPEndPoint Dns => IPEndPoint.Parse(Ready.Dns[Ready.Resources.ClientNetwork]);

    private string Group => Ready.Resources.ClientNetwork.Split("/providers/")[0];

    public async Task InitializeAsync()
    {
        host = await SandboxHost.StartAsync(new SandboxOptions { Postgres = PostgresNeeded.Reason is null });
        arm = await ArmClient.SignInAsync(Ready);
    }

    public async Task DisposeAsync()
    {
        arm.Dispose();
        await host.DisposeAsync();
    }

    [PostgresFact]
    public async Task An_approval_opens_the_path_and_its_end_closes_open_sessions()
    {
        var address = await CreateEndpointAsync(isManual: true);
        await AssertSilentAsync(address);

        await DecideAsync("Approved");
        var run = await PsqlAsync(address);
        Assert.True(run.Output == "1\n", run.Errors);

        await using (var session = new PsqlSession(Connection(address), Environment))
        {
            Assert.Equal("1", await session.AskAsync("select 1"));
            await DecideAsync("Rejected");
            Assert.Null(await session.AskAsync("select 2"));
        }

        await AssertSilentAsync(address);
        await arm.SucceedAsync(await arm.DeleteAsync($"{Endpoint}?{SandboxFixture.Network}"));
        Assert.Equal(SocketError.ConnectionRefused, await ConnectAsync(address));
    }

    [ProgramFact(DigAnswer.Program, DigAnswer.Package)]
    public async Task Names_follow_the_endpoint_the_zone_and_its_link()
    {
        var publicAnswer = await DigAnswer.OfAsync(Dns, Ready.HostNames.FlexibleServer);
        var address = await CreateEndpointAsync(isManual: false);
        var zone = $"{Group}/providers/Microsoft.Network/privateDnsZones/{Zone}";
        await arm.CreateAsync($"{zone}?{SandboxFixture.Dns}", """{"location":"global"}""");
        Assert.Equal(publicAnswer.Answers[^1], (await DigAnswer.OfAsync(Dns, Ready.HostNames.FlexibleServer)).Answers[^1]);

        await arm.CreateAsync($"{zone}/virtualNetworkLinks/client?{SandboxFixture.Dns}",
            $$$"""{"location":"global","properties":{"registrationEnabled":false,"virtualNetwork":{"id":"{{{Ready.Resources.ClientNetwork}}}"} } }""");
        Assert.Equal("NXDOMAIN", (await DigAnswer.OfAsync(Dns, Ready.HostNames.FlexibleServer)).Status);

        var record = $"{zone}/A/{Ready.Resources.FlexibleServer.Split('/')[^1]}?{SandboxFixture.Dns}";
        await arm.PutAsync(record, $$$"""{"properties":{"ttl":10,"aRecords":[{"ipv4Address":"{{{address}}}"}]}}""");
        Assert.Equal($"A {address}", (await DigAnswer.OfAsync(Dns, Ready.HostNames.FlexibleServer)).Answers[^1]);
        await arm.DeleteAsync(record);
        Assert.Equal("NXDOMAIN", (await DigAnswer.OfAsync(Dns, Ready.HostNames.FlexibleServer)).Status);
    }

    [ProgramFact(DigAnswer.Program, DigAnswer.Package)]
    public async Task The_clusters_public_name_leads_to_a_private_address_of_another_network()
    {
        var answer = await DigAnswer.OfAsync(Dns, Ready.HostNames.BigAnimal);
        var network = await arm.GetAsync($"{Ready.Resources.ClientNetwork}?{SandboxFixture.Network}");
        var range = IPNetwork.Parse((string)network.Properties["addressSpace"]!["addressPrefixes"]![0]!);
        Assert.False(range.Contains(IPAddress.Parse(Assert.Single(answer.Answers)["A ".Length..])));
    }

    private string Endpoint => $"{Group}/providers/Microsoft.Network/privateEndpoints/pe";

    private Dictionary<string, string> Environment => new() { ["PGPASSWORD"] = Ready.Postgres!.Password };

    private async Task<IPAddress> CreateEndpointAsync(bool isManual)
    {
        var endpoint = await arm.CreateAsync($"{Endpoint}?{SandboxFixture.Network}",
            SandboxFixture.EndpointBody(Ready.Resources.FlexibleServer, Ready.Resources.ClientSubnet, isManual));
        var nic = await arm.GetAsync($"{endpoint.Properties["networkInterfaces"]![0]!["id"]}?{SandboxFixture.Network}");
        return IPAddress.Parse((string)nic.Properties["ipConfigurations"]![0]!["properties"]!["privateIPAddress"]!);
    }

    private async Task DecideAsync(string status)
    {
        var list = await arm.GetAsync($"{Ready.Resources.FlexibleServer}/privateEndpointConnections?{SandboxFixture.Postgres}");
        await arm.SucceedAsync(await arm.PutAsync($"{Assert.Single(list.Body!["value"]!.AsArray())!["id"]}?{SandboxFixture.Postgres}",
            $$$"""{"properties":{"privateEndpoint":{},"privateLinkServiceConnectionState":{"status":"{{{status}}}","description":"decided"} } }"""));
    }

    private Task<ProgramRun> PsqlAsync(IPAddress address) => ProgramRun.OfAsync("psql", ["-XAtc", "select 1", Connection(address)], Environment);

    private string Connection(IPAddress address) => string.Create(CultureInfo.InvariantCulture,
        $"host={Ready.HostNames.FlexibleServer} hostaddr={address} dbname={Ready.Postgres!.Database} user={Ready.Postgres.User} sslmode=verify-full sslrootcert={Ready.Postgres.RootCertificate} connect_timeout=10");

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
