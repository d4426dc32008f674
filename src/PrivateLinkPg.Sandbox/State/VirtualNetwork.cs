using System.Net;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>A write of a network, of one of its subnets or peerings.</summary>
/// <param name="Name">As Microsoft.Network calls it.</param>
/// <param name="Operation">Under way, or ended.</param>
internal sealed record NetworkWrite(string Name, Operation Operation);

internal sealed class VirtualNetwork : ArmResource
{
    public const string ResourceType = "virtualNetworks";

    public VirtualNetwork(ResourceId id, string location) : base(id, location) => ETag = NewNetworkETag();

    public Guid ResourceGuid { get; } = Guid.NewGuid();

    /// <summary>Its subnets share its state, except those that are leaving it.</summary>
    public override string ProvisioningState
    {
        get => base.ProvisioningState;
        set
        {
            var isLeaving = IsBeingDeleted;
            base.ProvisioningState = value;
            foreach (var subnet in Subnets.Values.Where(subnet => isLeaving || !subnet.IsBeingDeleted)) subnet.ProvisioningState = value;
        }
    }

    /// <summary>The last one; null of a network that was there from the start.</summary>
    public NetworkWrite? LastWrite { get; set; }

    public List<AddressRange> AddressSpace { get; set; } = [];

    public List<string> DnsServers { get; set; } = [];

    public SortedDictionary<string, Subnet> Subnets { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedDictionary<string, VirtualNetworkPeering> Peerings { get; } = new(StringComparer.OrdinalIgnoreCase);

    public override ArmResource? Child(string type, string name) =>
        IsType(type, "subnets") ? Subnets.GetValueOrDefault(name)
        : IsType(type, VirtualNetworkPeering.ResourceType) ? Peerings.GetValueOrDefault(name)
        : null;

    public override void NewETag() => ETag = NewNetworkETag();

    public override JsonObject Render()
    {
        var body = RenderHead(ETag);
        var properties = new JsonObject
        {
            ["provisioningState"] = ProvisioningState,
            ["resourceGuid"] = ResourceGuid.ToString(),
            ["addressSpace"] = RenderSpace(),
        };
        if (DnsServers.Count > 0)
        {
            properties["dhcpOptions"] = new JsonObject
            {
                ["dnsServers"] = new JsonArray([.. DnsServers.Select(server => (JsonNode)server)]),
            };
        }
        properties["subnets"] = new JsonArray([.. Subnets.Values.Select(subnet => subnet.Render())]);
        properties["virtualNetworkPeerings"] = new JsonArray([.. Peerings.Values.Select(peering => peering.Render())]);
        properties["enableDdosProtection"] = false;
        body["properties"] = properties;
        return body;
    }

    public JsonObject RenderSpace() =>
        new() { ["addressPrefixes"] = new JsonArray([.. AddressSpace.Select(range => (JsonNode)range.ToString())]) };
}

/// <summary>A subnet. Its etag and state are those of its network, as in Azure.</summary>
internal sealed class Subnet(VirtualNetwork network, ResourceId id, IReadOnlyList<AddressRange> ranges) : ArmResource(id, null)
{
    // Azure keeps the first four addresses and the last one of every subnet.
    private const int ReservedAtStart = 4;

    private readonly Dictionary<uint, ResourceId> used = [];

    public VirtualNetwork Network { get; } = network;

    /// <summary>At least one.</summary>
    public IReadOnlyList<AddressRange> Ranges { get; set; } = ranges;

    public string RangesText => string.Join(',', Ranges);

    public string PrivateEndpointNetworkPolicies { get; set; } = "Disabled";

    public string PrivateLinkServiceNetworkPolicies { get; set; } = "Enabled";

    public JsonArray Delegations { get; set; } = [];

    public IEnumerable<string> DelegatedServices => Delegations.Select(item => (string)item!["properties"]!["serviceName"]!);

    /// <summary>Null when the client never sent it.</summary>
    public JsonArray? ServiceEndpoints { get; set; }

    /// <summary>Null when the client never sent it.</summary>
    public string? SharingScope { get; set; }

    /// <summary>Null when the client never sent it.</summary>
    public bool? DefaultOutboundAccess { get; set; }

    public NetworkSecurityGroup? SecurityGroup { get; private set; }

    public RouteTable? RouteTable { get; private set; }

    public NatGateway? NatGateway { get; private set; }

    /// <summary>What has an address here: network interfaces of endpoints, of services, and injected servers.</summary>
    public IReadOnlyDictionary<uint, ResourceId> Used => used;

    public bool Contains(uint address) => Ranges.Any(range => range.Contains(address));

    public bool IsAssignable(uint address) =>
        Ranges.Any(range => address >= range.First + ReservedAtStart && address < range.Last);

    public bool IsFree(uint address) => !used.ContainsKey(address);

    /// <summary>Takes the lowest free address; null when there is none left.</summary>
    public IPAddress? Allocate(ResourceId owner)
    {
        foreach (var address in Free())
        {
            used.Add(address, owner);
            return AddressRange.ToAddress(address);
        }
        return null;
    }

    /// <summary>The addresses that nobody has, the lowest of each range first.</summary>
    public IEnumerable<uint> Free()
    {
        foreach (var range in Ranges)
            for (var address = range.First + ReservedAtStart; address < range.Last; address++)
                if (!used.ContainsKey(address)) yield return address;
    }

    /// <summary>Refers to these from here on, and tells them; without arguments to nothing any more.</summary>
    public void Attach(NetworkSecurityGroup? securityGroup = null, RouteTable? routeTable = null, NatGateway? natGateway = null)
    {
        foreach (var old in new SubnetAttachment?[] { SecurityGroup, RouteTable, NatGateway }) old?.Subnets.Remove(Id.Value);
        (SecurityGroup, RouteTable, NatGateway) = (securityGroup, routeTable, natGateway);
        foreach (var wished in new SubnetAttachment?[] { SecurityGroup, RouteTable, NatGateway }) wished?.Subnets.Add(Id.Value);
    }

    public void Take(uint address, ResourceId owner) => used.Add(address, owner);

    public void Release(IPAddress address) => used.Remove(AddressRange.ToNumber(address));

    public override void NewETag() => Network.NewETag();

    public override JsonObject Render()
    {
        var properties = new JsonObject
        {
            ["provisioningState"] = ProvisioningState,
        };
        if (Ranges.Count == 1) properties["addressPrefix"] = RangesText;
        else properties["addressPrefixes"] = new JsonArray([.. Ranges.Select(range => (JsonNode)range.ToString())]);
        if (SecurityGroup is not null) properties["networkSecurityGroup"] = Reference(SecurityGroup.Id);
        if (RouteTable is not null) properties["routeTable"] = Reference(RouteTable.Id);
        if (NatGateway is not null) properties["natGateway"] = Reference(NatGateway.Id);
        properties["ipamPoolPrefixAllocations"] = new JsonArray();
        if (ServiceEndpoints is not null) properties["serviceEndpoints"] = ServiceEndpoints.DeepClone();
        if (used.Count > 0)
        {
            properties["ipConfigurations"] = new JsonArray([.. used.OrderBy(pair => pair.Key)
                .Select(pair => (JsonNode)Reference(pair.Value))]);
        }
        properties["delegations"] = Delegations.DeepClone();
        properties["privateEndpointNetworkPolicies"] = PrivateEndpointNetworkPolicies;
        properties["privateLinkServiceNetworkPolicies"] = PrivateLinkServiceNetworkPolicies;
        if (SharingScope is not null) properties["sharingScope"] = SharingScope;
        if (DefaultOutboundAccess is { } outbound) properties["defaultOutboundAccess"] = outbound;
        return new JsonObject
        {
            ["name"] = Name,
            ["id"] = Id.Value,
            ["etag"] = Network.ETag,
            ["properties"] = properties,
            ["type"] = Type,
        };
    }
}
