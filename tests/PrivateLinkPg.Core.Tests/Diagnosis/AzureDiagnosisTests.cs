using PrivateLinkPg.Arm;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Link;
using PrivateLinkPg.Probe;
using static PrivateLinkPg.Core.Tests.Diagnosis.PathFacts;

namespace PrivateLinkPg.Core.Tests.Diagnosis;

/// <summary>Each state of Azure has a cause of its own, and a command with the ids of the case.</summary>
public sealed class AzureDiagnosisTests
{
    private const string RecordCommand = $"New-PgPrivateDnsRecord -HostName {Host} -IpAddress 10.1.0.4 -VirtualNetworkId {Network} -EndpointId {Endpoint}";

    [Fact]
    public void A_missing_zone_is_made() => Expect(ProbeFault.PublicAddress, Facts(), "ZoneMissing", RecordCommand);

    [Fact]
    public void A_zone_without_a_link_is_linked() =>
        Expect(ProbeFault.PublicAddress, Facts() with { Zones = [new("id", Zone, false, ["10.1.0.4"])] }, "ZoneNotLinked", RecordCommand);

    [Fact]
    public void A_linked_zone_without_the_record_gets_it() =>
        Expect(ProbeFault.NameNotFound, Facts() with { Zones = [new("id", Zone, true, null)] }, "RecordMissing", RecordCommand);

    [Fact]
    public void A_stale_record_is_replaced_by_force() =>
        Expect(ProbeFault.UnexpectedAddress, Facts() with { Zones = [new("id", Zone, true, ["10.9.9.9"])] }, "RecordStale", "-Force");

    [Fact]
    public void A_zone_that_hides_other_names_is_told_from_one_that_lacks_a_record() => Expect(
        ProbeFault.NameNotFound,
        Facts() with { ZoneName = "org1.biganimal.io", Zones = [new("id", "biganimal.io", true, null)] },
        "ZoneTooWide", "-ZoneName org1.biganimal.io");

    // The public name is asked before its privatelink alias, so that no narrower zone would help.
    [Fact]
    public void Beside_a_privatelink_zone_a_wider_one_has_to_go()
    {
        LinkFacts facts = Facts() with { Zones = [new("wide", "postgres.database.azure.com", true, null)] };
        Expect(ProbeFault.NameNotFound, facts, "ZoneTooWide", "Then make the right zone: New-PgPrivateDnsRecord");
        facts = facts with { Zones = [.. facts.Zones, new("id", Zone, true, ["10.1.0.4"])] };
        RootCause cause = AzureDiagnosis.Causes(ProbeDiagnosis.Of(Result(ProbeFault.NameNotFound))!, Result(ProbeFault.NameNotFound), null, facts)[0];
        Assert.EndsWith("Remove-AzPrivateDnsVirtualNetworkLink", cause.Remedy, StringComparison.Ordinal);
        Assert.Null(cause.Repair);
    }

    [Fact]
    public void The_narrowest_linked_zone_answers() => Expect(
        ProbeFault.UnexpectedAddress,
        Facts() with { ZoneName = "org1.biganimal.io", Zones = [new("id", "org1.biganimal.io", true, ["10.9.9.9"]), new("id", "biganimal.io", true, null)] },
        "RecordStale", "-Force");

    [Fact]
    public void Dns_servers_of_the_networks_own_must_forward()
    {
        LinkFacts facts = Facts(dns: ["10.1.0.10"]) with { Zones = [new("id", Zone, true, ["10.1.0.4"])] };
        Expect(ProbeFault.PublicAddress, facts, "CustomDnsServers", "forward postgres.database.azure.com to 168.63.129.16");
    }

    [Fact]
    public void Where_azure_is_right_this_machine_asks_elsewhere() =>
        Expect(ProbeFault.PublicAddress, Facts() with { Zones = [new("id", Zone, true, ["10.1.0.4"])] }, "OtherResolver", "-DnsServer 168.63.129.16");

    [Theory]
    [InlineData(ProbeFault.PublicAddress)]
    [InlineData(ProbeFault.PortClosed)]
    internal void A_server_without_an_endpoint_gets_one(ProbeFault fault) => Expect(
        fault, Facts() with { EndpointId = null, Endpoint = null, ConnectionStatus = null, Addresses = [] }, "EndpointMissing", $"New-PgPrivateEndpoint -Target {Server}");

    [Theory]
    [InlineData("Pending", "ConnectionPending", $"Approve-PgEndpointConnection -EndpointId {Endpoint}")]
    [InlineData("Rejected", "ConnectionRejected", "-Force | Approve-PgEndpointConnection")]
    [InlineData("Disconnected", "ConnectionDisconnected", "-Force | Approve-PgEndpointConnection")]
    public void A_silent_address_is_explained_by_the_state_of_the_connection(string status, string cause, string remedy) =>
        Expect(ProbeFault.AddressSilent, Facts() with { ConnectionStatus = status }, cause, remedy);

    [Fact]
    public void A_rejected_connection_of_a_private_link_service_may_still_be_approved() => Expect(
        ProbeFault.AddressSilent,
        Facts() with { ConnectionStatus = "Rejected", Target = LinkTarget.Parse(Endpoint.Replace("privateEndpoints", "privateLinkServices", StringComparison.Ordinal)) },
        "ConnectionRejected", $"Approve-PgEndpointConnection -EndpointId {Endpoint}");

    [Theory]
    [InlineData(ProbeFault.AddressSilent)]
    [InlineData(ProbeFault.PortClosed)]
    internal void An_address_that_is_not_the_endpoints_is_a_matter_of_names(ProbeFault fault)
    {
        LinkFacts elsewhere = Facts() with { Addresses = ["10.1.0.9"] };
        Expect(fault, elsewhere, "ZoneMissing", "New-PgPrivateDnsRecord");
        Expect(fault, elsewhere with { Zones = [new("id", Zone, true, ["10.1.0.4"])] }, "RecordStale", "-Force");
    }

    [Fact]
    public void A_security_group_whose_rules_may_not_be_read_is_no_cause_and_is_told() =>
        Expect(ProbeFault.AddressSilent, Facts(group: "/g/nsg-data"), "AddressSilent", "Let somebody look who may read /g/nsg-data");

    [Fact]
    public void An_approved_and_silent_address_without_a_security_group_is_a_matter_of_routes() =>
        Expect(ProbeFault.AddressSilent, Facts(), "AddressSilent", "route tables");

    [Theory]
    [InlineData("Stopped", "ServerStopped", "az postgres flexible-server start --ids")]
    [InlineData("Ready", "ConnectionClosed", "has the server as Ready")]
    public void A_closed_connection_is_explained_by_the_state_of_the_server(string state, string cause, string remedy) =>
        Expect(ProbeFault.ConnectionClosed, Facts(server: new() { State = state }), cause, remedy);

    [Fact]
    public void A_server_inside_a_network_of_its_own_takes_no_private_link() => Expect(
        ProbeFault.UnexpectedAddress, Facts(server: new() { State = "Ready", Network = new() { DelegatedSubnetResourceId = "/s/subnet" } }), "ServerInjected", "migrate-network --ids");

    [Fact]
    public void A_failed_endpoint_is_made_again() => Expect(ProbeFault.AddressSilent, Facts(state: "Failed"), "EndpointFailed", "New-PgPrivateEndpoint");

    [Fact]
    public void Ends_that_are_gone_come_before_everything_else()
    {
        Expect(ProbeFault.PublicAddress, Facts() with { TargetIsGone = true, Server = null }, "TargetDeleted", $"Remove-AzResource -ResourceId {Endpoint}");
        Expect(ProbeFault.AddressSilent, Facts() with { EndpointIsGone = true, Endpoint = null, Addresses = [] }, "EndpointDeleted", $"-Target {Server}");
    }

    [Theory]
    [InlineData(ProbeFault.CertificateExpired)]
    [InlineData(ProbeFault.PasswordRejected)]
    [InlineData(ProbeFault.TlsRefused)]
    internal void What_the_server_itself_says_stands(ProbeFault fault)
    {
        RootCause cause = new("Own", "Message.", "Remedy.");

        Assert.Same(cause, Assert.Single(AzureDiagnosis.Causes(cause, Result(fault), Result(fault), Facts() with { ConnectionStatus = "Pending" })));
    }

    // What nobody named is nobody's to change; what is left to people for another reason keeps it.
    [Fact]
    public void What_is_not_known_to_be_meant_is_left_to_people()
    {
        LinkFacts facts = Facts() with { Zones = [new(ZoneId, Zone, false, null) { OtherNetworks = [OtherNetwork] }, new("/z/second", Zone, false, [Address])] };
        Assert.Null(Causes(ProbeFault.PublicAddress, facts)[0].Repair!.HeldBack);
        Assert.StartsWith($"Nobody said that {Endpoint} is meant", Causes(ProbeFault.PublicAddress, facts with { EndpointIsGuessed = true })[0].Repair!.HeldBack, StringComparison.Ordinal);
        facts = facts with { EndpointIsGuessed = true, Zones = [facts.Zones[0]] };
        Assert.StartsWith("Virtual network data would be led", Causes(ProbeFault.PublicAddress, facts)[0].Repair!.HeldBack, StringComparison.Ordinal);
        // Words alone are no repair.
        Assert.Null(Causes(ProbeFault.AddressSilent, Facts(server: new() { State = "Stopped" }) with { EndpointIsGuessed = true })[0].Repair);
    }

    // Whoever spoke at the endpoint's own address proves that the way is open and somebody there.
    [Theory]
    [InlineData(Address, "Stopped", "Approved", "CertificateNameMismatch")]
    [InlineData(Address, "Ready", "Pending", "CertificateNameMismatch")]
    [InlineData("10.1.0.9", "Stopped", "Approved", "ServerStopped")]
    [InlineData("10.1.0.9", "Ready", "Pending", "ConnectionPending")]
    public void A_server_that_spoke_is_not_called_stopped(string address, string state, string status, string code) => Assert.Equal(
        code, Causes(ProbeFault.CertificateNameMismatch, Facts(server: new() { State = state }) with { ConnectionStatus = status }, State(address) with { Tls = Tls("x.example") })[0].Code);

    [Fact]
    public void Silence_that_something_explains_needs_no_second_reason()
    {
        LinkFacts dropped = Facts() with { Routes = [new("apps", $"{Group}/Microsoft.Network/routeTables/rt", new() { Name = "r", Properties = new() { NextHopType = "None" } })] };
        Assert.Equal(["RouteDropsTraffic"], Codes(ProbeFault.AddressSilent, dropped));
        Assert.Equal(["ServerStopped"], Codes(ProbeFault.AddressSilent, dropped with { Server = Facts(server: new() { State = "Stopped" }).Server }));
        Assert.Equal(["ZoneMissing"], Codes(ProbeFault.AddressSilent, dropped, State("10.1.0.9")));
        // What is wrong with the name is mended beside the approval.
        Assert.Equal(["ConnectionPending", "ZoneMissing"], Codes(ProbeFault.PublicAddress, Facts() with { ConnectionStatus = "Pending" }));
        // The address that is expected elsewhere is silent where it is: the name is not asked.
        Assert.Equal(["AddressSilent"], Codes(ProbeFault.AddressSilent, Facts(), State(expected: "10.1.0.9")));
        // Only of what is approved and silent the way is looked at.
        Assert.Equal(["PortClosed"], Codes(ProbeFault.PortClosed, dropped));
        Assert.Equal(["AddressSilent"], Codes(ProbeFault.AddressSilent, dropped with { ConnectionStatus = null }));
        Assert.Equal(["RouteDropsTraffic"], Codes(ProbeFault.AddressUnreachable, dropped));
    }

    [Fact]
    public void A_server_of_another_name_may_be_another()
    {
        LinkFacts facts = Facts(server: new() { FullyQualifiedDomainName = "other.postgres.database.azure.com" });
        Assert.Equal(["EndpointToOtherServer"], Codes(ProbeFault.CertificateNameMismatch, facts, State() with { Tls = Tls("x.example") }));
    }

    // Behind a wrong name there may be a second fault, or none.
    [Fact]
    public void What_is_wrong_at_the_endpoints_own_address_is_told_besides()
    {
        ProbeResult wrong = Result(ProbeFault.PublicAddress);
        ProbeResult both = wrong with { State = wrong.State with { Faults = [.. wrong.State.Faults, ("Tls", ProbeFault.TlsRefused, "Detail.")] } };
        Assert.Equal(["ZoneMissing"], Codes(wrong, null));
        Assert.Equal(["ZoneMissing", "TlsRefused"], Codes(both, both));
        Assert.Equal(["ZoneMissing"], Codes(wrong, wrong));

        ProbeResult behind = both with { State = both.State with { Address = System.Net.IPAddress.Parse(Address) } };
        Assert.Equal(["ZoneMissing", "TlsRefused"], Codes(wrong, behind));
        Assert.DoesNotContain("The path itself works", Causes(wrong, behind)[0].Message, StringComparison.Ordinal);
        // What is wrong there is told, though nothing comes before it; what was explained is not told twice.
        ProbeResult refused = behind with { State = behind.State with { Faults = [("Tls", ProbeFault.TlsRefused, "Detail.")] } };
        Assert.Equal(["ZoneMissing", "TlsRefused"], Codes(wrong, refused));
        ProbeResult silent = Result(ProbeFault.AddressSilent);
        Assert.Equal(["AddressSilent"], Codes(silent, silent));
        // What is wrong with the name is no news there.
        ProbeResult named = behind with { State = behind.State with { Faults = wrong.State.Faults } };
        Assert.Equal(["ZoneMissing"], Codes(wrong, named));
        Assert.EndsWith($"The path itself works: {Address} answers as it should.", Causes(wrong, named)[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("The path itself works", Causes(wrong, wrong)[0].Message, StringComparison.Ordinal);
        // A dead end is told alone.
        Assert.Equal(["ConnectionPending", "ZoneMissing"], [.. AzureDiagnosis.Causes(ProbeDiagnosis.Of(wrong)!, wrong, behind, Facts() with { ConnectionStatus = "Pending" }).Select(cause => cause.Code)]);

        static string[] Codes(ProbeResult result, ProbeResult? behind) => [.. Causes(result, behind).Select(cause => cause.Code)];
        static IReadOnlyList<RootCause> Causes(ProbeResult result, ProbeResult? behind) => AzureDiagnosis.Causes(ProbeDiagnosis.Of(result)!, result, behind, Facts());
    }

    [Fact]
    public void What_Azure_shows_to_be_right_changes_only_what_is_about_the_way()
    {
        RootCause own = ProbeDiagnosis.Of(Result(ProbeFault.TlsRefused))!;
        Assert.Equal(own, Assert.Single(Causes(ProbeFault.TlsRefused, Facts())));
        own = ProbeDiagnosis.Of(Result(ProbeFault.AddressSilent))!;
        Assert.Equal(own, Assert.Single(Causes(ProbeFault.AddressSilent, Facts() with { ConnectionStatus = null })));
        Assert.NotEqual(own.Message, Assert.Single(Causes(ProbeFault.AddressSilent, Facts())).Message);
        Assert.Equal("Azure sees nothing wrong with the endpoint: check -Port, and the health and log of what the endpoint leads to.", Assert.Single(Causes(ProbeFault.PortClosed, Facts(server: new()))).Remedy);
    }

    private static string[] Codes(ProbeFault fault, LinkFacts facts, ProbeState? state = null) => [.. Causes(fault, facts, state).Select(cause => cause.Code)];

    private static IReadOnlyList<RootCause> Causes(ProbeFault fault, LinkFacts facts, ProbeState? state = null)
    {
        ProbeResult result = Result(fault, state);
        return AzureDiagnosis.Causes(ProbeDiagnosis.Of(result)!, result, null, facts);
    }

    private static void Expect(ProbeFault fault, LinkFacts facts, string code, string remedy)
    {
        ProbeResult result = Result(fault);
        RootCause cause = AzureDiagnosis.Causes(ProbeDiagnosis.Of(result)!, result, result, facts)[0];

        Assert.Equal(code, cause.Code);
        Assert.Contains(remedy, cause.Remedy, StringComparison.Ordinal);
    }
}
