using System.Text.RegularExpressions;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Finds what an endpoint wants to be linked to, and whether the target lets it.</summary>
internal static partial class LinkTargets
{
    public static PrivateLinkTarget Resolve(ArmRequest request, EndpointBody body)
    {
        var reference = body.Connection.Target;
        if (!reference.StartsWith('/')) return ResolveAlias(request, body, reference);
        if (!ResourceId.TryParse(reference, out var id))
            throw JsonReading.InvalidId(reference, "privateLinkServiceConnections.privateLinkServiceId");
        PrivateLinkTarget? target =
            request.State.TryGet<FlexibleServer>(id, out var server) ? server
            : request.State.TryGet<PrivateLinkService>(id, out var service) ? service
            : request.State.TryGet<ServerGroup>(id, out var group) ? group
            : null;
        if (target is null || target is PrivateLinkService hidden && !hidden.IsVisibleTo(request.Subscription.Id)
            && !request.Principal.Can("Microsoft.Network/privateLinkServices/read", id.Subscription))
        {
            throw NotFound(request, body, id);
        }
        DemandGroups(body, target);
        DemandRights(request, body, target);
        return target;
    }

    /// <summary>
    /// A server's connections are named after the endpoint, by stricter rules than endpoints have, and are written through ARM: what
    /// breaks the rules, meets a lock, or finds its target gone is found out only in the operation.
    /// </summary>
    public static OperationError? Refuses(SandboxState state, PrivateEndpoint endpoint)
    {
        var (target, proxy) = (endpoint.Connection.Target, endpoint.Connection.ProxyId);
        var refusal = !endpoint.IsMaterialized && state.Find(target.Id) != target ? Missing(target.Id)
            : proxy is null ? null
            : ConnectionName().IsMatch(proxy.Name) ? state.Locks.ObstacleToWrite(proxy)
            : Missing(proxy);
        if (refusal is not null) endpoint.ProvisioningState = "Failed";
        return refusal;
    }

    public static OperationError Missing(ResourceId id) => new("ResourceNotFound",
        $"The requested resource of type '{id.Type}' with name '{id.Name}' was not found.");

    private static PrivateLinkService ResolveAlias(ArmRequest request, EndpointBody body, string alias)
    {
        var service = PrivateLinkService.ByAlias(request.State, alias);
        if (service is null || !service.IsVisibleTo(request.Subscription.Id))
        {
            throw new ArmException(400, "ThirdPartyPrivateLinkServiceWithPlsAliasDoesNotExistOrIsNotVisible",
                $"The private link service with alias {alias} referenced by private endpoint {body.Id} does not exist or is not visible to "
                + $"subscription {request.Subscription.Id}.");
        }
        if (body.Connection.IsManual) return service;
        throw new ArmException(400, "PrivateLinkServiceAliasRequiresManualConnection",
            $"Private endpoint {body.Id} names the private link service by its alias: "
            + "such a connection must be in manualPrivateLinkServiceConnections.");
    }

    private static ArmException NotFound(ArmRequest request, EndpointBody body, ResourceId id)
    {
        if (id.IsOfType("Microsoft.Network/privateLinkServices"))
        {
            return new ArmException(400, "ThirdPartyPrivateLinkServiceProvidedDuringPrivateEndpointCreationDoesNotExistOrIsNotVisible",
                $"Third-party Private Link Service Id {id} provided during creation of private endpoint {body.Id} "
                + "does not exist or is not visible.");
        }
        if (!request.State.Subscriptions.ContainsKey(id.Subscription))
            return ArmErrors.SubscriptionNotFound(id.Subscription);
        return new ArmException(400, "ResourceNotFound",
            $"Call to {id.Type} failed. Error message: The requested resource of type '{id.Type}' with name '{id.Name}' was not found.");
    }

    private static void DemandGroups(EndpointBody body, PrivateLinkTarget target)
    {
        var groups = body.Connection.GroupIds ?? [];
        if (target is PrivateLinkService) return;
        if (target is FlexibleServer { GroupIds.Count: 0 })
        {
            throw new ArmException(400, "PrivateEndpointFeatureNotSupportedOnServer",
                $"Call to {target.Type} failed. Error message: The given server {target.Name} does not support private endpoint feature. "
                + "Please create a new server that is private endpoint capable. "
                + "Refer to https://aka.ms/pgflex-pepreview for more details.");
        }
        if (groups.Count == 0)
        {
            var kind = body.Connection.IsManual ? "manualPrivateLinkServiceConnections" : "privateLinkServiceConnections";
            throw new ArmException(400, "MissingParameterOnPrivateLinkServiceConnection",
                $"Private link service connection {body.Id.Child(kind, body.Connection.Name)} is missing required parameter 'group Id'.");
        }
        foreach (var group in groups)
        {
            // Another provider was seen to refuse another spelling.
            if (target.GroupIds.Contains(group, StringComparer.Ordinal)) continue;
            throw new ArmException(400, "InvalidGroupId", $"Call to {target.Type} failed. Error message: Invalid groupId '{group}'. "
                + $"Supported groupIds are: {string.Join(", ", target.GroupIds)}.");
        }
    }

    /// <summary>
    /// Static addresses are for the members that the target has: one for each, or none at all. The members of a database are called as
    /// its groups; a Private Link service has one, however it is called.
    /// </summary>
    public static void DemandMembers(EndpointBody body, PrivateLinkTarget target)
    {
        if (body.IpConfigurations.Count == 0) return;
        var isService = target is PrivateLinkService;
        var wanted = isService ? [""] : body.Connection.GroupIds ?? [];
        var given = body.IpConfigurations;
        var missing = wanted
            .Where(group => !isService && !given.Exists(item => item.GroupId == group && item.MemberName == group)).ToList();
        if (missing.Count > 0)
        {
            var asked = given.Select(item => $"PrivateIPAddress: {item.Address}, GroupId: {item.GroupId}, MemberName: {item.MemberName}");
            throw new ArmException(400, "PrivateEndpointIpConfigurationMissingMemberNamesRequiredByFps",
                $"Private Endpoint {body.Id} contains static ipconfigurations: [{string.Join("; ", asked)}] and its missing these "
                + "membernames/groupids requested by Private Link service "
                + $"[{string.Join("; ", missing.Select(group => $"GroupId: {group}, MemberName: {group}"))}]. "
                + "Private Endpoint needs to be reconfigured with missing memberNames.");
        }
        if (given.Count == wanted.Count) return;
        // What Azure calls this is not known.
        throw new ArmException(400, "InvalidRequestFormat", $"Private endpoint {body.Id} has {given.Count} ipConfigurations, "
            + $"but its target has {wanted.Count} member(s).");
    }

    private static void DemandRights(ArmRequest request, EndpointBody body, PrivateLinkTarget target)
    {
        if (!request.State.Subscriptions[target.Id.Subscription].RegisteredProviders.Contains(target.Id.Namespace!))
            throw ArmErrors.NotRegistered(target.Id.Namespace!);
        if (body.Connection.IsManual) return;
        if (target is PrivateLinkService service && service.IsAutoApprovedFor(request.Subscription.Id)) return;
        Authorization.DemandLinked(request, body.Id, $"{target.Type}/PrivateEndpointConnectionsApproval/action", target.Id);
    }

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9-]*\.[a-fA-F0-9-]+$")]
    private static partial Regex ConnectionName();
}
