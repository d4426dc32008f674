using System.Net;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Link;
using PrivateLinkPg.Probe;
using static PrivateLinkPg.Core.Tests.Diagnosis.PathFacts;

namespace PrivateLinkPg.Core.Tests.Diagnosis;

/// <summary>Which zone answers, which may be linked or written, and what of it is left to people.</summary>
public sealed class ZoneCausesTests
{
    private const string OtherEndpoint = $"{Group}/Microsoft.Network/privateEndpoints/other";
    private const string Narrow = "org1.biganimal.io";
    private static readonly ZoneFacts Linked = new(ZoneId, Zone, true, [Address]);
    private static readonly ZoneFacts Unlinked = Linked with { IsLinked = false };

    [Fact]
    public void Zones_are_asked_where_an_address_would_be_right_and_is_not_where_the_name_leads()
    {
        Assert.True(IsAsked(Facts(), State(Public)));
        Assert.False(IsAsked(Facts() with { Addresses = [] }, State(Public)));
        Assert.False(IsAsked(Facts(), State()));
        Assert.True(IsAsked(Facts(), State(expected: "10.1.0.9")));
        Assert.True(IsAsked(Facts(), State() with { Resolved = [IPAddress.Parse(Address), IPAddress.Parse("10.9.9.9")] }));
        Assert.True(IsAsked(Facts(), State() with { Resolved = [] }));
        // The endpoint is another server's.
        Assert.False(IsAsked(Facts(server: new() { FullyQualifiedDomainName = "other.postgres.database.azure.com" }), State(Public)));
        Assert.True(IsAsked(Facts(server: new() { FullyQualifiedDomainName = Host }), State(Public)));

        static bool IsAsked(LinkFacts facts, ProbeState state) => ZoneCauses.IsAsked(Case(facts, ProbeFault.PublicAddress, state));
    }

    [Fact]
    public void The_zone_to_link_is_one_that_would_answer_right()
    {
        Assert.Same(Unlinked, Right(Unlinked));
        Assert.Null(Right(Unlinked with { LinksNotReadable = true }));
        Assert.Null(Right(Unlinked with { Alias = "db.example" }));
        Assert.Null(Right(Unlinked with { Name = "azure.com" }));
        Assert.Null(Right(Unlinked with { Record = ["10.9.9.9"] }));
        Assert.Null(Right(Unlinked with { Record = [Address, "10.9.9.9"] }));
        // Whose zone it is does not matter where its record stays as it is.
        Assert.NotNull(Right(Unlinked with { IsOthersOwn = true }));
        Assert.Null(Right(Unlinked with { Record = null }));
        Assert.Same(Unlinked, Right(Unlinked with { Record = ["10.9.9.9"] }, Unlinked with { Record = null }, Unlinked));

        static ZoneFacts? Right(params ZoneFacts[] zones) => ZoneCauses.RightZone(Case(Facts() with { Zones = zones }));
    }

    [Fact]
    public void The_zone_to_write_is_one_without_the_name_and_nobody_s_own()
    {
        ZoneFacts empty = Unlinked with { Record = null };
        Assert.Same(empty, Empty(empty));
        Assert.Null(Empty(empty with { IsOthersOwn = true }));
        Assert.Null(Empty(empty with { LinksNotReadable = true }));
        Assert.Null(Empty(Unlinked));
        Assert.Same(empty, Empty(Unlinked, empty));

        static ZoneFacts? Empty(params ZoneFacts[] zones) => ZoneCauses.EmptyZone(Case(Facts() with { Zones = zones }));
    }

    [Fact]
    public void What_other_networks_would_see_is_left_to_people()
    {
        ZoneFacts empty = Unlinked with { Record = null };
        Assert.Null(HeldBack(empty));
        Assert.Equal(
            $"Virtual network data would be led to this endpoint too, since {ZoneId} is linked to it as well.", HeldBack(empty with { OtherNetworks = [OtherNetwork] }));
        Assert.StartsWith("Virtual network data, with 2 others, would", HeldBack(empty with { OtherNetworks = [OtherNetwork, "/b", "/c"] }), StringComparison.Ordinal);
        // A link alone changes nothing for them.
        Assert.Null(HeldBack(Unlinked with { OtherNetworks = [OtherNetwork] }));
        Assert.StartsWith("Which other networks look names up in", HeldBack(Linked with { Record = null, LinksNotReadable = true }), StringComparison.Ordinal);
        Assert.StartsWith("The clients' network is not known", Repair(Facts() with { Network = null }).HeldBack, StringComparison.Ordinal);
        Assert.Contains("-VirtualNetworkId <the network's id> ", Repair(Facts() with { Network = null }).Command, StringComparison.Ordinal);
        Assert.Null(Repair(Facts()).HeldBack);

        static string? HeldBack(ZoneFacts zone) => Repair(Facts() with { Zones = [zone] }).HeldBack;
    }

    [Fact]
    public void A_record_is_missing_where_no_address_is_its_own()
    {
        Assert.False(LacksRecord(Linked));
        Assert.True(LacksRecord(Linked with { Record = null }));
        Assert.True(LacksRecord(Linked with { Record = [] }));
        Assert.True(LacksRecord(Linked with { Record = ["10.9.9.9"], IsWildcard = true }));
        Assert.True(LacksRecord(Linked with { Record = [Address, "10.9.9.9"], IsWildcard = true }));
        Assert.False(LacksRecord(Linked with { IsWildcard = true }));
        Assert.False(LacksRecord(Linked with { Record = ["10.9.9.9"] }));
        Assert.EndsWith("so that its wildcard leads it to 10.9.9.9.", Message(Linked with { Record = ["10.9.9.9"], IsWildcard = true }), StringComparison.Ordinal);
        Assert.EndsWith("as the link lets missing names go on (NxDomainRedirect).", Message(Linked with { Record = null, AsksOnward = true }), StringComparison.Ordinal);
        Assert.EndsWith("so that it answers that the name does not exist.", Message(Linked with { Record = null }), StringComparison.Ordinal);

        static bool LacksRecord(ZoneFacts zone) => ZoneCauses.LacksRecord(Case(Facts() with { Zones = [zone] }));
        static string Message(ZoneFacts zone) => Cause(Facts() with { Zones = [zone] }).Message;
    }

    [Fact]
    public void A_wide_zone_gives_way_to_the_narrow_one()
    {
        LinkFacts wide = Facts() with { ZoneName = Narrow, Zones = [new("/z/biganimal.io", "biganimal.io", true, null)] };
        RootCause cause = Cause(wide);
        Assert.Equal("ZoneTooWide", cause.Code);
        Assert.StartsWith("Make the narrow zone: New-PgPrivateDnsRecord", cause.Remedy, StringComparison.Ordinal);
        Assert.EndsWith("; then remove the link of biganimal.io: Remove-AzPrivateDnsVirtualNetworkLink", cause.Remedy, StringComparison.Ordinal);
        RecordRepair repair = Assert.IsType<RecordRepair>(cause.Repair);
        Assert.Equal((Narrow, null), (repair.ZoneName, repair.ZoneId));

        ZoneFacts privatelink = new("/z/wide", "postgres.database.azure.com", true, null);
        cause = Cause(Facts() with { Zones = [privatelink] });
        Assert.Null(cause.Repair);
        Assert.Contains(". Then make the right zone: New-PgPrivateDnsRecord", cause.Remedy, StringComparison.Ordinal);
        Assert.Contains("Then make the right zone", Cause(Facts() with { Zones = [privatelink, Unlinked] }).Remedy, StringComparison.Ordinal);
        Assert.Contains("Then make the right zone", Cause(Facts() with { Zones = [privatelink, Linked with { Name = "privatelink.other.example" }] }).Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("Then make the right zone", Cause(Facts() with { Zones = [privatelink, Linked] }).Remedy, StringComparison.Ordinal);
    }

    // What another network's clients go by is not taken from them.
    [Fact]
    public void A_stale_record_is_written_over_where_nobody_else_needs_it()
    {
        ZoneFacts stale = Linked with { Record = ["10.9.9.9"] };
        RecordRepair repair = Assert.IsType<RecordRepair>(Cause(Facts() with { Zones = [stale] }).Repair);
        Assert.True(repair.Force);
        Assert.Equal("Nobody noted for what 10.9.9.9 was put there, and something may answer at it.", repair.HeldBack);
        Assert.Null(HeldBack(new(null, null, [(Endpoint, "10.9.9.9")], true)));
        Assert.StartsWith("Nobody noted", HeldBack(new(null, null, [(Endpoint, "10.9.9.8")], true)), StringComparison.Ordinal);
        Assert.Equal($"It was made for {OtherEndpoint}.", HeldBack(new(null, null, [(OtherEndpoint, "10.9.9.9")], true)));
        Assert.Equal($"It was made for {OtherEndpoint}.", HeldBack(new(null, null, [(Endpoint, "10.9.9.9"), (OtherEndpoint, "10.9.9.9")], true)));
        Assert.Equal("The zone group of private endpoint pe-b keeps it.", HeldBack(new("pe-b", null, [(OtherEndpoint, "10.9.9.9")], true)));
        Assert.StartsWith("Nobody noted", HeldBack(null, endpointId: null), StringComparison.Ordinal);
        // All that goes must have been for this one.
        stale = Linked with { Record = ["10.9.9.9", "10.9.9.8"] };
        Assert.StartsWith("Nobody noted for what 10.9.9.9, 10.9.9.8", HeldBack(new(null, null, [(Endpoint, "10.9.9.9")], true)), StringComparison.Ordinal);
        Assert.Null(HeldBack(new(null, null, [(Endpoint, "10.9.9.9,10.9.9.8")], true)));
        stale = Linked with { Record = ["10.9.9.9"], OtherNetworks = [OtherNetwork] };
        Assert.StartsWith("Nobody noted", HeldBack(null), StringComparison.Ordinal);
        // Where it is free to go, other networks still count.
        stale = stale with { OtherNetworks = [OtherNetwork] };
        Assert.StartsWith("Virtual network data would be led", HeldBack(new(null, null, [(Endpoint, "10.9.9.9")], true)), StringComparison.Ordinal);

        string? HeldBack(RecordOwner? owner, string? endpointId = Endpoint) =>
            Cause(Facts() with { EndpointId = endpointId, Server = null, Zones = [stale with { Owner = owner }] }).Repair!.HeldBack;
    }

    [Fact]
    public void A_record_with_an_address_too_many_is_stale_as_well() =>
        Assert.Equal("RecordStale", Cause(Facts() with { Zones = [Linked with { Record = [Address, "10.9.9.9"] }] }).Code);

    [Fact]
    public void The_way_of_another_network_to_the_same_server_stays()
    {
        LinkFacts facts = Facts() with { Zones = [Linked with { Record = ["10.9.9.9"] }], Owner = Existing(Server, "10.9.9.9") };
        RootCause cause = Cause(facts);
        Assert.Contains($"which is private endpoint {OtherEndpoint}'s, to {Server}", cause.Message, StringComparison.Ordinal);
        Assert.StartsWith("That endpoint is another network's way to the same server", cause.Remedy, StringComparison.Ordinal);
        Assert.Null(cause.Repair);

        cause = Cause(facts with { Owner = Existing(Service, "10.9.9.9") });
        Assert.Contains($"which is private endpoint {OtherEndpoint}'s, to {Service}", cause.Message, StringComparison.Ordinal);
        Assert.NotNull(cause.Repair);
        Assert.NotNull(Cause(facts with { Target = null }).Repair);
        // What it has elsewhere is another matter.
        Assert.DoesNotContain(OtherEndpoint, Cause(facts with { Owner = Existing(Server, "10.9.9.8") }).Message, StringComparison.Ordinal);

        static ExistingEndpoint Existing(string target, string address) => new(OtherEndpoint, null, target, Host, OtherNetwork, "Approved", [address]);
    }

    [Fact]
    public void An_alias_that_leads_elsewhere_is_named_with_its_record()
    {
        RootCause cause = Cause(Facts() with { Zones = [Linked with { Record = null, Alias = "old.example" }] });
        Assert.Equal("RecordStale", cause.Code);
        Assert.Contains("makes it an alias of old.example", cause.Message, StringComparison.Ordinal);
        Assert.Contains($"Remove-AzPrivateDnsRecordSet -ZoneName {Zone} -ResourceGroupName rg -Name db -RecordType CNAME; then New-PgPrivateDnsRecord", cause.Remedy, StringComparison.Ordinal);

        cause = Cause(Facts() with { Zones = [Linked with { Record = null, Alias = "old.example", IsCircle = true }] }, ProbeFault.AliasLoop);
        Assert.Equal("AliasLoop", cause.Code);
        Assert.EndsWith($"-ResourceGroupName rg -Name db -RecordType CNAME.", cause.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_is_named()
    {
        LinkFacts facts = Facts() with { Unread = Evidence.AllZones };
        Assert.Contains("is not known: the list of subscriptions cannot be read", Message(facts), StringComparison.Ordinal);
        Assert.Contains("is not known: the private zones of subscription s1 and the private zones of subscription s2 cannot", Message(facts with { UnreadZones = ["s1", "s2"] }), StringComparison.Ordinal);
        ZoneFacts hidden = Unlinked with { LinksNotReadable = true, RecordNotReadable = true };
        Assert.Contains($": the links of {ZoneId} cannot", Message(facts with { Zones = [hidden] }), StringComparison.Ordinal);
        ZoneFacts unread = Unlinked with { RecordNotReadable = true, Record = null, IsOthersOwn = true };
        Assert.Contains($": the record of {Host} in {ZoneId} cannot", Message(facts with { Zones = [unread, unread with { Id = "/second" }] }), StringComparison.Ordinal);
        Assert.Contains($"the links of {ZoneId} and the private zones of subscription s1 and the record of", Message(facts with { Zones = [hidden, unread], UnreadZones = ["s1"] }), StringComparison.Ordinal);
        Assert.Contains($": the record of {Host} in {ZoneId} cannot", Message(facts with { Zones = [Linked with { RecordNotReadable = true }, hidden] }), StringComparison.Ordinal);
        Assert.EndsWith($"the endpoint has {Address} and that its connection is Approved.", Message(facts), StringComparison.Ordinal);
        Assert.EndsWith($"the endpoint has {Address}.", Message(facts with { ConnectionStatus = null }), StringComparison.Ordinal);

        static string Message(LinkFacts facts)
        {
            RootCause cause = Cause(facts);
            Assert.Equal("ZonesNotReadable", cause.Code);
            return cause.Message;
        }
    }

    // Azure makes the public name an alias of the private one with the first approval, so before it nobody knows where the name leads.
    [Fact]
    public void Where_the_zone_is_right_somebody_else_answered()
    {
        LinkFacts facts = Facts() with { Zones = [Linked] };
        TargetProperties approved = new() { PrivateEndpointConnections = [Connection("Approved")] };
        Assert.True(ZoneCauses.MustLead(Case(facts)));
        Assert.False(ZoneCauses.MustLead(Case(facts with { Zones = [] })));
        Assert.False(ZoneCauses.MustLead(Case(facts) with { IsExplained = true }));
        Assert.False(ZoneCauses.MustLead(Case(WithServer(new() { PrivateEndpointConnections = [Connection("Pending")] })) with { IsExplained = true }));
        Assert.True(ZoneCauses.MustLead(Case(WithServer(approved)) with { IsExplained = true }));
        Assert.True(ZoneCauses.MustLead(Case(facts with { Zones = [Linked with { Name = Narrow }] }) with { IsExplained = true }));

        Assert.Equal("OtherResolver", Cause(facts).Code);
        Assert.Equal("CustomDnsServers", Cause(facts with { Network = NetworkWith(dns: ["10.1.0.10"]) }).Code);

        LinkFacts WithServer(TargetProperties server) => facts with { Server = new() { Id = Server, Name = "db", Properties = server } };
        static Resource<EndpointConnectionProperties> Connection(string status) => new() { Properties = new() { PrivateLinkServiceConnectionState = new() { Status = status } } };
    }

    [Fact]
    public void A_wrong_expectation_is_told_where_the_name_is_right() => Assert.Equal(
        "ExpectedAddressWrong",
        AzureRules.Of(AzureReason.NamesAreWrong, Case(Facts(), ProbeFault.UnexpectedAddress, State(expected: "10.1.0.9"))).Single().Code);

    [Fact]
    public void A_record_of_an_alias_is_told_with_the_name_that_was_asked_for()
    {
        LinkFacts facts = Facts() with { Name = "db.other.example" };
        Assert.Contains($"would lead db.other.example (of which {Host} is an alias) to", Cause(facts).Message, StringComparison.Ordinal);
    }

    private static RootCause Cause(LinkFacts facts, ProbeFault fault = ProbeFault.PublicAddress) =>
        Assert.Single(AzureRules.Of(fault == ProbeFault.AliasLoop ? AzureReason.AliasesCircle : AzureReason.NamesAreWrong, Case(facts, fault)));

    private static RecordRepair Repair(LinkFacts facts) => Assert.IsType<RecordRepair>(Cause(facts).Repair);
}
