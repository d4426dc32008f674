using System.Text.Json.Nodes;
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
        routes.Post(One + "/stop", type, request => Switch(request, "Stop", "Stopping", "Stopped"));
        routes.Post(One + "/start", type, request => Switch(request, "Start", "Starting", "Ready"));

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
        var properties = request.Body.Object("properties") ?? [];
        if (request.State.TryGet<FlexibleServer>(id, out var existing)) return Update(request, existing, properties);
        var taken = request.State.All<FlexibleServer>().Any(other => other.Name.Equals(id.Name, StringComparison.OrdinalIgnoreCase));
        if (taken) throw new ArmException(409, "ServerNameAlreadyExists", $"Specified server name '{id.Name}' is already used.");

        var network = properties.Object("network") ?? [];
        var server = new FlexibleServer(id, location)
        {
            DisplayLocation = Regions.DisplayName(location),
            PublicAddress = publicAddresses.Next(),
            DelegatedSubnet = ReadSubnet(request, network),
            PrivateDnsZone = ResourceId.TryParse(network.Text("privateDnsZoneArmResourceId"), out var zone) ? zone : null,
            Version = properties.Text("version") ?? "16",
            AdministratorLogin = properties.Text("administratorLogin") ?? "",
            State = "Updating",
            CreatedAt = request.Now,
            ChangedAt = request.Now,
            Tags = TagRules.Read(request.Body),
        };
        ApplyChanges(request, server, properties);
        server.IsPublicAccessEnabled = server.DelegatedSubnet is null && IsOpen(network, fallback: true);
        request.State.Add(server);
        return longRunning.PostgreSql(request, "UpsertServerManagementOperationV2", location, () => Settle(server, "Ready"), server.Render);
    }

    private static ResourceId? ReadSubnet(ArmRequest request, JsonObject network)
    {
        if (network.Text("delegatedSubnetResourceId") is not { } text) return null;
        if (ResourceId.TryParse(text, out var id) && id.Parent is { } parent
            && request.State.TryGet<VirtualNetwork>(parent, out var found) && found.Subnets.TryGetValue(id.Name, out var subnet))
        {
            Lifecycle.DemandStaying(request.State, subnet.Id);
            return subnet.Id;
        }
        throw new ArmException(400, "InvalidParameterValue",
            $"Invalid value given for parameter delegatedSubnetResourceId: '{text}' was not found.");
    }

    private ArmAnswer Update(ArmRequest request, FlexibleServer server, JsonObject properties)
    {
        DemandIdle(server);
        ApplyChanges(request, server, properties);
        if (TagRules.Read(request.Body) is { } tags) server.Tags = tags;
        if (server.DelegatedSubnet is null)
            server.IsPublicAccessEnabled = IsOpen(properties.Object("network") ?? [], server.IsPublicAccessEnabled);
        var back = server.State;
        server.State = "Updating";
        server.ChangedAt = request.Now;
        return longRunning.PostgreSql(request, "UpsertServerManagementOperationV2", server.Location!,
            () => Settle(server, back), server.Render, abandon: () => server.State = back);
    }

    private ArmAnswer Patch(ArmRequest request) => Update(request, Find(request), request.Body.Object("properties") ?? []);

    private static void ApplyChanges(ArmRequest request, FlexibleServer server, JsonObject properties)
    {
        var sku = request.Body.Object("sku");
        server.SkuName = sku?.Text("name") ?? server.SkuName;
        server.SkuTier = sku?.Text("tier") ?? server.SkuTier;
        server.StorageSizeGb = (int)(properties.Object("storage")?.Number("storageSizeGB") ?? server.StorageSizeGb);
    }

    private static bool IsOpen(JsonObject network, bool fallback) => network.Text("publicNetworkAccess") is { } text
        ? text.Equals("Enabled", StringComparison.OrdinalIgnoreCase)
        : fallback;

    private ArmAnswer Switch(ArmRequest request, string verb, string meanwhile, string state)
    {
        var server = Find(request);
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
        server.State = "Dropping";
        var state = request.State;
        // Recorded: the server's own operation URLs have the region's display name in them.
        return longRunning.PostgreSql(request, "DropServerManagementOperation", server.DisplayLocation, () =>
        {
            ResourceRemoval.RemoveTarget(state, server);
            return null;
        }, abandon: () => server.State = "Ready");
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
