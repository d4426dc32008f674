using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>What the user declines under -Confirm is not written, not reported, and no error.</summary>
public sealed class DeclinedTests : LinkedServer
{
    [Theory]
    [InlineData("Create zone group", true)]
    [InlineData("Create private endpoint", false)]
    [InlineData("-", true)]
    public void An_endpoint_tells_the_zone_group_that_it_has(string declined, bool made)
    {
        string zone = New(Azure.Runner(), new() { HostName = "other.postgres.database.azure.com", IpAddress = ["10.0.0.9"], NoLink = true, ResourceGroupName = "rg-client" }).ZoneId;
        CommandRunner runner = Declining(declined);
        NewPgPrivateEndpointRequest wish = new() { Target = Server, SubnetId = Azure.Subnet(1), PrivateDnsZoneId = [zone] };
        IReadOnlyList<PgPrivateEndpoint> endpoints = runner.Run<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, wish);
        Assert.Empty(runner.Output.Failures);
        Assert.Equal(made ? [declined == "-" ? zone : null] : Array.Empty<string?>(), endpoints.Select(each => each.PrivateDnsZoneId.SingleOrDefault()));
    }

    [Theory]
    [InlineData("Create private DNS zone", true)]
    [InlineData("Create private DNS zone", false)]
    [InlineData("Create zone group", true)]
    [InlineData("Create A record", false)]
    public void A_declined_step_of_a_record_ends_it_without_an_error_or_a_link(string declined, bool asZoneGroup)
    {
        PgPrivateEndpoint endpoint = Endpoint(Azure.Runner(), 1);
        NewPgPrivateDnsRecordRequest wish = Request(Azure.Runner(), endpoint) with { AsZoneGroup = asZoneGroup };
        CommandRunner runner = Declining(declined);
        IReadOnlyList<string> writes = runner.WritesOf(() => Assert.Empty(runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, wish)));
        Assert.Empty(runner.Output.Failures);
        Assert.DoesNotContain(writes, each => each.Contains("/virtualNetworkLinks/", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(Records());
    }

    private CommandRunner Declining(string action) =>
        Azure.Runner(output: new() { Declines = each => each.StartsWith(action, StringComparison.Ordinal) });
}
