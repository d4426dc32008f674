using System.Globalization;
using System.Net;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.Network.Dns;
using PrivateLinkPg.Sandbox.Postgres;
using PrivateLinkPg.Sandbox.Tests.Arm;
using PrivateLinkPg.Sandbox.Tests.Network.Dns;
using PrivateLinkPg.Sandbox.Tests.Postgres;

namespace PrivateLinkPg.Sandbox.Tests.Faults;

/// <summary>Planned trouble of servers and names, and what the control plane's own switches do to the path, as psql and dig see it.</summary>
public sealed class NetworkTroubleTests : IAsyncLifetime
{
    private SandboxHost host = null!;
    private ArmClient arm = null!;

    private ReadyDocument Ready => host.Ready;

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
    public async Task A_server_has_its_planned_trouble_and_another_has_none()
    {
        var address = await CreateEndpointAsync("pe", Ready.Resources.FlexibleServer, "postgresqlServer");
        var service = await CreateEndpointAsync("pe-service", Ready.Resources.PrivateLinkService, null);
        foreach (var (fault, words) in new[]
        {
            (PostgresFault.TlsRefused, "server does not support SSL"),
            (PostgresFault.CertificateExpired, "certificate verify failed"),
            (PostgresFault.CertificateWrongName, "does not match host name"),
            (PostgresFault.CertificateUntrusted, "certificate verify failed"),
            (PostgresFault.TooManyConnections, "too many connections"),
            (PostgresFault.AccessRejected, "pg_hba.conf rejects"),
            (PostgresFault.Stopped, "timeout expired"),
        })
        {
            host.Faults.Clear();
            await host.AddFaultsAsync(new FaultPlan { Servers = [new() { Target = "*/flexibleServers/pg-orders", Fault = fault }] });

            var run = await PsqlAsync(Ready.HostNames.FlexibleServer, address);

            Assert.True(run.ExitCode == 2 && run.Errors.Contains(words, StringComparison.Ordinal), $"{fault}: {run.Errors}");
        }
        Assert.Equal("1\n", (await PsqlAsync(Ready.HostNames.BigAnimal, service)).Output);
    }

    [PostgresFact]
    public async Task A_server_that_is_stopped_by_its_owner_does_not_answer_until_it_is_started()
    {
        var address = await CreateEndpointAsync("pe", Ready.Resources.FlexibleServer, "postgresqlServer");

        await arm.SucceedAsync(await arm.PostAsync($"{Ready.Resources.FlexibleServer}/stop?{SandboxFixture.Postgres}"));
        Assert.Contains("timeout expired", (await PsqlAsync(Ready.HostNames.FlexibleServer, address)).Errors);

        await arm.SucceedAsync(await arm.PostAsync($"{Ready.Resources.FlexibleServer}/start?{SandboxFixture.Postgres}"));
        Assert.Equal("1\n", (await PsqlAsync(Ready.HostNames.FlexibleServer, address)).Output);
    }

    [PostgresFact]
    public async Task The_public_address_refuses_until_public_access_is_switched_on()
    {
        var dns = IPEndPoint.Parse(Ready.Dns[Ready.Resources.ClientNetwork]);
        var address = IPAddress.Parse((await DigAnswer.OfAsync(dns, Ready.HostNames.FlexibleServer)).Answers[^1]["A ".Length..]);
        Assert.Contains("Connection refused", (await PsqlAsync(Ready.HostNames.FlexibleServer, address)).Errors);

        await arm.SucceedAsync(await arm.PatchAsync($"{Ready.Resources.FlexibleServer}?{SandboxFixture.Postgres}",
            """{"properties":{"network":{"publicNetworkAccess":"Enabled"}}}"""));

        Assert.Equal("1\n", (await PsqlAsync(Ready.HostNames.FlexibleServer, address)).Output);
    }

    [ProgramFact(DigAnswer.Program, DigAnswer.Package)]
    public async Task A_name_has_its_planned_trouble_in_its_network_only()
    {
        await host.AddFaultsAsync(new FaultPlan
        {
            Names =
            [
                new() { Name = "*.database.azure.com", Network = "*/vnet-client", Fault = DnsFault.ServerFailure },
                new() { Name = "*.biganimal.io", Network = "*/vnet-client", Fault = DnsFault.NoAnswer },
            ],
        });

        var here = await DigAnswer.OfAsync(IPEndPoint.Parse(Ready.Dns[Ready.Resources.ClientNetwork]), Ready.HostNames.FlexibleServer);
        var there = await DigAnswer.OfAsync(IPEndPoint.Parse(Ready.Dns[Ready.Resources.ClientNetwork + "-01"]), Ready.HostNames.FlexibleServer);

        Assert.Equal(("SERVFAIL", "NOERROR"), (here.Status, there.Status));
        Assert.Equal("", (await DigAnswer.OfAsync(IPEndPoint.Parse(Ready.Dns[Ready.Resources.ClientNetwork]), Ready.HostNames.BigAnimal, "A", "+time=1")).Status);
    }

    private async Task<IPAddress> CreateEndpointAsync(string name, string target, string? group)
    {
        var endpoint = await arm.CreateAsync($"{Group}/providers/Microsoft.Network/privateEndpoints/{name}?{SandboxFixture.Network}",
            SandboxFixture.EndpointBody(target, Ready.Resources.ClientSubnet, group: group));
        var nic = await arm.GetAsync($"{endpoint.Properties["networkInterfaces"]![0]!["id"]}?{SandboxFixture.Network}");
        return IPAddress.Parse((string)nic.Properties["ipConfigurations"]![0]!["properties"]!["privateIPAddress"]!);
    }

    private Task<ProgramRun> PsqlAsync(string name, IPAddress address) => ProgramRun.OfAsync("psql", ["-XAtc", "select 1", string.Create(
        CultureInfo.InvariantCulture, $"host={name} hostaddr={address} dbname={Ready.Postgres!.Database} user={Ready.Postgres.User} "
        + $"sslmode=verify-full sslrootcert={Ready.Postgres.RootCertificate} connect_timeout=2")],
        new Dictionary<string, string> { ["PGPASSWORD"] = Ready.Postgres.Password });
}
