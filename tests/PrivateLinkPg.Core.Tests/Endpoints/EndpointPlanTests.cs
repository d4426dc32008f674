using System.Text.Json;
using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Endpoints;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Endpoints;

/// <summary>What is sent for an endpoint: as wished where something is wished, as it is where it is there, and Azure's default else.</summary>
public sealed class EndpointPlanTests
{
    private const string Group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers";
    private const string Id = $"{Group}/Microsoft.Network/privateEndpoints/pe";
    private const string Subnet = $"{Group}/Microsoft.Network/virtualNetworks/vnet/subnets/pe";
    private const string Server = $"{Group}/Microsoft.DBforPostgreSQL/flexibleServers/db";
    private const string Service = $"{Group}/Microsoft.Network/privateLinkServices/pls";
    private const string Alias = "pls.00000000-0000-0000-0000-000000000009.westeurope.azure.privatelinkservice";
    private const string Asg = $"{Group}/Microsoft.Network/applicationSecurityGroups/";

    private static readonly EndpointSettings Wished = new() { Target = Server, Location = "West Europe" };

    [Fact]
    public void A_new_endpoint_has_what_Azure_needs_and_no_more()
    {
        var body = Plan(Wished).Body();
        Assert.Equal("westeurope", body.Location);
        PrivateEndpointProperties properties = body.Properties!;
        Assert.Equal((Subnet, "pe-nic"), (properties.Subnet!.Id, properties.CustomNetworkInterfaceName));
        Assert.Null(properties.ManualPrivateLinkServiceConnections);
        ServiceConnection connection = Assert.Single(properties.PrivateLinkServiceConnections!);
        Assert.Equal(("pe", Server, null), (connection.Name, connection.Properties!.PrivateLinkServiceId, connection.Properties.RequestMessage));
        Assert.Equal(["postgresqlServer"], connection.Properties.GroupIds);
        Assert.Null(properties.IpConfigurations);
        Assert.Null(properties.IpVersionType);
        Assert.Null(properties.ApplicationSecurityGroups);
        Assert.Null(body.Other);
    }

    // The target, whether a request is wished, what it says, how the endpoint that is there asked and what it said: how it asks, and what it says.
    [Theory]
    [InlineData(Server, false, null, null, null, false, null)]
    [InlineData(Server, false, "please", null, null, false, null)]
    [InlineData(Server, true, "please", null, null, true, "please")]
    [InlineData(Server, true, null, null, null, true, null)]
    [InlineData(Service, true, "please", null, null, true, "please")]
    [InlineData(Alias, false, "please", null, null, true, "please")]
    [InlineData(Server, true, "please", false, null, false, null)]
    [InlineData(Server, false, null, true, "before", true, "before")]
    [InlineData(Server, true, "please", true, "before", true, "please")]
    [InlineData(Alias, false, null, true, "before", true, "before")]
    public void An_endpoint_keeps_the_way_in_which_it_asked(string target, bool wished, string? message, bool? there, string? before, bool manual, string? said)
    {
        EndpointPlan plan = Plan(Wished with { Target = target, ManualRequest = wished, RequestMessage = message }, there is { } was ? Existing(was, before) : null);
        PrivateEndpointProperties properties = plan.Body().Properties!;
        Assert.Equal(manual, plan.Manual);
        ServiceConnection connection = Assert.Single((manual ? properties.ManualPrivateLinkServiceConnections : properties.PrivateLinkServiceConnections)!);
        Assert.Null(manual ? properties.PrivateLinkServiceConnections : properties.ManualPrivateLinkServiceConnections);
        Assert.Equal((said, target), (connection.Properties!.RequestMessage, connection.Properties.PrivateLinkServiceId));
        // A service has no group.
        Assert.Equal(target == Server ? ["postgresqlServer"] : null, connection.Properties.GroupIds);
        Assert.Equal(there is null ? "pe" : "theirs", connection.Name);
        Assert.Equal("own", Asking(Plan(plan.Wished with { ConnectionName = "own" }, plan.Existing)).Name);
    }

    [Fact]
    public void What_is_there_and_not_wished_otherwise_stays()
    {
        var existing = Existing(false, null);
        var body = Plan(Wished with { Tag = new Dictionary<string, string> { ["team"] = "data" } }, existing).Body();
        Assert.Equal(["env=prod", "team=data"], body.Tags!.Select(each => $"{each.Key}={each.Value}").Order());
        PrivateEndpointProperties properties = body.Properties!;
        Assert.Equal(("nic", "DualStack"), (properties.CustomNetworkInterfaceName, properties.IpVersionType));
        Assert.Same(existing.Properties!.IpConfigurations, properties.IpConfigurations);
        Assert.Same(existing.Properties.ApplicationSecurityGroups, properties.ApplicationSecurityGroups);
        Assert.Same(existing.Properties.CustomDnsConfigs, properties.CustomDnsConfigs);
        Assert.Equal("zone-1", body.Other!["extendedLocation"].GetString());
        // What Azure alone says is not sent back.
        Assert.Equal((null, null, null), (properties.ProvisioningState, properties.ResourceGuid, properties.NetworkInterfaces));
        // An interface that Azure named has an empty name.
        Assert.Null(Plan(Wished, Existing(false, null, nic: "")).Body().Properties!.CustomNetworkInterfaceName);
        Assert.Equal("mine", Plan(Wished with { NetworkInterfaceName = "mine" }, existing).Body().Properties!.CustomNetworkInterfaceName);
        Assert.Equal("mine", Plan(Wished with { NetworkInterfaceName = "mine" }).Body().Properties!.CustomNetworkInterfaceName);
    }

    // Azure takes IPv4 where nothing is said, and its versions before 2025-03-01 refuse the member.
    [Theory]
    [InlineData("IPv4", null)]
    [InlineData("IPv6", "IPv6")]
    [InlineData("DualStack", "DualStack")]
    public void The_usual_IP_version_is_not_said(string wished, string? said)
    {
        Assert.Equal(said, Plan(Wished with { IpVersion = wished }).Body().Properties!.IpVersionType);
        Resource<PrivateEndpointProperties> there = Existing(false, null);
        there = there with { Properties = there.Properties! with { IpVersionType = wished } };
        Assert.Equal(said, Plan(Wished, there).Body().Properties!.IpVersionType);
    }

    [Theory]
    [InlineData(Server, "postgresqlServer")]
    [InlineData(Service, null)]
    public void What_is_wished_goes_before_what_is_there(string target, string? group)
    {
        foreach (Resource<PrivateEndpointProperties>? existing in (Resource<PrivateEndpointProperties>?[])[null, Existing(false, null)])
        {
            var body = Plan(Wished with
            {
                Target = target, IpAddress = ["10.1.0.6", "10.1.0.7"], IpVersion = "IPv6", ApplicationSecurityGroupId = [Asg + "b"], EdgeZone = "losangeles",
                Tag = new Dictionary<string, string> { ["ENV"] = "test" },
            }, existing).Body();
            Assert.Equal(
                [("ipconfig1", "10.1.0.6", group, group), ("ipconfig2", "10.1.0.7", group, group)],
                body.Properties!.IpConfigurations!.Select(each => (each.Name, each.Properties!.PrivateIpAddress, each.Properties.GroupId, each.Properties.MemberName)));
            Assert.Equal(("IPv6", Asg + "b"), (body.Properties.IpVersionType, Assert.Single(body.Properties.ApplicationSecurityGroups!).Id));
            Assert.Equal("losangeles", body.Other!["extendedLocation"].GetProperty("name").GetString());
            Assert.Equal("test", Assert.Single(body.Tags!).Value);
        }
    }

    // The state of the connection, whether the user allows a new one: whether it is made anew, and its interface.
    [Theory]
    [InlineData(null, true, false, "pe-nic")]
    [InlineData("Approved", true, false, "own")]
    [InlineData("Pending", true, false, "own")]
    [InlineData("Rejected", false, false, "own")]
    [InlineData("Rejected", true, true, "pe-nic")]
    [InlineData("Disconnected", true, true, "pe-nic")]
    public void Only_a_connection_that_is_over_is_made_anew(string? status, bool force, bool renews, string nic)
    {
        EndpointPlan plan = Plan(Wished with { Force = force }, status is null ? null : Existing(false, null, status));
        Assert.Equal((renews, $"{Group}/Microsoft.Network/networkInterfaces/{nic}"), (plan.Renews, plan.InterfaceId));
        Assert.Equal($"{Group}/Microsoft.Network/networkInterfaces/mine", EndpointPlan.NewInterfaceId(Wished with { NetworkInterfaceName = "mine" }, plan.Id));
    }

    public static TheoryData<string> Kinds => [.. Others.Keys];

    private static readonly Dictionary<string, (EndpointPlan Other, bool Same)> Others = new()
    {
        ["the same"] = (Plan(Wished), true),
        ["the same, in another case"] = (Plan(Wished with { Target = Server.ToUpperInvariant() }, subnet: Subnet.ToUpperInvariant()), true),
        ["of another state"] = (Plan(Wished, Existing(true, "before")), true),
        ["with more time"] = (Plan(Wished with { Timeout = TimeSpan.FromHours(5) }), true),
        ["another target"] = (Plan(Wished with { Target = Server + "2" }), false),
        ["another subnet"] = (Plan(Wished, subnet: Subnet + "2"), false),
        ["another zone"] = (Plan(Wished with { PrivateDnsZoneId = ["zone"] }), false),
        ["another tag"] = (Plan(Wished with { Tag = new Dictionary<string, string> { ["a"] = "b" } }), false),
        ["another address"] = (Plan(Wished with { IpAddress = ["10.1.0.4"] }), false),
        ["a request"] = (Plan(Wished with { ManualRequest = true }), false),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Inputs_ask_for_the_same_whatever_is_there_of_it(string kind)
    {
        (EndpointPlan other, bool same) = Others[kind];
        Assert.Equal(same, Plan(Wished).AsksSameAs(other));
        Assert.Equal(same, other.AsksSameAs(Plan(Wished)));
    }

    [Fact]
    public void Zones_are_the_same_in_any_order_and_case() =>
        Assert.True(Plan(Wished with { PrivateDnsZoneId = ["a", "b"] }).AsksSameAs(Plan(Wished with { PrivateDnsZoneId = ["B", "A", "a"] })));

    [Fact]
    public void An_endpoint_that_tells_nothing_of_something_shows_nothing_of_it()
    {
        AzureConnection connection = new(null!, AzureCloud.Public, "sub", "tenant", "me", ContextSource.ConnectPgAzure);
        PgPrivateEndpoint bare = EndpointOutput.From(new() { Id = Id, Name = "pe", Location = "westeurope", Properties = new() { ProvisioningState = "Failed" } }, connection);
        Assert.Equal(("", "", "", null, null, null, null), (bare.TargetId, bare.SubnetId, bare.VirtualNetworkId, bare.GroupId, bare.HostName, bare.NetworkInterfaceId, bare.ConnectionName));
        Assert.Equal(("Pending", 0, false), (bare.ConnectionStatus, bare.Tag.Count, bare.ManualRequest));
        PgPrivateEndpoint full = EndpointOutput.From(Existing(true, null) with { Location = "westeurope" }, connection);
        Assert.Equal((Server, Subnet, Subnet[..Subnet.IndexOf("/subnets", StringComparison.Ordinal)], "postgresqlServer"), (full.TargetId, full.SubnetId, full.VirtualNetworkId, full.GroupId));
        Assert.Equal(("db.postgres.database.azure.com", "theirs", true, "Approved"), (full.HostName, full.ConnectionName, full.ManualRequest, full.ConnectionStatus));
        Assert.Equal("told", EndpointOutput.From(Existing(true, null) with { Location = "westeurope" }, connection, "told").HostName);
    }

    // What the address tells of its name, its group and its member: what is shown.
    [Theory]
    [InlineData(null, null, null, "db.postgres.database.azure.com", "postgresqlServer", null)]
    [InlineData("db.privatelink.postgres.database.azure.com", "", "", "db.postgres.database.azure.com", "postgresqlServer", null)]
    [InlineData("node.example.com", "coordinator", "member", "node.example.com", "coordinator", "member")]
    public void An_address_shows_its_own_name_and_group_else_the_endpoints(string? fqdn, string? group, string? member, string host, string shownGroup, string? shownMember)
    {
        AzureConnection connection = new(null!, AzureCloud.Public, "sub", "tenant", "me", ContextSource.ConnectPgAzure);
        PgPrivateEndpoint endpoint = EndpointOutput.From(Existing(false, null) with { Location = "westeurope" }, connection);
        PgEndpointIp ip = EndpointOutput.Ip(new("10.1.0.4", "NetworkInterface", fqdn, group, member), endpoint, AzureCloud.Public);
        Assert.Equal((host, shownGroup, shownMember), (ip.HostName, ip.GroupId, ip.MemberName));
        Assert.Equal(("privatelink.postgres.database.azure.com", "tenant", endpoint.VirtualNetworkId), (ip.ZoneName, ip.TenantId, ip.VirtualNetworkId));
    }

    private static ServiceConnection Asking(EndpointPlan plan) =>
        Assert.Single((plan.Body().Properties is { ManualPrivateLinkServiceConnections: { } manual } ? manual : plan.Body().Properties!.PrivateLinkServiceConnections)!);

    private static EndpointPlan Plan(EndpointSettings wished, Resource<PrivateEndpointProperties>? existing = null, string subnet = Subnet) =>
        new(wished, new ResourceIdentifier(Id), LinkTarget.Parse(wished.Target), new(subnet), null, null, existing, null);

    private static Resource<PrivateEndpointProperties> Existing(bool manual, string? message, string status = "Approved", string nic = "nic")
    {
        ServiceConnection[] connections =
        [
            new()
            {
                Name = "theirs",
                Properties = new() { PrivateLinkServiceId = Server, GroupIds = ["postgresqlServer"], RequestMessage = message, PrivateLinkServiceConnectionState = new() { Status = status } },
            },
        ];
        return new()
        {
            Id = Id, Name = "pe", Tags = new() { ["env"] = "prod" }, Other = new() { ["extendedLocation"] = JsonSerializer.SerializeToElement("zone-1") },
            Properties = new()
            {
                ProvisioningState = "Succeeded", ResourceGuid = "guid", Subnet = new() { Id = Subnet }, CustomNetworkInterfaceName = nic, IpVersionType = "DualStack",
                NetworkInterfaces = [new() { Id = $"{Group}/Microsoft.Network/networkInterfaces/own" }],
                PrivateLinkServiceConnections = manual ? null : connections, ManualPrivateLinkServiceConnections = manual ? connections : null,
                CustomDnsConfigs = [new() { Fqdn = "db.postgres.database.azure.com", IpAddresses = ["10.1.0.4"] }],
                IpConfigurations = [new() { Name = "static", Properties = new() { PrivateIpAddress = "10.1.0.4" } }], ApplicationSecurityGroups = [new() { Id = Asg + "a" }],
            },
        };
    }
}
