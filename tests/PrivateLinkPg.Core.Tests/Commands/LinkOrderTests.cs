using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>A network is linked to a zone only once the names are in it, whatever is refused or stopped before.</summary>
public sealed class LinkOrderTests : LinkedServer
{
    [Theory]
    [InlineData("RequestDisallowedByPolicy", 403)]
    [InlineData("ScopeLocked", 409)]
    [InlineData(null, null)]
    public async Task A_refused_record_leaves_no_network_linked_and_the_zone_is_told(string? code, int? status)
    {
        await Azure.Sandbox.AddFaultsAsync(new() { Requests = [new() { Method = "PUT", Path = "*/A/*", Times = 99, Status = status, Code = code, Reset = code is null }] });
        CommandRunner runner = new(Azure.Sandbox, null, new(), new FastClock(100));
        IReadOnlyList<string> writes = runner.WritesOf(() => runner.Fails(NewPgPrivateDnsRecord.RunAsync, Host(1)));
        Assert.DoesNotContain(writes, each => each.Contains("/virtualNetworkLinks/", StringComparison.OrdinalIgnoreCase));
        Assert.EndsWith($". Written before that: {Assert.Single(Zones())}.", Assert.Single(runner.Output.Failures).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_refused_zone_group_leaves_no_network_linked()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        await RefuseAsync("PUT", "*/privateDnsZoneGroups/*", "AuthorizationFailed", 403);
        NewPgPrivateDnsRecordRequest request = Request(runner, endpoint) with { AsZoneGroup = true };
        Assert.Equal(["privateDnsZones", "privateDnsZoneGroups"], runner.WritesOf(() => runner.Fails(NewPgPrivateDnsRecord.RunAsync, request)).Select(each => each.Split('/')[^2]));
        Assert.Contains("Written before that: ", Assert.Single(runner.Output.Failures).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(10, false)]
    [InlineData(100, false)]
    [InlineData(100, true)]
    public async Task However_many_inputs_share_a_zone_all_records_come_before_the_first_link_and_nothing_is_asked_twice(int inputs, bool oneIsLate)
    {
        if (oneIsLate) await Azure.Sandbox.AddFaultsAsync(new() { Requests = [new() { Method = "PUT", Path = "*/virtualNetworkLinks/vnet-client-03", DelaySeconds = 0.5 }] });
        CommandRunner runner = Azure.Runner();
        int before = Azure.Sandbox.Log.Requests.Count;
        IReadOnlyList<string> writes = runner.WritesOf(() => Assert.Equal(inputs, Run(runner, [.. Enumerable.Range(1, inputs).Select(Host)]).Count));
        int networks = Math.Min(inputs, 10);
        Assert.Equal(
            [.. Enumerable.Repeat("privateDnsZones", 1), .. Enumerable.Repeat("A", inputs), .. Enumerable.Repeat("virtualNetworkLinks", networks)],
            writes.Select(each => each.Split('/')[^2]));
        // One look at each subscription's zones, one of which the networks may see already. Then the operations of the zone and the links are
        // followed: those of many links by a list, and one whose answer comes later than the others' by itself.
        ILookup<bool, string> reads = Azure.Sandbox.Log.Requests.Skip(before)
            .Where(each => each.Method == "GET" && each.Path.StartsWith("/subscriptions/", StringComparison.Ordinal) && !each.Path.Contains("/privateDnsOperation", StringComparison.OrdinalIgnoreCase)
                && !each.Path.EndsWith("/virtualNetworkLinks", StringComparison.OrdinalIgnoreCase))
            .Select(each => each.Path).ToLookup(each => each.Contains("/virtualNetworkLinks/", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(
            string.Join('\n', ((string[])[Azure.Ready.Subscriptions.Test, Azure.Ready.Subscriptions.Development]).Select(each => $"/subscriptions/{each}/providers/Microsoft.Network/privateDnsZones").Order()),
            string.Join('\n', reads[false].Order()));
        Assert.Distinct(reads[true]);
        if (oneIsLate) Assert.Contains(reads[true], each => each.EndsWith("/vnet-client-03", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(runner.Output.Failures);
    }

    [Fact]
    public void One_input_with_many_networks_writes_its_record_before_the_first_link()
    {
        CommandRunner runner = Azure.Runner();
        IReadOnlyList<string> writes = runner.WritesOf(() => New(runner, Host(1) with { VirtualNetworkId = [.. Enumerable.Range(1, 10).Select(Azure.Network)] }));
        Assert.Equal(["privateDnsZones", "A", .. Enumerable.Repeat("virtualNetworkLinks", 10)], writes.Select(each => each.Split('/')[^2]));
    }

    [Fact]
    public async Task A_name_that_could_not_be_written_keeps_all_networks_from_the_zone_that_would_hide_it()
    {
        await RefuseAsync("PUT", "*/A/db2", "AuthorizationFailed", 403);
        CommandRunner runner = Azure.Runner();
        Assert.Empty(Run(runner, Host(1), Host(2), Host(3)));
        Assert.Equal(["AccessDenied", "LinkWithheld", "LinkWithheld"], runner.Output.Failures.Select(each => each.Id).Order());
        CommandFailure withheld = runner.Output.Failures.First(each => each.Id == nameof(Failure.LinkWithheld) && Equals(each.Target, Azure.Network(3)));
        Assert.Contains("would not find 'db2.corp.example' any more", withheld.Message, StringComparison.Ordinal);
        Assert.Contains("/A/db3.", withheld.Message, StringComparison.Ordinal);
        AssertEach.All(Records(), each => Assert.Empty(each.VirtualNetworkId));

        // Without the name it is as wished, and what is linked already stays usable whatever is refused.
        Assert.Equal(2, Run(runner, Host(1), Host(3)).Count);
        Assert.Equal(2, Run(runner, Host(1), Host(2), Host(3)).Count);
        Azure.Sandbox.Faults.Clear();
        Assert.Equal(3, Run(runner, Host(1), Host(2), Host(3)).Count);
    }

    [Fact]
    public async Task A_name_that_could_not_be_written_is_found_in_public_DNS_where_the_links_go_on_there()
    {
        await RefuseAsync("PUT", "*/A/db2", "AuthorizationFailed", 403);
        CommandRunner runner = Azure.Runner();
        Assert.Single(Run(runner, [.. ((int[])[1, 2]).Select(number => Host(number) with
        {
            HostName = $"db{number}.postgres.database.azure.com", ZoneName = PrivateZone, ResolutionPolicy = "NxDomainRedirect",
        })]));
        Assert.Equal("AccessDenied", Assert.Single(runner.Output.Failures).Id);
    }

    [Fact]
    public async Task A_refused_link_tells_all_that_was_written_before_it()
    {
        await RefuseAsync("PUT", "*/virtualNetworkLinks/vnet-client-02", "LinkedAuthorizationFailed", 403);
        await RefuseAsync("PUT", "*/virtualNetworkLinks/vnet-client-03", "LinkedAuthorizationFailed", 403);
        CommandRunner runner = Azure.Runner();
        Assert.Empty(Run(runner, Host(1) with { VirtualNetworkId = [Azure.Network(1), Azure.Network(2), Azure.Network(3)] }));
        PgDnsRecord record = Assert.Single(Records());
        Assert.Equal(2, runner.Output.Failures.Count);
        AssertEach.All(runner.Output.Failures, each => Assert.EndsWith(
            $". Written before that: {record.ZoneId}, {record.Id}, {record.ZoneId}/virtualNetworkLinks/vnet-client-01.", each.Message, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_stop_before_the_last_record_leaves_no_network_linked()
    {
        RecordingOutput output = new()
        {
            BeforeWrite = action =>
            {
                if (action.Contains("/A/db2", StringComparison.Ordinal)) throw new RecordingOutput.PipelineStopped();
            },
        };
        Assert.Throws<RecordingOutput.PipelineStopped>(() => Run(Azure.Runner(output: output), Host(1), Host(2)));
        AssertEach.All(Records(), each => Assert.Empty(each.VirtualNetworkId));
    }

    [Theory]
    [InlineData(false, nameof(Failure.NetworkSeesOtherZone))]
    [InlineData(true, nameof(Failure.NetworkLinkedElsewhere))]
    public void A_zone_group_does_not_leave_the_zone_that_the_network_is_linked_to(bool isThere, string id)
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        string old = Record(runner, endpoint, asZoneGroup: true).ZoneId;
        NewPgPrivateDnsRecordRequest request = Request(runner, endpoint) with { AsZoneGroup = true, Force = true, ResourceGroupName = Server.Split('/')[4], SubscriptionId = Azure.Ready.Subscriptions.Development };
        // Of another network, which could be linked, the record would be of use.
        if (isThere) request = request with { VirtualNetworkId = [.. request.VirtualNetworkId, Azure.Network(2)] };
        if (isThere) New(runner, request with { HostName = "other.postgres.database.azure.com", IpAddress = ["10.0.0.9"], NoLink = true, AsZoneGroup = false, EndpointId = null, TargetId = null });
        CommandFailure? failure = null;
        Assert.Empty(Azure.Runner().WritesOf(() => failure = runner.Fails(NewPgPrivateDnsRecord.RunAsync, request)));
        Assert.Equal(id, failure!.Id);
        Assert.Contains(old, failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    private NewPgPrivateDnsRecordRequest Host(int number) => new()
    {
        HostName = $"db{number}.corp.example", IpAddress = ["10.0.0.4"], VirtualNetworkId = [Azure.Network(((number - 1) % 10) + 1)],
    };

    private static IReadOnlyList<PgDnsRecord> Run(CommandRunner runner, params NewPgPrivateDnsRecordRequest[] requests) =>
        runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, requests);
}
