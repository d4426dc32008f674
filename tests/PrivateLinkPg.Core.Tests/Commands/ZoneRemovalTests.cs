using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>When a zone goes with its last record, step by step, and what keeps it.</summary>
public sealed class ZoneRemovalTests : LinkedServer
{
    [Theory]
    [InlineData("TXT")]
    [InlineData("AAAA")]
    public void A_record_of_another_type_keeps_the_zone_with_its_links(string type)
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        PgDnsRecord record = Record(Azure.Runner(), endpoint);
        Azure.Sandbox.State.Run(() => Find<PrivateDnsZone>(record.ZoneId).GetOrAddRecordSet(type, "pg-orders"));
        Assert.Equal(["ARecord", "PrivateEndpoint"], Remove(Azure.Runner(), endpoint).Select(each => each.Kind));
        Assert.Equal(["vnet-client-01"], LinksOf(record.ZoneId));
    }

    [Theory]
    [InlineData("Remove the link of zone 'privatelink.postgres.database.azure.com' to virtual network '*/vnet-client-01'", 1)]
    [InlineData("Remove the link of zone 'privatelink.postgres.database.azure.com' to virtual network '*/vnet-client-02'", 2)]
    [InlineData("Remove private DNS zone", 3)]
    public void Whoever_declines_a_step_keeps_the_zone_with_all_links_that_were_not_asked_for_or_declined(string declined, int asked)
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        NewPgPrivateDnsRecordRequest request = Request(Azure.Runner(), endpoint);
        PgDnsRecord record = New(Azure.Runner(), request with { VirtualNetworkId = [Azure.Network(1), Azure.Network(2)] });
        string[] parts = declined.Split('*');
        RecordingOutput output = new() { Declines = action => parts.All(part => action.Contains(part, StringComparison.Ordinal)) };
        Assert.Equal(["ARecord", "PrivateEndpoint"], Remove(Azure.Runner(output: output), endpoint).Select(each => each.Kind));
        Assert.Equal(["vnet-client-01", "vnet-client-02"], LinksOf(record.ZoneId));
        Assert.Equal(asked == 3 ? 1 : 0, output.Confirmations.Count(each => each.Action.StartsWith("Remove private DNS zone", StringComparison.Ordinal)));
        Assert.Empty(output.Text("Warning"));
    }

    [Fact]
    public void A_declined_link_in_a_zone_that_stays_stays_alone()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        NewPgPrivateDnsRecordRequest request = Request(Azure.Runner(), endpoint);
        PgDnsRecord record = New(Azure.Runner(), request with { VirtualNetworkId = [Azure.Network(1), Azure.Network(2)] });
        // Somebody else's keeps the zone.
        Link(record.ZoneId, "hub", Azure.Network(5));
        RecordingOutput output = new() { Declines = action => action.Contains("/vnet-client-01'", StringComparison.Ordinal) };
        Remove(Azure.Runner(output: output), endpoint);
        Assert.Equal(["hub", "vnet-client-01"], LinksOf(record.ZoneId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_being_asked_to_nothing_of_DNS_goes_but_the_zone_group(bool asZoneGroup)
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        PgDnsRecord record = Record(Azure.Runner(), endpoint, asZoneGroup: asZoneGroup);
        Assert.Equal(["PrivateEndpoint"], Remove(Azure.Runner(), endpoint, includeDns: false).Select(each => each.Kind));
        Assert.Equal([record.ZoneId], Zones());
        Assert.Single(LinksOf(record.ZoneId));
        Assert.Equal(asZoneGroup ? 0 : 1, Records().Count);
    }

    [Fact]
    public void What_one_input_takes_in_a_trial_the_next_does_not_ask_for_again()
    {
        PgDnsRecord record = New(Azure.Runner(), new() { HostName = "db.corp.example", IpAddress = ["10.0.0.4"], VirtualNetworkId = [Azure.Network(1)] });
        RecordingOutput output = new() { WhatIf = true };
        RemovePgPrivateDnsRecordRequest request = new() { Id = record.Id, IncludeZone = true };
        Azure.Runner(output: output).Run<RemovePgPrivateDnsRecordRequest, PgRemoval>(RemovePgPrivateDnsRecord.RunAsync, request, request);
        Assert.Equal(["Remove the link", "Remove private DNS"], output.Confirmations.Select(each => string.Join(' ', each.Action.Split(' ').Take(3))));
    }

    [Fact]
    public void A_trial_with_zone_groups_finds_the_zone_without_use_at_the_last()
    {
        PgPrivateEndpoint[] endpoints = [Endpoint(Azure.Runner(), 1), Endpoint(Azure.Runner(), 2)];
        string zone = Record(Azure.Runner(), endpoints[0], asZoneGroup: true).ZoneId;
        New(Azure.Runner(), Request(Azure.Runner(), endpoints[1]) with { HostName = "other.postgres.database.azure.com" });
        foreach (PgPrivateEndpoint[] order in (PgPrivateEndpoint[][])[endpoints, [.. endpoints.Reverse()]])
        {
            RecordingOutput output = new() { WhatIf = true };
            Remove(Azure.Runner(output: output), order);
            Assert.Single(output.Confirmations, each => each.Action.EndsWith($"DELETE {zone}", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void A_zone_that_is_marked_for_something_that_is_no_endpoint_stays()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        PgDnsRecord record = Record(Azure.Runner(), endpoint);
        Azure.Sandbox.State.Run(() => Find<PrivateDnsZone>(record.ZoneId).Tags![TagOf(record.ZoneId, endpoint.Id)] = Server);
        RecordingOutput output = new();
        Assert.Equal(["VirtualNetworkLink", "ARecord", "PrivateEndpoint"], Remove(Azure.Runner(output: output), endpoint).Select(each => each.Kind));
        Assert.Contains($"it was made for '{Server}'", Assert.Single(output.Text("Warning")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_a_hand_put_into_the_record_of_a_zone_group_is_written_again()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        PgDnsRecord record = Record(Azure.Runner(), endpoint, asZoneGroup: true);
        Meanwhile(async arm =>
        {
            var now = await arm.FindARecordAsync(record.Id, default);
            await arm.PutARecordAsync(record.Id, RecordFacts.Body([.. record.IpAddress, "10.9.9.9"], 10, now!.Properties!.Metadata), ArmGateway.AsSeen(now), default);
        });
        RecordingOutput output = new();
        IReadOnlyList<PgRemoval> removals = Remove(Azure.Runner(output: output), endpoint);
        Assert.Contains(removals, each => each is { Kind: "ARecord", Action: "Restored" } && each.IpAddress.SequenceEqual(["10.9.9.9"]));
        Assert.Equal("10.9.9.9", Assert.Single(Assert.Single(Records()).IpAddress));
        Assert.Contains(
            output.Confirmations,
            each => each.Action == $"Remove zone group with the A record of '{HostName}' ({record.IpAddress[0]}, 10.9.9.9); write again 10.9.9.9: DELETE {endpoint.Id}/privateDnsZoneGroups/default");
    }

    [Fact]
    public void A_zone_group_without_records_of_others_is_asked_for_without_more()
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        PgDnsRecord record = Record(Azure.Runner(), endpoint, asZoneGroup: true);
        RecordingOutput output = new();
        Remove(Azure.Runner(output: output), endpoint);
        Assert.Contains(
            output.Confirmations,
            each => each.Action == $"Remove zone group with the A record of '{HostName}' ({record.IpAddress[0]}): DELETE {endpoint.Id}/privateDnsZoneGroups/default");
    }

    // The other session's last removal, then ours: what is asked for only then can be declined, locked, or taken by others.
    [Theory]
    [InlineData("declined link", 2, null)]
    [InlineData("declined zone", 2, null)]
    [InlineData("locked link", 2, "is left without records")]
    [InlineData("outdated", 0, null)]
    [InlineData("gone", 0, null)]
    public async Task A_zone_whose_last_record_went_in_two_sessions_is_asked_for_once_more(string what, int links, string? told)
    {
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(Azure.Runner(), 1), Endpoint(Azure.Runner(), 2));
        PgDnsRecord record = Record(Azure.Runner(), first);
        Record(Azure.Runner(), second, append: true);
        if (what == "locked link") Lock($"{record.ZoneId}/virtualNetworkLinks/vnet-client-02", ManagementLock.CanNotDelete);
        if (what is "outdated" or "gone") await RefuseAsync("DELETE", record.ZoneId, what == "gone" ? "ResourceNotFound" : "PreconditionFailed", what == "gone" ? 404 : 412);
        bool begun = false;
        RecordingOutput output = new()
        {
            Declines = action => action.StartsWith(what switch { "declined link" => "Remove the link", "declined zone" => "Remove private DNS zone", _ => "-" }, StringComparison.Ordinal),
            BeforeWrite = _ =>
            {
                if (begun) return;
                begun = true;
                Remove(Azure.Runner(), second);
            },
        };
        Remove(Azure.Runner(output: output), first);
        Assert.Empty(output.Failures);
        Assert.Equal(links, LinksOf(record.ZoneId).Count);
        Assert.Equal(told is null ? 0 : 1, output.Text("Warning").Count);
        if (told is not null) Assert.Contains(told, output.Text("Warning")[0], StringComparison.Ordinal);
    }

    private string TagOf(string zone, string value) => Find<PrivateDnsZone>(zone).Tags!.Single(pair => string.Equals((string?)pair.Value, value, StringComparison.OrdinalIgnoreCase)).Key;
}
