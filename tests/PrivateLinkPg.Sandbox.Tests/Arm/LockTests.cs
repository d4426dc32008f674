using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Faults;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>Management locks: what they are, whom they bind, and where an operation meets one that the request did not.</summary>
public class LockTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Version = "api-version=2016-09-01";
    private const string Zone = """{"location":"global"}""";
    private const string Record = """{"properties":{"ttl":60,"aRecords":[{"ipv4Address":"10.0.0.1"}]}}""";

    private readonly ArmClient client = sandbox.Client;

    private string Subscription => $"/subscriptions/{sandbox.Ready.Subscriptions.Test}";

    private static string LockId(string scope, string name = "keep") => $"{scope}/providers/Microsoft.Authorization/locks/{name}";

    private Task<ArmResponse> LockAsync(string scope, string level, string name = "keep") =>
        client.PutAsync($"{LockId(scope, name)}?{Version}", $$$"""{"properties":{"level":"{{{level}}}","notes":"because"}}""");

    private Task<ArmResponse> UnlockAsync(string scope, string name = "keep") => client.DeleteAsync($"{LockId(scope, name)}?{Version}");

    private async Task<List<string?>> LocksAsync(string scope, string filter = "")
    {
        var list = await client.GetAsync($"{scope}/providers/Microsoft.Authorization/locks?{Version}{filter}");
        return [.. list.Body!["value"]!.AsArray().Select(item => (string?)item!["id"])];
    }

    private async Task<string> NewGroupAsync(string name)
    {
        var group = $"{Subscription}/resourceGroups/{name}";
        await client.PutAsync($"{group}?{SandboxFixture.Resources}", """{"location":"japaneast"}""");
        return group;
    }

    private async Task<string> NewZoneAsync(string group, string name)
    {
        var zone = $"{group}/providers/Microsoft.Network/privateDnsZones/{name}";
        await client.CreateAsync($"{zone}?{SandboxFixture.Dns}", Zone);
        return zone;
    }

    private static void AssertLocked(ArmResponse answer, string scope, string operation, string locked)
    {
        Assert.Equal((409, "ScopeLocked"), (answer.Status, answer.Code));
        Assert.Equal($"The scope '{scope}' cannot perform {operation} operation because following scope(s) are locked: '{locked}'. "
            + "Please remove the lock and try again.", (string?)answer.Body!["error"]!["message"]);
        Assert.Equal("gateway", answer.Header("x-ms-failure-cause"));
    }

    [Theory]
    [InlineData("2016-09-01")]
    [InlineData("2017-04-01")]
    [InlineData("2020-05-01")]
    public async Task A_lock_is_made_read_changed_and_removed(string version)
    {
        var group = await NewGroupAsync($"rg-lock-{version}");
        var one = $"{LockId(group)}?api-version={version}";

        var made = await client.PutAsync(one, """{"properties":{"level":"CanNotDelete","notes":"because"}}""");
        var changed = await client.PutAsync(one, """{"properties":{"level":"ReadOnly"}}""");
        var read = await client.GetAsync(one);

        Assert.Equal((201, 200), (made.Status, changed.Status));
        Assert.Equal($$$"""{"properties":{"level":"CanNotDelete","notes":"because"},"id":"{{{LockId(group)}}}","type":"Microsoft.Authorization/locks","name":"keep"}""", made.Text);
        Assert.Equal("ReadOnly", (string?)read.Properties["level"]);
        Assert.Equal((200, 204), ((await client.DeleteAsync(one)).Status, (await client.DeleteAsync(one)).Status));
        Assert.Equal((404, "LockNotFound"), ((await client.GetAsync(one)).Status, (await client.GetAsync(one)).Code));
    }

    [Theory]
    [InlineData("""{"properties":{}}""")]
    [InlineData("""{"properties":{"level":"Maybe"}}""")]
    public async Task A_lock_without_a_level_is_refused(string body)
    {
        var answer = await client.PutAsync($"{LockId(await NewGroupAsync("rg-lock-bad"))}?{Version}", body);

        Assert.Equal((400, "InvalidRequestContent"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_locked()
    {
        var answer = await LockAsync($"{sandbox.ClientGroup}/providers/Microsoft.Network/privateDnsZones/absent.example.com/A/www", "ReadOnly");

        Assert.Equal((404, "ResourceNotFound"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Locks_are_listed_above_at_and_below_a_scope_and_by_the_filter_not_below()
    {
        var group = await NewGroupAsync("rg-lock-list");
        var zone = await NewZoneAsync(group, "list.example.com");
        var other = await NewGroupAsync("rg-lock-elsewhere");
        foreach (var scope in new[] { Subscription, group, zone, other }) await LockAsync(scope, "CanNotDelete");
        try
        {
            Assert.Superset(new HashSet<string?> { LockId(Subscription), LockId(group), LockId(zone), LockId(other) }, (await LocksAsync(Subscription)).ToHashSet());
            Assert.Equal(new HashSet<string?> { LockId(Subscription), LockId(group), LockId(zone) }, [.. await LocksAsync(group)]);
            Assert.Equal(new HashSet<string?> { LockId(Subscription), LockId(group), LockId(zone) }, [.. await LocksAsync(zone)]);
            Assert.Equal(new HashSet<string?> { LockId(Subscription), LockId(group) }, [.. await LocksAsync(group, "&$filter=atScope()")]);
            Assert.Equal([LockId(Subscription)], await LocksAsync(Subscription, "&$filter=atScope()"));
            var wrong = await client.GetAsync($"{group}/providers/Microsoft.Authorization/locks?{Version}&$filter=name eq 'x'");
            Assert.Equal((400, "InvalidFilterInQueryString"), (wrong.Status, wrong.Code));
        }
        finally
        {
            foreach (var scope in new[] { zone, group, other, Subscription }) await UnlockAsync(scope);
        }
    }

    [Fact]
    public async Task A_lock_against_deletion_binds_what_lies_below_and_above_it_and_lets_writes_pass()
    {
        var group = await NewGroupAsync("rg-lock-delete");
        var zone = await NewZoneAsync(group, "delete.example.com");
        var record = $"{zone}/A/www";
        await client.PutAsync($"{record}?{SandboxFixture.Dns}", Record);
        await LockAsync(zone, "CanNotDelete");

        Assert.Equal(200, (await client.PutAsync($"{record}?{SandboxFixture.Dns}", Record)).Status);
        AssertLocked(await client.DeleteAsync($"{record}?{SandboxFixture.Dns}"), record, "delete", zone);
        AssertLocked(await client.DeleteAsync($"{zone}?{SandboxFixture.Dns}"), zone, "delete", zone);
        AssertLocked(await client.DeleteAsync($"{group}?{SandboxFixture.Resources}"), group, "delete", zone);
        await LockAsync(group, "CanNotDelete");
        AssertLocked(await client.DeleteAsync($"{group}?{SandboxFixture.Resources}"), group, "delete", $"{group},{zone}");

        await UnlockAsync(group);
        await UnlockAsync(zone);
        Assert.Equal(200, (await client.DeleteAsync($"{record}?{SandboxFixture.Dns}")).Status);
        Assert.Equal(202, (await client.DeleteAsync($"{group}?{SandboxFixture.Resources}")).Status);
    }

    [Fact]
    public async Task A_locked_record_set_keeps_its_zone()
    {
        var zone = await NewZoneAsync(await NewGroupAsync("rg-lock-soa"), "soa.example.com");
        await LockAsync($"{zone}/SOA/@", "CanNotDelete");

        AssertLocked(await client.DeleteAsync($"{zone}?{SandboxFixture.Dns}"), zone, "delete", $"{zone}/SOA/@");
        Assert.Equal(201, (await client.PutAsync($"{zone}/A/www?{SandboxFixture.Dns}", Record)).Status);
        Assert.Equal(200, (await client.DeleteAsync($"{zone}/A/www?{SandboxFixture.Dns}")).Status);
    }

    [Fact]
    public async Task A_lock_against_writing_refuses_every_write_below_it_but_not_its_own_removal()
    {
        var group = await NewGroupAsync("rg-lock-read");
        var server = $"{group}/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-lock-read";
        await client.CreateAsync($"{server}?{SandboxFixture.Postgres}", """{"location":"japaneast"}""");
        await LockAsync(group, "ReadOnly");

        AssertLocked(await client.PatchAsync($"{server}?{SandboxFixture.Postgres}", """{"tags":{"a":"b"}}"""), server, "write", group);
        AssertLocked(await client.PostAsync($"{server}/stop?{SandboxFixture.Postgres}"), server, "write", group);
        AssertLocked(await client.DeleteAsync($"{server}?{SandboxFixture.Postgres}"), server, "delete", group);
        var zone = $"{group}/providers/Microsoft.Network/privateDnsZones/read.example.com";
        AssertLocked(await client.PutAsync($"{zone}?{SandboxFixture.Dns}", Zone), zone, "write", group);
        Assert.Equal(200, (await client.GetAsync($"{server}?{SandboxFixture.Postgres}")).Status);

        Assert.Equal(200, (await UnlockAsync(group)).Status);
        Assert.Equal(202, (await client.PostAsync($"{server}/stop?{SandboxFixture.Postgres}")).Status);
    }

    [Fact]
    public async Task A_lock_on_the_target_binds_its_connections_and_the_operations_of_endpoints()
    {
        var server = $"{await NewGroupAsync("rg-lock-target")}/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-lock-target";
        await client.CreateAsync($"{server}?{SandboxFixture.Postgres}", """{"location":"japaneast"}""");
        var endpoint = $"{sandbox.EndpointId("pe-lock-target")}?{SandboxFixture.Network}";
        var body = SandboxFixture.EndpointBody(server, sandbox.Ready.Resources.ClientSubnet, isManual: true);
        await client.CreateAsync(endpoint, body);
        var list = await client.GetAsync($"{server}/privateEndpointConnections?{SandboxFixture.Postgres}");
        var connection = (string)list.Body!["value"]![0]!["id"]!;
        await LockAsync(server, "ReadOnly");

        AssertLocked(await client.PutAsync($"{connection}?{SandboxFixture.Postgres}",
            """{"properties":{"privateLinkServiceConnectionState":{"status":"Approved"}}}"""), connection, "write", server);
        var second = await client.FollowAsync(await client.PutAsync($"{sandbox.EndpointId("pe-lock-late")}?{SandboxFixture.Network}", body));
        Assert.Equal(("Failed", "ScopeLocked"), ((string?)second.Body!["status"], second.Code));
        Assert.Contains("cannot perform write operation", second.Text, StringComparison.Ordinal);

        await LockAsync(server, "CanNotDelete");
        var removed = await client.FollowAsync(await client.DeleteAsync(endpoint));
        Assert.Equal(("Failed", "ScopeLocked"), ((string?)removed.Body!["status"], removed.Code));
        Assert.StartsWith($"Call to Microsoft.DBforPostgreSQL/flexibleServers failed. Error message: The scope '{server}/privateEndpointConnectionProxies/pe-lock-target.",
            (string?)removed.Body["error"]!["message"], StringComparison.Ordinal);
        Assert.Equal("Failed", (string?)(await client.GetAsync(endpoint)).Properties["provisioningState"]);

        await UnlockAsync(server);
        await client.SucceedAsync(await client.DeleteAsync(endpoint));
    }

    [Fact]
    public async Task A_zone_group_fails_in_its_operation_where_its_zone_is_locked()
    {
        await sandbox.CreateEndpointAsync("pe-lock-zone");
        var zone = await NewZoneAsync(await NewGroupAsync("rg-lock-zone"), "privatelink.postgres.database.azure.com");
        var group = $"{sandbox.EndpointId("pe-lock-zone")}/privateDnsZoneGroups/default?{SandboxFixture.Network}";
        var body = $$$"""{"properties":{"privateDnsZoneConfigs":[{"name":"z","properties":{"privateDnsZoneId":"{{{zone}}}"}}]}}""";
        var record = $"{zone}/A/pg-orders";
        await LockAsync(zone, "ReadOnly");

        var refused = await client.FollowAsync(await client.PutAsync(group, body));

        Assert.Equal(("Failed", "ScopeLocked"), ((string?)refused.Body!["status"], refused.Code));
        Assert.Contains($"The scope '{record}' cannot perform write operation", refused.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await client.GetAsync($"{record}?{SandboxFixture.Dns}")).Status);
        await UnlockAsync(zone);
        await client.CreateAsync(group, body);
        await LockAsync(zone, "CanNotDelete");
        var kept = await client.FollowAsync(await client.DeleteAsync(group));
        Assert.Equal(("Failed", "ScopeLocked"), ((string?)kept.Body!["status"], kept.Code));
        Assert.Equal(200, (await client.GetAsync($"{record}?{SandboxFixture.Dns}")).Status);
        await UnlockAsync(zone);
        await client.SucceedAsync(await client.DeleteAsync(group));
        Assert.Equal(404, (await client.GetAsync($"{record}?{SandboxFixture.Dns}")).Status);
    }

    [Fact]
    public async Task A_plan_lets_an_accepted_operation_meet_a_lock()
    {
        await sandbox.CreateEndpointAsync("pe-lock-plan");
        var endpoint = sandbox.EndpointId("pe-lock-plan");
        await sandbox.Host.AddFaultsAsync(new FaultPlan
        {
            Requests = [new() { Method = "DELETE", Path = endpoint, Operation = new() { Code = "ScopeLocked", Message = "The scope is locked." } }],
        });

        var accepted = await client.DeleteAsync($"{endpoint}?{SandboxFixture.Network}");
        var end = await client.FollowAsync(accepted);

        Assert.Equal((202, "Failed", "ScopeLocked"), (accepted.Status, (string?)end.Body!["status"], end.Code));
        Assert.Equal(200, (await client.GetAsync($"{endpoint}?{SandboxFixture.Network}")).Status);
    }

    [Fact]
    public async Task Who_may_only_read_cannot_lock()
    {
        using var reader = await ArmClient.SignInAsync(sandbox.Ready, sandbox.Ready.Principals.Reader);

        var answer = await reader.PutAsync($"{LockId(sandbox.ClientGroup)}?{Version}", """{"properties":{"level":"ReadOnly"}}""");

        Assert.Equal((403, "AuthorizationFailed"), (answer.Status, answer.Code));
        Assert.Contains("'Microsoft.Authorization/locks/write'", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_resources_does_not_have_the_locks()
    {
        var group = await NewGroupAsync("rg-lock-quiet");
        await LockAsync(group, "CanNotDelete");

        Assert.Empty((JsonArray)(await client.GetAsync($"{group}/resources?{SandboxFixture.Resources}")).Body!["value"]!);
    }
}
