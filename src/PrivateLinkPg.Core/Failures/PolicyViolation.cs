namespace PrivateLinkPg.Failures;

/// <summary>A policy that refuses a request, as additionalInfo of type PolicyViolation tells (Azure Policy: evaluation details).</summary>
/// <param name="Definition">What people call the policy.</param>
/// <param name="Assignment">What people call its assignment.</param>
/// <param name="AssignmentId">The assignment's id.</param>
/// <param name="Demands">What it demands of the resource, each in words; empty where it does not tell.</param>
/// <param name="Tags">The tags that it demands.</param>
internal sealed record PolicyViolation(
    string Definition, string Assignment, string AssignmentId, IReadOnlyList<string> Demands, IReadOnlyList<string> Tags)
{
    /// <summary>The policy, its assignment and what it demands.</summary>
    public string InWords() =>
        $"'{Definition}' (assignment '{Assignment}', {AssignmentId})"
        + (Demands.Count == 0 ? "" : $" demands {string.Join(" and ", Demands)}");

    /// <summary>Reads an entry of additionalInfo; null where it is of another type.</summary>
    public static PolicyViolation? Read(JsonElement entry)
    {
        if (entry.Text("type") != "PolicyViolation" || !entry.TryGetProperty("info", out JsonElement info)) return null;
        JsonElement[] expressions = Part(info, "evaluationDetails").Items("evaluatedExpressions");
        JsonElement[] met = Array.FindAll(expressions, each => each.Text("result") is "" or "True");
        string[] tags = [.. met.Select(each => Tag(each.Text("path"))).OfType<string>().Concat(TagParameters(info)).Distinct()];
        return new(
            First(info.Text("policyDefinitionDisplayName"), info.Text("policyDefinitionName"), info.Text("policyDefinitionId")),
            First(info.Text("policyAssignmentDisplayName"), info.Text("policyAssignmentName")), info.Text("policyAssignmentId"),
            [.. met.Select(Demand).Distinct()], tags);
    }

    // What the policy looked at was so that it refused: "tags[owner] exists: false".
    private static string Demand(JsonElement expression) =>
        (Tag(expression.Text("path")), expression.Text("operator"), expression.Text("targetValue")) switch
        {
            ({ } tag, "Exists", "false" or "False") => $"the tag '{tag}'",
            ({ } tag, "NotEquals", var value) => $"the tag '{tag}' with the value '{value}'",
            (_, "NotEquals" or "NotIn", _) => $"that {expression.Text("path")} is {Value(expression, "targetValue")}",
            _ => $"otherwise than {expression.Text("path")} {expression.Text("operator")} {Value(expression, "targetValue")}".TrimEnd(),
        };

    private static string Value(JsonElement expression, string name) =>
        expression.TryGetProperty(name, out JsonElement value)
            ? value.ValueKind == JsonValueKind.Array ? string.Join(" or ", value.EnumerateArray()) : value.ToString()
            : "";

    // tags[name], tags['name'] or tags.name.
    private static string? Tag(string path) =>
        path.StartsWith("tags", StringComparison.OrdinalIgnoreCase)
            && path["tags".Length..].Trim('[', ']', '\'', '.', '"') is { Length: > 0 } name
            ? name
            : null;

    private static string[] TagParameters(JsonElement info) =>
        Part(Part(info, "policyAssignmentParameters"), "tagName").Text("value") is { Length: > 0 } tag ? [tag] : [];

    private static JsonElement Part(JsonElement whole, string name) =>
        whole.ValueKind == JsonValueKind.Object && whole.TryGetProperty(name, out JsonElement part) ? part : default;

    private static string First(params IEnumerable<string> texts) => texts.FirstOrDefault(text => text.Length > 0) ?? "";
}
