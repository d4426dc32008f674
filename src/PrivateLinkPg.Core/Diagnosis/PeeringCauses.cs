namespace PrivateLinkPg.Diagnosis;

/// <summary>The way from the clients' network to the endpoint's, where that is another one.</summary>
internal static class PeeringCauses
{
    private const string GatewaySubnet = "GatewaySubnet";

    public static bool IsDisconnected(PathCase path) =>
        path.Facts.Peering is { Properties.PeeringState: not "Connected" } && !IsPassedOn(path);

    public static CauseText Disconnected(PathCase path)
    {
        PeeringResource peering = path.Facts.Peering!;
        (NetworkResource own, NetworkResource remote) = (path.Facts.Network!, path.Facts.EndpointNetwork!);
        string again = $"Remove-AzVirtualNetworkPeering -VirtualNetworkName {own.Name} -ResourceGroupName {ResourceIds.Group(own.Id)} "
            + $"-Name {peering.Name}; then {Add(own, remote)}";
        bool waits = peering.Properties!.PeeringState == "Initiated";
        return new(
            $"{path.Words.EndPoint} does not respond: peering {peering.Name} from {own.Name} to {remote.Name} is "
                + $"{peering.Properties.PeeringState}, since {remote.Name} has no peering back.",
            waits ? $"Make the other half: {Add(remote, own)}" : $"Make it again, both halves: {again}; {Add(remote, own)}");
    }

    public static bool IsForbidden(PathCase path) =>
        path.Facts.Peering is { Properties: { PeeringState: "Connected", AllowVirtualNetworkAccess: false } } && !IsPassedOn(path);

    public static CauseText Forbidden(PathCase path)
    {
        (PeeringResource peering, NetworkResource own) = (path.Facts.Peering!, path.Facts.Network!);
        return new(
            $"{path.Words.EndPoint} does not respond: peering {peering.Name} from {own.Name} to {path.Facts.EndpointNetwork!.Name} "
                + "does not allow traffic to the other network.",
            $"See why, then: $peering = Get-AzVirtualNetworkPeering -VirtualNetworkName {own.Name} "
                + $"-ResourceGroupName {ResourceIds.Group(own.Id)} -Name {peering.Name}; $peering.AllowVirtualNetworkAccess = $true; "
                + "Set-AzVirtualNetworkPeering -VirtualNetworkPeering $peering");
    }

    /// <summary>Whether nothing leads from one network to the other: no peering, and no gateway or route by which others would.</summary>
    public static bool IsApart(PathCase path) => IsOther(path) && path.Facts.Peering is null && !IsPassedOn(path)
        && path.Facts.Network!.Properties is var own
        && own?.VirtualNetworkPeerings?.Any(each => each.Properties is { UseRemoteGateways: true, PeeringState: "Connected" }) != true
        && own?.Subnets?.Any(subnet => AzureNames.Same(ResourceIds.Name(subnet.Id!), GatewaySubnet)) != true;

    public static CauseText Apart(PathCase path)
    {
        (NetworkResource own, NetworkResource remote) = (path.Facts.Network!, path.Facts.EndpointNetwork!);
        return new(
            $"{path.Words.EndPoint} does not respond: {own.Name} is not peered with {remote.Name}, where the endpoint is, and has no "
                + "gateway or route that leads there.",
            $"Give {own.Name} an endpoint of its own: New-PgPrivateEndpoint -Target {path.Facts.Target?.Value ?? "<the target's id>"} "
                + $"-SubnetId <a subnet of {own.Name}>. Or peer the networks: {Add(own, remote)}; {Add(remote, own)}. "
                + "Where a Network Manager joins them, look there.");
    }

    private static bool IsOther(PathCase path) =>
        path.Facts is { Network: { } own, EndpointNetwork: { } remote } && !ResourceIds.Same(own.Id, remote.Id);

    // Then it does not matter how the networks are joined.
    private static bool IsPassedOn(PathCase path) => path.Facts.Routes.Any(route => route.IsPassedOn);

    private static string Add(NetworkResource from, NetworkResource to) =>
        $"Add-AzVirtualNetworkPeering -Name {from.Name}-to-{to.Name} -VirtualNetwork (Get-AzVirtualNetwork -Name {from.Name} "
            + $"-ResourceGroupName {ResourceIds.Group(from.Id!)}) -RemoteVirtualNetworkId {to.Id}";
}
