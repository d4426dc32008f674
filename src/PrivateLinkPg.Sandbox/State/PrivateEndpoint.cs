using System.Net;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

internal sealed record EndpointIpConfiguration(string Name, string? GroupId, string? MemberName, IPAddress Address);

internal sealed class PrivateEndpoint : ArmResource
{
    public const string ResourceType = "privateEndpoints";

    public PrivateEndpoint(ResourceId id, string location, Subnet subnet) : base(id, location)
    {
        Subnet = subnet;
        ETag = NewNetworkETag();
    }

    public Guid ResourceGuid { get; } = Guid.NewGuid();

    public Subnet Subnet { get; }

    public EndpointConnection Connection { get; set; } = null!;

    public NetworkInterface Interface { get; set; } = null!;

    public string CustomInterfaceName { get; init; } = "";

    public List<EndpointIpConfiguration> IpConfigurations { get; init; } = [];

    /// <summary>Null when the client never sent the array.</summary>
    public List<ResourceId>? SecurityGroups { get; set; }

    /// <summary>IPv4 unless the client said otherwise; Azure answers it only in newer API versions.</summary>
    public string? IpVersionType { get; set; }

    public JsonObject? ExtendedLocation { get; init; }

    /// <summary>The operation that created it has ended well.</summary>
    public bool IsMaterialized { get; set; }

    public SortedDictionary<string, PrivateDnsZoneGroup> ZoneGroups { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The public names that it stands for: none for a Private Link service, or before approval.</summary>
    public IEnumerable<(string HostName, IPAddress Address)> Names
    {
        get
        {
            if (!IsMaterialized || Connection.Status != "Approved") yield break;
            foreach (var group in Connection.GroupIds ?? [])
                if (Connection.Target.HostName(group) is { } host) yield return (host, Interface.Address);
        }
    }

    public override ArmResource? Child(string type, string name) =>
        IsType(type, "privateDnsZoneGroups") ? ZoneGroups.GetValueOrDefault(name) : null;

    public override void NewETag() => ETag = NewNetworkETag();

    public override JsonObject Render()
    {
        var body = RenderHead(ETag);
        if (ExtendedLocation is not null) body["extendedLocation"] = ExtendedLocation.DeepClone();
        var properties = new JsonObject
        {
            ["provisioningState"] = ProvisioningState,
            ["resourceGuid"] = ResourceGuid.ToString(),
            ["privateLinkServiceConnections"] = Connection.IsManual ? [] : new JsonArray(Connection.RenderForConsumer()),
            ["manualPrivateLinkServiceConnections"] = Connection.IsManual ? new JsonArray(Connection.RenderForConsumer()) : [],
            ["customNetworkInterfaceName"] = CustomInterfaceName,
            ["subnet"] = Reference(Subnet.Id),
        };
        if (IpVersionType is not null) properties["ipVersionType"] = IpVersionType;
        if (SecurityGroups is { Count: > 0 })
            properties["applicationSecurityGroups"] = new JsonArray([.. SecurityGroups.Select(group => (JsonNode)Reference(group))]);
        properties["ipConfigurations"] = new JsonArray([.. IpConfigurations.Select(RenderIpConfiguration)]);
        properties["networkInterfaces"] = new JsonArray(Reference(Interface.Id));
        properties["customDnsConfigs"] = RenderDnsConfigs();
        body["properties"] = properties;
        return body;
    }

    /// <summary>What the interface of the endpoint tells of its target.</summary>
    public JsonObject RenderLinkProperties()
    {
        var names = Names.Select(pair => (JsonNode)pair.HostName).ToArray();
        var group = Connection.GroupIds is { Count: > 0 } groups ? groups[0] : "";
        return new JsonObject
        {
            ["groupId"] = group,
            ["requiredMemberName"] = group,
            ["fqdns"] = new JsonArray(names),
        };
    }

    // A zone group takes the names over: from then on the endpoint itself answers none.
    private JsonArray RenderDnsConfigs() => ZoneGroups.Count > 0
        ? []
        : new JsonArray([.. Names.Select(pair => (JsonNode)new JsonObject
        {
            ["fqdn"] = pair.HostName,
            ["ipAddresses"] = new JsonArray(pair.Address.ToString()),
        })]);

    private JsonObject RenderIpConfiguration(EndpointIpConfiguration configuration)
    {
        var properties = new JsonObject { ["provisioningState"] = "Succeeded" };
        if (configuration.GroupId is not null) properties["groupId"] = configuration.GroupId;
        if (configuration.MemberName is not null) properties["memberName"] = configuration.MemberName;
        properties["privateIPAddress"] = configuration.Address.ToString();
        return new JsonObject
        {
            ["name"] = configuration.Name,
            ["id"] = Id.Child("ipConfigurations", configuration.Name).Value,
            ["etag"] = ETag,
            ["type"] = $"{Type}/ipConfigurations",
            ["properties"] = properties,
        };
    }
}
