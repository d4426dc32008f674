using System.Text.Json;
using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Endpoints;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;
using static PrivateLinkPg.Core.Tests.Support.ScriptedAzure;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Endpoints;

/// <summary>How an endpoint is written: after what goes, in place of what is over, and beside what others do to it.</summary>
public sealed class EndpointWritesTests
{
    private const string Group = $"/subscriptions/{ScriptedAzure.Subscription}/resourceGroups/rg/providers";
    private const string Network = $"{Group}/Microsoft.Network/virtualNetworks/vnet";
    private const string Name = "pe";
    private const string Id = $"{Group}/Microsoft.Network/privateEndpoints/{Name}";
    private const string Server = $"{Group}/Microsoft.DBforPostgreSQL/flexibleServers/db";
    private const string Zone = $"{Group}/Microsoft.Network/privateDnsZones/privatelink.postgres.database.azure.com";

    private static readonly Answer Superseded = new(409, """{"error":{"code":"CanceledAndSupersededDueToAnotherOperation","message":"As planned."}}""");
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static EndpointSettings Wished => new() { Target = Server, Location = "westeurope", Timeout = TimeSpan.FromHours(2) };

    // How long the deletion takes, in looks of two seconds, and what is there then: what is left of the time.
    [Theory]
    [InlineData(0, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void A_deletion_that_is_under_way_is_waited_for_and_costs_its_time(int looks, bool successor)
    {
        ScriptedAzure azure = new(($"GET {Name}", [.. Enumerable.Repeat(Answered("Approved", "Deleting"), Math.Max(0, looks - 1)), successor ? Answered("Approved", "Succeeded") : Absent]));
        EndpointPlan? after = null;
        azure.Run(
            async (EndpointPlan plan, CommandHost host) => after = await EndpointDeletion.EndedAsync(plan, await LinkReader.OfAsync(host), host), Plan(Wished, looks == 0 ? "Succeeded" : "Deleting")).Succeeds();
        Assert.Equal(Enumerable.Repeat(2 * Second, Math.Max(0, looks - 1)), azure.Clock.Waits);
        Assert.Equal(TimeSpan.FromHours(2) - (2 * Second * Math.Max(0, looks - 1)), after!.Wished.Timeout);
        Assert.Equal(looks == 0 || successor, after.Existing is not null);
    }

    [Fact]
    public void Of_a_time_that_is_over_enough_is_left_for_a_try()
    {
        ScriptedAzure azure = new(($"GET {Name}", [Answered("Approved", "Deleting"), Answered("Approved", "Deleting"), Absent]));
        EndpointPlan? after = null;
        // Longer than the clock skips, so that no limit ends it.
        azure.Run(async (EndpointPlan plan, CommandHost host) => after = await EndpointDeletion.EndedAsync(plan, await LinkReader.OfAsync(host), host), Plan(Wished with { Timeout = 11 * Second }, "Deleting")).Succeeds();
        Assert.Equal(7 * Second, after!.Wished.Timeout);
    }

    [Fact]
    public void Of_a_time_that_is_over_a_look_is_left_and_no_less()
    {
        ScriptedAzure azure = new(($"GET {Name}", [.. Enumerable.Repeat(Answered("Approved", "Deleting"), 5), Absent]));
        EndpointPlan? after = null;
        azure.Run(async (EndpointPlan plan, CommandHost host) => after = await EndpointDeletion.EndedAsync(plan, await LinkReader.OfAsync(host), host), Plan(Wished with { Timeout = 11 * Second }, "Deleting")).Succeeds();
        Assert.Equal(2 * Second, after!.Wished.Timeout);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Who_does_not_wait_is_told_of_the_deletion(bool noWait, bool whatIf)
    {
        ScriptedAzure azure = new(($"GET {Name}", [Absent])) { Output = new() { WhatIf = whatIf } };
        azure.Run(async (EndpointPlan plan, CommandHost host) => await EndpointDeletion.EndedAsync(plan, await LinkReader.OfAsync(host), host), Plan(Wished with { NoWait = noWait }, "Deleting"));
        Assert.Equal(nameof(Failure.EndpointBeingDeleted), Assert.Single(azure.Output.Failures).Id);
        Assert.Empty(azure.Asked);
    }

    // The state of the connection that is there, whether a new one is allowed, what each step meets: what is done, and what is told.
    [Theory]
    [InlineData("Rejected", false, "ok", "ok", "", nameof(Failure.EndpointTurnedDown), "")]
    [InlineData("Rejected", true, "ok", "ok", "DELETE PUT", null, "")]
    [InlineData("Disconnected", true, "ok", "ok", "DELETE PUT", null, "")]
    [InlineData("Approved", true, "ok", "ok", "", null, "")]
    [InlineData("Rejected", true, "denied", "ok", "DELETE", nameof(Failure.AccessDenied), "")]
    [InlineData("Rejected", true, "ok", "denied", "DELETE PUT", nameof(Failure.EndpointNotRenewed), "Its zone group held " + Zone)]
    [InlineData("Rejected", true, "late", "ok", "DELETE", nameof(Failure.TimedOut), "That was still the removal of the Rejected endpoint, after which it is made again. Its zone group held " + Zone)]
    [InlineData("Rejected", true, "ok", "late", "DELETE PUT", nameof(Failure.TimedOut), "The Rejected endpoint in its place was removed before. Its zone group held " + Zone)]
    public void An_endpoint_whose_connection_is_over_is_made_anew_with_its_zones(string status, bool force, string removal, string creation, string written, string? refused, string told)
    {
        Answer Of(string outcome, Answer ok) => outcome switch { "ok" => ok, "denied" => Refused, _ => new(202, "", ("Azure-AsyncOperation", "https://management.azure.com/subscriptions/op"), ("Retry-After", "1")) };
        ScriptedAzure azure = new(
            ($"GET {Name}", [Answered("Pending", "Succeeded")]), ("GET locks", [None]), ("GET privateDnsZoneGroups", [Held(Zone)]), ("GET op", [new(200, """{"status":"InProgress"}""", ("Retry-After", "1"))]),
            ($"DELETE {Name}", [Of(removal, new(200, ""))]), ($"PUT {Name}", [Of(creation, Answered("Pending", "Succeeded"))]))
        {
            Pace = removal == "late" || creation == "late" ? new FastClock(20) : null,
        };
        azure.Run(ConvergeAsync, Plan(Wished with { Force = force, Timeout = azure.Pace is null ? TimeSpan.FromHours(2) : 9 * Second }, "Succeeded", status));
        Assert.Equal(refused is null ? [] : [refused], azure.Output.Failures.Select(each => each.Id));
        if (refused is not null) Assert.Contains(told, azure.Output.Failures[0].Message + azure.Output.Failures[0].Remedy, StringComparison.Ordinal);
        Assert.Equal(written, string.Join(' ', azure.Asked.Where(each => !each.StartsWith("GET", StringComparison.Ordinal)).Select(each => each.Split(' ')[0])));
        // Only one that is made anew is asked for its zones before.
        if (status == "Approved") Assert.DoesNotContain("GET privateDnsZoneGroups", azure.Asked);
    }

    // On the endpoint itself, and on the server, whose connection goes with it.
    [Theory]
    [InlineData(Id)]
    [InlineData(Server)]
    public void A_locked_one_is_not_removed_for_a_new_one(string locked)
    {
        ScriptedAzure azure = new(
            ("GET locks", [List(new { id = $"{locked}/providers/Microsoft.Authorization/locks/keep", name = "keep", properties = new { level = "CanNotDelete" } })]),
            ("GET privateDnsZoneGroups", [None]), ($"DELETE {Name}", [new(200, "")]), ($"PUT {Name}", [Answered("Pending", "Succeeded")]));
        Assert.Equal(nameof(Failure.ResourceLocked), azure.Fails(ConvergeAsync, Plan(Wished with { Force = true }, "Succeeded", "Rejected")).Id);
        AssertEach.All(azure.Asked, each => Assert.Equal("GET locks", each));
    }

    // The endpoint's own step, the zone group's: with -WhatIf all that would be done is shown; where the user says no, nothing more is asked.
    [Theory]
    [InlineData(true, true, "Create private endpoint;Create zone group")]
    [InlineData(true, false, "Create private endpoint")]
    [InlineData(false, true, "Create private endpoint")]
    public void A_step_that_is_not_taken_is_followed_by_others_only_to_show_them(bool whatIf, bool zones, string steps)
    {
        ScriptedAzure azure = new(("GET privateDnsZoneGroups", [None]), ($"GET {Name}", [Absent]), ($"GET {Zone[(Zone.LastIndexOf('/') + 1)..]}", [One(new { id = Zone })]))
        {
            Output = new() { WhatIf = whatIf, Confirm = false },
        };
        azure.Run(ConvergeAsync, Plan(Wished with { PrivateDnsZoneId = zones ? [Zone] : [] }, null)).Succeeds();
        Assert.Equal(steps.Split(';'), azure.Output.Confirmations.Select(each => string.Join(' ', each.Action.Split(' ')[..3])));
        Assert.Empty(azure.Output.Objects);
        Assert.DoesNotContain(azure.Asked, each => !each.StartsWith("GET ", StringComparison.Ordinal));
        if (!whatIf || !zones) Assert.Empty(azure.Asked);
    }

    [Fact]
    public void A_zone_group_alone_is_a_change()
    {
        ScriptedAzure azure = new(("GET privateDnsZoneGroups", [None, Held(Zone)]), ("PUT default", [new(200, "{}")]), ($"GET {Name}", [Answered("Approved", "Succeeded")]));
        azure.Run(ConvergeAsync, Plan(Wished with { PrivateDnsZoneId = [Zone] }, "Succeeded")).Succeeds();
        PgPrivateEndpoint made = (PgPrivateEndpoint)Assert.Single(azure.Output.Objects);
        Assert.True(made.Changed);
        Assert.Equal([Zone], made.PrivateDnsZoneId);
        Assert.DoesNotContain($"PUT {Name}", azure.Asked);
    }

    [Theory]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(429, "RetryableErrorDueToAnotherOperation")]
    public void Of_one_that_could_not_be_made_again_in_time_is_told_what_went(int status, string code)
    {
        ScriptedAzure azure = new(
            ("GET locks", [None]), ("GET privateDnsZoneGroups", [Held(Zone)]), ($"DELETE {Name}", [new(200, "")]),
            ($"PUT {Name}", [new(status, $$"""{"error":{"code":"{{code}}","message":"As planned."} }""", ("Retry-After", "1"))])) { Pace = new FastClock(20) };
        CommandFailure failure = azure.Fails(ConvergeAsync, Plan(Wished with { Force = true, Timeout = 5 * Second }, "Succeeded", "Rejected"));
        Assert.Equal(nameof(Failure.TimedOut), failure.Id);
        Assert.Contains("The Rejected endpoint in its place was removed before. Its zone group held " + Zone, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Zones_of_one_that_is_made_anew_are_told_where_nobody_waits_for_them(bool noWait)
    {
        ScriptedAzure azure = new(
            ($"GET {Name}", [Answered("Pending", "Succeeded")]), ("GET locks", [None]), ("GET privateDnsZoneGroups", [Held(Zone), None, Held(Zone)]), ($"DELETE {Name}", [new(200, "")]), ("PUT default", [new(200, "{}")]),
            ($"PUT {Name}", [Answered("Pending", "Succeeded") with { Headers = [("Azure-AsyncOperation", "https://management.azure.com/subscriptions/op")] }]), ("GET op", [new(200, """{"status":"Succeeded"}""")]));
        azure.Run(ConvergeAsync, Plan(Wished with { Force = true, NoWait = noWait }, "Succeeded", "Rejected")).Succeeds();
        PgPrivateEndpoint made = (PgPrivateEndpoint)Assert.Single(azure.Output.Objects);
        Assert.Equal((true, noWait ? azure.Placed("https://management.azure.com/subscriptions/op") : null), (made.Changed, made.OperationUrl));
        Assert.Equal(noWait ? [] : [Zone], made.PrivateDnsZoneId);
        Assert.Equal(noWait ? 1 : 0, azure.Output.Text("Warning").Count(each => each.Contains($"Run the line again with -PrivateDnsZoneId '{Zone}'", StringComparison.Ordinal)));
        Assert.Equal(!noWait, azure.Asked.Contains("PUT default"));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Without_zones_nobody_is_warned_and_only_what_was_written_is_changed(bool noWait, bool isThere)
    {
        ScriptedAzure azure = new(($"GET {Name}", [Answered("Approved", "Succeeded")]), ($"PUT {Name}", [Answered("Approved", "Succeeded")]));
        azure.Run(ConvergeAsync, Plan(Wished with { NoWait = noWait }, isThere ? "Succeeded" : null)).Succeeds();
        PgPrivateEndpoint made = (PgPrivateEndpoint)Assert.Single(azure.Output.Objects);
        Assert.Equal((!isThere, null, 0), (made.Changed, made.OperationUrl, made.PrivateDnsZoneId.Count));
        Assert.Empty(azure.Output.Text("Warning"));
        Assert.Equal(isThere ? 0 : 1, azure.Asked.Count(each => each == $"PUT {Name}"));
    }

    // What others left of it, and how often they take its place: whether it is written again.
    [Theory]
    [InlineData(1, true, 1)]
    [InlineData(1, false, 2)]
    [InlineData(3, false, 4)]
    public void What_takes_the_place_of_the_write_may_be_what_is_wished(int times, bool asWished, int writes)
    {
        object theirs = Endpoint("Approved", "Succeeded", asWished ? "data" : "other");
        ScriptedAzure azure = new(
            ($"GET {Name}", [One(theirs)]), ($"PUT {Name}", [.. Enumerable.Repeat(Superseded, times), One(Endpoint("Approved", "Succeeded", "data"))]));
        azure.Run(ConvergeAsync, Plan(Wished with { Force = true, Tag = new Dictionary<string, string> { ["team"] = "data" } }, null)).Succeeds();
        Assert.Equal(writes, azure.Asked.Count(each => each == $"PUT {Name}"));
        Assert.Single(azure.Output.Objects);
    }

    [Theory]
    [InlineData(null, "created")]
    [InlineData("Succeeded", "updated")]
    public void What_was_written_before_a_refused_zone_group_is_told(string? state, string done)
    {
        ScriptedAzure azure = new(
            ($"GET {Name}", [Answered("Approved", "Succeeded")]), ($"PUT {Name}", [Answered("Approved", "Succeeded")]), ("GET privateDnsZoneGroups", [None]), ("PUT default", [Refused]));
        CommandFailure failure = azure.Fails(ConvergeAsync, Plan(Wished with { Force = true, PrivateDnsZoneId = [Zone], Tag = new Dictionary<string, string> { ["team"] = "data" } }, state));
        Assert.EndsWith($"The private endpoint '{Id}' was {done} before, and has no such zone group.", failure.Message, StringComparison.Ordinal);
    }

    private static readonly Dictionary<string, EndpointSettings> Wishes = new()
    {
        ["IPv4"] = Wished with { IpVersion = "IPv4" },
        ["IPv6"] = Wished with { IpVersion = "IPv6" },
        ["both"] = Wished with { IpVersion = "DualStack", IpAddress = ["10.1.0.4"] },
        ["static addresses"] = Wished with { IpAddress = ["10.1.0.4", "10.1.0.5"] },
        ["an edge zone"] = Wished with { EdgeZone = "losangeles" },
        ["application security groups"] = Wished with { ApplicationSecurityGroupId = [$"{Group}/Microsoft.Network/applicationSecurityGroups/a"] },
        ["a request"] = Wished with { ManualRequest = true, RequestMessage = "Please.", ConnectionName = "own" },
        ["names and tags"] = Wished with { NetworkInterfaceName = "nic", Tag = new Dictionary<string, string> { ["team"] = "data" } },
    };

    public static TheoryData<string> WishNames => [.. Wishes.Keys];

    // The transport holds what is sent against the types of the version that is asked.
    [Theory]
    [MemberData(nameof(WishNames))]
    public void Whatever_is_wished_is_sent_as_Microsofts_types_have_it(string wished)
    {
        foreach (string? state in (string?[])[null, "Failed"])
        {
            EndpointPlan plan = Plan(Wishes[wished], state);
            ScriptedAzure azure = new(($"PUT {Name}", [Answered("Approved", "Succeeded")]), ($"GET {Name}", [Answered("Approved", "Succeeded")]));
            azure.Run(async (EndpointPlan each, CommandHost host) => host.Output.WriteObject(await (await LinkReader.OfAsync(host)).Arm.PutPrivateEndpointAsync(Id, each.Body(), new(_ => { }), default)), plan).Succeeds();
            Assert.Single(azure.Bodies);
        }
    }

    // What an earlier input wishes, what a later one: what the later one meets.
    [Theory]
    [InlineData("one", "", "one", "", null)]
    [InlineData("one", "ip=10.1.0.4", "one", "", nameof(Failure.EndpointClaimedTwice))]
    [InlineData("one", "ip=10.1.0.4", "two", "ip=10.1.0.4", nameof(Failure.AddressClaimedTwice))]
    [InlineData("one", "ip=10.1.0.4", "two", "ip=10.1.0.5", null)]
    [InlineData("one", "ip=10.1.0.4", "two", "ip=10.1.0.4 subnet=other", null)]
    [InlineData("one", "nic=two-nic", "two", "", nameof(Failure.InterfaceClaimedTwice))]
    [InlineData("one", "nic=x", "two", "nic=X", nameof(Failure.InterfaceClaimedTwice))]
    [InlineData("one", "zone=" + Zone, "two", "zone=" + Zone, nameof(Failure.ZoneGroupClaimedTwice))]
    [InlineData("one", "zone=" + Zone, "two", "zone=" + Zone + "2", null)]
    [InlineData("one", "", "two", "", null)]
    // What they share is told, and nothing that only one of them has.
    [InlineData("one", "nic=x ip=10.1.0.4", "two", "nic=x ip=10.1.0.5", nameof(Failure.InterfaceClaimedTwice))]
    [InlineData("one", "nic=x zone=" + Zone, "two", "nic=x zone=" + Zone + "2", nameof(Failure.InterfaceClaimedTwice))]
    public void Inputs_of_one_command_do_not_take_each_others_things(string first, string what, string second, string then, string? refused)
    {
        ScriptedAzure azure = new(("GET none", [None]));
        azure.RunAll(
            async (EndpointPlan plan, CommandHost host) =>
            {
                EndpointClaim claim = await EndpointClaim.TakeAsync(plan.Id, plan.Subnet, plan.Wished, Task.FromResult(plan), host);
                host.Output.WriteObject(claim.Earlier is null ? "first" : "same");
            },
            Claiming(first, what), Claiming(second, then));
        Assert.Equal(refused is null ? [] : [refused], azure.Output.Failures.Select(each => each.Id));
        Assert.Equal(refused is not null ? ["first"] : ["first", first == second ? "same" : "first"], azure.Output.Objects);
    }

    private static EndpointPlan Claiming(string name, string what)
    {
        Dictionary<string, string> given = what.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split('=')).ToDictionary(each => each[0], each => each[1]);
        EndpointSettings wished = new()
        {
            Target = Server, Location = "westeurope", IpAddress = given.TryGetValue("ip", out string? ip) ? [ip] : [], NetworkInterfaceName = given.GetValueOrDefault("nic"),
            PrivateDnsZoneId = given.TryGetValue("zone", out string? zone) ? [zone] : [],
        };
        return new(wished, new ResourceIdentifier($"{Group}/Microsoft.Network/privateEndpoints/{name}"), LinkTarget.Parse(Server), new($"{Network}/subnets/{given.GetValueOrDefault("subnet") ?? "pe"}"), null, null, null, "db.postgres.database.azure.com");
    }

    private static async Task ConvergeAsync(EndpointPlan plan, CommandHost host)
    {
        if (await EndpointChange.ConvergeAsync(plan, await LinkReader.OfAsync(host), host) is { } made) host.Output.WriteObject(made);
    }

    private static EndpointPlan Plan(EndpointSettings wished, string? state, string status = "Approved") => new(
        wished, new ResourceIdentifier(Id), LinkTarget.Parse(Server), new($"{Network}/subnets/pe"), null, new() { Id = Server },
        state is null ? null : JsonSerializer.Deserialize(Answered(status, state).Body, WireJson.Default.PrivateEndpoint), null);

    private static Answer Answered(string status, string state) => One(Endpoint(status, state, null));

    private static object Endpoint(string status, string state, string? team) => new
    {
        id = Id, name = Name, location = "westeurope", tags = team is null ? null : new { team },
        properties = new
        {
            provisioningState = state, subnet = new { id = $"{Network}/subnets/pe" }, networkInterfaces = new[] { new { id = $"{Group}/Microsoft.Network/networkInterfaces/nic" } },
            privateLinkServiceConnections = new[] { new { name = Name, properties = new { privateLinkServiceId = Server, groupIds = new[] { "postgresqlServer" }, privateLinkServiceConnectionState = new { status } } } },
        },
    };

    private static Answer Held(string zone) => One(new
    {
        value = new[] { new { id = $"{Id}/privateDnsZoneGroups/default", name = "default", properties = new { provisioningState = "Succeeded", privateDnsZoneConfigs = new[] { new { name = "c", properties = new { privateDnsZoneId = zone } } } } } },
    });
}
