using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Holds what a request would make of a resource against the policies that apply to it.</summary>
internal static class PolicyCheck
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Demand(ArmRequest request)
    {
        if (request.Method is not ("PUT" or "PATCH") || !request.Type.IsTracked) return;
        if (!ResourceId.TryParse(request.Scope, out var id) || request.Content is not JsonObject body) return;
        Demand(request, id, TargetOf(request, id, body));
    }

    /// <summary>The same of what becomes of a resource by another way than a write of its own.</summary>
    public static void Demand(ArmRequest request, ResourceId id, PolicyTarget target)
    {
        foreach (var assignment in request.State.PolicyAssignments.AtOrAbove(id.Value).Where(item => Applies(item, id.Value)))
        {
            if (assignment.Definition.Judge(target, assignment.Parameters) is { } finding) throw Denied(id, assignment, finding);
        }
    }

    // A PATCH leaves as it is what it does not mention.
    private static PolicyTarget TargetOf(ArmRequest request, ResourceId id, JsonObject body)
    {
        var existing = request.Method == "PATCH" ? request.State.Find(id) : null;
        var location = body.Text("location") is { } text ? Regions.Normalize(text) : existing?.Location;
        return new PolicyTarget(location, body.Object("tags") ?? existing?.Tags);
    }

    private static bool Applies(PolicyAssignment assignment, string scope) => assignment.IsEnforced
        && !assignment.NotScopes.Exists(excluded => ExtensionTable<PolicyAssignment>.Contains(excluded, scope));

    private static ArmException Denied(ResourceId id, PolicyAssignment assignment, PolicyFinding finding)
    {
        var definition = assignment.Definition;
        var identifiers = new JsonArray(new JsonObject
        {
            ["policyAssignment"] = new JsonObject { ["name"] = assignment.DisplayName ?? assignment.Name, ["id"] = assignment.Id },
            ["policyDefinition"] = new JsonObject { ["name"] = definition.DisplayName, ["id"] = definition.Id },
        });
        return new ArmException(403, "RequestDisallowedByPolicy",
            $"Resource '{id.Name}' was disallowed by policy. Policy identifiers: '{identifiers.ToJsonString(Json)}'.")
        {
            FromGateway = true,
            Target = id.Name,
            AdditionalInfo = new JsonObject { ["type"] = "PolicyViolation", ["info"] = Describe(assignment, finding) },
        };
    }

    private static JsonObject Describe(PolicyAssignment assignment, PolicyFinding finding) => new()
    {
        ["policyDefinitionDisplayName"] = assignment.Definition.DisplayName,
        ["evaluationDetails"] = new JsonObject { ["evaluatedExpressions"] = new JsonArray(finding.Render()) },
        ["policyDefinitionId"] = assignment.Definition.Id,
        ["policyDefinitionName"] = assignment.Definition.Name,
        ["policyDefinitionEffect"] = "deny",
        ["policyAssignmentId"] = assignment.Id,
        ["policyAssignmentName"] = assignment.Name,
        ["policyAssignmentDisplayName"] = assignment.DisplayName ?? assignment.Name,
        ["policyAssignmentScope"] = assignment.Scope,
        ["policyAssignmentParameters"] = assignment.Parameters.DeepClone(),
        ["policyExemptionIds"] = new JsonArray(),
    };
}
