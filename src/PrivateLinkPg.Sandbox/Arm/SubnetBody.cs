using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>A subnet as a client asks for it: read and checked as a whole before anything changes.</summary>
internal sealed partial record SubnetBody(string Name, IReadOnlyList<AddressRange> Ranges, JsonObject Properties)
{
    private static readonly string[] ForEndpoints = ["Disabled", "Enabled", "NetworkSecurityGroupEnabled", "RouteTableEnabled"];
    private static readonly string[] ForServices = ["Disabled", "Enabled"];
    private static readonly string[] Sharing = ["Tenant", "DelegatedServices"];

    public string EndpointPolicies { get; private init; } = "Disabled";

    public string ServicePolicies { get; private init; } = "Enabled";

    public string? SharingScope { get; private init; }

    public bool? DefaultOutboundAccess { get; private init; }

    public NetworkSecurityGroup? SecurityGroup { get; private init; }

    public RouteTable? RouteTable { get; private init; }

    public NatGateway? NatGateway { get; private init; }

    public IEnumerable<string> DelegatedServices => Properties.Objects("delegations").Select(ServiceName);

    /// <param name="request">Whose caller needs a right on what it refers to.</param>
    /// <param name="id">The id that it has or will have.</param>
    /// <param name="location">The region of its network.</param>
    /// <param name="body">What the client sent.</param>
    public static SubnetBody Read(ArmRequest request, ResourceId id, string location, JsonObject body)
    {
        ResourceNames.DemandNetworkName(id.Name, 1, 80);
        var properties = body.Object("properties") ?? [];
        var prefixes = properties.Texts("addressPrefixes") is { Count: > 0 } many ? many : [properties.Text("addressPrefix") ?? ""];
        foreach (var delegation in properties.Objects("delegations")) DemandService(id, delegation);
        foreach (var endpoint in properties.Objects("serviceEndpoints")) _ = RenderServiceEndpoint(endpoint);
        if (properties.Objects("serviceEndpointPolicies").FirstOrDefault() is { } policy) throw UnknownPolicy(id, policy);
        return new SubnetBody(id.Name, [.. prefixes.Select(prefix => SubnetRules.ParsePrefix(prefix, id))], properties)
        {
            EndpointPolicies = Policy(properties, "privateEndpointNetworkPolicies", ForEndpoints) ?? "Disabled",
            ServicePolicies = Policy(properties, "privateLinkServiceNetworkPolicies", ForServices) ?? "Enabled",
            SharingScope = Policy(properties, "sharingScope", Sharing),
            DefaultOutboundAccess = properties.Flag("defaultOutboundAccess"),
            SecurityGroup = Attachment<NetworkSecurityGroup>("networkSecurityGroup", NetworkSecurityGroup.ResourceType),
            RouteTable = Attachment<RouteTable>("routeTable", RouteTable.ResourceType),
            NatGateway = Attachment<NatGateway>("natGateway", NatGateway.ResourceType),
        };

        // In the region and the subscription of the network, whatever the caller may do elsewhere.
        T? Attachment<T>(string property, string type) where T : SubnetAttachment
        {
            if (properties.ReferenceId(property) is not { } reference) return null;
            Authorization.DemandLinked(request, id, $"{ResourceProviders.Network}/{type}/join/action", reference);
            if (!request.State.TryGet<T>(reference, out var found) || found.Location != location
                || !found.Id.Subscription.Equals(id.Subscription, StringComparison.OrdinalIgnoreCase))
            {
                throw ArmErrors.InvalidReference(reference, id);
            }
            Lifecycle.DemandStaying(request.State, found.Id);
            return found;
        }
    }

    public Subnet ApplyTo(VirtualNetwork network)
    {
        if (!network.Subnets.TryGetValue(Name, out var subnet))
            network.Subnets[Name] = subnet = new Subnet(network, network.Id.Child("subnets", Name), Ranges);
        subnet.Ranges = Ranges;
        subnet.PrivateEndpointNetworkPolicies = EndpointPolicies;
        subnet.PrivateLinkServiceNetworkPolicies = ServicePolicies;
        subnet.Delegations = new JsonArray([.. Properties.Objects("delegations").Select(item => RenderDelegation(subnet, item))]);
        subnet.ServiceEndpoints = Properties.Array("serviceEndpoints") is null
            ? null
            : new JsonArray([.. Properties.Objects("serviceEndpoints").Select(RenderServiceEndpoint)]);
        subnet.SharingScope = SharingScope;
        subnet.DefaultOutboundAccess = DefaultOutboundAccess;
        subnet.Attach(SecurityGroup, RouteTable, NatGateway);
        return subnet;
    }

    private static string? Policy(JsonObject properties, string name, string[] allowed)
    {
        if (properties.Text(name) is not { } value) return null;
        return Array.Find(allowed, item => item.Equals(value, StringComparison.OrdinalIgnoreCase)) ?? throw ArmErrors.InvalidFormat();
    }

    private static void DemandService(ResourceId subnet, JsonObject delegation)
    {
        var service = delegation.Object("properties")?.Text("serviceName") ?? "";
        if (ServiceType().IsMatch(service)) return;
        var id = subnet.Child("delegations", delegation.Text("name") ?? service);
        throw new ArmException(400, "InvalidServiceNameOnDelegation",
            $"The service name {service} specified on delegation {id} is not valid.");
    }

    // There are none here.
    private static ArmException UnknownPolicy(ResourceId subnet, JsonObject policy) => ResourceId.TryParse(policy.Text("id"), out var id)
        ? ArmErrors.InvalidReference(id, subnet)
        : JsonReading.InvalidId(policy.Text("id") ?? "", "serviceEndpointPolicies");

    private static JsonObject RenderServiceEndpoint(JsonObject body) => new()
    {
        ["provisioningState"] = "Succeeded",
        ["service"] = body.Text("service") ?? throw ArmErrors.InvalidFormat(),
        ["locations"] = new JsonArray([.. (body.Texts("locations") ?? ["*"]).Select(location => (JsonNode)location)]),
    };

    private static string ServiceName(JsonObject delegation) => delegation.Object("properties")!.Text("serviceName")!;

    private static JsonObject RenderDelegation(Subnet subnet, JsonObject body)
    {
        var service = ServiceName(body);
        var name = body.Text("name") ?? service;
        return new JsonObject
        {
            ["name"] = name,
            ["id"] = subnet.Id.Child("delegations", name).Value,
            ["etag"] = subnet.Network.ETag,
            ["properties"] = new JsonObject
            {
                ["provisioningState"] = "Succeeded",
                ["serviceName"] = service,
                ["actions"] = new JsonArray("Microsoft.Network/virtualNetworks/subnets/join/action"),
            },
            ["type"] = "Microsoft.Network/virtualNetworks/subnets/delegations",
        };
    }

    // Which services there are changes from month to month.
    [GeneratedRegex(@"^[A-Za-z0-9]+(\.[A-Za-z0-9]+)+(/[A-Za-z0-9]+)+\z")]
    private static partial Regex ServiceType();
}
