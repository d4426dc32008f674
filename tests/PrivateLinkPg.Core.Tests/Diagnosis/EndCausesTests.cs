using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Link;
using PrivateLinkPg.Probe;
using static PrivateLinkPg.Core.Tests.Diagnosis.PathFacts;

namespace PrivateLinkPg.Core.Tests.Diagnosis;

/// <summary>Endpoints, connections and servers that nothing can be reached by: the command is for the case, and what others would see is left to people.</summary>
public sealed class EndCausesTests
{
    private const string SubnetArgument = $"-SubnetId {Subnet}";

    [Fact]
    public void A_failed_endpoint_is_tried_again_where_it_is_known_what_it_was_to_be()
    {
        LinkFacts failed = Facts(state: "Failed");
        RootCause cause = Cause(failed, "EndpointFailed");
        Assert.Equal(new EndpointRepair(Endpoint, Server, Subnet), cause.Repair);
        Assert.Equal($"Try it again: New-PgPrivateEndpoint -Target {Server} {SubnetArgument} -Name pe -ResourceGroupName rg", cause.Remedy);

        cause = Cause(failed with { Target = null }, "EndpointFailed");
        Assert.Null(cause.Repair);
        Assert.Equal($"Try it again: New-PgPrivateEndpoint -Target <the target's id> {SubnetArgument} -Name pe", cause.Remedy);
        cause = Cause(failed with { Endpoint = new() { Properties = new() { ProvisioningState = "Failed" } } }, "EndpointFailed");
        Assert.Null(cause.Repair);
        Assert.Contains("-SubnetId <the subnet's id> -Name pe", cause.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_gone_is_told_with_what_is_left_of_it()
    {
        Assert.Equal($"Remove what led to it: Remove-AzResource -ResourceId {Endpoint}", Cause(Facts() with { TargetIsGone = true }, "TargetDeleted").Remedy);
        Assert.EndsWith("-ResourceId <the endpoint's id>", Cause(Facts() with { TargetIsGone = true, EndpointId = null }, "TargetDeleted").Remedy, StringComparison.Ordinal);
        LinkFacts gone = Facts() with { EndpointIsGone = true, Endpoint = null };
        Assert.Equal(
            $"New-PgPrivateEndpoint -Target {Server} -SubnetId <the subnet's id> -Name pe | Approve-PgEndpointConnection | Get-PgEndpointIp | New-PgPrivateDnsRecord",
            Cause(gone, "EndpointDeleted").Remedy);
        Assert.StartsWith("New-PgPrivateEndpoint -Target <the target's id> -SubnetId <the subnet's id> | Approve", Cause(gone with { Target = null, EndpointId = null }, "EndpointDeleted").Remedy, StringComparison.Ordinal);
        Assert.Contains($"Create it again: New-PgPrivateEndpoint -Target {Server} {SubnetArgument} -Name pe -Force", Cause(Facts() with { ConnectionStatus = "Disconnected" }, "ConnectionDisconnected").Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Stopped", "ServerStopped", "start --ids")]
    [InlineData("Stopping", "ServerStopped", "start --ids")]
    [InlineData("Provisioning", "ServerStarting", "--query state")]
    [InlineData("Starting", "ServerStarting", "--query state")]
    [InlineData("Restarting", "ServerStarting", "--query state")]
    [InlineData("Disabled", "ServerDisabled", "subscription 00000000-0000-0000-0000-000000000001")]
    [InlineData("Inaccessible", "ServerInaccessible", "key vault")]
    [InlineData("Dropping", "ServerBeingDeleted", $"-ResourceId {Endpoint}")]
    [InlineData("Ready", null, "")]
    [InlineData("Updating", null, "")]
    [InlineData(null, null, "")]
    public void A_server_that_answers_nobody_is_told_by_its_state(string? state, string? code, string remedy)
    {
        RootCause? cause = AzureRules.Of(AzureReason.EndIsMissing, Case(Facts(server: new() { State = state }))).SingleOrDefault();
        Assert.Equal(code, cause?.Code);
        if (cause is null) return;
        Assert.StartsWith($"The server db is {state}", cause.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, cause.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_goes_and_has_no_endpoint_leaves_its_place_open() => Assert.EndsWith(
        "-ResourceId <the endpoint's id>", ServerStates.BeingDeleted(Case(Facts(server: new() { State = "Dropping" }) with { EndpointId = null })).Remedy, StringComparison.Ordinal);

    [Fact]
    public void A_server_without_an_endpoint_and_one_in_a_network_are_told()
    {
        Assert.Contains($"No private endpoint leads to db, so {Host}", Cause(Facts() with { EndpointId = null }, "EndpointMissing").Message, StringComparison.Ordinal);
        Assert.Empty(AzureRules.Of(AzureReason.EndIsMissing, Case(Facts() with { EndpointId = null, Server = null })));
        Assert.Empty(AzureRules.Of(AzureReason.EndIsMissing, Case(Facts(server: new() { Network = new() { DelegatedSubnetResourceId = "" } }))));
        Assert.Empty(AzureRules.Of(AzureReason.EndIsMissing, Case(Facts() with { Endpoint = null })));
        Assert.Contains("injected into subnet /s,", Cause(Facts(server: new() { Network = new() { DelegatedSubnetResourceId = "/s" } }), "ServerInjected").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_approval_is_run_where_nobody_else_can_notice()
    {
        Assert.Equal(new ApprovalRepair(Endpoint), Pending(Facts()).Repair);
        Assert.Contains($"so {Address} leads nowhere yet", Pending(Facts()).Message, StringComparison.Ordinal);
        Assert.Contains("so it leads nowhere yet", Pending(Facts() with { Addresses = [] }).Message, StringComparison.Ordinal);
        Assert.StartsWith("The target is not to be seen from here", HeldBack(Facts() with { Server = null }), StringComparison.Ordinal);
        Assert.StartsWith("The endpoint is not to be seen from here", HeldBack(Facts() with { Endpoint = null }), StringComparison.Ordinal);
        Assert.StartsWith("The target is not to be seen from here", HeldBack(Facts() with { Endpoint = null, Server = null }), StringComparison.Ordinal);
        Assert.Equal($"Approve-PgEndpointConnection -EndpointId {Endpoint} -Target {Server}", Pending(Facts() with { Endpoint = null }).Remedy);
        Assert.Equal($"Approve-PgEndpointConnection -EndpointId {Endpoint}", Pending(Facts() with { Endpoint = null, Target = null }).Remedy);
    }

    // With a server's first approval its public name leads into the zone for all who are linked to it.
    [Fact]
    public void The_first_approval_is_left_to_people_where_other_networks_are_linked()
    {
        ZoneFacts seen = new(ZoneId, Zone, false, null) { OtherNetworks = [OtherNetwork] };
        Assert.Equal(
            $"It is the first one: Azure then leads the public name to {Zone}, and {ZoneId} is linked to data, whose clients would not find the name any more.",
            HeldBack(Facts() with { Zones = [seen] }));
        Assert.EndsWith("whose clients would go to 10.9.9.9, 10.9.9.8.", HeldBack(Facts() with { Zones = [seen with { Record = ["10.9.9.9", "10.9.9.8"] }] }), StringComparison.Ordinal);
        Assert.EndsWith("not find the name any more.", HeldBack(Facts() with { Zones = [seen with { Record = [] }] }), StringComparison.Ordinal);
        Assert.Null(HeldBack(Facts() with { Zones = [seen with { OtherNetworks = [] }] }));
        Assert.Null(HeldBack(Facts() with { Zones = [seen with { RecordNotReadable = true }] }));
        Assert.Null(HeldBack(Facts() with { Zones = [seen with { Name = "privatelink.other.example" }] }));
        Assert.Null(HeldBack(Facts() with { Zones = [seen], Target = LinkTarget.Parse(Service) }));
        // The public name leads there already.
        Resource<EndpointConnectionProperties> approved = new() { Properties = new() { PrivateLinkServiceConnectionState = new() { Status = "Approved" } } };
        Assert.Null(HeldBack(Facts(server: new() { PrivateEndpointConnections = [approved] }) with { Zones = [seen] }));
        Assert.NotNull(HeldBack(Facts() with { Zones = [seen], Target = null }));
    }

    [Fact]
    public void A_rejected_connection_may_be_approved_of_a_service_alone()
    {
        Assert.Contains($"{SubnetArgument} -Name pe -Force | Approve", Rejected(Facts()).Remedy, StringComparison.Ordinal);
        Assert.Contains("The owner may still approve it", Rejected(Facts() with { Target = LinkTarget.Parse(Service) }).Remedy, StringComparison.Ordinal);
        Assert.Contains("-Target <the target's id> ", Rejected(Facts() with { Target = null }).Remedy, StringComparison.Ordinal);

        static RootCause Rejected(LinkFacts facts) => Assert.Single(AzureRules.Of(AzureReason.NotApproved, Case(facts with { ConnectionStatus = "Rejected" })));
    }

    [Fact]
    public void An_endpoint_of_another_server_is_told_by_its_name()
    {
        LinkFacts facts = Facts(server: new() { FullyQualifiedDomainName = "other.postgres.database.azure.com" });
        RootCause cause = Assert.Single(AzureRules.Of(AzureReason.EndIsAnother, Case(facts)));
        Assert.Equal(
            $"Test other.postgres.database.azure.com, or pass the endpoint of {Host} with -EndpointId. Where there is none: New-PgPrivateEndpoint -Target <the id of {Host}> {SubnetArgument}",
            cause.Remedy);
        Assert.EndsWith("-SubnetId <the clients' subnet>", Assert.Single(AzureRules.Of(AzureReason.EndIsAnother, Case(facts with { Endpoint = null }))).Remedy, StringComparison.Ordinal);
    }

    // By another name, one's own or an address, people come to the right server too: only of the same domain it is proof.
    [Theory]
    [InlineData("p-b.org1.biganimal.io", "p-b.org1.biganimal.io", "p-a.org1.biganimal.io", true)]
    [InlineData("P-B.org1.biganimal.io", "p-b.ORG1.biganimal.io", "p-a.org1.BIGANIMAL.io", true)]
    [InlineData("p-b.org1.biganimal.io", "p-b.org1.biganimal.io", "p-b.org1.biganimal.io", false)]
    [InlineData("p-b.org1.biganimal.io", "p-c.org1.biganimal.io", "p-a.org1.biganimal.io", false)]
    [InlineData("p-b.org1.biganimal.io", "p-b.org1.biganimal.io", "db.example.com", false)]
    [InlineData("p-b.org1.biganimal.io", "p-b.org1.biganimal.io", "biganimal.io", true)]
    [InlineData("io", "io", "io", false)]
    [InlineData("one", "one", "two", false)]
    [InlineData("p-b.org1.biganimal.io", null, "p-a.org1.biganimal.io", false)]
    public void A_service_is_another_s_by_its_certificate(string served, string? certified, string host, bool isOther)
    {
        ProbeState state = State(host: host);
        if (certified is not null) state = state with { Tls = Tls("x.example", certified) };
        LinkFacts facts = Facts(server: new() { Fqdns = ["", served] }) with { Target = LinkTarget.Parse(Service) };
        Assert.Equal(isOther, EndCauses.IsOthers(Case(facts, ProbeFault.CertificateNameMismatch, state)));
        Assert.False(EndCauses.IsOthers(Case(facts with { Target = LinkTarget.Parse(Server) }, ProbeFault.CertificateNameMismatch, State(host: "db.example") with { Tls = state.Tls })));
        Assert.False(EndCauses.IsOthers(Case(facts with { Addresses = ["10.1.0.9"] }, ProbeFault.CertificateNameMismatch, state)));
        Assert.False(EndCauses.IsOthers(Case(facts with { Target = null }, ProbeFault.CertificateNameMismatch, state)));
    }

    private static RootCause Cause(LinkFacts facts, string code)
    {
        RootCause cause = Assert.Single(AzureRules.Of(AzureReason.EndIsMissing, Case(facts)));
        Assert.Equal(code, cause.Code);
        return cause;
    }

    private static RootCause Pending(LinkFacts facts) => Assert.Single(AzureRules.Of(AzureReason.NotApproved, Case(facts with { ConnectionStatus = "Pending" })));

    private static string? HeldBack(LinkFacts facts) => Pending(facts).Repair!.HeldBack;
}
