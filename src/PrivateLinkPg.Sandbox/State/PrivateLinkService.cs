using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

internal sealed record ServiceIpConfiguration(
    string Name, Subnet Subnet, bool IsPrimary, string Method, string? Address, string Version);

internal sealed class PrivateLinkService : PrivateLinkTarget
{
    public const string ResourceType = "privateLinkServices";

    public PrivateLinkService(ResourceId id, string location) : base(id, location)
    {
        ETag = NewNetworkETag();
        Alias = $"{Name}.{AliasGuid}.{location}.azure.privatelinkservice";
    }

    public Guid ResourceGuid { get; } = Guid.NewGuid();

    public Guid AliasGuid { get; } = Guid.NewGuid();

    public string Alias { get; }

    public List<string> Fqdns { get; set; } = [];

    public bool EnableProxyProtocol { get; set; }

    public List<string> LoadBalancerFrontends { get; set; } = [];

    public string? DestinationAddress { get; set; }

    public List<ServiceIpConfiguration> IpConfigurations { get; set; } = [];

    public NetworkInterface Interface { get; set; } = null!;

    /// <summary>Null when the client never sent it; "*" stands for everybody.</summary>
    public List<string>? Visibility { get; set; }

    public List<string>? AutoApproval { get; set; }

    public override IReadOnlyList<string> GroupIds => [];

    public override string? PrivateZone => null;

    public override string? HostName(string groupId) => null;

    // Those that its owner tells; else it is the cluster of the guide.
    public override IReadOnlyCollection<string> ServedNames => Fqdns.Count > 0 ? [.. Fqdns] : [Seed.BigAnimalHost];

    public override void NewETag() => ETag = NewNetworkETag();

    /// <summary>Null when none has this alias.</summary>
    public static PrivateLinkService? ByAlias(SandboxState state, string alias) => state.All<PrivateLinkService>()
        .FirstOrDefault(service => service.Alias.Equals(alias, StringComparison.OrdinalIgnoreCase));

    public bool IsVisibleTo(string subscription) => IsListed(Visibility, subscription) || IsOwn(subscription);

    public bool IsAutoApprovedFor(string subscription) => IsListed(AutoApproval, subscription);

    public override JsonObject Render()
    {
        var body = RenderHead(ETag);
        var properties = new JsonObject
        {
            ["provisioningState"] = ProvisioningState,
            ["resourceGuid"] = ResourceGuid.ToString(),
            ["fqdns"] = Strings(Fqdns),
            ["alias"] = Alias,
        };
        if (Visibility is not null) properties["visibility"] = new JsonObject { ["subscriptions"] = Strings(Visibility) };
        if (AutoApproval is not null) properties["autoApproval"] = new JsonObject { ["subscriptions"] = Strings(AutoApproval) };
        properties["enableProxyProtocol"] = EnableProxyProtocol;
        if (DestinationAddress is not null) properties["destinationIPAddress"] = DestinationAddress;
        properties["loadBalancerFrontendIpConfigurations"] =
            new JsonArray([.. LoadBalancerFrontends.Select(id => (JsonNode)new JsonObject { ["id"] = id })]);
        properties["ipConfigurations"] = new JsonArray([.. IpConfigurations.Select(RenderIpConfiguration)]);
        properties["privateEndpointConnections"] = new JsonArray([.. Connections.Values.Select(RenderConnection)]);
        properties["networkInterfaces"] = new JsonArray(Reference(Interface.Id));
        body["properties"] = properties;
        return body;
    }

    public override JsonObject RenderConnection(EndpointConnection connection) => new()
    {
        ["name"] = connection.TargetName,
        ["id"] = connection.OwnerId.Value,
        ["etag"] = ETag,
        ["properties"] = new JsonObject
        {
            ["provisioningState"] = connection.ProvisioningState,
            ["privateEndpoint"] = Reference(connection.Endpoint.Id),
            ["privateLinkServiceConnectionState"] = connection.RenderState(),
            ["linkIdentifier"] = connection.LinkIdentifier.ToString(System.Globalization.CultureInfo.InvariantCulture),
        },
        ["type"] = $"{Type}/privateEndpointConnections",
    };

    private bool IsOwn(string subscription) => subscription.Equals(Id.Subscription, StringComparison.OrdinalIgnoreCase);

    private static bool IsListed(List<string>? list, string subscription) =>
        list?.Any(entry => entry == "*" || entry.Equals(subscription, StringComparison.OrdinalIgnoreCase)) == true;

    private static JsonArray Strings(List<string> values) => new([.. values.Select(value => (JsonNode)value)]);

    private JsonObject RenderIpConfiguration(ServiceIpConfiguration configuration)
    {
        var properties = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["privateIPAllocationMethod"] = configuration.Method,
        };
        if (configuration.Address is not null) properties["privateIPAddress"] = configuration.Address;
        properties["subnet"] = Reference(configuration.Subnet.Id);
        properties["primary"] = configuration.IsPrimary;
        properties["privateIPAddressVersion"] = configuration.Version;
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
