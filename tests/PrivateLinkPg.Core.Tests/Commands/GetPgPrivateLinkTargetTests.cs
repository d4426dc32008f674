using System.Net;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Commands;

public sealed class GetPgPrivateLinkTargetTests(SandboxFixture azure) : IClassFixture<SandboxFixture>
{
    private string Development => azure.Ready.Subscriptions.Development;

    private string Test => azure.Ready.Subscriptions.Test;

    [Fact]
    public void A_server_is_told_with_all_that_an_endpoint_and_its_record_need()
    {
        PgPrivateLinkTarget server = One(ById(azure.Ready.Resources.FlexibleServer));
        Assert.Equal(("pg-orders", "FlexibleServer", "Ready", "japaneast"), (server.Name, server.Kind, server.State, server.Location));
        Assert.Equal(("postgresqlServer", "privatelink.postgres.database.azure.com", azure.Ready.HostNames.FlexibleServer), (server.GroupId, server.ZoneName, server.HostName));
        Assert.Equal((azure.Ready.Resources.FlexibleServer, Development, "rg-data"), (server.Id, server.SubscriptionId, server.ResourceGroupName));
        Assert.Equal((true, null, null), (server.CanTakeEndpoint, server.Reason, server.Remedy));
    }

    [Fact]
    public void A_server_in_a_virtual_network_takes_none_and_the_way_out_is_told()
    {
        PgPrivateLinkTarget server = One(ById(azure.Ready.Resources.InjectedServer));
        Assert.False(server.CanTakeEndpoint);
        Assert.Contains("snet-postgres", server.Reason, StringComparison.Ordinal);
        Assert.Contains("migrate-network", server.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_from_before_Private_Link_takes_none()
    {
        Add(new FlexibleServer(Id("pg-old"), "japaneast") { PublicAddress = IPAddress.Loopback, DisplayLocation = "Japan East", IsBeforePrivateLink = true });
        PgPrivateLinkTarget server = One(ById(Id("pg-old").Value));
        Assert.False(server.CanTakeEndpoint);
        Assert.Contains("sub-resource", server.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Replicas_are_targets_of_their_own()
    {
        Add(new FlexibleServer(Id("pg-orders-replica"), "japaneast")
        {
            PublicAddress = IPAddress.Loopback, DisplayLocation = "Japan East", Source = Id("pg-orders"),
        });
        IReadOnlyList<PgPrivateLinkTarget> servers = Run(Named("pg-orders*"));
        Assert.Equal(["AsyncReplica", "Primary"], servers.Select(each => each.ReplicationRole).Order(StringComparer.Ordinal));
        Assert.Equal(azure.Ready.Resources.FlexibleServer, servers.Single(each => each.SourceServerId is not null).SourceServerId);
        AssertEach.All(servers, each => Assert.True(each.CanTakeEndpoint));
    }

    [Fact]
    public void A_cluster_is_led_to_by_its_coordinator()
    {
        ResourceId id = ResourceId.InGroup(Development, "rg-data", "Microsoft.DBforPostgreSQL", ServerGroup.ResourceType, "citus-orders");
        Add(new ServerGroup(id, "japaneast", 2) { PublicAddress = IPAddress.Loopback });
        PgPrivateLinkTarget cluster = Assert.Single(Run(Named("citus-*") with { Kind = Kinds("servergroup") }));
        Assert.Equal(("ServerGroup", "coordinator", "privatelink.postgres.cosmos.azure.com"), (cluster.Kind, cluster.GroupId, cluster.ZoneName));
        Assert.StartsWith("c-citus-orders.", cluster.HostName, StringComparison.Ordinal);

        PgPrivateEndpoint endpoint = azure.Runner().One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
            NewPgPrivateEndpoint.RunAsync, new() { Target = cluster.Id, SubnetId = azure.Subnet(2) });
        Assert.Equal(("Approved", "coordinator", cluster.HostName), (endpoint.ConnectionStatus, endpoint.GroupId, endpoint.HostName));
        Assert.Equal(1, One(ById(cluster.Id)).ConnectionCount);
    }

    [Theory]
    [InlineData("p-mckwlbakq5")]
    [InlineData("MCKWLBAKQ5")]
    [InlineData("p-mckwlbakq5.brcxzr08qr7rbei1.biganimal.io")]
    public void A_BigAnimal_cluster_is_found_in_whatever_subscription_it_lies(string cluster)
    {
        PgPrivateLinkTarget service = One(ByCluster(cluster));
        Assert.Equal(azure.Ready.Resources.PrivateLinkService, service.Id);
        Assert.Equal(("PrivateLinkService", null, null, azure.Ready.Resources.PrivateLinkServiceAlias), (service.Kind, service.GroupId, service.ZoneName, service.Alias));
        Assert.Equal((true, Development), (service.CanTakeEndpoint, service.SubscriptionId));
    }

    [Fact]
    public void A_cluster_that_is_not_there_is_an_error_with_the_other_way()
    {
        CommandFailure failure = azure.Runner().Fails(GetPgPrivateLinkTarget.RunAsync, ByCluster("p-none"));
        Assert.Equal(("ClusterNotFound", FailureKind.NotFound, "p-none"), (failure.Id, failure.Kind, failure.Target));
        Assert.Contains("alias", failure.Remedy, StringComparison.Ordinal);
        Assert.Equal("ClusterNotFound", azure.Runner().Fails(GetPgPrivateLinkTarget.RunAsync, ByCluster("p-mckwlbakq5") with { SubscriptionId = [Test] }).Id);
    }

    [Fact]
    public void An_alias_tells_whether_the_service_shows_itself()
    {
        string alias = azure.Ready.Resources.PrivateLinkServiceAlias;
        PgPrivateLinkTarget seen = One(ById(alias), azure.Ready.Principals.Consumer);
        Assert.Equal((alias, alias, "p-mckwlbakq5-rw-internal-lb", "japaneast", true), (seen.Id, seen.Alias, seen.Name, seen.Location, seen.CanTakeEndpoint));

        PgPrivateLinkTarget hidden = One(ById("none.00000000-0000-0000-0000-000000000001.japaneast.azure.privatelinkservice"));
        Assert.False(hidden.CanTakeEndpoint);
        Assert.Contains(Test, hidden.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_subscriptions_are_searched_and_one_denied_is_one_failure()
    {
        Assert.Empty(Run(Named("*") with { SubscriptionId = [] }));
        IReadOnlyList<PgPrivateLinkTarget> all = Run(Named("*") with { SubscriptionId = [Development, Test] });
        Assert.Contains(all, each => each.Id == azure.Ready.Resources.PrivateLinkService);
        Assert.Contains(all, each => each.Id == azure.Ready.Resources.InjectedServer && !each.CanTakeEndpoint);

        CommandRunner developer = azure.Runner(azure.Ready.Principals.Developer);
        IReadOnlyList<PgPrivateLinkTarget> some = developer.Run<GetPgPrivateLinkTargetRequest, PgPrivateLinkTarget>(
            GetPgPrivateLinkTarget.RunAsync, Named("*") with { SubscriptionId = [Development, Test], Kind = Kinds("FlexibleServer") });
        Assert.Contains(some, each => each.Name == "pg-orders");
        CommandFailure failure = Assert.Single(developer.Output.Failures);
        Assert.Equal(("AccessDenied", $"/subscriptions/{Test}"), (failure.Id, failure.Target));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("pg-*")]
    public void Where_nothing_is_found_in_the_contexts_subscription_a_warning_says_where_else_to_look(string name)
    {
        CommandRunner runner = azure.Runner();
        Assert.Empty(runner.Run<GetPgPrivateLinkTargetRequest, object>(GetPgPrivateLinkTarget.RunAsync, Named(name) with { SubscriptionId = [] }));
        string warning = Assert.Single(runner.Output.Text("Warning"));
        Assert.Contains($"named '{name}' was found in subscription 'test' ({Test})", warning, StringComparison.Ordinal);
        Assert.Contains($"-SubscriptionId; this account also sees 'development' ({Development})", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_said_where_sees_no_other_or_may_not_read_is_not_warned()
    {
        CommandRunner owner = azure.Runner();
        Assert.Empty(owner.Run<GetPgPrivateLinkTargetRequest, object>(GetPgPrivateLinkTarget.RunAsync, Named("*") with { SubscriptionId = [Test] }));
        Assert.Empty(owner.Output.Text("Warning"));

        CommandRunner consumer = azure.Runner(azure.Ready.Principals.Consumer);
        Assert.Empty(consumer.Run<GetPgPrivateLinkTargetRequest, object>(GetPgPrivateLinkTarget.RunAsync, Named("*") with { SubscriptionId = [] }));
        Assert.Empty(consumer.Output.Text("Warning"));
        Assert.Contains(consumer.Output.Text("Verbose"), line => line.Contains("the only one that was looked in", StringComparison.Ordinal));

        CommandRunner developer = azure.Runner(azure.Ready.Principals.Developer);
        Assert.Empty(developer.Run<GetPgPrivateLinkTargetRequest, object>(GetPgPrivateLinkTarget.RunAsync, Named("*") with { SubscriptionId = [] }));
        AssertEach.All(developer.Output.Failures, failure => Assert.Equal("AccessDenied", failure.Id));
        Assert.NotEmpty(developer.Output.Failures);
        Assert.Empty(developer.Output.Text("Warning"));
    }

    [Theory]
    [InlineData("InvalidTarget")]
    [InlineData("InvalidName")]
    [InlineData("TargetNotFound")]
    [InlineData("NoSuchTarget")]
    public void What_is_wrong_is_said(string id)
    {
        CommandFailure failure = azure.Runner().Fails(GetPgPrivateLinkTarget.RunAsync, id switch
        {
            "InvalidTarget" => ById(azure.Network(1)),
            "InvalidName" => ByCluster("p_x/y"),
            "TargetNotFound" => ById(azure.Ready.Resources.FlexibleServer + "-none"),
            _ => Named("pg-nobody"),
        });
        Assert.Equal(id, failure.Id);
        Assert.NotEmpty(failure.Remedy);
    }

    private static HashSet<string> Kinds(params string[] kinds) => kinds.ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static GetPgPrivateLinkTargetRequest ById(string target) => new(target, null, "*", Kinds(), []);

    private static GetPgPrivateLinkTargetRequest ByCluster(string cluster) => new(null, cluster, "*", Kinds(), []);

    private GetPgPrivateLinkTargetRequest Named(string name) => new(null, null, name, Kinds(), [Development]);

    private ResourceId Id(string server) => ResourceId.InGroup(Development, "rg-data", "Microsoft.DBforPostgreSQL", FlexibleServer.ResourceType, server);

    private void Add(PrivateLinkTarget target) => azure.Sandbox.State.Run(() =>
    {
        target.ProvisioningState = "Succeeded";
        azure.Sandbox.State.Add(target);
        return true;
    });

    private PgPrivateLinkTarget One(GetPgPrivateLinkTargetRequest request, string? principal = null) =>
        azure.Runner(principal).One<GetPgPrivateLinkTargetRequest, PgPrivateLinkTarget>(GetPgPrivateLinkTarget.RunAsync, request);

    private IReadOnlyList<PgPrivateLinkTarget> Run(GetPgPrivateLinkTargetRequest request) =>
        azure.Runner().Run<GetPgPrivateLinkTargetRequest, PgPrivateLinkTarget>(GetPgPrivateLinkTarget.RunAsync, request);
}
