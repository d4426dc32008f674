using System.Net;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

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

    public List<AddressRange> AddressSpace { get; set; } = [];

    public List<string> DnsServers { get; set; } = [];

    public SortedDictionary<string, Subnet> Subnets { get; } = new(StringComparer.OrdinalIgnoreCase);

    public override ArmResource? Child(string type, string name) => IsType(type, "subnets") ? Subnets.GetValueOrDefault(name) : null;

    public override void NewETag() => ETag = NewNetworkETag();

    public override JsonObject Render()
    {
        var body = RenderHead(ETag);
        var properties = new JsonObject
        {
            ["provisioningState"] = ProvisioningState,
            ["resourceGuid"] = ResourceGuid.ToString(),
            ["addressSpace"] = new JsonObject
            {
                ["addressPrefixes"] = new JsonArray([.. AddressSpace.Select(range => (JsonNode)range.ToString())]),
            },
        };
        if (DnsServers.Count > 0)
        {
            properties["dhcpOptions"] = new JsonObject
            {
                ["dnsServers"] = new JsonArray([.. DnsServers.Select(server => (JsonNode)server)]),
            };
        }
        properties["subnets"] = new JsonArray([.. Subnets.Values.Select(subnet => subnet.Render())]);
        properties["virtualNetworkPeerings"] = new JsonArray();
        properties["enableDdosProtection"] = false;
        body["properties"] = properties;
        return body;
    }
}

/// <summary>A subnet. Its etag and state are those of its network, as in Azure.</summary>
internal sealed class Subnet(VirtualNetwork network, ResourceId id, AddressRange range) : ArmResource(id, null)
{
    // Azure keeps the first four addresses and the last one of every subnet.
    private const int ReservedAtStart = 4;

    private readonly Dictionary<uint, ResourceId> used = [];

    public VirtualNetwork Network { get; } = network;

    public AddressRange Range { get; set; } = range;

    public string PrivateEndpointNetworkPolicies { get; set; } = "Disabled";

    public string PrivateLinkServiceNetworkPolicies { get; set; } = "Enabled";

    public JsonArray Delegations { get; set; } = [];

    /// <summary>Null when the client never sent it.</summary>
    public JsonArray? ServiceEndpoints { get; set; }

    /// <summary>What has an address here: network interfaces of endpoints, of services, and injected servers.</summary>
    public IReadOnlyDictionary<uint, ResourceId> Used => used;

    public bool IsAssignable(uint address) => address >= Range.First + ReservedAtStart && address < Range.Last;

    public bool IsFree(uint address) => !used.ContainsKey(address);

    /// <summary>Takes the lowest free address; null when there is none left.</summary>
    public IPAddress? Allocate(ResourceId owner)
    {
        for (var address = Range.First + ReservedAtStart; address < Range.Last; address++)
        {
            if (!used.TryAdd(address, owner)) continue;
            return AddressRange.ToAddress(address);
        }
        return null;
    }

    public void Take(uint address, ResourceId owner) => used.Add(address, owner);

    public void Release(IPAddress address) => used.Remove(AddressRange.ToNumber(address));

    public override void NewETag() => Network.NewETag();

    public override JsonObject Render()
    {
        var properties = new JsonObject
        {
            ["provisioningState"] = ProvisioningState,
            ["addressPrefix"] = Range.ToString(),
        };
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
