using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Peerings of virtual networks: they lead clients to the endpoints of the other one.</summary>
internal sealed class MapPeerings(ArmRoutes routes, LongRunning longRunning)
{
    private const string All = ArmRoutes.InGroup + "/providers/Microsoft.Network/virtualNetworks/{name}/virtualNetworkPeerings";
    private const string One = All + "/{peering}";

    public void Map()
    {
        var type = ResourceProviders.Peerings;
        routes.Get(All, type, request => new ArmAnswer(200,
            ArmRoutes.List(MapVirtualNetworks.Find(request).Peerings.Values.Select(peering => peering.Render()))));
        routes.Get(One, type, request => new ArmAnswer(200, Find(request).Render()).With("ETag", Find(request).Network.ETag));
        routes.Put(One, type, Put);
        routes.Delete(One, type, Delete);
    }

    private static VirtualNetworkPeering Find(ArmRequest request)
    {
        var network = MapVirtualNetworks.Find(request);
        return network.Peerings.GetValueOrDefault(request.Value("peering"))
            ?? throw ArmErrors.NotFound(network.Id.Child(VirtualNetworkPeering.ResourceType, request.Value("peering")));
    }

    private ArmAnswer Put(ArmRequest request)
    {
        var network = MapVirtualNetworks.Find(request);
        var id = network.Id.Child(VirtualNetworkPeering.ResourceType, request.Value("peering"));
        ResourceNames.DemandNetworkName(id.Name, 1, 80);
        var properties = request.Body.Object("properties") ?? throw ArmErrors.InvalidFormat();
        var remote = FindRemote(request, id, properties);
        network.Peerings.TryGetValue(id.Name, out var existing);
        DemandPossible(network, id, remote, existing);
        Lifecycle.DemandProvisioned(remote, id);
        Lifecycle.DemandSettled(request, network);
        var peering = existing ?? (network.Peerings[id.Name] = new VirtualNetworkPeering(network, id, remote) { CreatedAt = request.Now });
        Apply(peering, properties);
        if (peering.Other is { State: not "Disconnected" } other) (peering.State, other.State) = ("Connected", "Connected");
        else peering.State = "Initiated";
        network.NewETag();
        return longRunning.NetworkPut(request, peering, existing is null ? 201 : 200, network.Location!, () =>
        {
            peering.Settle();
            return null;
        });
    }

    private static VirtualNetwork FindRemote(ArmRequest request, ResourceId id, JsonObject properties)
    {
        var remoteId = properties.ReferenceId("remoteVirtualNetwork") ?? throw ArmErrors.InvalidFormat();
        Authorization.DemandLinked(request, id, "Microsoft.Network/virtualNetworks/peer/action", remoteId);
        if (!request.State.TryGet<VirtualNetwork>(remoteId, out var remote))
        {
            // A network may be peered with one in another region.
            throw new ArmException(400, "InvalidResourceReference", $"Resource {remoteId} referenced by resource {id} was not found. "
                + "Please make sure that the referenced resource exists.");
        }
        Lifecycle.DemandStaying(request.State, remote.Id);
        return remote;
    }

    private static void DemandPossible(VirtualNetwork network, ResourceId id, VirtualNetwork remote, VirtualNetworkPeering? existing)
    {
        if (existing is not null && existing.Remote != remote)
        {
            throw new ArmException(400, "ChangingRemoteVirtualNetworkNotAllowed",
                $"Changing remote virtual network of the peering {id} is not allowed.");
        }
        if (network.Peerings.Values.FirstOrDefault(other => other != existing && other.Remote == remote) is { } same)
        {
            throw new ArmException(400, "AnotherPeeringAlreadyReferencesRemoteVnet",
                $"Peering {same.Id} already references remote virtual network {remote.Id}. Cannot add peering {id}.");
        }
        DemandApart(network, network.AddressSpace, id, remote);
        var reverse = remote.Peerings.Values.FirstOrDefault(other => other.Remote == network);
        if (reverse?.State != "Disconnected") return;
        throw new ArmException(400, "RemotePeeringIsDisconnected", $"Cannot create or update peering {id} because remote peering "
            + $"{reverse.Id} referencing parent virtual network {network.Id} is in Disconnected state. "
            + "Update or re-create the remote peering to get it back to Initiated state.");
    }

    /// <summary>Peered networks have no address in common, nor has a network with itself.</summary>
    public static void DemandApart(VirtualNetwork network, List<AddressRange> space, ResourceId id, VirtualNetwork remote)
    {
        var overlap = space.Where(range => remote.AddressSpace.Exists(range.Overlaps)).ToList();
        if (network != remote && overlap.Count == 0) return;
        throw new ArmException(400, "VnetAddressSpacesOverlap", $"Cannot create or update peering {id}. Virtual networks {network.Id} "
            + $"and {remote.Id} cannot be peered because their address spaces overlap. "
            + $"Overlapping address prefixes: {string.Join(", ", overlap)}.");
    }

    private static void Apply(VirtualNetworkPeering peering, JsonObject properties)
    {
        peering.AllowsAccess = properties.Flag("allowVirtualNetworkAccess") ?? true;
        peering.AllowsForwarding = properties.Flag("allowForwardedTraffic") ?? false;
        peering.AllowsGatewayTransit = properties.Flag("allowGatewayTransit") ?? false;
        peering.UsesRemoteGateways = properties.Flag("useRemoteGateways") ?? false;
    }

    private ArmAnswer Delete(ArmRequest request)
    {
        var id = request.IdInGroup(ResourceProviders.Network, VirtualNetwork.ResourceType, "name");
        if (!request.State.TryGet<VirtualNetwork>(id, out var network)
            || !network.Peerings.TryGetValue(request.Value("peering"), out var peering))
        {
            return new ArmAnswer(204);
        }
        Lifecycle.DemandSettled(request, network, peering);
        return longRunning.NetworkDelete(request, peering, network.Location!, () =>
        {
            ResourceRemoval.RemovePeering(peering);
            network.NewETag();
            return null;
        });
    }
}
