using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

internal sealed class MapFlexibleServers(ArmRoutes routes, LongRunning longRunning, PublicAddresses publicAddresses)
{
    private const string One = ArmRoutes.InGroup + "/providers/Microsoft.DBforPostgreSQL/flexibleServers/{name}";

    public void Map()
    {
        var type = ResourceProviders.FlexibleServers;
        routes.Lists<FlexibleServer>(type);
        routes.Get(One, type, request => new ArmAnswer(200, Find(request).Render()));
        routes.Put(One, type, Put);
        routes.Patch(One, type, Patch);
        routes.Delete(One, type, Delete);
        routes.Post(One + "/stop", type, request => Switch(request, FindStarted(request), "Stop", "Stopping", "Stopped"));
        routes.Post(One + "/restart", type, request => Switch(request, FindStarted(request), "Restart", "Restarting", "Ready"));
        routes.Post(One + "/start", type, request => Switch(request, Find(request), "Start", "Starting", "Ready"));

        new ServerNames(routes).Map();
        var resources = ResourceProviders.FlexibleServerLinkResources;
        routes.Get(One + "/privateLinkResources", resources, request =>
            new ArmAnswer(200, ArmRoutes.List(Find(request).GroupIds.Select(_ => Find(request).RenderLinkResource()))));
        routes.Get(One + "/privateLinkResources/{linkResource}", resources, GetLinkResource);
        new TargetConnections<FlexibleServer>(longRunning, ResourceProviders.FlexibleServerConnections, answersResource: false)
            .Map(routes, One, Id);
    }

    private static ResourceId Id(ArmRequest request) =>
        request.IdInGroup(ResourceProviders.PostgreSql, FlexibleServer.ResourceType, "name");

    private static FlexibleServer Find(ArmRequest request) => request.Find<FlexibleServer>(Id(request));

    private static ArmAnswer GetLinkResource(ArmRequest request)
    {
        var server = Find(request);
        if (server.GroupIds.Contains(request.Value("linkResource"), StringComparer.OrdinalIgnoreCase))
            return new ArmAnswer(200, server.RenderLinkResource());
        throw ArmErrors.NotFound(server.Id.Child("privateLinkResources", request.Value("linkResource")));
    }

    private ArmAnswer Put(ArmRequest request)
    {
        var id = Id(request);
        ResourceNames.DemandServerName(id.Name);
        var location = request.RequireLocation(request.Type.FullName);
        var body = FlexibleServerBody.Read(request);
        if (request.State.TryGet<FlexibleServer>(id, out var existing))
        {
            if (existing.Location != location) throw ArmErrors.LocationChanged(id, existing.Location!, location);
            return Update(request, existing, body);
        }
        if (ServerNames.IsTaken(request.State, id.Name)) throw new ArmException(409, "ServerNameAlreadyExists", ServerNames.AlreadyUsed);

        var (subnet, zone) = ServerInjection.Read(request, id, location);
        var server = new FlexibleServer(id, location)
        {
            DisplayLocation = Regions.DisplayName(location),
            PublicAddress = subnet is null ? publicAddresses.Next() : EndpointCreation.TakeAddress(subnet, null, id),
            DelegatedSubnet = subnet,
            PrivateDnsZone = zone,
            IsPublicAccessEnabled = subnet is null,
            Version = body.Version ?? "16",
            AdministratorLogin = body.AdministratorLogin ?? "",
            State = "Updating",
            CreatedAt = request.Now,
            ChangedAt = request.Now,
        };
        body.ApplyTo(server);
        subnet?.NewETag();
        request.State.Add(server);
        var state = request.State;
        return longRunning.PostgreSql(request, "UpsertServerManagementOperationV2", location, () => Settle(server, "Ready"), server.Render,
            abandon: () =>
            {
                if (state.Find(id) == server) ResourceRemoval.RemoveTarget(state, server);
            });
    }

    private ArmAnswer Update(ArmRequest request, FlexibleServer server, FlexibleServerBody body)
    {
        DemandIdle(server);
        body.ApplyTo(server);
        var back = server.State;
        server.State = "Updating";
        server.ChangedAt = request.Now;
        return longRunning.PostgreSql(request, "UpsertServerManagementOperationV2", server.Location!,
            () => Settle(server, back), server.Render, abandon: () => server.State = back);
    }

    private ArmAnswer Patch(ArmRequest request) => Update(request, Find(request), FlexibleServerBody.Read(request));

    // Documented of stop and of restart.
    private static FlexibleServer FindStarted(ArmRequest request)
    {
        var server = Find(request);
        if (server.State == "Ready") return server;
        throw new ArmException(409, "ServerIsNotReady", "Restart or Stop Server can only be performed on Started servers. "
            + $"Server Name = {server.Name}, Current Server State = {server.State}");
    }

    private ArmAnswer Switch(ArmRequest request, FlexibleServer server, string verb, string meanwhile, string state)
    {
        DemandIdle(server);
        var back = server.State;
        server.State = meanwhile;
        return longRunning.PostgreSql(request, $"{verb}ServerManagementOperation", server.Location!, () => Settle(server, state),
            abandon: () => server.State = back);
    }

    private ArmAnswer Delete(ArmRequest request)
    {
        if (!request.State.TryGet<FlexibleServer>(Id(request), out var server)) return new ArmAnswer(204);
        DemandIdle(server);
        var (state, back) = (request.State, server.State);
        server.State = "Dropping";
        // Recorded: the server's own operation URLs have the region's display name in them.
        return longRunning.PostgreSql(request, "DropServerManagementOperation", server.DisplayLocation, () =>
        {
            ResourceRemoval.RemoveTarget(state, server);
            return null;
        }, abandon: () => server.State = back);
    }

    private static OperationError? Settle(FlexibleServer server, string state)
    {
        server.State = state;
        server.ProvisioningState = "Succeeded";
        return null;
    }

    public static void DemandIdle(FlexibleServer server)
    {
        if (server.State is not ("Ready" or "Stopped")) throw ArmErrors.ServerIsBusy(server);
    }
}
