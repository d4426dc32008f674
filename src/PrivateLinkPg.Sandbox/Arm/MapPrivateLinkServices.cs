using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

internal sealed class MapPrivateLinkServices(ArmRoutes routes, LongRunning longRunning)
{
    public const string One = ArmRoutes.InGroup + "/providers/Microsoft.Network/privateLinkServices/{name}";

    public void Map()
    {
        var type = ResourceProviders.PrivateLinkServices;
        routes.Lists<PrivateLinkService>(type);
        routes.Get(One, type, request => NetworkAnswers.Get(Find(request)));
        routes.Put(One, type, Put);
        routes.Delete(One, type, Delete);

        var visibility = ResourceProviders.ServiceVisibility;
        const string action = "/providers/Microsoft.Network/locations/{location}/checkPrivateLinkServiceVisibility";
        routes.Post(ArmRoutes.InSubscription + action, visibility, CheckVisibility);
        routes.Post(ArmRoutes.InGroup + action, visibility, CheckVisibility);
        const string automatic = "/providers/Microsoft.Network/locations/{location}/autoApprovedPrivateLinkServices";
        routes.Get(ArmRoutes.InSubscription + automatic, visibility, ListAutoApproved);
        routes.Get(ArmRoutes.InGroup + automatic, visibility, ListAutoApproved);
    }

    public static PrivateLinkService Find(ArmRequest request) => request.Find<PrivateLinkService>(Id(request));

    private static ResourceId Id(ArmRequest request) =>
        request.IdInGroup(ResourceProviders.Network, PrivateLinkService.ResourceType, "name");

    private ArmAnswer CheckVisibility(ArmRequest request)
    {
        var alias = request.Body.Text("privateLinkServiceAlias") ?? throw ArmErrors.InvalidFormat();
        var service = PrivateLinkService.ByAlias(request.State, alias);
        var isVisible = service?.IsVisibleTo(request.Subscription.Id) == true;
        return longRunning.NetworkAction(request, Regions.Normalize(request.Value("location")), new JsonObject { ["visible"] = isVisible });
    }

    private static ArmAnswer ListAutoApproved(ArmRequest request) => new(200, ArmRoutes.List(request.State.All<PrivateLinkService>()
        .Where(service => service.Location == Regions.Normalize(request.Value("location")))
        .Where(service => service.IsAutoApprovedFor(request.Subscription.Id))
        .Select(service => new JsonObject { ["privateLinkService"] = service.Id.Value })));

    private ArmAnswer Put(ArmRequest request)
    {
        var id = Id(request);
        ResourceNames.DemandNetworkName(id.Name, 1, 80);
        var location = request.RequireLocation(request.Type.FullName);
        var body = ServiceBody.Read(request, id, location);
        var tags = TagRules.Read(request.Body);
        if (request.State.TryGet<PrivateLinkService>(id, out var service)) return Update(request, service, body, tags);

        service = new PrivateLinkService(id, location) { CreatedAt = request.Now, ChangedAt = request.Now, Tags = tags };
        body.ApplyTo(service);
        service.Interface = CreateInterface(request, service);
        request.State.Add(service.Interface);
        request.State.Add(service);
        return Accept(request, service, 201);
    }

    private ArmAnswer Update(ArmRequest request, PrivateLinkService service, ServiceBody body, JsonObject? tags)
    {
        NetworkAnswers.DemandMatch(request, service, exists: true);
        if (service.Location != request.RequireLocation(service.Type))
            throw ArmErrors.LocationChanged(service.Id, service.Location!, request.RequireLocation(service.Type));
        var before = service.Render().ToJsonString();
        ServiceAddresses.Move(service.Interface, body.IpConfigurations);
        body.ApplyTo(service);
        service.Tags = tags;
        if (service.Render().ToJsonString() == before && service.ProvisioningState == "Succeeded")
            return longRunning.NetworkPut(request, service, 200, service.Location!, complete: null);
        service.ChangedAt = request.Now;
        service.ProvisioningState = "Updating";
        service.NewETag();
        return Accept(request, service, 200);
    }

    private ArmAnswer Accept(ArmRequest request, PrivateLinkService service, int status)
    {
        var unready = Lifecycle.Unready(service.IpConfigurations.Select(item => item.Subnet), service.Interface);
        return longRunning.NetworkPut(request, service, status, service.Location!, () =>
        {
            service.Settle();
            if (unready is not null && !service.IsBeingDeleted) service.ProvisioningState = "Failed";
            return unready;
        });
    }

    private static NetworkInterface CreateInterface(ArmRequest request, PrivateLinkService service)
    {
        var id = ResourceId.InGroup(service.Id.Subscription, service.Id.ResourceGroup!, ResourceProviders.Network,
            NetworkInterface.ResourceType, $"{service.Name}.nic.{Guid.NewGuid()}");
        var nic = new NetworkInterface(id, service.Location!)
        {
            Service = service.Id,
            CreatedAt = request.Now,
            ChangedAt = request.Now,
        };
        ServiceAddresses.Move(nic, service.IpConfigurations);
        return nic;
    }

    private ArmAnswer Delete(ArmRequest request)
    {
        if (!request.State.TryGet<PrivateLinkService>(Id(request), out var service)) return new ArmAnswer(204);
        var state = request.State;
        if (ResourceRemoval.Obstacle(state, service) is { } connected) throw new ArmException(400, connected.Code, connected.Message);
        return longRunning.NetworkDelete(request, service, service.Location!, () =>
        {
            if (ResourceRemoval.Obstacle(state, service) is { } obstacle) return obstacle;
            ResourceRemoval.RemoveTarget(state, service);
            return null;
        });
    }
}
