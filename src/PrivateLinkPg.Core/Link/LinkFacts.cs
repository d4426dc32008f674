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

    /// <summary>Azure knows no such endpoint any more.</summary>
    public bool EndpointIsGone { get; init; }

    /// <summary>Azure knows no such target any more.</summary>
    public bool TargetIsGone { get; init; }

    /// <summary>The virtual network of the endpoint, from which clients look names up.</summary>
    public NetworkResource? Network { get; init; }

    /// <summary>The private zones that serve the name; of those that are linked the first is the one that answers.</summary>
    public IReadOnlyList<ZoneFacts> Zones { get; init; } = [];

    /// <summary>The zone that ought to serve the name.</summary>
    public required string ZoneName { get; init; }

    /// <summary>What was found, in lines for the user.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>The network's own DNS servers; empty where it asks Azure.</summary>
    public IReadOnlyList<string> CustomDnsServers => Network?.Properties?.DhcpOptions?.DnsServers ?? [];

    /// <summary>The security group that is applied to the endpoint; null where none is.</summary>
    public string? SecurityGroup =>
        Network?.Properties?.Subnets?.FirstOrDefault(subnet => ResourceIds.Same(subnet.Id, Endpoint?.Properties?.Subnet?.Id))?.Properties is
        { NetworkSecurityGroup.Id: { } group, PrivateEndpointNetworkPolicies: "Enabled" or "NetworkSecurityGroupEnabled" }
            ? group
            : null;
}

/// <summary>A private zone that serves the name, as the endpoint's network sees it.</summary>
/// <param name="Id">Its resource id.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsLinked">Whether the network is linked to it.</param>
/// <param name="Record">The record's addresses; null where it has no record of the name.</param>
internal sealed record ZoneFacts(string Id, string Name, bool IsLinked, IReadOnlyList<string>? Record)
{
    /// <summary>Whether the zone holds more than it must, and so hides other names from its networks.</summary>
    public bool IsWiderThan(string zoneName) =>
        !ZoneNames.IsPrivateLink(Name) && Name.Length < zoneName.Length
            && zoneName.EndsWith("." + Name, StringComparison.OrdinalIgnoreCase);
}
