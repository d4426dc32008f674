using Azure.Core;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Records;

namespace PrivateLinkPg.Core.Tests.Commands;

public sealed class DnsPlanTests
{
    private const string Group = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-client";
    private const string Network = Group + "/providers/Microsoft.Network/virtualNetworks/vnet-client";

    [Theory]
    [InlineData("orders.postgres.database.azure.com", null, null, "privatelink.postgres.database.azure.com", "orders")]
    [InlineData("Orders.Postgres.Database.Azure.Com.", null, null, "privatelink.postgres.database.azure.com", "orders")]
    [InlineData("c-shop.abcdefghijklmn.postgres.cosmos.azure.com", null, null, "privatelink.postgres.cosmos.azure.com", "c-shop.abcdefghijklmn")]
    [InlineData("p-mckwlbakq5.brcxzr08qr7rbei1.biganimal.io", null, null, "brcxzr08qr7rbei1.biganimal.io", "p-mckwlbakq5")]
    [InlineData("p-mckwlbakq5.brcxzr08qr7rbei1.biganimal.io", "biganimal.io", null, "biganimal.io", "p-mckwlbakq5.brcxzr08qr7rbei1")]
    [InlineData("db.example.com", "db.example.com", null, "db.example.com", "@")]
    [InlineData("orders.postgres.database.azure.com", null, Group + "/providers/Microsoft.DBforPostgreSQL/flexibleServers/orders", "privatelink.postgres.database.azure.com", "orders")]
    public void The_zone_follows_from_target_and_host_name(string host, string? zone, string? target, string expectedZone, string expectedRecord)
    {
        DnsPlan plan = DnsPlan.From(new() { HostName = host, ZoneName = zone, TargetId = target, VirtualNetworkId = [Network] }, Connection(AzureCloud.Public));
        Assert.Equal((expectedZone, expectedRecord), (plan.ZoneName, plan.RecordName));
    }

    [Fact]
    public void A_sovereign_cloud_has_zones_of_its_own()
    {
        DnsPlan plan = DnsPlan.From(new() { HostName = "orders.postgres.database.usgovcloudapi.net", VirtualNetworkId = [Network] }, Connection(AzureCloud.UsGovernment));
        Assert.Equal(("privatelink.postgres.database.usgovcloudapi.net", "orders"), (plan.ZoneName, plan.RecordName));
    }

    [Fact]
    public void The_zone_is_created_near_the_endpoint_else_near_the_network()
    {
        string endpoint = Network.Replace("rg-client", "rg-endpoint", StringComparison.Ordinal).Replace("virtualNetworks", "privateEndpoints", StringComparison.Ordinal);
        NewPgPrivateDnsRecordRequest request = new() { HostName = "a.b.example", VirtualNetworkId = [Network] };
        Assert.Equal("rg-client", DnsPlan.From(request, Connection(AzureCloud.Public)).GroupName);
        Assert.Equal("rg-endpoint", DnsPlan.From(request with { EndpointId = endpoint }, Connection(AzureCloud.Public)).GroupName);
        Assert.Equal("rg-dns", DnsPlan.From(request with { EndpointId = endpoint, ResourceGroupName = "rg-dns" }, Connection(AzureCloud.Public)).GroupName);
    }

    [Fact]
    public void A_host_outside_of_the_zone_is_refused() => Assert.Equal("HostNotInZone", Failure(
        () => DnsPlan.From(new() { HostName = "a.example.com", ZoneName = "example.org", VirtualNetworkId = [Network] }, Connection(AzureCloud.Public))).Id);

    [Fact]
    public void What_is_missing_is_named()
    {
        NewPgPrivateDnsRecordRequest whole = new() { HostName = "a.example.com", IpAddress = ["10.0.0.4"], VirtualNetworkId = [Network] };
        DnsPlan.Check(whole);
        Assert.Equal("HostName", Failure(() => DnsPlan.Check(whole with { HostName = null })).Target);
        Assert.Equal("IpAddress", Failure(() => DnsPlan.Check(whole with { IpAddress = [] })).Target);
        Assert.Equal("VirtualNetworkId", Failure(() => DnsPlan.Check(whole with { VirtualNetworkId = [] })).Target);
        Assert.Equal("EndpointId", Failure(() => DnsPlan.Check(whole with { AsZoneGroup = true })).Target);
        Assert.Equal("InvalidIpAddress", Failure(() => DnsPlan.Check(whole with { IpAddress = ["10.0.0"] })).Id);
        Assert.Equal("InvalidIpAddress", Failure(() => DnsPlan.Check(whole with { IpAddress = ["fd00::4"] })).Id);
        Assert.Equal("InvalidName", Failure(() => DnsPlan.Check(whole with { HostName = "server" })).Id);
    }

    private static CommandFailure Failure(Action action) => Assert.Throws<CommandFailedException>(action).Failure;

    private static AzureConnection Connection(AzureCloud cloud) =>
        new(DelegatedTokenCredential.Create((_, _) => throw new InvalidOperationException()), cloud, null, null, "test", ContextSource.ConnectPgAzure);
}
