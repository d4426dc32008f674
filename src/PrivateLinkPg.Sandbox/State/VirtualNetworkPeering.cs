using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>One network's half of a peering. It is Connected when the other half is there too.</summary>
internal sealed class VirtualNetworkPeering(VirtualNetwork network, ResourceId id, VirtualNetwork remote) : ArmResource(id, null)
{
    public const string ResourceType = "virtualNetworkPeerings";

    public VirtualNetwork Network { get; } = network;

    public VirtualNetwork Remote { get; } = remote;

    /// <summary>Initiated, Connected or Disconnected.</summary>
    public string State { get; set; } = "Initiated";

    public bool AllowsAccess { get; set; } = true;

    public bool AllowsForwarding { get; set; }

    public bool AllowsGatewayTransit { get; set; }

    public bool UsesRemoteGateways { get; set; }

    /// <summary>The other half; null when there is none.</summary>
    public VirtualNetworkPeering? Other => Remote.Peerings.Values.FirstOrDefault(peering => peering.Remote == Network);

    public override void NewETag() => Network.NewETag();

    public override JsonObject Render() => new()
    {
        ["name"] = Name,
        ["id"] = Id.Value,
        ["etag"] = Network.ETag,
        ["properties"] = new JsonObject
        {
            ["provisioningState"] = ProvisioningState,
            ["resourceGuid"] = Network.ResourceGuid.ToString(),
            ["peeringState"] = State,
            ["peeringSyncLevel"] = State == "Connected" ? "FullyInSync" : "RemoteNotInSync",
            ["remoteVirtualNetwork"] = Reference(Remote.Id),
            ["allowVirtualNetworkAccess"] = AllowsAccess,
            ["allowForwardedTraffic"] = AllowsForwarding,
            ["allowGatewayTransit"] = AllowsGatewayTransit,
            ["useRemoteGateways"] = UsesRemoteGateways,
            ["doNotVerifyRemoteGateways"] = false,
            ["peerCompleteVnets"] = true,
            ["remoteAddressSpace"] = Remote.RenderSpace(),
            ["remoteVirtualNetworkAddressSpace"] = Remote.RenderSpace(),
        },
        ["type"] = Type,
    };
}
