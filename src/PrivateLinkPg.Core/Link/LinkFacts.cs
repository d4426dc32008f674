namespace PrivateLinkPg.Link;

/// <summary>What Azure tells about the path to a server, as far as the account may read it.</summary>
internal sealed record LinkFacts
{
    /// <summary>The private endpoint's id; null where none was found.</summary>
    public string? EndpointId { get; init; }

    /// <summary>The endpoint; null where none was found.</summary>
    public EndpointResource? Endpoint { get; init; }

    /// <summary>The state of its connection: Approved, Pending, Rejected, Disconnected; null without an endpoint.</summary>
    public string? ConnectionStatus { get; init; }

    /// <summary>The endpoint's addresses.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>What the endpoint leads to.</summary>
    public LinkTarget? Target { get; init; }

    /// <summary>The target; null where it was not found or not read.</summary>
    public TargetResource? Server { get; init; }

    /// <summary>
    /// True where nobody named the endpoint, and neither the clients' network nor an address says that it is meant: it is one of those that
    /// lead to the server, and may be anybody's.
    /// </summary>
    public bool EndpointIsGuessed { get; init; }

    /// <summary>The endpoint's id where it is known to be meant; else null.</summary>
    public string? MeantEndpointId => EndpointIsGuessed ? null : EndpointId;

    /// <summary>Azure knows no such endpoint any more.</summary>
    public bool EndpointIsGone { get; init; }

    /// <summary>Azure knows no such target any more.</summary>
    public bool TargetIsGone { get; init; }

    /// <summary>The endpoint that has the address which the name leads to; null where none is to be seen.</summary>
    public ExistingEndpoint? Owner { get; init; }

    /// <summary>The clients' virtual network, from which they look names up: as given, or the endpoint's.</summary>
    public NetworkResource? Network { get; init; }

    /// <summary>The virtual network of the endpoint.</summary>
    public NetworkResource? EndpointNetwork { get; init; }

    /// <summary>The private zones that serve the name; of those that are linked the first is the one that answers.</summary>
    public IReadOnlyList<ZoneFacts> Zones { get; init; } = [];

    /// <summary>The zone that answers for the name in the clients' network; null where none is linked.</summary>
    public ZoneFacts? AnsweringZone => Zones.FirstOrDefault(zone => zone.IsLinked);

    /// <summary>The subscriptions whose zones the account may not list.</summary>
    public IReadOnlyList<string> UnreadZones { get; init; } = [];

    /// <summary>The name whose record counts: the one that was asked for, or what it is an alias of.</summary>
    public required string Name { get; init; }

    /// <summary>The zone that ought to serve the name.</summary>
    public required string ZoneName { get; init; }

    /// <summary>What was asked for and may not be read, or was not answered.</summary>
    public Evidence Unread { get; init; }

    /// <summary>How the subnets that clients may be in send what goes to the endpoint; none where nobody asked.</summary>
    public IReadOnlyList<SubnetRoute> Routes { get; init; } = [];

    /// <summary>The rules that are applied to the endpoint; null where none are, or they may not be read.</summary>
    public SecurityGroupResource? SecurityRules { get; init; }

    /// <summary>What was found, in lines for the user.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>The host names of what the endpoint leads to, as far as Azure tells them.</summary>
    public IReadOnlyList<string> ServedNames => Server.ServedNames();

    /// <summary>
    /// The name of the server that the endpoint leads to, where that is another one than those that are asked for: the host name and what
    /// it is an alias of. Null where it is one of them, or not known.
    /// </summary>
    public string? LeadsElsewhere(IEnumerable<string> names)
    {
        // Of a service nobody knows all names.
        if (Target is not { } target || target.Type == TargetType.PrivateLinkService || ServedNames is not [var own, ..]) return null;
        // Any other name, such as one of a writer or of one's own, may be an alias that the resolver does not show.
        string suffix = Suffix(own, target.Type == TargetType.ServerGroup ? 2 : 1);
        string[] servers = [.. names.Select(HostNames.Public).Where(name => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))];
        return servers.Length == 0 || servers.Intersect(ServedNames, StringComparer.OrdinalIgnoreCase).Any() ? null : own;

        // With its dot, which keeps it apart from names that merely end alike.
        static string Suffix(string name, int labels) => "." + name.Split('.', labels + 1)[^1];
    }

    /// <summary>
    /// Whether whoever asks for the name in a network that is linked to the zone is certain to get there: Azure makes a server's public
    /// name an alias of its privatelink name with the first connection that is approved. False also where that is not known.
    /// </summary>
    public bool NameLeadsToZone(ZoneFacts zone) => !ZoneNames.IsPrivateLink(zone.Name)
        || Server?.Properties?.PrivateEndpointConnections?
            .Any(each => each.Properties?.PrivateLinkServiceConnectionState?.Status == "Approved") == true;

    /// <summary>The network's own DNS servers; empty where it asks Azure.</summary>
    public IReadOnlyList<string> CustomDnsServers => Network?.Properties?.DhcpOptions?.DnsServers ?? [];

    /// <summary>The clients' network's half of its peering with the endpoint's network; null where there is none.</summary>
    public PeeringResource? Peering => EndpointNetwork?.Id is not { } remote ? null : Network?.Properties?.VirtualNetworkPeerings?
        .FirstOrDefault(peering => ResourceIds.Same(peering.Properties?.RemoteVirtualNetwork?.Id, remote));

    /// <summary>The endpoint's subnet; null where it is not known.</summary>
    public SubnetResource? EndpointSubnet => EndpointNetwork?.Properties?.Subnets?
        .FirstOrDefault(subnet => ResourceIds.Same(subnet.Id, Endpoint?.Properties?.Subnet?.Id));

    /// <summary>The security group that is applied to the endpoint; null where none is.</summary>
    public string? SecurityGroup => EndpointSubnet?.AppliedSecurityGroup();
}

/// <summary>A private zone that serves the name, as the clients' network sees it.</summary>
/// <param name="Id">Its resource id.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsLinked">Whether the network is linked to it.</param>
/// <param name="Record">The record's addresses; null where it has no record of the name.</param>
internal sealed record ZoneFacts(string Id, string Name, bool IsLinked, IReadOnlyList<string>? Record)
{
    /// <summary>Whether the account may not see to which networks it is linked.</summary>
    public bool LinksNotReadable { get; init; }

    /// <summary>Whether the account may not see its record of the name.</summary>
    public bool RecordNotReadable { get; init; }

    /// <summary>The other networks that look names up in it; empty also where that may not be seen.</summary>
    public IReadOnlyList<string> OtherNetworks { get; init; } = [];

    /// <summary>Whether this module made it for another endpoint, and at most one network looks names up in it.</summary>
    public bool IsOthersOwn { get; init; }

    /// <summary>What the record makes the name an alias of; null where it does not.</summary>
    public string? Alias { get; init; }

    /// <summary>Whether that alias leads back to where it came from.</summary>
    public bool IsCircle { get; init; }

    /// <summary>Whether the record is a wildcard, which answers as the name has none of its own.</summary>
    public bool IsWildcard { get; init; }

    /// <summary>Whether the network's link lets names that the zone does not have go on to public DNS (NxDomainRedirect).</summary>
    public bool AsksOnward { get; init; }

    /// <summary>Who keeps the record; null where there is none.</summary>
    public RecordOwner? Owner { get; init; }

    /// <summary>Whether the zone holds more than it must, and so hides other names from its networks.</summary>
    public bool IsWiderThan(string zoneName) =>
        !ZoneNames.IsPrivateLink(Name) && Name.Length < zoneName.Length
            && zoneName.EndsWith("." + Name, StringComparison.OrdinalIgnoreCase);
}
