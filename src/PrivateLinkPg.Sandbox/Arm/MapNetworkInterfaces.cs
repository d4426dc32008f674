using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

internal sealed class MapNetworkInterfaces(ArmRoutes routes, LongRunning longRunning)
{
    private const string Nic = ArmRoutes.InGroup + "/providers/Microsoft.Network/networkInterfaces/{name}";
    private const string Asg = ArmRoutes.InGroup + "/providers/Microsoft.Network/applicationSecurityGroups/{name}";

    public void Map()
    {
        var nics = ResourceProviders.NetworkInterfaces;
        routes.Lists<NetworkInterface>(nics);
        routes.Get(Nic, nics, request => NetworkAnswers.Get(FindNic(request)));
        routes.Put(Nic, nics, PutNic);
        routes.Patch(Nic, nics, request => NetworkAnswers.PatchTags(request, FindNic(request)));
        routes.Delete(Nic, nics, DeleteNic);

        var groups = ResourceProviders.ApplicationSecurityGroups;
        routes.Lists<ApplicationSecurityGroup>(groups);
        routes.Get(Asg, groups, request => NetworkAnswers.Get(request.Find<ApplicationSecurityGroup>(AsgId(request))));
        routes.Put(Asg, groups, PutGroup);
        routes.Patch(Asg, groups, request => NetworkAnswers.PatchTags(request, request.Find<ApplicationSecurityGroup>(AsgId(request))));
        routes.Delete(Asg, groups, DeleteGroup);
    }

    private static ResourceId NicId(ArmRequest request) =>
        request.IdInGroup(ResourceProviders.Network, NetworkInterface.ResourceType, "name");

    private static ResourceId AsgId(ArmRequest request) =>
        request.IdInGroup(ResourceProviders.Network, ApplicationSecurityGroup.ResourceType, "name");

    private static NetworkInterface FindNic(ArmRequest request) => request.Find<NetworkInterface>(NicId(request));

    // Reported: whatever the body says, new tags too; those go by PATCH, or by the tags of the scope. Others than those of endpoints and
    // services are not imitated.
    private static ArmAnswer PutNic(ArmRequest request)
    {
        if (!request.State.TryGet<NetworkInterface>(NicId(request), out var nic)) throw ArmErrors.MethodNotAllowed(request.Method);
        var (kind, words) = nic.Endpoint is null ? ("PrivateLinkService", "private link service") : ("PrivateEndpoint", "private endpoint");
        throw new ArmException(400, $"CannotModifyNicAttachedTo{kind}", $"Network interface {nic.Id} is linked to a {words} "
            + $"{nic.Endpoint?.Id ?? nic.Service}. It can not be modified by user.");
    }

    private static ArmAnswer DeleteNic(ArmRequest request)
    {
        if (!request.State.TryGet<NetworkInterface>(NicId(request), out var nic)) return new ArmAnswer(204);
        var owner = nic.Endpoint?.Id ?? nic.Service;
        throw new ArmException(400, "NetworkInterfaceInUse",
            $"Network Interface {nic.Id} is used by existing resource {owner}. In order to delete the network interface, it must be "
            + "dissociated from the resource. To learn more, see aka.ms/deletenic.");
    }

    private ArmAnswer PutGroup(ArmRequest request)
    {
        var id = AsgId(request);
        ResourceNames.DemandNetworkName(id.Name, 1, 80);
        var location = request.RequireLocation(request.Type.FullName);
        var exists = request.State.TryGet<ApplicationSecurityGroup>(id, out var group);
        if (group is not null && group.Location != location) throw ArmErrors.LocationChanged(id, group.Location!, location);
        group ??= new ApplicationSecurityGroup(id, location) { CreatedAt = request.Now };
        group.Tags = TagRules.Read(request.Body);
        group.ChangedAt = request.Now;
        request.State.Add(group);
        if (exists) return longRunning.NetworkPut(request, group, 200, location, complete: null);
        return longRunning.NetworkPut(request, group, 201, location, () =>
        {
            group.Settle();
            return null;
        });
    }

    private ArmAnswer DeleteGroup(ArmRequest request)
    {
        if (!request.State.TryGet<ApplicationSecurityGroup>(AsgId(request), out var group)) return new ArmAnswer(204);
        var state = request.State;
        if (ResourceRemoval.Obstacle(state, group) is { } user) throw new ArmException(400, user.Code, user.Message);
        return longRunning.NetworkDelete(request, group, group.Location!, () =>
        {
            if (ResourceRemoval.Obstacle(state, group) is { } obstacle) return obstacle;
            state.Remove(group);
            return null;
        });
    }
}
