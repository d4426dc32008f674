using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

internal sealed class MapSubnets(ArmRoutes routes, LongRunning longRunning)
{
    private const string All = ArmRoutes.InGroup + "/providers/Microsoft.Network/virtualNetworks/{name}/subnets";
    private const string One = All + "/{subnet}";

    public void Map()
    {
        var type = ResourceProviders.Subnets;
        routes.Get(All, type, request => new ArmAnswer(200,
            ArmRoutes.List(MapVirtualNetworks.Find(request).Subnets.Values.Select(subnet => subnet.Render()))));
        routes.Get(One, type, request => NetworkAnswers.Get(Find(request)));
        routes.Put(One, type, Put);
        routes.Delete(One, type, Delete);
    }

    private static Subnet Find(ArmRequest request)
    {
        var network = MapVirtualNetworks.Find(request);
        return network.Subnets.GetValueOrDefault(request.Value("subnet"))
            ?? throw ArmErrors.NotFound(network.Id.Child("subnets", request.Value("subnet")));
    }

    private ArmAnswer Put(ArmRequest request)
    {
        var networkId = request.IdInGroup(ResourceProviders.Network, VirtualNetwork.ResourceType, "name");
        var name = request.Value("subnet");
        var network = request.Find<VirtualNetwork>(networkId);
        var existing = network.Subnets.GetValueOrDefault(name);
        var before = existing?.Render().ToJsonString();
        NetworkAnswers.DemandMatch(request, network, existing is not null);
        var body = SubnetBody.Read(request, network.Id.Child("subnets", name), network.Location!, request.Body);
        var others = network.Subnets.Values.Where(other => other != existing).Select(other => (other.Name, other.Ranges));
        SubnetRules.DemandPlan([.. others, (name, body.Ranges)], network.AddressSpace, network.Id);
        SubnetRules.DemandMovable(existing, body);
        Lifecycle.DemandSettled(request, network);
        var subnet = body.ApplyTo(network);
        network.ChangedAt = request.Now;
        if (before is not null)
        {
            subnet.ProvisioningState = "Succeeded";
            if (subnet.Render().ToJsonString() != before) network.NewETag();
            return longRunning.NetworkPut(request, subnet, 200, network.Location!, complete: null);
        }
        network.NewETag();
        return longRunning.NetworkPut(request, subnet, 201, network.Location!, () =>
        {
            subnet.Settle();
            return null;
        });
    }

    private ArmAnswer Delete(ArmRequest request)
    {
        var networkId = request.IdInGroup(ResourceProviders.Network, VirtualNetwork.ResourceType, "name");
        if (!request.State.TryGet<VirtualNetwork>(networkId, out var network)
            || !network.Subnets.TryGetValue(request.Value("subnet"), out var subnet))
        {
            return new ArmAnswer(204);
        }
        Lifecycle.DemandSettled(request, network, subnet);
        SubnetRules.DemandUnused(subnet);
        return longRunning.NetworkDelete(request, subnet, network.Location!, () =>
        {
            if (SubnetRules.Obstacle(subnet) is { } obstacle) return obstacle;
            ResourceRemoval.RemoveSubnet(subnet);
            network.NewETag();
            return null;
        });
    }
}
