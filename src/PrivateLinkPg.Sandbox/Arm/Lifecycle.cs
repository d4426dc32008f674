using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Whether what a write needs is there to stay: the parent that it goes into, and whatever it is tied to.</summary>
internal static class Lifecycle
{
    /// <summary>The parent of a resource, or of a list of resources, that is read or written must be there.</summary>
    public static void DemandParent(SandboxState state, string scope, string action)
    {
        var place = scope[..scope.LastIndexOf('/')];
        var isOne = ResourceId.TryParse(scope, out var id);
        var parent = isOne ? id!.Parent : ResourceId.TryParse(place, out var owner) ? owner : null;
        // What a provider has in a region lies in no resource.
        if (parent is null or { ChildType: "locations" } || state.Exists(parent)) return;
        throw ArmErrors.ParentNotFound(parent, isOne ? id!.ChildType : scope[(place.Length + 1)..], action);
    }

    /// <summary>Neither the resource nor anything that it lies in may be on its way out. What is not there is not judged here.</summary>
    public static void DemandStaying(SandboxState state, ResourceId id)
    {
        if (state.GroupOf(id) is { IsBeingDeleted: true } group) throw ArmErrors.GroupBeingDeleted(group);
        for (var at = id; at is not null; at = at.Parent)
            if (state.Find(at) is { IsBeingDeleted: true } resource) throw BeingDeleted(resource, at);
    }

    /// <summary>The same of a connection on its target's side.</summary>
    public static void DemandStaying(EndpointConnection connection)
    {
        if (connection.IsBeingDeleted) throw BeingDeleted(connection.Target, connection.OwnerId);
    }

    // The database provider knows only that it is busy.
    private static ArmException BeingDeleted(ArmResource resource, ResourceId id) => resource is FlexibleServer server
        ? ArmErrors.ServerIsBusy(server)
        : new ArmException(409, "AnotherOperationInProgress",
            $"Another operation on this or dependent resource is in progress: {id} is being deleted.");
}
