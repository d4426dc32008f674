using Azure.Core;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Records;

namespace PrivateLinkPg.Core.Tests.Records;

public sealed class DnsPlanTests
{
    private const string Group = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-client";
    private const string Network = Group + "/providers/Microsoft.Network/virtualNetworks/vnet-client";
    private const string Endpoint = Group + "/providers/Microsoft.Network/privateEndpoints/pe";

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

    [Fact]
    public void What_does_not_go_together_or_is_none_is_refused()
    {
        NewPgPrivateDnsRecordRequest whole = new() { HostName = "a.example.com", IpAddress = ["10.0.0.4"], VirtualNetworkId = [Network] };
        DnsPlan.Check(whole with { VirtualNetworkId = [], NoLink = true });
        NewPgPrivateDnsRecordRequest group = whole with { AsZoneGroup = true, EndpointId = Endpoint };
        DnsPlan.Check(group);
        DnsPlan.Check(group with { IpAddress = [] });
        DnsPlan.Check(whole with { ResolutionPolicy = "nxdomainREDIRECT", TimeToLive = 5, Append = true });
        Assert.Equal("ConflictingParameters", Failure(() => DnsPlan.Check(group with { TimeToLive = 5 })).Id);
        Assert.Equal("ConflictingParameters", Failure(() => DnsPlan.Check(group with { Append = true })).Id);
        Assert.Equal("InvalidName", Failure(() => DnsPlan.Check(whole with { ResolutionPolicy = "Redirect" })).Id);
        Assert.Equal("InvalidName", Failure(() => DnsPlan.Check(whole with { ZoneName = "-" })).Id);
        Assert.Equal("InvalidResourceId", Failure(() => DnsPlan.Check(whole with { VirtualNetworkId = [Endpoint] })).Id);
        Assert.Equal("InvalidResourceId", Failure(() => DnsPlan.Check(whole with { EndpointId = Network })).Id);
        Assert.Equal("InvalidGroupPattern", Failure(() => DnsPlan.Check(whole with { ResourceGroupName = "{Region}" })).Id);
    }

    [Fact]
    public void A_resource_has_room_for_as_many_tags_of_the_users_as_the_marks_leave()
    {
        static Dictionary<string, string> Tags(int count) => Enumerable.Range(0, count).ToDictionary(each => $"tag{each}", _ => "");
        NewPgPrivateDnsRecordRequest whole = new() { HostName = "a.example.com", IpAddress = ["10.0.0.4"], VirtualNetworkId = [Network] };
        DnsPlan.Check(whole with { Tag = Tags(14) });
        DnsPlan.Check(whole with { EndpointId = Endpoint, Tag = Tags(13) });
        // Who gives the mark himself needs no place for it.
        DnsPlan.Check(whole with { Tag = Tags(14).Append(new("creator", "me")).ToDictionary() });
        Assert.Equal(FailureKind.InvalidArgument, Failure(() => DnsPlan.Check(whole with { Tag = Tags(15) })).Kind);
        Assert.Equal(FailureKind.InvalidArgument, Failure(() => DnsPlan.Check(whole with { EndpointId = Endpoint, Tag = Tags(14) })).Kind);
    }

    [Fact]
    public void The_subscription_is_the_given_one_else_the_endpoints_the_networks_or_the_contexts()
    {
        NewPgPrivateDnsRecordRequest request = new() { HostName = "a.b.example", ResourceGroupName = "rg", NoLink = true };
        AzureConnection connection = Connection(AzureCloud.Public) with { SubscriptionId = "of-context" };
        Assert.Equal("of-context", DnsPlan.From(request, connection).SubscriptionId);
        Assert.Equal("11111111-2222-3333-4444-555555555555", DnsPlan.From(request with { VirtualNetworkId = [Network] }, connection).SubscriptionId);
        Assert.Equal("22222222-2222-2222-2222-222222222222", DnsPlan.From(request with { VirtualNetworkId = [Network], EndpointId = Endpoint.Replace("11111111-2222-3333-4444-555555555555", "22222222-2222-2222-2222-222222222222", StringComparison.Ordinal) }, connection).SubscriptionId);
        Assert.Equal("given", DnsPlan.From(request with { EndpointId = Endpoint, SubscriptionId = "given" }, connection).SubscriptionId);
        Assert.Equal("SubscriptionId", Failure(() => DnsPlan.From(request, Connection(AzureCloud.Public))).Target);
        Assert.Equal("ResourceGroupName", Failure(() => DnsPlan.From(request with { ResourceGroupName = null }, connection)).Target);
    }

    [Fact]
    public void Only_zones_of_Private_Link_let_unknown_names_go_on()
    {
        NewPgPrivateDnsRecordRequest request = new() { HostName = "orders.postgres.database.azure.com", VirtualNetworkId = [Network], ResolutionPolicy = "NxDomainRedirect" };
        Assert.Equal("privatelink.postgres.database.azure.com", DnsPlan.From(request, Connection(AzureCloud.Public)).ZoneName);
        Assert.Equal("ResolutionPolicyNotForZone", Failure(() => DnsPlan.From(request with { ZoneName = "azure.com" }, Connection(AzureCloud.Public))).Id);
        Assert.Equal("azure.com", DnsPlan.From(request with { ZoneName = "Azure.com.", ResolutionPolicy = "Default" }, Connection(AzureCloud.Public)).ZoneName);
    }

    [Theory]
    [InlineData("orders.postgres.database.azure.com", null, false)]
    [InlineData("orders.postgres.database.azure.com", "postgres.database.azure.com", true)]
    [InlineData("orders.postgres.database.azure.com", "azure.com", true)]
    [InlineData("orders.postgres.database.azure.com", "orders.postgres.database.azure.com", false)]
    [InlineData("orders.postgres.database.azure.com", "privatelink.database.azure.com", false)]
    [InlineData("a.db.example.com", null, false)]
    [InlineData("a.db.example.com", "example.com", true)]
    [InlineData("a.db.example.com", "a.db.example.com", false)]
    public void A_zone_that_is_wider_than_need_be_hides_names_of_others(string host, string? zone, bool hides) =>
        Assert.Equal(hides, DnsPlan.From(new() { HostName = host, ZoneName = zone, VirtualNetworkId = [Network] }, Connection(AzureCloud.Public)).ShadowsOthers);

    private static CommandFailure Failure(Action action) => Assert.Throws<CommandFailedException>(action).Failure;

    private static AzureConnection Connection(AzureCloud cloud) =>
        new(DelegatedTokenCredential.Create((_, _) => throw new InvalidOperationException()), cloud, null, null, "test", ContextSource.ConnectPgAzure);
}
