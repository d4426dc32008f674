namespace PrivateLinkPg.Diagnosis;

/// <summary>Sharpens the probe's root cause by what Azure told.</summary>
internal static class AzureDiagnosis
{
    /// <summary>The root cause in Azure's terms; <paramref name="cause"/> itself where Azure knows nothing that explains it.</summary>
    public static RootCause Refine(RootCause cause, ProbeResult result, LinkFacts facts)
    {
        ProbeWords words = new(result.State);
        return FaultRules.Of(result.State.Faults[0].Fault).Explained
            .Select(reason => Explain(reason, cause, words, facts)).FirstOrDefault(better => better is not null) ?? cause;
    }

    private static RootCause? Explain(AzureReason reason, RootCause cause, ProbeWords words, LinkFacts facts) => reason switch
    {
        AzureReason.EndIsMissing => Dead(words, facts),
        AzureReason.NotApproved => Undecided(words, facts),
        AzureReason.LeadsElsewhere => Elsewhere(words, facts),
        AzureReason.NamesAreWrong => ZoneCauses.Of(words, facts),
        AzureReason.WayIsBlocked => Blocked(cause, words, facts),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    // Nothing else can help as long as one of the ends is missing.
    private static RootCause? Dead(ProbeWords words, LinkFacts facts)
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
            return new("EndpointFailed", $"The private endpoint {facts.EndpointId} was not made: its provisioning failed.",
                $"Try it again: {Create(facts)}");
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
        return facts.Server?.Properties?.State is "Stopped" or "Stopping" or "Disabled"
            ? new("ServerStopped", $"The server {facts.Server.Name} is {facts.Server.Properties.State}.",
                $"az postgres flexible-server start --ids {facts.Target!.Value}")
            : null;
    }

    private static RootCause? Undecided(ProbeWords words, LinkFacts facts) => facts.ConnectionStatus switch
    {
        "Pending" => new("ConnectionPending",
            $"The connection of the private endpoint waits for approval by the owner of the target, so {words.EndPoint} leads nowhere yet.",
            $"Approve-PgEndpointConnection -EndpointId {facts.EndpointId}"),
        "Rejected" when facts.Target?.Type == TargetType.PrivateLinkService => new("ConnectionRejected",
            "The owner of the Private Link service rejected the connection of the private endpoint.",
            $"The owner may still approve it: Approve-PgEndpointConnection -EndpointId {facts.EndpointId}"),
        "Rejected" => new("ConnectionRejected",
            "The owner of the target rejected the connection of the private endpoint; Azure does not approve it afterwards.",
            $"Agree with the owner, then ask again: {Create(facts)} -Force | Approve-PgEndpointConnection"),
        _ => null,
    };

    // The probe expected no address, so a private one that is of something else was as good to it.
    private static RootCause? Elsewhere(ProbeWords words, LinkFacts facts) =>
        facts.Addresses.Contains(words.Address) ? null : ZoneCauses.Of(words, facts);

    private static RootCause? Blocked(RootCause cause, ProbeWords words, LinkFacts facts)
    {
        if (facts.ConnectionStatus != "Approved") return null;
        if (cause.Code is not ("AddressSilent" or "AddressUnreachable"))
        {
            string server = facts.Server?.Properties?.State is { } state ? $" and has the server as {state}" : "";
            return cause with
            {
                Remedy = $"Azure sees nothing wrong with the endpoint{server}: "
                    + "check -Port, and the health and log of what the endpoint leads to.",
            };
        }
        return facts.SecurityGroup is { } group
            ? new("SecurityGroupApplies",
                $"{words.EndPoint} does not respond, although the connection is approved; "
                    + $"security group {group} is applied to the endpoint.",
                $"Let clients in: Get-AzNetworkSecurityGroup -Name {ResourceIds.Name(group)} "
                    + "| Add-AzNetworkSecurityRuleConfig -Name postgres -Access Allow -Direction Inbound -Protocol Tcp -Priority 200 "
                    + "-SourceAddressPrefix VirtualNetwork -SourcePortRange * "
                    + $"-DestinationAddressPrefix {words.Address} -DestinationPortRange {words.Port} | Set-AzNetworkSecurityGroup")
            : cause with
            {
                Message = $"{words.EndPoint} does not respond to this machine, "
                    + "although the connection is approved and no security group is applied to the endpoint.",
                Remedy = $"Check the way to {facts.Network?.Name ?? "the endpoint's network"}: peering, VPN, "
                    + $"route tables and firewalls for TCP {words.Port} to {words.Address}; or test from a machine inside it.",
            };
    }

    private static string Create(LinkFacts facts) =>
        $"New-PgPrivateEndpoint -Target {facts.Target?.Value ?? "<the target's id>"}"
        + $" -SubnetId {facts.Endpoint?.Properties?.Subnet?.Id ?? "<the subnet's id>"}"
        + (facts.EndpointId is { } id ? $" -Name {ResourceIds.Name(id)}" : "");
}
