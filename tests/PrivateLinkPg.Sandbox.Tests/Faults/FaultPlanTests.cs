using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.Tests.Arm;

namespace PrivateLinkPg.Sandbox.Tests.Faults;

public class FaultPlanTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private readonly ArmClient client = sandbox.Client;
    private readonly string record = $"{sandbox.ClientGroup}/providers/Microsoft.Network/privateDnsZones/faults.example.com/A/{Guid.NewGuid():N}?{SandboxFixture.Dns}";

    private const string Body = """{"properties":{"ttl":60}}""";

    private string RecordPath => record.Split('?')[0];

    private async Task PlanAsync(RequestFault fault)
    {
        var zone = $"{sandbox.ClientGroup}/providers/Microsoft.Network/privateDnsZones/faults.example.com?{SandboxFixture.Dns}";
        await client.CreateAsync(zone, """{"location":"global"}""");
        await sandbox.Host.AddFaultsAsync(new FaultPlan { Requests = [fault] });
    }

    [Fact]
    public async Task The_third_put_answers_429_with_retry_after()
    {
        await PlanAsync(new() { Method = "PUT", Path = RecordPath, Skip = 2, Status = 429, Code = "SubscriptionRequestsThrottled", RetryAfter = 2 });

        var answers = new List<ArmResponse>();
        for (var i = 0; i < 4; i++) answers.Add(await client.PutAsync(record, Body));

        Assert.Equal([201, 200, 429, 200], answers.Select(answer => answer.Status));
        Assert.Equal(("SubscriptionRequestsThrottled", "2"), (answers[2].Code, answers[2].Header("Retry-After")));
        Assert.Contains(sandbox.Host.Log.Requests, logged => logged.Path == RecordPath && logged.Fault == "429 SubscriptionRequestsThrottled");
    }

    [Fact]
    public async Task A_reset_before_applying_leaves_nothing()
    {
        await PlanAsync(new() { Method = "PUT", Path = RecordPath, Reset = true });

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PutAsync(record, Body));

        Assert.Equal(404, (await client.GetAsync(record)).Status);
    }

    [Fact]
    public async Task A_reset_after_applying_leaves_the_work_done()
    {
        await PlanAsync(new() { Method = "PUT", Path = RecordPath, Reset = true, AfterApplying = true });

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PutAsync(record, Body));

        Assert.Equal(200, (await client.GetAsync(record)).Status);
    }

    [Fact]
    public async Task An_error_after_applying_hides_that_the_work_is_done()
    {
        await PlanAsync(new() { Method = "PUT", Path = RecordPath, Status = 503, AfterApplying = true });

        Assert.Equal((503, "ServerUnavailable"), await OutcomeAsync());
        Assert.Equal(200, (await client.GetAsync(record)).Status);
    }

    [Fact]
    public async Task A_get_after_a_put_may_be_stale()
    {
        await PlanAsync(new() { Method = "GET", Path = RecordPath, Stale = true, Skip = 1, Times = 2 });
        await client.PutAsync(record, Body);
        var fresh = await client.GetAsync(record);
        await client.PutAsync(record, """{"properties":{"ttl":61}}""");

        Assert.Equal(fresh.Text, (await client.GetAsync(record)).Text);
        Assert.Equal(fresh.Text, (await client.GetAsync(record)).Text);
        Assert.Equal(61, (int)(await client.GetAsync(record)).Properties["ttl"]!);
    }

    [Fact]
    public async Task A_stale_get_of_what_was_just_made_is_404()
    {
        await PlanAsync(new() { Method = "GET", Path = RecordPath, Stale = true });
        await client.PutAsync(record, Body);

        Assert.Equal(404, (await client.GetAsync(record)).Status);
        Assert.Equal(200, (await client.GetAsync(record)).Status);
    }

    [Fact]
    public async Task A_refused_token_carries_the_claims_to_ask_for()
    {
        await PlanAsync(new() { Path = RecordPath, Status = 401, Claims = """{"access_token":{"nbf":{"essential":true}}}""" });

        var refused = await client.PutAsync(record, Body);

        var claims = refused.Header("WWW-Authenticate")!.Split("claims=\"")[1].TrimEnd('"');
        Assert.Equal(401, refused.Status);
        Assert.True((bool)JsonNode.Parse(Convert.FromBase64String(claims))!["access_token"]!["nbf"]!["essential"]!);
    }

    [Fact]
    public async Task An_operation_may_fail_and_the_next_try_succeed()
    {
        var endpoint = $"{sandbox.EndpointId("pe-fault-fails")}";
        await sandbox.Host.AddFaultsAsync(new FaultPlan
        {
            Requests = [new() { Method = "PUT", Path = endpoint, Operation = new() { Code = "RetryableError", Message = "A retryable error occurred." } }],
        });
        var body = SandboxFixture.EndpointBody(sandbox.Ready.Resources.FlexibleServer, sandbox.Ready.Resources.ClientSubnet);

        var end = await client.FollowAsync(await client.PutAsync($"{endpoint}?{SandboxFixture.Network}", body));
        Assert.Equal((200, "RetryableError"), (end.Status, (string?)end.Body!["error"]!["code"]));
        Assert.Equal("Failed", (string?)(await client.GetAsync($"{endpoint}?{SandboxFixture.Network}")).Properties["provisioningState"]);

        var retried = await client.CreateAsync($"{endpoint}?{SandboxFixture.Network}", body);
        Assert.Equal("Succeeded", (string?)retried.Properties["provisioningState"]);
    }

    [Fact]
    public async Task A_slow_answer_takes_its_time_on_the_sandboxs_clock()
    {
        ManualTime time = new();
        await using var host = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false, Clock = time });
        using var slow = await ArmClient.SignInAsync(host.Ready);
        await host.AddFaultsAsync(new FaultPlan { Requests = [new() { Path = host.Ready.Resources.ClientNetwork, DelaySeconds = 30 }] });
        var asked = time.GetUtcNow();

        var answer = slow.GetAsync($"{host.Ready.Resources.ClientNetwork}?{SandboxFixture.Network}");
        await Patience.WhileAsync(answer, () => time.Advance(TimeSpan.FromSeconds(1)), TimeSpan.FromMilliseconds(20));

        Assert.Equal(200, (await answer).Status);
        Assert.True(time.GetUtcNow() - asked >= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task An_operation_may_never_end()
    {
        var endpoint = $"{sandbox.EndpointId("pe-fault-never")}";
        await sandbox.Host.AddFaultsAsync(new FaultPlan { Requests = [new() { Method = "PUT", Path = endpoint, Operation = new() { Never = true } }] });

        var accepted = await client.PutAsync($"{endpoint}?{SandboxFixture.Network}",
            SandboxFixture.EndpointBody(sandbox.Ready.Resources.FlexibleServer, sandbox.Ready.Resources.ClientSubnet));
        await sandbox.CreateEndpointAsync("pe-fault-other");

        Assert.Equal("InProgress", (string?)(await client.GetAsync(accepted.Header("Azure-AsyncOperation")!)).Body!["status"]);
        Assert.Equal("Updating", (string?)(await client.GetAsync($"{endpoint}?{SandboxFixture.Network}")).Properties["provisioningState"]);
    }

    [Fact]
    public async Task The_token_endpoint_can_fail_too()
    {
        await sandbox.Host.AddFaultsAsync(new FaultPlan { Requests = [new() { Path = "/msi/token", Status = 500 }] });

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetTokenAsync(sandbox.Ready, sandbox.Ready.ArmEndpoint));
        Assert.NotEmpty(await client.GetTokenAsync(sandbox.Ready, sandbox.Ready.ArmEndpoint));
    }

    [Fact]
    public async Task A_plan_is_read_from_a_file_and_a_slip_in_it_is_named()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"requests":[{"path":"*","statuss":500}]}""");

        var failure = await Assert.ThrowsAsync<FaultPlanException>(() => FaultPlan.ReadAsync(file, default));
        Assert.Contains("statuss", failure.Message);

        await File.WriteAllTextAsync(file, """
            { "requests": [ { "method": "PUT", "path": "*/privateEndpoints/*", "skip": 2, "status": 429, "retryAfter": 2 } ],
              "names": [ { "name": "*.biganimal.io", "fault": "NoAnswer" } ],
              "servers": [ { "target": "*/pg-orders", "fault": "CertificateExpired" } ] }
            """);
        var plan = await FaultPlan.ReadAsync(file, default);
        File.Delete(file);
        Assert.Equal((1, 1, 1), (plan.Requests.Count, plan.Names.Count, plan.Servers.Count));
    }

    private async Task<(int, string?)> OutcomeAsync()
    {
        var answer = await client.PutAsync(record, Body);
        return (answer.Status, answer.Code);
    }
}
