using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

public sealed class GetPgEndpointIpTests(SandboxFixture azure) : IClassFixture<SandboxFixture>
{
    [Fact]
    public void The_address_comes_with_all_that_a_record_needs()
    {
        PgPrivateEndpoint endpoint = Create(1);
        PgEndpointIp ip = One(new(endpoint.Id, null, null));
        Assert.Equal(("NetworkInterface", azure.Ready.HostNames.FlexibleServer, "privatelink.postgres.database.azure.com"), (ip.Source, ip.HostName, ip.ZoneName));
        Assert.Equal((endpoint.Id, endpoint.TargetId, endpoint.VirtualNetworkId, endpoint.ResourceGroupName), (ip.EndpointId, ip.TargetId, ip.VirtualNetworkId, ip.ResourceGroupName));
        Assert.Equal(("postgresqlServer", "postgresqlServer"), (ip.GroupId, ip.MemberName));
    }

    [Fact]
    public void An_endpoint_can_be_given_by_name()
    {
        PgPrivateEndpoint endpoint = Create(2);
        Assert.Equal(endpoint.Id, One(new(null, endpoint.Name, endpoint.ResourceGroupName)).EndpointId);
    }

    [Fact]
    public void A_pending_endpoint_has_an_address_and_its_host_name_too()
    {
        PgEndpointIp ip = One(new(Create(3, manual: true).Id, null, null));
        Assert.Equal(azure.Ready.HostNames.FlexibleServer, ip.HostName);
    }

    [Fact]
    public void What_a_plan_says_goes_along_with_the_only_address()
    {
        PlannedName planned = new("db.example.org", "example.org", "rg-dns", azure.Network(7));
        PgEndpointIp ip = One(new(Create(6).Id, null, null, planned));
        Assert.Equal(("db.example.org", "example.org", "rg-dns", azure.Network(7)), (ip.HostName, ip.ZoneName, ip.ZoneResourceGroupName, Assert.Single(ip.LinkedVirtualNetworkId)));

        // Of several each has its own name; one that Azure tells none for takes the plan's.
        PgEndpointIp node = planned.On(ip with { HostName = "node-1.postgres.cosmos.azure.com" }, isOnly: false);
        Assert.Equal(("node-1.postgres.cosmos.azure.com", "example.org"), (node.HostName, node.ZoneName));
        Assert.Equal("db.example.org", planned.On(ip with { HostName = null }, isOnly: false).HostName);
        Assert.Equal(ip with { ZoneResourceGroupName = null, LinkedVirtualNetworkId = [] }, new PlannedName().On(ip, isOnly: true));
    }

    [Fact]
    public void An_endpoint_that_is_not_there_is_said_so()
    {
        string id = Create(4).Id + "-none";
        Assert.Equal(("EndpointNotFound", id), Named(azure.Runner().Fails(GetPgEndpointIp.RunAsync, new GetPgEndpointIpRequest(id, null, null))));
        Assert.Equal("InvalidResourceId", azure.Runner().Fails(GetPgEndpointIp.RunAsync, new GetPgEndpointIpRequest(azure.Network(1), null, null)).Id);
    }

    private static (string, object?) Named(Failures.CommandFailure failure) => (failure.Id, failure.Target);

    private PgEndpointIp One(GetPgEndpointIpRequest request) => azure.Runner().One<GetPgEndpointIpRequest, PgEndpointIp>(GetPgEndpointIp.RunAsync, request);

    private PgPrivateEndpoint Create(int network, bool manual = false) => azure.Runner().One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
        NewPgPrivateEndpoint.RunAsync, new() { Target = azure.Ready.Resources.FlexibleServer, SubnetId = azure.Subnet(network), ManualRequest = manual });
}
