using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>
/// The built-in definitions that are imitated, all of them with the effect deny and in mode Indexed: they look at types that have
/// tags and a location, and at nothing else.
/// </summary>
internal sealed record BuiltInPolicy(
    string Name, string DisplayName, IReadOnlyList<string> Parameters, Func<PolicyTarget, JsonObject, PolicyFinding?> Judge)
{
    public const string Type = "Microsoft.Authorization/policyDefinitions";

    private const string Prefix = $"/providers/{Type}/";

    private const string Tag = """
        {"type":"String","metadata":{"displayName":"Tag Name","description":"Name of the tag, such as 'environment'"}}
        """;

    private const string TagValue = """
        {"type":"String","metadata":{"displayName":"Tag Value","description":"Value of the tag, such as 'production'"}}
        """;

    private const string Locations = """
        {"type":"Array","metadata":{"description":"The list of locations that can be specified when deploying resources.",
        "strongType":"location","displayName":"Allowed locations"}}
        """;

    private static readonly BuiltInPolicy[] All =
    [
        new("871b6d14-10aa-478d-b590-94f262ecfa99", "Require a tag on resources", ["tagName"], WantsTag)
        {
            Description = "Enforces existence of a tag. Does not apply to resource groups.",
            Condition = """{"field":"[concat('tags[', parameters('tagName'), ']')]","exists":"false"}""",
            ParameterTypes = [Tag],
        },
        new("1e30110a-5ceb-460c-a204-c1c3969c6d62", "Require a tag and its value on resources", ["tagName", "tagValue"], WantsValue)
        {
            Description = "Enforces a required tag and its value. Does not apply to resource groups.",
            Condition = """
                {"not":{"field":"[concat('tags[', parameters('tagName'), ']')]","equals":"[parameters('tagValue')]"}}
                """,
            ParameterTypes = [Tag, TagValue],
        },
        new("e56962a6-4747-49cd-b67b-bf8b01975c4c", "Allowed locations", ["listOfAllowedLocations"], WantsLocation)
        {
            Category = "General",
            Description = "This policy enables you to restrict the locations your organization can specify when deploying resources. "
                + "Use to enforce your geo-compliance requirements. Excludes resource groups, "
                + "Microsoft.AzureActiveDirectory/b2cDirectories, and resources that use the 'global' region.",
            Condition = """
                {"allOf":[{"field":"location","notIn":"[parameters('listOfAllowedLocations')]"},
                {"field":"location","notEquals":"global"},{"field":"type","notEquals":"Microsoft.AzureActiveDirectory/b2cDirectories"}]}
                """,
            ParameterTypes = [Locations],
        },
    ];

    public static IReadOnlyList<BuiltInPolicy> Known => All;

    public string Id => Prefix + Name;

    public required string Description { get; init; }

    public string Category { get; private init; } = "Tags";

    /// <summary>When it denies, as JSON.</summary>
    private string Condition { get; init; } = "{}";

    /// <summary>Of each parameter its type, as JSON.</summary>
    private IReadOnlyList<string> ParameterTypes { get; init; } = [];

    /// <summary>Null when it is none of the imitated ones.</summary>
    public static BuiltInPolicy? Find(string? id) => Array.Find(All, item => item.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    public static BuiltInPolicy? Named(string name) => Find(Prefix + name);

    public JsonObject Render()
    {
        const string version = "1.0.0";
        var parameters = Parameters.Zip(ParameterTypes, (name, type) => KeyValuePair.Create(name, JsonNode.Parse(type)));
        return new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["displayName"] = DisplayName,
                ["policyType"] = "BuiltIn",
                ["mode"] = "Indexed",
                ["description"] = Description,
                ["metadata"] = new JsonObject { ["version"] = version, ["category"] = Category },
                ["version"] = version,
                ["parameters"] = new JsonObject(parameters),
                ["policyRule"] = new JsonObject
                {
                    ["if"] = JsonNode.Parse(Condition),
                    ["then"] = new JsonObject { ["effect"] = "deny" },
                },
                ["versions"] = new JsonArray(version),
            },
            ["id"] = Id,
            ["type"] = Type,
            ["name"] = Name,
        };
    }

    private static PolicyFinding? WantsTag(PolicyTarget target, JsonObject parameters)
    {
        var tag = Value(parameters, "tagName")!.ToString();
        return target.Tag(tag) is null ? new($"tags['{tag}']", $"tags[{tag}]", null, "false", "Exists") : null;
    }

    private static PolicyFinding? WantsValue(PolicyTarget target, JsonObject parameters)
    {
        var (tag, wanted) = (Value(parameters, "tagName")!.ToString(), Value(parameters, "tagValue")!.ToString());
        return string.Equals(target.Tag(tag), wanted, StringComparison.OrdinalIgnoreCase)
            ? null
            : new($"tags['{tag}']", $"tags[{tag}]", target.Tag(tag), wanted, "NotEquals");
    }

    // What is global is allowed everywhere.
    private static PolicyFinding? WantsLocation(PolicyTarget target, JsonObject parameters)
    {
        var allowed = (JsonArray)Value(parameters, "listOfAllowedLocations")!;
        if (target.Location is null or "global") return null;
        return allowed.Any(item => Normal(item!.ToString()) == Normal(target.Location))
            ? null
            : new("location", "location", target.Location, allowed.DeepClone(), "NotIn");
    }

    private static JsonNode? Value(JsonObject parameters, string name) => parameters[name]?["value"];

    private static string Normal(string location) => location.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
