using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>Removals that a lock, a later refusal or the user stops: nothing is lost by them.</summary>
public sealed class StoppedRemovalTests : LinkedServer
{
    [Theory]
    [InlineData("endpoint")]
    [InlineData("group")]
    [InlineData("subscription")]
    [InlineData("server")]
    [InlineData("zone")]
    [InlineData("record")]
    public void A_lock_is_found_before_anything_goes_and_is_named_with_its_reason(string where)
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord record = Record(runner, endpoint, asZoneGroup: true);
        string scope = where switch
        {
            "endpoint" => endpoint.Id,
            "group" => endpoint.Id[..endpoint.Id.IndexOf("/providers/", StringComparison.Ordinal)],
            "subscription" => "/subscriptions/" + Azure.Ready.Subscriptions.Test,
            "server" => Server,
            "zone" => record.ZoneId,
            _ => record.Id,
        };
        Lock(scope, ManagementLock.CanNotDelete);
        runner = Azure.Runner();

        CommandFailure? failure = null;
        Assert.Empty(runner.WritesOf(() => failure = runner.Fails(RemovePgPrivateEndpoint.RunAsync, new RemovePgPrivateEndpointRequest { Id = endpoint.Id, IncludeDns = true })));
        Assert.Equal(nameof(Failure.ResourceLocked), failure!.Id);
        Assert.Contains($"'do-not-touch' (CanNotDelete) on '{scope}', \"Ask the DBA\". Nothing was changed.", failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"Remove-AzResourceLock -LockId '{scope}/providers/Microsoft.Authorization/locks/do-not-touch'", failure.Remedy, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(runner.Output.Confirmations);
    }

    [Theory]
    [InlineData(ManagementLock.CanNotDelete, 0)]
    [InlineData(ManagementLock.ReadOnly, 1)]
    public void A_record_that_keeps_other_addresses_is_only_written(string level, int failures)
    {
        CommandRunner runner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(runner, 1), Endpoint(runner, 2));
        Record(runner, first);
        PgDnsRecord record = Record(runner, second, append: true);
        Lock(record.ZoneId, level);
        Assert.Equal(failures == 0 ? ["Reduced", "Removed"] : [], Remove(runner, first).Select(each => each.Action));
        Assert.Equal(failures, runner.Output.Failures.Count(each => each.Id == nameof(Failure.ResourceLocked)));
    }

    [Theory]
    [InlineData("Remove private DNS zone")]
    [InlineData("Remove the link")]
    public void What_somebody_has_changed_since_it_was_read_does_not_go_nor_does_the_endpoint(string step)
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        PgDnsRecord record = Record(Azure.Runner(), endpoint);
        string link = Assert.Single(Azure.Sandbox.State.Run(() => Find<PrivateDnsZone>(record.ZoneId).Links.Values.Select(each => each.Id.Value).ToArray()));
        RecordingOutput output = new()
        {
            BeforeWrite = action => Azure.Sandbox.State.Run(() =>
            {
                if (!action.StartsWith(step, StringComparison.Ordinal)) return false;
                ArmResource changed = step.EndsWith("link", StringComparison.Ordinal) ? Find<VirtualNetworkLink>(link) : Find<PrivateDnsZone>(record.ZoneId);
                (changed.Tags ??= [])["owner"] = "hub-team";
                changed.NewETag();
                return true;
            }),
        };
        CommandRunner runner = Azure.Runner(output: output);
        IReadOnlyList<PgRemoval> removals = Remove(runner, endpoint);
        Assert.DoesNotContain(removals, each => each.Kind != "VirtualNetworkLink");
        CommandFailure failure = Assert.Single(output.Failures);
        Assert.Equal((nameof(Failure.OperationFailed), true), (failure.Id, failure.Message.Contains("PreconditionFailed", StringComparison.Ordinal)));
        Assert.Equal(Records().Single().VirtualNetworkId, record.VirtualNetworkId);
        Assert.Single(Endpoints());
    }

    [Fact]
    public void A_record_that_somebody_has_taken_the_address_out_of_meanwhile_is_not_written()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        PgDnsRecord record = Record(Azure.Runner(), endpoint);
        void Write(params string[] addresses) => Meanwhile(async arm => await arm.PutARecordAsync(
            record.Id, RecordFacts.Body(addresses, 60, null), ArmGateway.AsSeen(await arm.FindARecordAsync(record.Id, default)), default));
        Write([.. record.IpAddress, "10.9.9.9"]);
        CommandRunner runner = Azure.Runner(output: new()
        {
            BeforeWrite = action =>
            {
                if (action.StartsWith("Take ", StringComparison.Ordinal)) Write("10.9.9.9", "10.9.9.8");
            },
        });
        runner.Run<RemovePgPrivateDnsRecordRequest, PgRemoval>(RemovePgPrivateDnsRecord.RunAsync, new RemovePgPrivateDnsRecordRequest { Id = record.Id, IpAddress = record.IpAddress });
        Assert.Empty(runner.Output.Failures);
        Assert.Empty(runner.Output.Objects);
        Assert.Equal(["10.9.9.8", "10.9.9.9"], Assert.Single(Records()).IpAddress.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_lock_elsewhere_does_not_matter()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        Record(runner, endpoint);
        Lock(endpoint.Id + "-another", ManagementLock.ReadOnly);
        Lock(Azure.Network(2), ManagementLock.ReadOnly);
        Assert.Equal("PrivateEndpoint", Remove(runner, endpoint)[^1].Kind);
        Assert.Empty(runner.Output.Failures);
    }

    [Fact]
    public async Task Locks_that_may_not_be_listed_in_the_subscription_are_asked_for_at_the_resource()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        Lock(endpoint.Id, ManagementLock.CanNotDelete);
        await RefuseAsync("GET", $"/subscriptions/{Azure.Ready.Subscriptions.Test}/providers/Microsoft.Authorization/locks", "AuthorizationFailed", 403);
        Assert.Equal(nameof(Failure.ResourceLocked), runner.Fails(RemovePgPrivateEndpoint.RunAsync, new RemovePgPrivateEndpointRequest { Id = endpoint.Id }).Id);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task Where_the_endpoint_is_refused_all_that_went_comes_back(bool asZoneGroup, bool atOnce)
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord record = New(runner, Request(runner, endpoint) with { AsZoneGroup = asZoneGroup, Tag = new Dictionary<string, string> { ["team"] = "orders" }, TimeToLive = asZoneGroup ? null : 77 });
        await RefuseAsync("DELETE", endpoint.Id, "ScopeLocked", atOnce ? 409 : 0);

        IReadOnlyList<PgRemoval> removals = Remove(runner, endpoint);
        CommandFailure failure = Assert.Single(runner.Output.Failures);
        Assert.Equal(nameof(Failure.ScopeLocked), failure.Id);
        Assert.Contains("What had gone by then was put back: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be put back", failure.Message, StringComparison.Ordinal);
        Assert.Equal(
            removals.Where(each => each.Action == "Removed" && !(asZoneGroup && each.Kind == "ARecord")).Select(each => each.Id).Order(),
            removals.Where(each => each.Action == "Restored").Select(each => each.Id).Order());

        PgDnsRecord back = Assert.Single(Records());
        Assert.Equal((record.Id, record.IpAddress[0], record.Owner, false), (back.Id, back.IpAddress[0], back.Owner, back.Stale));
        Assert.Equal(record.VirtualNetworkId, back.VirtualNetworkId);
        Assert.Equal(record.TimeToLive, back.TimeToLive);
        Assert.Equal("orders", Azure.Sandbox.State.Run(() => (string)Find<PrivateDnsZone>(record.ZoneId).Tags!["team"]!));
        // And the line works once the way is free.
        Azure.Sandbox.Faults.Clear();
        Assert.Equal("PrivateEndpoint", Remove(Azure.Runner(), endpoint)[^1].Kind);
        Assert.Empty(Zones());
    }

    [Fact]
    public async Task What_cannot_be_put_back_is_told()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord record = Record(runner, endpoint);
        await RefuseAsync("DELETE", endpoint.Id, "ScopeLocked", 409);
        await RefuseAsync("PUT", record.ZoneId, "RequestDisallowedByPolicy", 403);
        Remove(runner, endpoint);
        Assert.Contains($"could not be put back: {record.ZoneId} (Azure Policy forbids", Assert.Single(runner.Output.Failures).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Where_nothing_can_be_put_back_what_went_is_told()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        PgDnsRecord record = Record(Azure.Runner(), endpoint);
        await Azure.Sandbox.AddFaultsAsync(new() { Requests = [new() { Method = "DELETE", Path = endpoint.Id, Times = 99, Reset = true }] });
        CommandRunner runner = new(Azure.Sandbox, null, new(), new FastClock(10));
        Assert.DoesNotContain(Remove(runner, endpoint), each => each.Action == "Restored");
        CommandFailure failure = Assert.Single(runner.Output.Failures);
        Assert.Equal(nameof(Failure.AzureUnreachable), failure.Id);
        Assert.EndsWith(
            $". What had gone by then was not put back: {record.ZoneId}/virtualNetworkLinks/vnet-client-01, {record.Id}, {record.ZoneId}.",
            failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("As planned", "As planned. More.")]
    [InlineData("As planned.", "As planned. More.")]
    [InlineData("As planned? ", "As planned? More.")]
    public void A_sentence_follows_a_full_stop(string message, string joined) =>
        Assert.Equal(joined, new CommandFailure("Any", FailureKind.Unavailable, message, "", null).And("More.").Message);

    [Fact]
    public void Whoever_keeps_the_endpoint_keeps_its_names()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        Record(Azure.Runner(), endpoint, asZoneGroup: true);
        foreach (string declined in (string[])["Remove private endpoint", "Remove zone group"])
        {
            CommandRunner runner = Azure.Runner(output: new() { Declines = action => action.StartsWith(declined, StringComparison.Ordinal) });
            Assert.Empty(runner.WritesOf(() => Assert.Empty(Remove(runner, endpoint))));
        }
    }
}
