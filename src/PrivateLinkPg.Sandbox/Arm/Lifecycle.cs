using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Whether what a write needs is there to stay: the parent that it goes into, and whatever it is tied to.</summary>
internal static class Lifecycle
{
    private const string NotProvisionedCode = "ReferencedResourceNotProvisioned";

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

    /// <summary>
    /// A network takes one write at a time, those of its subnets and peerings included. A delete that is under way already may be asked
    /// for again.
    /// </summary>
    public static void DemandSettled(ArmRequest request, VirtualNetwork network, ArmResource? deleted = null)
    {
        if (deleted?.IsBeingDeleted == true || network.LastWrite is not { Operation: { IsDone: false } operation }) return;
        throw ArmErrors.AnotherOperation($"{request.BaseUrl}{operation.StatusPath}?api-version={operation.ApiVersion}");
    }

    /// <summary>
    /// What ends an operation that makes a network interface in a subnet which is not ready; null where all are. Reported: the request
    /// was accepted before that.
    /// </summary>
    public static OperationError? Unready(IEnumerable<Subnet> subnets, NetworkInterface user)
    {
        if (subnets.FirstOrDefault(subnet => subnet.ProvisioningState != "Succeeded") is not { } unready) return null;
        var reason = new OperationError(NotProvisionedCode, NotProvisioned(unready, unready.Network, user.Id));
        return unready.ProvisioningState != "Updating" ? reason
            : new OperationError("RetryableError", "A retryable error occurred.") { Detail = (reason.Code, reason.Message) };
    }

    /// <summary>The network that a peering leads to must not be in the middle of a write.</summary>
    public static void DemandProvisioned(VirtualNetwork remote, ResourceId user)
    {
        if (remote.LastWrite is { Operation.IsDone: false })
            throw new ArmException(400, NotProvisionedCode, NotProvisioned(remote, remote, user, "Updating"));
    }

    private static string NotProvisioned(ArmResource resource, VirtualNetwork network, ResourceId user, string? state = null) =>
        $"Cannot proceed with operation because resource {resource.Id} used by resource {user} is not in Succeeded state. Resource is in "
        + $"{state ?? resource.ProvisioningState} state and the last operation that updated/is updating the resource is "
        + $"{network.LastWrite?.Name ?? "PutVirtualNetworkOperation"}.";

    // The database provider knows only that it is busy.
    private static ArmException BeingDeleted(ArmResource resource, ResourceId id) => resource is FlexibleServer server
        ? ArmErrors.ServerIsBusy(server)
        : new ArmException(409, "AnotherOperationInProgress",
            $"Another operation on this or dependent resource is in progress: {id} is being deleted.");
}
