using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Clusters of Azure Cosmos DB for PostgreSQL (serverGroupsv2).</summary>
internal sealed class MapServerGroups(ArmRoutes routes, LongRunning longRunning, PublicAddresses addresses)
{
    private const string One = ArmRoutes.InGroup + "/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/{name}";
    private const int MostWorkers = 20;

    public void Map()
    {
        var type = ResourceProviders.ServerGroups;
        routes.Lists<ServerGroup>(type);
        routes.Get(One, type, request => new ArmAnswer(200, Find(request).Render()));
        routes.Put(One, type, Put);
        routes.Patch(One, type, Patch);
        routes.Delete(One, type, Delete);

        var resources = ResourceProviders.ServerGroupLinkResources;
        routes.Get(One + "/privateLinkResources", resources, request =>
            new ArmAnswer(200, ArmRoutes.List(Find(request).GroupIds.Select(group => Find(request).RenderLinkResource(group)))));
        routes.Get(One + "/privateLinkResources/{linkResource}", resources, GetLinkResource);
        new TargetConnections<ServerGroup>(longRunning, ResourceProviders.ServerGroupConnections, answersResource: true)
            .Map(routes, One, Id);
    }

    private static ResourceId Id(ArmRequest request) => request.IdInGroup(ResourceProviders.PostgreSql, ServerGroup.ResourceType, "name");

    private static ServerGroup Find(ArmRequest request) => request.Find<ServerGroup>(Id(request));

    private static ArmAnswer GetLinkResource(ArmRequest request)
    {
        var cluster = Find(request);
        var group = cluster.GroupIds.FirstOrDefault(item => item.Equals(request.Value("linkResource"), StringComparison.OrdinalIgnoreCase))
            ?? throw ArmErrors.NotFound(cluster.Id.Child("privateLinkResources", request.Value("linkResource")));
        return new ArmAnswer(200, cluster.RenderLinkResource(group));
    }

    private ArmAnswer Put(ArmRequest request)
    {
        var id = Id(request);
        ResourceNames.DemandServerName(id.Name);
        var location = request.RequireLocation(request.Type.FullName);
        var properties = request.Body.Object("properties") ?? [];
        var workers = properties.Number("nodeCount") ?? 0;
        if (workers is < 0 or > MostWorkers)
        {
            throw new ArmException(400, "InvalidParameterValue",
                $"Invalid value given for parameter nodeCount: {workers}. It must be 0 to {MostWorkers}.");
        }
        var isNew = !request.State.TryGet<ServerGroup>(id, out var cluster);
        if (cluster is not null && cluster.Location != location) throw ArmErrors.LocationChanged(id, cluster.Location!, location);
        cluster ??= new ServerGroup(id, location, (int)workers)
        {
            PublicAddress = addresses.Next(),
            PostgresqlVersion = properties.Text("postgresqlVersion") ?? "16",
            CreatedAt = request.Now,
        };
        cluster.Tags = TagRules.Read(request.Body);
        cluster.IsPublicAccessEnabled = properties.Flag("coordinatorEnablePublicIpAccess") ?? cluster.IsPublicAccessEnabled;
        cluster.ChangedAt = request.Now;
        cluster.ProvisioningState = isNew ? "Creating" : "Updating";
        request.State.Add(cluster);
        return longRunning.ServerGroup(request, isNew ? 201 : 200, cluster.Render(), "UpsertServerGroup", location, () =>
        {
            if (!cluster.IsBeingDeleted) cluster.ProvisioningState = "Succeeded";
            return null;
        }, abandon: () => cluster.ProvisioningState = "Failed");
    }

    private ArmAnswer Patch(ArmRequest request)
    {
        var cluster = Find(request);
        var properties = request.Body.Object("properties") ?? [];
        cluster.Tags = TagRules.Read(request.Body) ?? cluster.Tags;
        cluster.IsPublicAccessEnabled = properties.Flag("coordinatorEnablePublicIpAccess") ?? cluster.IsPublicAccessEnabled;
        cluster.ChangedAt = request.Now;
        return longRunning.PostgreSql(request, "UpdateServerGroup", cluster.Location!, () => null, cluster.Render);
    }

    private ArmAnswer Delete(ArmRequest request)
    {
        if (!request.State.TryGet<ServerGroup>(Id(request), out var cluster)) return new ArmAnswer(204);
        cluster.ProvisioningState = "Deleting";
        var state = request.State;
        return longRunning.PostgreSql(request, "DropServerGroup", cluster.Location!, () =>
        {
            if (state.Find(cluster.Id) == cluster) ResourceRemoval.RemoveTarget(state, cluster);
            return null;
        }, abandon: () => cluster.ProvisioningState = "Failed");
    }
}
