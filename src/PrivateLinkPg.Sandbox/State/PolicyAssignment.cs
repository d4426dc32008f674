using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>A built-in policy in force on a scope.</summary>
internal sealed record PolicyAssignment(string Scope, string Name) : Extension(Scope, Name)
{
    public required BuiltInPolicy Definition { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>In wire form: {"tagName": {"value": …}}.</summary>
    public JsonObject Parameters { get; init; } = [];

    public List<string> NotScopes { get; init; } = [];

    /// <summary>Assigned, but only reported of: nothing is denied.</summary>
    public bool IsEnforced { get; init; } = true;

    public override string Type => "Microsoft.Authorization/policyAssignments";

    public override JsonObject Render()
    {
        var properties = new JsonObject
        {
            ["policyDefinitionId"] = Definition.Id,
            ["scope"] = Scope,
            ["notScopes"] = new JsonArray([.. NotScopes.Select(scope => (JsonNode)scope)]),
            ["parameters"] = Parameters.DeepClone(),
            ["enforcementMode"] = IsEnforced ? "Default" : "DoNotEnforce",
        };
        if (DisplayName is not null) properties["displayName"] = DisplayName;
        return new JsonObject { ["properties"] = properties, ["id"] = Id, ["type"] = Type, ["name"] = Name };
    }
}

/// <summary>What a policy looks at: a resource as it would be after the write.</summary>
internal sealed record PolicyTarget(string? Location, JsonObject? Tags)
{
    public string? Tag(string name) =>
        Tags?.FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value?.ToString();
}

/// <summary>One field of a resource, compared with what the policy wants of it: the reason of a refusal.</summary>
internal sealed record PolicyFinding(string Expression, string Path, JsonNode? Value, JsonNode? Wanted, string Operator)
{
    public JsonObject Render()
    {
        var body = new JsonObject
        {
            ["result"] = "True",
            ["expressionKind"] = "Field",
            ["expression"] = Expression,
            ["path"] = Path,
        };
        if (Value is not null) body["expressionValue"] = Value;
        body["targetValue"] = Wanted;
        body["operator"] = Operator;
        return body;
    }
}

/// <summary>
/// The built-in definitions that are imitated, all of them with the effect deny and in mode Indexed: they look at types that have
/// tags and a location, and at nothing else.
/// </summary>
internal sealed record BuiltInPolicy(
    string Name, string DisplayName, IReadOnlyList<string> Parameters, Func<PolicyTarget, JsonObject, PolicyFinding?> Judge)
{
    private const string Prefix = "/providers/Microsoft.Authorization/policyDefinitions/";

    private static readonly BuiltInPolicy[] All =
    [
        new("871b6d14-10aa-478d-b590-94f262ecfa99", "Require a tag on resources", ["tagName"], WantsTag),
        new("1e30110a-5ceb-460c-a204-c1c3969c6d62", "Require a tag and its value on resources", ["tagName", "tagValue"], WantsValue),
        new("e56962a6-4747-49cd-b67b-bf8b01975c4c", "Allowed locations", ["listOfAllowedLocations"], WantsLocation),
    ];

    public string Id => Prefix + Name;

    /// <summary>Null when it is none of the imitated ones.</summary>
    public static BuiltInPolicy? Find(string? id) => Array.Find(All, item => item.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

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
