using System.Net;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.Postgres;
using PrivateLinkPg.Sandbox.Tests.Arm;
using PrivateLinkPg.Sandbox.Tests.Postgres;

namespace PrivateLinkPg.Sandbox.Tests.Faults;

/// <summary>Planned trouble of servers, and what the control plane's own switches do to the path, as a client sees it.</summary>
public abstract class ServerTroubleTests<T> : SandboxOn<T>
    where T : IPostgresUnderTest
{
    [PeerFact]
    public async Task A_server_has_its_planned_trouble_and_another_has_none()
    {
        var address = await CreateEndpointAsync("pe", Ready.Resources.FlexibleServer);
        var service = await CreateEndpointAsync("pe-service", Ready.Resources.PrivateLinkService, group: null);
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
            Host.Faults.Clear();
            await Host.AddFaultsAsync(new FaultPlan { Servers = [new() { Target = "*/flexibleServers/pg-orders", Fault = fault }] });

            var answer = await AskAsync(Ready.HostNames.FlexibleServer, address, seconds: 2);

            Assert.False(answer.Connected);
            Assert.Contains(words, answer.Errors, StringComparison.Ordinal);
        }
        Assert.Equal("1\n", (await AskAsync(Ready.HostNames.BigAnimal, service, seconds: 2)).Rows);
    }

    [PeerFact]
    public async Task A_server_that_is_stopped_by_its_owner_does_not_answer_until_it_is_started()
    {
        var address = await CreateEndpointAsync("pe", Ready.Resources.FlexibleServer);

        await Arm.SucceedAsync(await Arm.PostAsync($"{Ready.Resources.FlexibleServer}/stop?{SandboxFixture.Postgres}"));
        Assert.Contains("timeout expired", (await AskAsync(Ready.HostNames.FlexibleServer, address, seconds: 2)).Errors);

        await Arm.SucceedAsync(await Arm.PostAsync($"{Ready.Resources.FlexibleServer}/start?{SandboxFixture.Postgres}"));
        Assert.Equal("1\n", (await AskAsync(Ready.HostNames.FlexibleServer, address, seconds: 2)).Rows);
    }

    [PeerFact]
    public async Task The_public_address_refuses_until_public_access_is_switched_on()
    {
        var dns = IPEndPoint.Parse(Ready.Dns[Ready.Resources.ClientNetwork]);
        var address = IPAddress.Parse((await DnsClientLibrary.AskAsync(dns, Ready.HostNames.FlexibleServer)).Answers[^1]["A ".Length..]);
        Assert.Contains("Connection refused", (await AskAsync(Ready.HostNames.FlexibleServer, address, seconds: 2)).Errors);

        await Arm.SucceedAsync(await Arm.PatchAsync($"{Ready.Resources.FlexibleServer}?{SandboxFixture.Postgres}",
            """{"properties":{"network":{"publicNetworkAccess":"Enabled"}}}"""));

        Assert.Equal("1\n", (await AskAsync(Ready.HostNames.FlexibleServer, address, seconds: 2)).Rows);
    }
}

public sealed class MachinePostgresTroubleTests : ServerTroubleTests<MachinePostgres>;

public sealed class Postgres18TroubleTests : ServerTroubleTests<Postgres18>;
