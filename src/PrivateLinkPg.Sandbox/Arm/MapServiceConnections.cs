using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>The connections of a Private Link service: unlike a server's, a decision is in force at once.</summary>
internal sealed class MapServiceConnections(ArmRoutes routes, LongRunning longRunning)
{
    private const string All = MapPrivateLinkServices.One + "/privateEndpointConnections";
    private const string One = All + "/{connection}";

    public void Map()
    {
        var type = ResourceProviders.ServiceConnections;
        routes.Get(All, type, request =>
        {
            var service = MapPrivateLinkServices.Find(request);
            return new ArmAnswer(200, ArmRoutes.List(service.Connections.Values.Select(service.RenderConnection)));
        });
        routes.Get(One, type, request =>
        {
            var connection = Find(request);
            return new ArmAnswer(200, connection.Target.RenderConnection(connection)).With("ETag", connection.Target.ETag);
        });
        routes.Put(One, type, Put);
        routes.Delete(One, type, Delete);
    }

    private static EndpointConnection Find(ArmRequest request)
    {
        var service = MapPrivateLinkServices.Find(request);
        return service.Connections.GetValueOrDefault(request.Value("connection"))
            ?? throw ArmErrors.NotFound(service.Id.Child("privateEndpointConnections", request.Value("connection")));
    }

    private ArmAnswer Put(ArmRequest request)
    {
        var connection = Find(request);
        var service = connection.Target;
        Lifecycle.DemandStaying(connection);
        NetworkAnswers.DemandMatch(request, service, exists: true);
        var decision = ConnectionDecision.Read(request.Body);
        connection.Status = decision.Status;
        // Recorded: a description that was left out becomes empty.
        connection.OwnerDescription = connection.ConsumerDescription = decision.Description ?? "";
        connection.OwnerActions = connection.ConsumerActions = decision.ActionsRequired ?? "None";
        connection.ProvisioningState = "Updating";
        service.NewETag();
        connection.Endpoint.NewETag();
        return longRunning.NetworkChild(request, service.RenderConnection(connection), 200, service.Location!, () =>
        {
            if (!connection.IsBeingDeleted) connection.ProvisioningState = "Succeeded";
            service.NewETag();
            return null;
        }, abandon: () => connection.ProvisioningState = "Failed");
    }

    private ArmAnswer Delete(ArmRequest request)
    {
        var service = MapPrivateLinkServices.Find(request);
        if (!service.Connections.TryGetValue(request.Value("connection"), out var connection)) return new ArmAnswer(204);
        connection.ProvisioningState = "Deleting";
        return longRunning.NetworkDelete(request, service.Location!, () =>
        {
            if (service.Connections.Remove(connection.TargetName)) ResourceRemoval.Disconnect(connection);
            service.NewETag();
            return null;
        }, notifies: false, abandon: () => connection.ProvisioningState = "Failed");
    }
}
