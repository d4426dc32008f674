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
