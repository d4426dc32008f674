using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Assignments of the few built-in policies that are imitated; of others a request is told that they are not there.</summary>
internal static class MapPolicyAssignments
{
    public static void Map(ArmRoutes routes)
    {
        var type = ResourceProviders.PolicyAssignments;
        routes.Extensions(type, List, Get, Put, Delete);
    }

    // By the specification: all that apply, so those of the scopes above too, and without atScope() those of what lies in it.
    private static ArmAnswer List(ArmRequest request) => new(200, ArmRoutes.List(
        request.State.PolicyAssignments.ListedAt(request.ExtendedScope(), request.IsAtScope()).Select(item => item.Render())));

    private static ArmAnswer Get(ArmRequest request) => new(200, (Find(request) ?? throw NotFound(request)).Render());

    private static ArmAnswer Put(ArmRequest request)
    {
        var properties = request.Body.Object("properties") ?? [];
        var definitionId = properties.Text("policyDefinitionId");
        var definition = BuiltInPolicy.Find(definitionId) ?? throw ArmErrors.Gateway(404, "PolicyDefinitionNotFound",
            $"The policy definition '{definitionId}' could not be found.");
        var existing = Find(request);
        var assignment = new PolicyAssignment(existing?.Scope ?? request.ExtendedScope(), existing?.Name ?? request.Value("extension"))
        {
            Definition = definition,
            DisplayName = properties.Text("displayName"),
            Parameters = ReadParameters(request.Value("extension"), definition, properties.Object("parameters") ?? []),
            NotScopes = properties.Texts("notScopes") ?? [],
            IsEnforced = ReadEnforcement(properties),
        };
        request.State.PolicyAssignments.Set(assignment);
        return new ArmAnswer(201, assignment.Render());
    }

    private static bool ReadEnforcement(JsonObject properties)
    {
        string[] modes = ["Default", "DoNotEnforce"];
        var text = properties.Text("enforcementMode") ?? modes[0];
        if (!modes.Contains(text, StringComparer.OrdinalIgnoreCase))
            throw ArmErrors.InvalidContent($"The value '{text}' of 'enforcementMode' is not one of {string.Join(", ", modes)}");
        return text.Equals(modes[0], StringComparison.OrdinalIgnoreCase);
    }

    private static JsonObject ReadParameters(string name, BuiltInPolicy definition, JsonObject parameters)
    {
        var missing = definition.Parameters.Where(parameter => parameters.Object(parameter)?["value"] is null).ToList();
        if (missing.Count > 0)
        {
            throw ArmErrors.Gateway(400, "MissingPolicyParameter", $"The policy assignment '{name}' is missing the parameter(s) "
                + $"'{string.Join(", ", missing)}' as defined in the policy definition '{definition.Id}'.");
        }
        return (JsonObject)parameters.DeepClone();
    }

    private static ArmAnswer Delete(ArmRequest request)
    {
        if (Find(request) is not { } assignment) return new ArmAnswer(204);
        request.State.PolicyAssignments.Remove(assignment);
        return new ArmAnswer(200, assignment.Render());
    }

    private static PolicyAssignment? Find(ArmRequest request) =>
        request.State.PolicyAssignments.Find(request.ExtendedScope(), request.Value("extension"));

    private static ArmException NotFound(ArmRequest request) => ArmErrors.Gateway(404, "PolicyAssignmentNotFound",
        $"The policy assignment '{request.Value("extension")}' is not found.");
}
