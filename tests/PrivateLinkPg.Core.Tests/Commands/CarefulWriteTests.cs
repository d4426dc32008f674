using System.Text.Json.Nodes;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>Writes that meet what others have written or decreed, and reads that only help.</summary>
public sealed class CarefulWriteTests : LinkedServer
{
    private string Test => Azure.Ready.Subscriptions.Test;

    [Fact]
    public void Tags_of_others_stay_and_each_that_changes_is_named()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        TagByPolicy(endpoint.Id, new() { ["CostCentre"] = "42", ["env"] = "prod" });
        NewPgPrivateEndpointRequest request = Request(1) with { Tag = new Dictionary<string, string> { ["costcentre"] = "43", ["ENV"] = "prod", ["owner"] = "orders" } };

        CommandFailure differs = runner.Fails(NewPgPrivateEndpoint.RunAsync, request);
        Assert.Equal(nameof(Failure.EndpointDiffers), differs.Id);
        Assert.Contains("tag 'costcentre' is '42', not '43'; it has no tag 'owner', to be 'orders'.", differs.Message, StringComparison.Ordinal);
        RecordingOutput asked = new() { WhatIf = true };
        Azure.Runner(output: asked).Run<NewPgPrivateEndpointRequest, object>(NewPgPrivateEndpoint.RunAsync, request with { Force = true });
        Assert.Contains("(tag 'costcentre' is '42', not '43'; it has no tag 'owner', to be 'orders')", Assert.Single(asked.Confirmations).Action, StringComparison.Ordinal);

        PgPrivateEndpoint changed = runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, request with { Force = true });
        Assert.Equal(["CostCentre=43", "env=prod", "owner=orders"], changed.Tag.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
        Assert.False(runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, request).Changed);
    }

    [Fact]
    public void A_failed_endpoint_does_not_lose_a_tag_without_force()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        TagByPolicy(endpoint.Id, new() { ["env"] = "prod" });
        Azure.Sandbox.State.Run(() => Find<PrivateEndpoint>(endpoint.Id).ProvisioningState = "Failed");
        Assert.Equal(nameof(Failure.EndpointDiffers), runner.Fails(NewPgPrivateEndpoint.RunAsync, Request(1) with { Tag = new Dictionary<string, string> { ["Env"] = "test" } }).Id);
        Assert.Equal("prod", runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Request(1)).Tag["env"]);
    }

    [Fact]
    public void What_another_writes_into_the_zone_group_in_between_stays()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        string corp = New(runner, new() { HostName = "db.corp.example", IpAddress = ["10.0.0.9"], NoLink = true, ResourceGroupName = "rg-client" }).ZoneId;
        RecordingOutput output = new()
        {
            BeforeWrite = action =>
            {
                if (!action.StartsWith("Create zone group", StringComparison.Ordinal)) return;
                Meanwhile(arm => arm.PutZoneGroupAsync($"{endpoint.Id}/privateDnsZoneGroups/default", new()
                {
                    Name = "default", Properties = new() { PrivateDnsZoneConfigs = [new() { Name = "corp", Properties = new() { PrivateDnsZoneId = corp } }] },
                }, ArmGateway.IfAbsent, Watch, default));
            },
        };
        PgDnsRecord record = New(Azure.Runner(output: output), Request(runner, endpoint) with { AsZoneGroup = true });
        Assert.Equal(new[] { corp, record.ZoneId }.Order(), Assert.Single(Endpoints()).PrivateDnsZoneId.Order(), StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_zone_group_that_another_makes_in_between_is_not_replaced_without_force()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        string corp = New(runner, new() { HostName = "db.corp.example", IpAddress = ["10.0.0.9"], NoLink = true, ResourceGroupName = "rg-client" }).ZoneId;
        string zone = New(runner, Request(runner, endpoint)).ZoneId;
        RecordingOutput output = new()
        {
            BeforeWrite = action => Meanwhile(arm => arm.PutZoneGroupAsync($"{endpoint.Id}/privateDnsZoneGroups/default", new()
            {
                Name = "default", Properties = new() { PrivateDnsZoneConfigs = [new() { Name = "corp", Properties = new() { PrivateDnsZoneId = corp } }] },
            }, ArmGateway.IfAbsent, Watch, default)),
        };
        CommandFailure failure = Azure.Runner(output: output).Fails(NewPgPrivateEndpoint.RunAsync, Request(1) with { PrivateDnsZoneId = [zone] });
        Assert.Equal(nameof(Failure.ZoneGroupDiffers), failure.Id);
    }

    [Theory]
    [InlineData(false, "was created before")]
    [InlineData(true, "was updated before")]
    public async Task A_zone_group_that_is_refused_does_not_hide_the_endpoint(bool updated, string told)
    {
        CommandRunner runner = Azure.Runner();
        string zone = New(runner, new() { HostName = "other.postgres.database.azure.com", IpAddress = ["10.0.0.9"], NoLink = true, ResourceGroupName = "rg-client" }).ZoneId;
        if (updated) Endpoint(runner, 1);
        await RefuseAsync("PUT", "*/privateDnsZoneGroups/*", "LinkedAuthorizationFailed", 403);
        CommandFailure failure = runner.Fails(
            NewPgPrivateEndpoint.RunAsync, Request(1) with { PrivateDnsZoneId = [zone], Tag = new Dictionary<string, string> { ["team"] = "orders" }, Force = updated });
        PgPrivateEndpoint made = Assert.Single(Endpoints());
        Assert.Contains($"As planned. The private endpoint '{made.Id}' {told}", failure.Message, StringComparison.OrdinalIgnoreCase);
        // With nothing written, there is nothing to tell.
        failure = runner.Fails(
            NewPgPrivateEndpoint.RunAsync, Request(1) with { PrivateDnsZoneId = [zone], Tag = new Dictionary<string, string> { ["team"] = "orders" } });
        Assert.DoesNotContain(" before", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_that_demands_a_tag_is_named_and_a_tag_satisfies_it()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        RequireTag("costCentre");
        CommandFailure failure = runner.Fails(NewPgPrivateDnsRecord.RunAsync, Request(runner, endpoint));
        Assert.Equal(nameof(Failure.DisallowedByPolicy), failure.Id);
        Assert.Contains("demands the tag 'costCentre'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("-Tag @{ 'costCentre' = '<value>' }", failure.Remedy, StringComparison.Ordinal);

        PgDnsRecord record = New(runner, Request(runner, endpoint) with { Tag = new Dictionary<string, string> { ["CostCentre"] = "42" } });
        (JsonObject? zone, JsonObject? link) = Azure.Sandbox.State.Run(() =>
            (Find<PrivateDnsZone>(record.ZoneId).Tags, Find<PrivateDnsZone>(record.ZoneId).Links.Values.Single().Tags));
        Assert.Equal(("42", "42"), ((string)zone!["CostCentre"]!, (string)link!["CostCentre"]!));
        // What is there is left as it is.
        Assert.False(New(runner, Request(runner, endpoint) with { Tag = new Dictionary<string, string> { ["CostCentre"] = "43" } }).Changed);
        Assert.Equal("PrivateDnsZone", Remove(runner, endpoint)[^2].Kind);
    }

    [Fact]
    public void A_disabled_subscription_is_called_so()
    {
        Azure.Sandbox.State.Run(() => Azure.Sandbox.State.Subscriptions[Test].State = SubscriptionState.Disabled);
        CommandFailure failure = Azure.Runner().Fails(NewPgPrivateEndpoint.RunAsync, Request(1));
        Assert.Equal(nameof(Failure.SubscriptionReadOnly), failure.Id);
        Assert.Contains(Test, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POSTGRESQLSERVER")]
    [InlineData("postgresqlserver")]
    public void A_group_is_sent_as_Azure_spells_it(string given)
    {
        CommandRunner runner = Azure.Runner();
        Assert.Equal("postgresqlServer", runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Request(1) with { GroupId = given }).GroupId);
        Assert.False(runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Request(1) with { GroupId = given }).Changed);
    }

    [Fact]
    public void WhatIf_of_an_endpoint_names_its_zone_group_too()
    {
        string zone = New(Azure.Runner(), new() { HostName = "other.postgres.database.azure.com", IpAddress = ["10.0.0.9"], NoLink = true, ResourceGroupName = "rg-client" }).ZoneId;
        RecordingOutput output = new() { WhatIf = true };
        Azure.Runner(output: output).Run<NewPgPrivateEndpointRequest, object>(NewPgPrivateEndpoint.RunAsync, Request(1) with { PrivateDnsZoneId = [zone] });
        Assert.Equal(["Create private endpoint", "Create zone group for"], output.Confirmations.Select(each => string.Join(' ', each.Action.Split(' ').Take(each.Action.Contains("group", StringComparison.Ordinal) ? 4 : 3))));
    }

    [Fact]
    public async Task A_renewal_looks_for_locks_first_and_says_when_its_second_half_is_refused()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Request(1) with { ManualRequest = true });
        runner.Run<DecidePgEndpointConnectionRequest, object>(DecidePgEndpointConnection.RunAsync, EndpointRequests.Denial(EndpointRequests.Of(endpoint.Id)));
        Lock(endpoint.Id, ManagementLock.CanNotDelete);
        Assert.Empty(runner.WritesOf(() => Assert.Equal(nameof(Failure.ResourceLocked), runner.Fails(NewPgPrivateEndpoint.RunAsync, Request(1) with { Force = true }).Id)));

        Azure.Sandbox.State.Run(() =>
        {
            Azure.Sandbox.State.Locks.Remove(Assert.Single(Azure.Sandbox.State.Locks.All));
            return true;
        });
        await RefuseAsync("PUT", endpoint.Id, "QuotaExceeded", 400);
        CommandFailure failure = runner.Fails(NewPgPrivateEndpoint.RunAsync, Request(1) with { Force = true });
        Assert.Equal(nameof(Failure.EndpointNotRenewed), failure.Id);
        Assert.Contains("The Rejected private endpoint was removed to make the request again, and that was refused", failure.Message, StringComparison.Ordinal);
        Assert.Contains("QuotaExceeded", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Endpoints());
    }

    [Fact]
    public async Task What_a_replica_does_not_know_yet_is_not_missing_for_the_next_command()
    {
        string id = $"{Azure.Network(1)[..Azure.Network(1).IndexOf("/virtualNetworks/", StringComparison.Ordinal)]}/privateEndpoints/lagging";
        await Azure.Sandbox.AddFaultsAsync(new() { Requests = [new RequestFault { Method = "GET", Path = id, Skip = 1, Times = 4, Stale = true }] });
        CommandRunner runner = new(Azure.Sandbox, null, new(), new FastClock(50));
        PgPrivateEndpoint endpoint = runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Request(1) with { Name = "lagging" });
        Assert.Equal("Approved", endpoint.ConnectionStatus);
        await Azure.Sandbox.AddFaultsAsync(new() { Requests = [new RequestFault { Method = "GET", Path = id, Times = 3, Stale = true }] });
        Assert.Equal(endpoint.Id, Ip(runner, endpoint).EndpointId);
        Assert.Equal(7, Azure.Sandbox.Log.Requests.Count(request => request.Path == id && request is { Method: "GET", Fault: not null }));
    }

    [Fact]
    public async Task A_network_that_may_not_be_read_needs_only_its_region()
    {
        await RefuseAsync("GET", Azure.Network(1), "AuthorizationFailed", 403);
        CommandRunner runner = Azure.Runner();
        CommandFailure failure = runner.Fails(NewPgPrivateEndpoint.RunAsync, Request(1));
        Assert.Equal(nameof(Failure.VirtualNetworkNotReadable), failure.Id);
        Assert.Contains("-Location", failure.Remedy, StringComparison.Ordinal);
        Assert.Equal("Approved", runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Request(1) with { Location = "Japan East" }).ConnectionStatus);
    }

    [Fact]
    public async Task An_interface_that_may_not_be_read_does_not_stand_in_the_way()
    {
        await RefuseAsync("GET", "*/networkInterfaces/*", "AuthorizationFailed", 403);
        Assert.Equal("Approved", Endpoint(Azure.Runner(), 1).ConnectionStatus);
    }

    [Fact]
    public async Task Endpoints_and_records_are_shown_also_where_zone_groups_and_links_may_not_be_read()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        PgDnsRecord record = Record(Azure.Runner(), endpoint);
        await RefuseAsync("GET", "*/privateDnsZoneGroups", "AuthorizationFailed", 403);
        await RefuseAsync("GET", "*/virtualNetworkLinks", "AuthorizationFailed", 403);
        CommandRunner runner = Azure.Runner();
        Assert.Equal(endpoint.Id, runner.One<GetPgPrivateEndpointRequest, PgPrivateEndpoint>(
            GetPgPrivateEndpoint.RunAsync, new(null, "*", null, [], null, new HashSet<string>())).Id);
        Assert.Equal(record.Id, runner.One<GetPgPrivateDnsRecordRequest, PgDnsRecord>(GetPgPrivateDnsRecord.RunAsync, new(null, null, "*", "*", null, [], false)).Id);
        Assert.Equal(2, runner.Output.Text("Warning").Count(each => each.Contains("(AuthorizationFailed)", StringComparison.Ordinal)));
        Assert.Empty(runner.Output.Failures);
    }

    [Fact]
    public async Task Zones_that_may_not_be_listed_are_no_absence()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        await RefuseAsync("GET", $"/subscriptions/{Test}/providers/Microsoft.Network/privateDnsZones", "AuthorizationFailed", 403);
        CommandFailure failure = runner.Fails(NewPgPrivateDnsRecord.RunAsync, Request(runner, endpoint));
        Assert.Equal(nameof(Failure.ZonesNotReadable), failure.Id);
        Assert.Contains("-ResourceGroupName", failure.Remedy, StringComparison.Ordinal);
        Assert.True(New(runner, Request(runner, endpoint) with { ResourceGroupName = "rg-client" }).Changed);
    }

    [Theory]
    [InlineData("*/privateDnsZones/privatelink*")]
    [InlineData("*/privateDnsZones/*/A/*")]
    public async Task A_busy_Azure_is_asked_for_as_long_as_the_timeout_lasts(string path)
    {
        CommandRunner runner = new(Azure.Sandbox, null, new(), new FastClock(20));
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        await RefuseAsync("PUT", path, "AnotherOperationInProgress", 409);
        int before = Azure.Sandbox.Log.Requests.Count;
        CommandFailure failure = runner.Fails(NewPgPrivateDnsRecord.RunAsync, Request(Azure.Runner(), endpoint) with { Timeout = TimeSpan.FromSeconds(20) });
        Assert.Equal(nameof(Failure.ResourceBusy), failure.Id);
        // Waits of 2, 4, 8, 16 s: three of them end within 20, on a slow machine fewer.
        Assert.InRange(Azure.Sandbox.Log.Requests.Skip(before).Count(request => request is { Method: "PUT", Status: 409 }), 2, 4);
    }

    private NewPgPrivateEndpointRequest Request(int network) => new() { Target = Server, SubnetId = Azure.Subnet(network), Timeout = TimeSpan.FromDays(1) };

    private void TagByPolicy(string id, JsonObject tags) => Azure.Sandbox.State.Run(() => Find<PrivateEndpoint>(id).Tags = tags);

    private void RequireTag(string name) => Azure.Sandbox.State.Run(() =>
    {
        Azure.Sandbox.State.PolicyAssignments.Set(new PolicyAssignment($"/subscriptions/{Test}", "cost-centres")
        {
            Definition = BuiltInPolicy.Find("/providers/Microsoft.Authorization/policyDefinitions/871b6d14-10aa-478d-b590-94f262ecfa99")!,
            Parameters = new() { ["tagName"] = new JsonObject { ["value"] = name } },
        });
        return true;
    });
}
