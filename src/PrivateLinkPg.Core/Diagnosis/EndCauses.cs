namespace PrivateLinkPg.Diagnosis;

/// <summary>Ends of a path, and their connection, that nothing can be reached by.</summary>
internal static class EndCauses
{
    public static bool IsInjected(PathCase path) => Subnet(path) is { Length: > 0 };

    public static CauseText Injected(PathCase path) => new(
        $"The server is injected into subnet {Subnet(path)}, so Private Link cannot lead to it: only that network and its peers reach it.",
        "Connect from that network, or move the server first: "
            + $"az postgres flexible-server migrate-network --ids {path.Facts.Target!.Value}");

    public static CauseText TargetGone(PathCase path) => new(
        $"The target {path.Facts.Target!.Value} does not exist any more.",
        $"Remove what led to it: Remove-AzResource -ResourceId {path.Facts.EndpointId ?? "<the endpoint's id>"}");

    public static CauseText EndpointGone(PathCase path) => new(
        $"The private endpoint {path.Facts.EndpointId} does not exist any more, or the context cannot see its subscription.",
        $"{Create(path.Facts)} | Approve-PgEndpointConnection | Get-PgEndpointIp | New-PgPrivateDnsRecord");

    public static bool IsFailed(PathCase path) => path.Facts.Endpoint?.Properties?.ProvisioningState == "Failed";

    public static CauseText Failed(PathCase path)
    {
        LinkFacts facts = path.Facts;
        string message = $"The private endpoint {facts.EndpointId} was not made: its provisioning failed.";
        return facts is { Target: { } target, Endpoint.Properties.Subnet.Id: { } subnet }
            ? CauseText.Mended(message, new EndpointRepair(facts.EndpointId!, target.Value, subnet), "Try it again: ")
            : new(message, $"Try it again: {Create(facts)}");
    }

    public static CauseText Disconnected(PathCase path) => new(
        "The owner of the target removed the endpoint's connection; an endpoint in this state cannot be used again.",
        $"Create it again: {Create(path.Facts)} -Force | Approve-PgEndpointConnection");

    public static CauseText NoEndpoint(PathCase path) => new(
        $"No private endpoint leads to {path.Facts.Server!.Name}, so {path.Words.Host} is reached publicly or not at all.",
        $"New-PgPrivateEndpoint -Target {path.Facts.Target!.Value} -SubnetId <the clients' subnet> "
            + "| Approve-PgEndpointConnection | Get-PgEndpointIp | New-PgPrivateDnsRecord");

    public static bool IsOthers(PathCase path) => OtherName(path) is not null;

    public static CauseText Others(PathCase path)
    {
        (ProbeWords words, LinkFacts facts) = (path.Words, path.Facts);
        return new(
            $"The private endpoint {facts.EndpointId} leads to {facts.Target!.Value}, whose name is {OtherName(path)}, "
                + $"not to the server of {words.Host}.",
            $"Test {OtherName(path)}, or pass the endpoint of {words.Host} with -EndpointId. Where there is none: New-PgPrivateEndpoint "
                + $"-Target <the id of {words.Host}> -SubnetId {facts.Endpoint?.Properties?.Subnet?.Id ?? "<the clients' subnet>"}");
    }

    public static CauseText Pending(PathCase path)
    {
        LinkFacts facts = path.Facts;
        ApprovalRepair approval = new(facts.EndpointId!, facts.Endpoint is null ? facts.Target?.Value : null)
        {
            HeldBack = facts.Server is null ? "The target is not to be seen from here: its owner has to approve it."
                : facts.Endpoint is null ? "The endpoint is not to be seen from here: be sure who asks by it before it is approved."
                : SeenByOthers(facts) is not { } zone ? null
                : $"It is the first one: Azure then leads the public name to {zone.Name}, and {zone.Id} is linked to "
                    + $"{ResourceIds.Name(zone.OtherNetworks[0])}, whose clients would "
                    + (zone.Record is { Count: > 0 } record ? $"go to {string.Join(", ", record)}." : "not find the name any more."),
        };
        return CauseText.Mended(
            "The connection of the private endpoint waits for approval by the owner of the target, so "
                + $"{(facts.Addresses.Count > 0 ? path.Addresses : "it")} leads nowhere yet.",
            approval);
    }

    public static CauseText Rejected(PathCase path) => path.Facts.Target?.Type == TargetType.PrivateLinkService
        ? new("The owner of the Private Link service rejected the connection of the private endpoint.",
            $"The owner may still approve it: Approve-PgEndpointConnection -EndpointId {path.Facts.EndpointId}")
        : new("The owner of the target rejected the connection of the private endpoint; Azure does not approve it afterwards.",
            $"Agree with the owner, then ask again: {Create(path.Facts)} -Force | Approve-PgEndpointConnection");

    private static string? Subnet(PathCase path) => path.Facts.Server?.Properties?.Network?.DelegatedSubnetResourceId;

    private static string? OtherName(PathCase path) => path.Facts.LeadsElsewhere(path.Names) ?? OtherService(path.Words, path.Facts);

    // Of a service Azure tells what its owner noted. With a certificate for that it is proof, where the host is of the same domain: by
    // another name, one's own or an address, people come to the right server too.
    private static string? OtherService(ProbeWords words, LinkFacts facts)
    {
        if (facts.Target?.Type != TargetType.PrivateLinkService || !facts.Addresses.Contains(words.Address)) return null;
        return facts.ServedNames.Intersect(words.Certificate?.Names ?? [], StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(name => AzureNames.Same(Domain(name), Domain(words.Host)) && !AzureNames.Same(name, words.Host));

        static string Domain(string name) => string.Join('.', name.Split('.')[^Math.Min(2, name.Split('.').Length)..]);
    }

    // Only with an approved connection is a server's public name an alias of its private one; a service has no such name.
    private static ZoneFacts? SeenByOthers(LinkFacts facts) => facts.Target?.Type == TargetType.PrivateLinkService ? null
        : facts.Zones.FirstOrDefault(zone => AzureNames.Same(zone.Name, facts.ZoneName) && !facts.NameLeadsToZone(zone)
            && zone is { RecordNotReadable: false, OtherNetworks.Count: > 0 });

    private static string Create(LinkFacts facts) =>
        $"New-PgPrivateEndpoint -Target {facts.Target?.Value ?? "<the target's id>"}"
        + $" -SubnetId {facts.Endpoint?.Properties?.Subnet?.Id ?? "<the subnet's id>"}"
        + (facts.EndpointId is { } id ? $" -Name {ResourceIds.Name(id)}" : "");
}
