using System.Globalization;
using System.Net;
using PrivateLinkPg.Sandbox.Tests.Arm;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>A whole sandbox for one test, with this PostgreSQL in it.</summary>
public abstract class SandboxOn<T> : IAsyncLifetime
    where T : IPostgresUnderTest
{
    internal SandboxHost Host { get; private set; } = null!;

    internal ArmClient Arm { get; private set; } = null!;

    internal ReadyDocument Ready => Host.Ready;

    private string Group => Ready.Resources.ClientNetwork.Split("/providers/")[0];

    public async Task InitializeAsync()
    {
        var installation = await PostgresUnderTest<T>.FindAsync();
        Host = await SandboxHost.StartAsync(new SandboxOptions { Postgres = installation is not null, Installation = installation });
        Arm = await ArmClient.SignInAsync(Ready);
    }

    public async Task DisposeAsync()
    {
        Arm.Dispose();
        await Host.DisposeAsync();
    }

    internal string EndpointId(string name) => $"{Group}/providers/Microsoft.Network/privateEndpoints/{name}";

    /// <returns>The private address; in use at once, unless it is a request that somebody has to approve.</returns>
    internal async Task<IPAddress> CreateEndpointAsync(string name, string target, string? group = "postgresqlServer", bool isManual = false)
    {
        var endpoint = await Arm.CreateAsync($"{EndpointId(name)}?{SandboxFixture.Network}",
            SandboxFixture.EndpointBody(target, Ready.Resources.ClientSubnet, isManual, group));
        var nic = await Arm.GetAsync($"{endpoint.Properties["networkInterfaces"]![0]!["id"]}?{SandboxFixture.Network}");
        return IPAddress.Parse((string)nic.Properties["ipConfigurations"]![0]!["properties"]!["privateIPAddress"]!);
    }

    internal async Task<PostgresAnswer> AskAsync(string name, IPAddress address, int seconds = 10) =>
        await (await PostgresUnderTest<T>.ClientAsync()).AskAsync(Connection(name, address, seconds), Ready.Postgres!.Password, "select 1");

    internal async Task<IPostgresSession> OpenSessionAsync(string name, IPAddress address) =>
        (await PostgresUnderTest<T>.ClientAsync()).Open(Connection(name, address, seconds: 10), Ready.Postgres!.Password);

    private string Connection(string name, IPAddress address, int seconds) => string.Create(CultureInfo.InvariantCulture,
        $"host={name} hostaddr={address} dbname={Ready.Postgres!.Database} user={Ready.Postgres.User} sslmode=verify-full sslrootcert={Ready.Postgres.RootCertificate} connect_timeout={seconds}");
}
