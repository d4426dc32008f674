using System.Net;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

internal sealed record InterfaceConfiguration(string Name, Subnet Subnet, IPAddress Address, bool IsStatic);

/// <summary>The interface that a private endpoint or a Private Link service has in its subnet.</summary>
internal sealed class NetworkInterface : ArmResource
{
    public const string ResourceType = "networkInterfaces";

    public NetworkInterface(ResourceId id, string location) : base(id, location)
    {
        ETag = NewNetworkETag();
        ProvisioningState = "Succeeded";
    }

    public Guid ResourceGuid { get; } = Guid.NewGuid();

    /// <summary>The primary one first. An endpoint has no other.</summary>
    public IReadOnlyList<InterfaceConfiguration> Configurations { get; set; } = [];

    public IPAddress Address => Configurations[0].Address;

    public PrivateEndpoint? Endpoint { get; init; }

    public ResourceId? Service { get; init; }

    public ResourceId ConfigurationId(string name) => Id.Child("ipConfigurations", name);

    public override void NewETag() => ETag = NewNetworkETag();

    public override JsonObject Render()
    {
        var body = new JsonObject
        {
            ["name"] = Name,
            ["id"] = Id.Value,
            ["etag"] = ETag,
            ["location"] = Location,
        };
        if (Tags is not null) body["tags"] = Tags.DeepClone();
        var properties = new JsonObject
        {
            ["provisioningState"] = ProvisioningState,
            ["resourceGuid"] = ResourceGuid.ToString(),
            ["ipConfigurations"] = new JsonArray([.. Configurations.Select(RenderConfiguration)]),
            ["dnsSettings"] = new JsonObject
            {
                ["dnsServers"] = new JsonArray(),
                ["appliedDnsServers"] = new JsonArray(),
                ["internalDomainNameSuffix"] = $"{ResourceGuid.ToString("N")[..26]}.bx.internal.cloudapp.net",
            },
            ["macAddress"] = "",
            ["vnetEncryptionSupported"] = false,
            ["enableIPForwarding"] = false,
            ["disableTcpStateTracking"] = false,
            ["hostedWorkloads"] = new JsonArray(),
            ["tapConfigurations"] = new JsonArray(),
            ["nicType"] = "Standard",
            ["allowPort25Out"] = false,
        };
        if (Endpoint is not null) properties["privateEndpoint"] = Reference(Endpoint.Id);
        if (Service is not null) properties["privateLinkService"] = Reference(Service);
        body["properties"] = properties;
        body["type"] = Type;
        body["kind"] = "Regular";
        return body;
    }

    private JsonObject RenderConfiguration(InterfaceConfiguration configuration)
    {
        var properties = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["privateIPAddress"] = configuration.Address.ToString(),
            ["privateIPAllocationMethod"] = configuration.IsStatic ? "Static" : "Dynamic",
            ["subnet"] = Reference(configuration.Subnet.Id),
            ["primary"] = configuration == Configurations[0],
            ["privateIPAddressVersion"] = "IPv4",
        };
        if (Endpoint?.RenderLinkProperties() is { } link) properties["privateLinkConnectionProperties"] = link;
        return new JsonObject
        {
            ["name"] = configuration.Name,
            ["id"] = ConfigurationId(configuration.Name).Value,
            ["etag"] = ETag,
            ["type"] = "Microsoft.Network/networkInterfaces/ipConfigurations",
            ["properties"] = properties,
        };
    }
}
