using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>The connections of a database target: list, read, decide, remove. The two database providers share their form.</summary>
/// <param name="longRunning">Starts the operations.</param>
/// <param name="type">The type of the connections.</param>
/// <param name="answersResource">Whether a PUT answers the connection at once; else only a record of the operation.</param>
internal sealed class TargetConnections<T>(LongRunning longRunning, ResourceTypeInfo type, bool answersResource) where T : PrivateLinkTarget
{
    public void Map(ArmRoutes routes, string target, Func<ArmRequest, ResourceId> id)
    {
        var all = target + "/privateEndpointConnections";
        var one = all + "/{connection}";
        routes.Get(all, type, request =>
        {
            var found = request.Find<T>(id(request));
            return new ArmAnswer(200, ArmRoutes.List(found.Connections.Values.Select(found.RenderConnection)));
        });
        routes.Get(one, type, request =>
        {
            var found = request.Find<T>(id(request));
            return new ArmAnswer(200, found.RenderConnection(FindConnection(request, found)));
        });
        routes.Put(one, type, request => Put(request, request.Find<T>(id(request))));
        routes.Delete(one, type, request => Delete(request, id(request)));
    }

    private static EndpointConnection FindConnection(ArmRequest request, T target) =>
        target.Connections.GetValueOrDefault(request.Value("connection"))
            ?? throw ArmErrors.NotFound(target.Id.Child("privateEndpointConnections", request.Value("connection")));

    private ArmAnswer Put(ArmRequest request, T target)
    {
        var connection = FindConnection(request, target);
        var decision = ConnectionDecision.Read(request.Body);
        Lifecycle.DemandStaying(connection);
        if (target is FlexibleServer server) MapFlexibleServers.DemandIdle(server);
        const string name = "UpsertPrivateEndpointConnectionManagementOperation";
        return answersResource
            ? longRunning.ServerGroup(request, 201, target.RenderConnection(connection), name, target.Location!, Decide)
            : longRunning.PostgreSql(request, name, target.Location!, Decide, () => target.RenderConnection(connection));

        OperationError? Decide()
        {
            // Either side may have taken it away since: it is over then, for good.
            if (target.Connections.GetValueOrDefault(connection.TargetName) != connection) return LinkTargets.Missing(connection.OwnerId);
            // Recorded of a flexible server: once rejected, approving is accepted and then fails without a word of why.
            if (connection.Status == "Rejected" && decision.Status == "Approved")
            {
                return new OperationError("InternalServerError",
                    $"An unexpected error occured while processing the request. Tracking ID: '{Guid.NewGuid()}'");
            }
            connection.Status = decision.Status;
            connection.OwnerDescription = decision.Description ?? connection.OwnerDescription;
            connection.OwnerActions = "None";
            connection.ConsumerDescription = decision.Description ?? "";
            connection.ConsumerActions = "";
            connection.Endpoint.NewETag();
            WriteNames(request.State, connection);
            return null;
        }
    }

    // A zone group that waited for the approval has its records from here on.
    private static void WriteNames(SandboxState state, EndpointConnection connection)
    {
        foreach (var group in connection.Endpoint.ZoneGroups.Values)
            if (group.ProvisioningState == "Succeeded") group.WriteRecords(state);
    }

    private ArmAnswer Delete(ArmRequest request, ResourceId id)
    {
        var target = request.Find<T>(id);
        if (!target.Connections.TryGetValue(request.Value("connection"), out var connection)) return new ArmAnswer(204);
        connection.ProvisioningState = "Deleting";
        return longRunning.PostgreSql(request, "DropPrivateEndpointConnectionManagementOperation", target.Location!, () =>
        {
            if (target.Connections.Remove(connection.TargetName)) ResourceRemoval.Disconnect(connection);
            return null;
        }, abandon: () => connection.ProvisioningState = "Succeeded");
    }
}
