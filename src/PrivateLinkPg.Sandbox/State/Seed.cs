using System.Net;
using PrivateLinkPg.Sandbox.Arm;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>The world that a sandbox starts with: the one of the BigAnimal guide, and a server for the dbt job.</summary>
internal sealed class Seed
{
    public const string Location = "japaneast";
    public const string TenantId = "5d0f7c9e-3a61-4f28-9b7d-2c4e8a1f6b30";
    public const string Development = "3c1f6a0e-5b0d-4a57-9f6e-7d1c2b9a4e11";
    public const string Test = "8f2d9b74-1e63-4c0a-b5a8-2f7e6d0c9b22";
    public const string BigAnimalHost = "p-mckwlbakq5.brcxzr08qr7rbei1.biganimal.io";

    private const string ServiceGroup = "mc_dp-brcxzr08qr7rbei1-japaneast-1_japaneast";
    private const int MoreClients = 10;
    private const int LoadBalancerNumber = 123;

    private readonly SandboxState state;
    private readonly AddressBlock block;

    public Seed(SandboxState state, AddressBlock block, PublicAddresses addresses)
    {
        this.state = state;
        this.block = block;
        AddSubscription(Development, "development", ServiceGroup, "rg-data");
        AddSubscription(Test, "test", "rg-client");
        ClientNetwork = AddNetwork(Test, "rg-client", "vnet-client", "snet-client", 1);
        for (var i = 1; i <= MoreClients; i++) AddNetwork(Test, "rg-client", $"vnet-client-{i:00}", "snet-client", 2 + i);
        Service = AddService();
        BigAnimalAddress = AddressRange.ToAddress(Service.IpConfigurations[0].Subnet.Ranges[0].First + LoadBalancerNumber);
        Server = AddServer("pg-orders", _ => addresses.Next(), null);
        var data = AddNetwork(Development, "rg-data", "vnet-data", "snet-postgres", 101);
        var subnet = data.Subnets["snet-postgres"];
        new SubnetBody(subnet.Name, subnet.Ranges, new()
        {
            ["delegations"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject
            {
                ["name"] = "postgres",
                ["properties"] = new System.Text.Json.Nodes.JsonObject { ["serviceName"] = "Microsoft.DBforPostgreSQL/flexibleServers" },
            }),
        }).ApplyTo(data);
        InjectedServer = AddServer("pg-injected", id => subnet.Allocate(id)!, subnet);
    }

    public VirtualNetwork ClientNetwork { get; }

    public PrivateLinkService Service { get; }

    /// <summary>Where the public DNS leads the cluster's host name: a private address, but of the provider's network.</summary>
    public IPAddress BigAnimalAddress { get; }

    public FlexibleServer Server { get; }

    public FlexibleServer InjectedServer { get; }

    private void AddSubscription(string id, string name, params string[] groups)
    {
        var subscription = new Subscription(id, name, TenantId);
        foreach (var group in groups) subscription.Groups.Add(group, new ResourceGroup(id, group, Location));
        subscription.RegisteredProviders.UnionWith(ResourceProviders.Namespaces);
        state.Subscriptions.Add(id, subscription);
    }

    private VirtualNetwork AddNetwork(string subscription, string group, string name, string subnet, int third)
    {
        var id = ResourceId.InGroup(subscription, group, ResourceProviders.Network, VirtualNetwork.ResourceType, name);
        var range = block.Range(third, 24);
        var network = Settle(new VirtualNetwork(id, Location) { CreatedAt = Now, ChangedAt = Now, AddressSpace = [range] });
        network.Subnets.Add(subnet, Settle(new Subnet(network, id.Child("subnets", subnet), [range])));
        state.Add(network);
        return network;
    }

    private PrivateLinkService AddService()
    {
        var network = AddNetwork(Development, ServiceGroup, "vnet-japaneast", "snet-japaneast", 100);
        var subnet = network.Subnets["snet-japaneast"];
        subnet.PrivateLinkServiceNetworkPolicies = "Disabled";
        var id = ResourceId.InGroup(
            Development, ServiceGroup, ResourceProviders.Network, PrivateLinkService.ResourceType, "p-mckwlbakq5-rw-internal-lb");
        var nicId = ResourceId.InGroup(
            Development, ServiceGroup, ResourceProviders.Network, NetworkInterface.ResourceType, $"{id.Name}.nic.{Guid.NewGuid()}");
        var frontends = $"/subscriptions/{Development}/resourceGroups/{ServiceGroup}/providers/Microsoft.Network/loadBalancers/"
            + "kubernetes-internal/frontendIPConfigurations";
        var service = Settle(new PrivateLinkService(id, Location)
        {
            CreatedAt = Now,
            ChangedAt = Now,
            LoadBalancerFrontends = [$"{frontends}/p-mckwlbakq5-rw"],
            IpConfigurations = [new("p-mckwlbakq5-rw-internal-lb-ipconfig", subnet, IsPrimary: true, "Dynamic", null, "IPv4")],
            Visibility = ["*"],
            AutoApproval = [],
        });
        service.Interface = Settle(new NetworkInterface(nicId, Location) { Service = id, CreatedAt = Now });
        ServiceAddresses.Move(service.Interface, service.IpConfigurations);
        state.Add(service.Interface);
        state.Add(service);
        return service;
    }

    private FlexibleServer AddServer(string name, Func<ResourceId, IPAddress> address, Subnet? subnet)
    {
        var id = ResourceId.InGroup(Development, "rg-data", ResourceProviders.PostgreSql, FlexibleServer.ResourceType, name);
        var server = Settle(new FlexibleServer(id, Location)
        {
            DisplayLocation = Regions.DisplayName(Location),
            PublicAddress = address(id),
            DelegatedSubnet = subnet,
            AdministratorLogin = "edb_admin",
            CreatedAt = Now,
            ChangedAt = Now,
        });
        state.Add(server);
        return server;
    }

    private DateTimeOffset Now => state.Clock.GetUtcNow();

    private static T Settle<T>(T resource) where T : ArmResource
    {
        resource.ProvisioningState = "Succeeded";
        return resource;
    }
}
