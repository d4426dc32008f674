using System.Net;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>The interface that a private endpoint or a Private Link service has in its subnet.</summary>
internal sealed class NetworkInterface : ArmResource
{
    public const string ResourceType = "networkInterfaces";

    public NetworkInterface(ResourceId id, string location, Subnet subnet, IPAddress address) : base(id, location)
    {
        Subnet = subnet;
        Address = address;
        ETag = NewNetworkETag();
        ProvisioningState = "Succeeded";
    }

    public Guid ResourceGuid { get; } = Guid.NewGuid();

    public Subnet Subnet { get; }

    public IPAddress Address { get; }

    public string ConfigurationName { get; init; } = "privateEndpointIpConfig." + Guid.NewGuid();

    public bool IsStatic { get; init; }

    public PrivateEndpoint? Endpoint { get; init; }

    public ResourceId? Service { get; init; }

    public ResourceId ConfigurationId => Id.Child("ipConfigurations", ConfigurationName);

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
            ["ipConfigurations"] = new JsonArray(RenderConfiguration()),
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

    private JsonObject RenderConfiguration()
    {
        var properties = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["privateIPAddress"] = Address.ToString(),
            ["privateIPAllocationMethod"] = IsStatic ? "Static" : "Dynamic",
            ["subnet"] = Reference(Subnet.Id),
            ["primary"] = true,
            ["privateIPAddressVersion"] = "IPv4",
        };
        if (Endpoint?.RenderLinkProperties() is { } link) properties["privateLinkConnectionProperties"] = link;
        return new JsonObject
        {
            ["name"] = ConfigurationName,
            ["id"] = ConfigurationId.Value,
            ["etag"] = ETag,
            ["type"] = "Microsoft.Network/networkInterfaces/ipConfigurations",
            ["properties"] = properties,
        };
    }
}
