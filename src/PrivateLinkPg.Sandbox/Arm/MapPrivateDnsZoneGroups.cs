using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

internal sealed class MapPrivateDnsZoneGroups(ArmRoutes routes, LongRunning longRunning)
{
    private const string All = ArmRoutes.InGroup + "/providers/Microsoft.Network/privateEndpoints/{name}/privateDnsZoneGroups";
    private const string One = All + "/{zoneGroup}";
    private const int MostZones = 5;
    private const string LastWithNull = "2020-07-01";

    public void Map()
    {
        var type = ResourceProviders.PrivateDnsZoneGroups;
        routes.Get(All, type, request => new ArmAnswer(200,
            ArmRoutes.List(MapPrivateEndpoints.Find(request).ZoneGroups.Values.Select(group => group.Render()))));
        routes.Get(One, type, Get);
        routes.Put(One, type, Put);
        routes.Delete(One, type, Delete);
    }

    private static ArmAnswer Get(ArmRequest request)
    {
        var endpoint = MapPrivateEndpoints.Find(request);
        if (endpoint.ZoneGroups.TryGetValue(request.Value("zoneGroup"), out var group)) return NetworkAnswers.Get(group);
        // Recorded in 2020: an absent zone group is 200 with the JSON word null. Nothing recorded says so of newer versions.
        if (string.CompareOrdinal(request.ApiVersion, LastWithNull) <= 0) return new ArmAnswer(200) { NullBody = true };
        throw ArmErrors.NotFound(endpoint.Id.Child("privateDnsZoneGroups", request.Value("zoneGroup")));
    }

    private ArmAnswer Put(ArmRequest request)
    {
        var endpointId = MapPrivateEndpoints.Id(request);
        var id = endpointId.Child("privateDnsZoneGroups", request.Value("zoneGroup"));
        var endpoint = request.Find<PrivateEndpoint>(endpointId);
        ResourceNames.DemandNetworkName(id.Name, 1, 80);
        if (endpoint.ProvisioningState == "Updating")
        {
            throw new ArmException(429, "RetryableErrorDueToAnotherOperation",
                $"Operation on {id} cannot be performed because another operation on {endpointId} is in progress.") { RetryAfter = 1 };
        }
        var configurations = ReadConfigurations(request, id);
        var exists = endpoint.ZoneGroups.TryGetValue(id.Name, out var group);
        if (!exists && endpoint.ZoneGroups.Count > 0)
        {
            throw new ArmException(400, "PrivateEndpointCanHaveOnlyOnePrivateDnsZoneGroup",
                $"Private endpoint {endpointId} has a private dns zone group already: {endpoint.ZoneGroups.Keys.First()}.");
        }
        group ??= new PrivateDnsZoneGroup(id, endpoint) { CreatedAt = request.Now };
        NetworkAnswers.DemandMatch(request, group, exists);
        endpoint.ZoneGroups[id.Name] = group;
        return Accept(request, endpoint, group, configurations, exists ? 200 : 201);
    }

    private ArmAnswer Accept(
        ArmRequest request, PrivateEndpoint endpoint, PrivateDnsZoneGroup group, List<ZoneConfiguration> configurations, int status)
    {
        var (state, generation) = (request.State, group.NextGeneration());
        group.Configurations = configurations;
        group.ProvisioningState = "Updating";
        group.NewETag();
        endpoint.NewETag();
        return longRunning.NetworkChild(request, group.Render(), status, endpoint.Location!, () =>
        {
            if (group.Generation != generation) return null;
            group.Settle();
            var obstacle = group.WriteRecords(state);
            endpoint.NewETag();
            return obstacle;
        }, abandon: () => group.ProvisioningState = "Failed");
    }

    private static List<ZoneConfiguration> ReadConfigurations(ArmRequest request, ResourceId id)
    {
        var configurations = new List<ZoneConfiguration>();
        foreach (var item in (request.Body.Object("properties") ?? []).Objects("privateDnsZoneConfigs"))
        {
            var text = item.Object("properties")?.Text("privateDnsZoneId");
            if (!ResourceId.TryParse(text, out var zoneId))
                throw JsonReading.InvalidId(text ?? "", "privateDnsZoneConfigs.privateDnsZoneId");
            if (!request.State.TryGet<PrivateDnsZone>(zoneId, out var zone)) throw ArmErrors.InvalidReference(zoneId, id);
            Authorization.DemandLinked(request, id, "Microsoft.Network/privateDnsZones/join/action", zone.Id);
            Lifecycle.DemandStaying(request.State, zone.Id);
            configurations.Add(new(item.Text("name") ?? zone.Name.Replace('.', '-'), zone.Id));
        }
        ResourceNames.DemandDistinct(configurations.Select(item => item.Name), id);
        if (configurations.Count is > 0 and <= MostZones) return configurations;
        throw new ArmException(400, "InvalidPrivateDnsZoneConfigCount",
            $"Private dns zone group {id} must have 1 to {MostZones} private dns zone configs; it has {configurations.Count}.");
    }

    private ArmAnswer Delete(ArmRequest request)
    {
        if (!request.State.TryGet<PrivateEndpoint>(MapPrivateEndpoints.Id(request), out var endpoint)
            || !endpoint.ZoneGroups.TryGetValue(request.Value("zoneGroup"), out var group))
        {
            return new ArmAnswer(204);
        }
        if (group.ProvisioningState == "Updating" || endpoint.ProvisioningState is "Updating" or "Deleting")
            throw ArmErrors.AnotherOperation($"{request.BaseUrl}{endpoint.Id}");
        var state = request.State;
        return longRunning.NetworkDelete(request, group, endpoint.Location!, () =>
        {
            if (group.ObstacleToRemoval(state) is { } obstacle) return obstacle;
            group.RemoveRecords(state);
            endpoint.ZoneGroups.Remove(group.Name);
            endpoint.NewETag();
            return null;
        }, notifies: false);
    }
}
