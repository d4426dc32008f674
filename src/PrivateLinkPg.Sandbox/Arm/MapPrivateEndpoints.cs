using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

internal sealed class MapPrivateEndpoints(ArmRoutes routes, LongRunning longRunning)
{
    private const string One = ArmRoutes.InGroup + "/providers/Microsoft.Network/privateEndpoints/{name}";

    public void Map()
    {
        var type = ResourceProviders.PrivateEndpoints;
        routes.Lists<PrivateEndpoint>(type);
        routes.Get(One, type, Get);
        routes.Put(One, type, Put);
        routes.Delete(One, type, Delete);
        const string available = "/providers/Microsoft.Network/locations/{location}/availablePrivateEndpointTypes";
        routes.Get(ArmRoutes.InSubscription + available, ResourceProviders.EndpointTypes, ListTypes);
        routes.Get(ArmRoutes.InGroup + available, ResourceProviders.EndpointTypes, ListTypes);
    }

    // What endpoints can lead to here; Azure knows many more.
    private static ArmAnswer ListTypes(ArmRequest request)
    {
        var location = Regions.Normalize(request.Value("location"));
        if (!Regions.IsKnown(location)) throw ArmErrors.LocationNotAvailable(request.Value("location"), request.Type.FullName);
        ResourceTypeInfo[] targets =
            [ResourceProviders.FlexibleServers, ResourceProviders.ServerGroups, ResourceProviders.PrivateLinkServices];
        return new ArmAnswer(200, ArmRoutes.List(targets.Select(target => new JsonObject
        {
            ["name"] = target.FullName.Replace('/', '.'),
            ["id"] = $"/subscriptions/{request.Subscription.Id}/providers/Microsoft.Network/AvailablePrivateEndpointTypes/"
                + target.FullName.Replace('/', '.'),
            ["type"] = "Microsoft.Network/AvailablePrivateEndpointTypes",
            ["resourceName"] = target.FullName,
            ["displayName"] = target.FullName,
        })));
    }

    public static PrivateEndpoint Find(ArmRequest request) => request.Find<PrivateEndpoint>(Id(request));

    public static ResourceId Id(ArmRequest request) =>
        request.IdInGroup(ResourceProviders.Network, PrivateEndpoint.ResourceType, "name");

    private static ArmAnswer Get(ArmRequest request)
    {
        var endpoint = Find(request);
        var answer = NetworkAnswers.Get(endpoint);
        if (request.Query("$expand")?.Contains("networkInterfaces", StringComparison.OrdinalIgnoreCase) == true)
            answer.Body!["properties"]!["networkInterfaces"] = new JsonArray(endpoint.Interface.Render());
        return answer;
    }

    private ArmAnswer Put(ArmRequest request)
    {
        var id = Id(request);
        var location = request.RequireLocation(request.Type.FullName);
        var body = EndpointBody.Read(id, request.Body);
        var tags = TagRules.Read(request.Body);
        if (request.State.TryGet<PrivateEndpoint>(id, out var endpoint)) return Update(request, endpoint, body, location, tags);

        endpoint = EndpointCreation.Create(request, body, location);
        endpoint.Tags = tags;
        endpoint.IpVersionType = body.IpVersionType;
        endpoint.ChangedAt = request.Now;
        return Accept(request, endpoint, 201);
    }

    private ArmAnswer Accept(ArmRequest request, PrivateEndpoint endpoint, int status)
    {
        var (state, generation) = (request.State, endpoint.NextGeneration());
        var unready = endpoint.IsMaterialized ? null : Lifecycle.Unready([endpoint.Subnet], endpoint.Interface);
        return longRunning.NetworkPut(request, endpoint, status, endpoint.Location!,
            () => Materialize(state, endpoint, generation, unready));
    }

    private static OperationError? Materialize(SandboxState state, PrivateEndpoint endpoint, int generation, OperationError? unready)
    {
        if (endpoint.Generation != generation) return Superseded(endpoint);
        if (unready is not null)
        {
            endpoint.ProvisioningState = "Failed";
            return unready;
        }
        if (LinkTargets.Refuses(state, endpoint) is { } refusal) return refusal;
        endpoint.Settle();
        if (!endpoint.IsMaterialized) Connect(endpoint);
        foreach (var group in endpoint.ZoneGroups.Values) group.WriteRecords(state);
        return null;
    }

    // Once only: what the owner of the target takes away later does not come back with an update.
    private static void Connect(PrivateEndpoint endpoint)
    {
        var connection = endpoint.Connection;
        endpoint.IsMaterialized = true;
        connection.Target.Connections.Add(connection.TargetName, connection);
        connection.Target.NewETag();
        // A server words the state anew in the operation; a service's words stay.
        if (connection.Target is PrivateLinkService) return;
        connection.ConsumerDescription = connection.Status == "Approved" ? "Auto-Approved" : connection.RequestMessage ?? "";
        connection.ConsumerActions = "";
    }

    private static OperationError Superseded(PrivateEndpoint endpoint) => new("CanceledAndSupersededDueToAnotherOperation",
        $"Operation was canceled due to a more recent operation on {endpoint.Id}.");

    private ArmAnswer Update(
        ArmRequest request, PrivateEndpoint endpoint, EndpointBody body, string location, JsonObject? tags)
    {
        if (endpoint.Location != location) throw ArmErrors.LocationChanged(endpoint.Id, endpoint.Location!, location);
        NetworkAnswers.DemandMatch(request, endpoint, exists: true);
        EndpointChanges.DemandAllowed(endpoint, body);
        var securityGroups = EndpointCreation.ResolveSecurityGroups(request, body, location);
        // The target knows nothing of it yet, and may be another one under the same name by now.
        var renewed = endpoint.IsMaterialized ? null : EndpointCreation.Connect(request, endpoint, body);
        var before = endpoint.Render().ToJsonString();
        endpoint.Connection = renewed ?? endpoint.Connection;
        endpoint.Connection.RequestMessage = body.Connection.Message;
        endpoint.Tags = tags;
        endpoint.SecurityGroups = securityGroups;
        if (body.IpVersionType is not null) endpoint.IpVersionType = body.IpVersionType;
        if (endpoint.Render().ToJsonString() == before && endpoint.ProvisioningState == "Succeeded")
            return longRunning.NetworkPut(request, endpoint, 200, location, complete: null);

        endpoint.ChangedAt = request.Now;
        endpoint.ProvisioningState = "Updating";
        endpoint.NewETag();
        return Accept(request, endpoint, 200);
    }

    private ArmAnswer Delete(ArmRequest request)
    {
        if (!request.State.TryGet<PrivateEndpoint>(Id(request), out var endpoint)) return new ArmAnswer(204);
        endpoint.NewETag();
        var state = request.State;
        return longRunning.NetworkDelete(
            request, endpoint, endpoint.Location!, () => ResourceRemoval.RemoveEndpoint(state, endpoint));
    }
}
