namespace PrivateLinkPg.Diagnosis;

/// <summary>What Azure told, one line a subject.</summary>
internal static class AzureFindings
{
    public static IEnumerable<string> Of(LinkFacts facts)
    {
        if (facts.EndpointIsGone) yield return $"Private endpoint {ResourceIds.Name(facts.EndpointId!)} does not exist any more.";
        if (facts.Endpoint is { } endpoint)
            yield return $"Private endpoint {endpoint.Name}: {endpoint.Properties?.ProvisioningState}, "
                + $"its connection is {facts.ConnectionStatus}, its address {Join(facts.Addresses)}.";
        if (facts.TargetIsGone) yield return $"The target {facts.Target!.Name} does not exist any more.";
        if (facts.Server is { } server) yield return Server(server, facts);
        foreach (ZoneFacts zone in facts.Zones)
        {
            string linked = zone.IsLinked ? "linked" : "not linked";
            yield return $"Private zone {zone.Name}: {linked} to {facts.Network?.Name ?? "the network"}, "
                + (zone.Record is null ? "without a record of the name." : $"its record leads to {Join(zone.Record)}.");
        }
        if (facts.Zones.Count == 0) yield return $"No private zone serves the name; its record belongs in {facts.ZoneName}.";
        if (facts.Network is { } network)
        {
            string own = $"its own DNS servers {Join(facts.CustomDnsServers)}";
            string asked = facts.CustomDnsServers.Count == 0 ? "Azure's DNS (168.63.129.16)" : own;
            string group = facts.SecurityGroup is { } applied ? $"security group {ResourceIds.Name(applied)}" : "no security group";
            yield return $"Virtual network {network.Name} asks {asked}; {group} is applied to the endpoint.";
            if (facts.EndpointNetwork is { } remote && !ResourceIds.Same(remote.Id, network.Id))
                yield return $"It is {Peering(facts)} with {remote.Name}, where the endpoint is.";
        }
        foreach (SubnetRoute route in facts.Routes.Where(each => each.Route is not null))
            yield return $"What goes to the endpoint: {route.InWords}.";
    }

    private static string Peering(LinkFacts facts) => facts.Peering is { } peering
        ? $"peered ({peering.Name}, {peering.Properties?.PeeringState})" : "not peered";

    private static string Server(TargetResource server, LinkFacts facts) =>
        $"Target {server.Name} ({facts.Target!.Type.Label}): "
        + (server.Properties?.State ?? server.Properties?.ProvisioningState ?? "its state is not told")
        + (server.Properties?.Network?.DelegatedSubnetResourceId is { Length: > 0 } subnet
            ? $", injected into subnet {ResourceIds.Name(subnet)}, so without Private Link."
            : server.Properties?.SourceServerResourceId is { Length: > 0 } source && server.Properties.ReplicationRole is not "Primary"
            ? $", a replica of {ResourceIds.Name(source)}, which takes no writes."
            : ".");

    private static string Join(IReadOnlyList<string> texts) => texts.Count == 0 ? "(none)" : string.Join(", ", texts);
}
