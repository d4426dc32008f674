using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>What a subnet can refer to: it is told of its subnets, and stays as long as it has any.</summary>
internal abstract class SubnetAttachment : ArmResource
{
    protected SubnetAttachment(ResourceId id, string location) : base(id, location) => ETag = NewNetworkETag();

    /// <summary>How Azure calls it in messages.</summary>
    public abstract string Title { get; }

    /// <summary>The code of the refusal to delete it as long as it has subnets.</summary>
    public abstract string InUseCode { get; }

    public Guid ResourceGuid { get; } = Guid.NewGuid();

    public SortedSet<string> Subnets { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The type and the property of its rules; null when it has none.</summary>
    public virtual string? RuleType => null;

    /// <summary>The properties of its rules, by name.</summary>
    public SortedDictionary<string, JsonObject> Rules { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    public override bool HasChild(string type, string name) => RuleType is { } rules && IsType(type, rules) && Rules.ContainsKey(name);

    public override void NewETag() => ETag = NewNetworkETag();

    public override JsonObject Render()
    {
        var body = RenderHead(ETag);
        var properties = new JsonObject { ["provisioningState"] = ProvisioningState, ["resourceGuid"] = ResourceGuid.ToString() };
        if (RuleType is not null) properties[RuleType] = new JsonArray([.. Rules.Keys.Select(RenderRule)]);
        RenderMore(properties);
        if (Subnets.Count > 0)
            properties["subnets"] = new JsonArray([.. Subnets.Select(subnet => (JsonNode)new JsonObject { ["id"] = subnet })]);
        body["properties"] = properties;
        return body;
    }

    /// <summary>The rule of this name, as it spells it itself; null when there is none.</summary>
    public JsonObject? RenderRule(string name) => Rules.Keys.FirstOrDefault(key => IsType(key, name)) is { } found
        ? RenderRule(RuleType!, found, Rules[found])
        : null;

    protected virtual void RenderMore(JsonObject properties)
    {
    }

    protected JsonObject RenderRule(string type, string name, JsonObject rule)
    {
        var properties = new JsonObject { ["provisioningState"] = "Succeeded" };
        foreach (var (key, value) in rule) properties[key] = value?.DeepClone();
        return new JsonObject
        {
            ["name"] = name,
            ["id"] = Id.Child(type, name).Value,
            ["etag"] = ETag,
            ["type"] = $"{Type}/{type}",
            ["properties"] = properties,
        };
    }
}

internal sealed class NetworkSecurityGroup(ResourceId id, string location) : SubnetAttachment(id, location)
{
    public const string ResourceType = "networkSecurityGroups";

    public override string Title => "Network security group";

    public override string InUseCode => "InUseNetworkSecurityGroupCannotBeDeleted";

    public override string RuleType => "securityRules";

    // Those that every group has and nobody can change.
    protected override void RenderMore(JsonObject properties) => properties["defaultSecurityRules"] = new JsonArray(
        Default("AllowVnetInBound", "VirtualNetwork", "VirtualNetwork", "Allow", 65000, "Inbound"),
        Default("AllowAzureLoadBalancerInBound", "AzureLoadBalancer", "*", "Allow", 65001, "Inbound"),
        Default("DenyAllInBound", "*", "*", "Deny", 65500, "Inbound"),
        Default("AllowVnetOutBound", "VirtualNetwork", "VirtualNetwork", "Allow", 65000, "Outbound"),
        Default("AllowInternetOutBound", "*", "Internet", "Allow", 65001, "Outbound"),
        Default("DenyAllOutBound", "*", "*", "Deny", 65500, "Outbound"));

    private JsonObject Default(string name, string source, string destination, string access, int priority, string direction) =>
        RenderRule("defaultSecurityRules", name, new JsonObject
        {
            ["protocol"] = "*",
            ["sourcePortRange"] = "*",
            ["destinationPortRange"] = "*",
            ["sourceAddressPrefix"] = source,
            ["destinationAddressPrefix"] = destination,
            ["access"] = access,
            ["priority"] = priority,
            ["direction"] = direction,
        });
}

internal sealed class RouteTable(ResourceId id, string location) : SubnetAttachment(id, location)
{
    public const string ResourceType = "routeTables";

    public override string Title => "Route table";

    public override string InUseCode => "InUseRouteTableCannotBeDeleted";

    public override string RuleType => "routes";

    public bool DisableBgpRoutePropagation { get; set; }

    protected override void RenderMore(JsonObject properties) => properties["disableBgpRoutePropagation"] = DisableBgpRoutePropagation;
}

/// <summary>Only so that a subnet can refer to one: nothing here goes out to the Internet.</summary>
internal sealed class NatGateway(ResourceId id, string location) : SubnetAttachment(id, location)
{
    public const string ResourceType = "natGateways";

    public override string Title => "NAT gateway";

    public override string InUseCode => "InUseNatGatewayCannotBeDeleted";
}
