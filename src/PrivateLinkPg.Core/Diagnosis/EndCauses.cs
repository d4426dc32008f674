namespace PrivateLinkPg.Diagnosis;

/// <summary>Ends of a path, and their connection, that nothing can be reached by.</summary>
internal static class EndCauses
{
    /// <summary>
    /// What is wrong with the endpoint or the target; null where nothing is known to be. Nothing else can help as long as it is so.
    /// </summary>
    public static RootCause? Of(ProbeWords words, LinkFacts facts)
    {
        if (facts.Server?.Properties?.Network?.DelegatedSubnetResourceId is { Length: > 0 } subnet)
        {
            return new("ServerInjected",
                $"The server is injected into subnet {subnet}, so Private Link cannot lead to it: "
                    + "only that network and its peers reach it.",
                "Connect from that network, or move the server first: "
                    + $"az postgres flexible-server migrate-network --ids {facts.Target!.Value}");
        }
        if (facts.TargetIsGone)
            return new("TargetDeleted", $"The target {facts.Target!.Value} does not exist any more.",
                $"Remove what led to it: Remove-AzResource -ResourceId {facts.EndpointId ?? "<the endpoint's id>"}");
        if (facts.EndpointIsGone)
            return new("EndpointDeleted",
                $"The private endpoint {facts.EndpointId} does not exist any more, or the context cannot see its subscription.",
                $"{Create(facts)} | Approve-PgEndpointConnection | Get-PgEndpointIp | New-PgPrivateDnsRecord");
        if (facts.Endpoint?.Properties?.ProvisioningState == "Failed")
            return Failed(facts);
        if (facts.ConnectionStatus == "Disconnected")
        {
            return new("ConnectionDisconnected",
                "The owner of the target removed the endpoint's connection; an endpoint in this state cannot be used again.",
                $"Create it again: {Create(facts)} -Force | Approve-PgEndpointConnection");
        }
        // A server lists its connections from all subscriptions, so this is certain.
        if (facts is { EndpointId: null, Server: { } lonely })
        {
            return new("EndpointMissing", $"No private endpoint leads to {lonely.Name}, so {words.Host} is reached publicly or not at all.",
                $"New-PgPrivateEndpoint -Target {facts.Target!.Value} -SubnetId <the clients' subnet> "
                    + "| Approve-PgEndpointConnection | Get-PgEndpointIp | New-PgPrivateDnsRecord");
        }
        if (OfTarget(words, facts) is { } another) return another;
        return facts.Server?.Properties?.State is "Stopped" or "Stopping" or "Disabled"
            ? new("ServerStopped", $"The server {facts.Server.Name} is {facts.Server.Properties.State}.",
                $"az postgres flexible-server start --ids {facts.Target!.Value}")
            : null;
    }

    /// <summary>An endpoint that leads to another server than the host name's; null where it is not known to.</summary>
    public static RootCause? OfTarget(ProbeWords words, LinkFacts facts)
    {
        string? other = facts.LeadsElsewhere(words.Names) ?? OtherService(words, facts);
        return other is null ? null : new("EndpointToOtherServer",
            $"The private endpoint {facts.EndpointId} leads to {facts.Target!.Value}, whose name is {other}, "
                + $"not to the server of {words.Host}.",
            $"Test {other}, or pass the endpoint of {words.Host} with -EndpointId. Where there is none: New-PgPrivateEndpoint "
                + $"-Target <the id of {words.Host}> -SubnetId {facts.Endpoint?.Properties?.Subnet?.Id ?? "<the clients' subnet>"}");
    }

    // Of a service Azure tells what its owner noted. With a certificate for that it is proof, where the host is of the same domain: by
    // another name, one's own or an address, people come to the right server too.
    private static string? OtherService(ProbeWords words, LinkFacts facts)
    {
        if (facts.Target?.Type != TargetType.PrivateLinkService || !facts.Addresses.Contains(words.Address)) return null;
        return facts.ServedNames.Intersect(words.Certificate?.Names ?? [], StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(name => AzureNames.Same(Domain(name), Domain(words.Host)) && !AzureNames.Same(name, words.Host));

        static string Domain(string name) => string.Join('.', name.Split('.')[^Math.Min(2, name.Split('.').Length)..]);
    }

    /// <summary>The decision that the connection lacks; null where it has one, or there is no connection.</summary>
    public static RootCause? OfConnection(LinkFacts facts) => facts.ConnectionStatus switch
    {
        "Pending" => RootCause.Mended("ConnectionPending",
            $"The connection of the private endpoint waits for approval by the owner of the target, so "
                + $"{string.Join(", ", facts.Addresses)} leads nowhere yet.",
            new ApprovalRepair(facts.EndpointId!)
            {
                HeldBack = facts.Server is null ? "The target is not to be seen from here: its owner has to approve it."
                    : SeenByOthers(facts) is not { } zone ? null
                    : $"It is the first one: Azure then leads the public name to {zone.Name}, and {zone.Id} is linked to "
                        + $"{ResourceIds.Name(zone.OtherNetworks[0])}, whose clients would "
                        + (zone.Record is { Count: > 0 } record ? $"go to {string.Join(", ", record)}." : "not find the name any more."),
            }),
        "Rejected" when facts.Target?.Type == TargetType.PrivateLinkService => new("ConnectionRejected",
            "The owner of the Private Link service rejected the connection of the private endpoint.",
            $"The owner may still approve it: Approve-PgEndpointConnection -EndpointId {facts.EndpointId}"),
        "Rejected" => new("ConnectionRejected",
            "The owner of the target rejected the connection of the private endpoint; Azure does not approve it afterwards.",
            $"Agree with the owner, then ask again: {Create(facts)} -Force | Approve-PgEndpointConnection"),
        _ => null,
    };

    // Only with an approved connection is a server's public name an alias of its private one; a service has no such name.
    private static ZoneFacts? SeenByOthers(LinkFacts facts) => facts.Target?.Type == TargetType.PrivateLinkService ? null
        : facts.Zones.FirstOrDefault(zone => AzureNames.Same(zone.Name, facts.ZoneName) && !facts.NameLeadsToZone(zone)
            && zone is { RecordNotReadable: false, OtherNetworks.Count: > 0 });

    private static RootCause Failed(LinkFacts facts)
    {
        string message = $"The private endpoint {facts.EndpointId} was not made: its provisioning failed.";
        return facts is { Target: { } target, Endpoint.Properties.Subnet.Id: { } subnet }
            ? RootCause.Mended("EndpointFailed", message, new EndpointRepair(facts.EndpointId!, target.Value, subnet), "Try it again: ")
            : new("EndpointFailed", message, $"Try it again: {Create(facts)}");
    }

    private static string Create(LinkFacts facts) =>
        $"New-PgPrivateEndpoint -Target {facts.Target?.Value ?? "<the target's id>"}"
        + $" -SubnetId {facts.Endpoint?.Properties?.Subnet?.Id ?? "<the subnet's id>"}"
        + (facts.EndpointId is { } id ? $" -Name {ResourceIds.Name(id)}" : "");
}
