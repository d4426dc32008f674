using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>Policies that deny.</summary>
public class PolicyTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Version = "api-version=2023-04-01";
    private const string RequireTag = "871b6d14-10aa-478d-b590-94f262ecfa99";
    private const string RequireValue = "1e30110a-5ceb-460c-a204-c1c3969c6d62";
    private const string AllowedLocations = "e56962a6-4747-49cd-b67b-bf8b01975c4c";
    private const string Untagged = """{"location":"global"}""";
    private const string Tagged = """{"location":"global","tags":{"Cost-Centre":"42"}}""";

    private readonly ArmClient client = sandbox.Client;

    private async Task<string> NewGroupAsync(string name)
    {
        var group = $"/subscriptions/{sandbox.Ready.Subscriptions.Test}/resourceGroups/{name}";
        await client.PutAsync($"{group}?{SandboxFixture.Resources}", """{"location":"japaneast"}""");
        return group;
    }

    private Task<ArmResponse> AssignAsync(string scope, string definition, string parameters, string more = "") => client.PutAsync(
        $"{scope}/providers/Microsoft.Authorization/policyAssignments/tags?{Version}",
        $$$"""{"properties":{"displayName":"Tags please","policyDefinitionId":"/providers/Microsoft.Authorization/policyDefinitions/{{{definition}}}","parameters":{{{parameters}}}{{{more}}}}}""");

    private static string Zone(string group, string name = "policy.example.com") => $"{group}/providers/Microsoft.Network/privateDnsZones/{name}?{SandboxFixture.Dns}";

    [Fact]
    public async Task A_resource_without_the_tag_is_refused_with_azures_words_and_details()
    {
        var group = await NewGroupAsync("rg-policy");
        var assigned = await AssignAsync(group, RequireTag, """{"tagName":{"value":"cost-centre"}}""");
        Assert.Equal(201, assigned.Status);
        var id = $"{group}/providers/Microsoft.Authorization/policyAssignments/tags";
        const string definition = $"/providers/Microsoft.Authorization/policyDefinitions/{RequireTag}";

        var refused = await client.PutAsync(Zone(group), Untagged);

        Assert.Equal((403, "RequestDisallowedByPolicy"), (refused.Status, refused.Code));
        var error = refused.Body!["error"]!;
        Assert.Equal("policy.example.com", (string?)error["target"]);
        Assert.Equal("Resource 'policy.example.com' was disallowed by policy. Policy identifiers: "
            + $$$"""'[{"policyAssignment":{"name":"Tags please","id":"{{{id}}}"},"policyDefinition":{"name":"Require a tag on resources","id":"{{{definition}}}"}}]'.""",
            (string?)error["message"]);
        var violation = Assert.Single(error["additionalInfo"]!.AsArray())!;
        Assert.Equal("PolicyViolation", (string?)violation["type"]);
        var info = violation["info"]!;
        Assert.Equal((definition, RequireTag, "deny"),
            ((string?)info["policyDefinitionId"], (string?)info["policyDefinitionName"], (string?)info["policyDefinitionEffect"]));
        Assert.Equal((id, "tags", group), ((string?)info["policyAssignmentId"], (string?)info["policyAssignmentName"], (string?)info["policyAssignmentScope"]));
        Assert.Equal("cost-centre", (string?)info["policyAssignmentParameters"]!["tagName"]!["value"]);
        Assert.Empty(info["policyExemptionIds"]!.AsArray());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""
            {"result":"True","expressionKind":"Field","expression":"tags['cost-centre']","path":"tags[cost-centre]","targetValue":"false","operator":"Exists"}
            """), info["evaluationDetails"]!["evaluatedExpressions"]![0]));
        Assert.Equal(404, (await client.GetAsync(Zone(group))).Status);
        Assert.Equal(202, (await client.PutAsync(Zone(group), Tagged)).Status);
    }

    [Fact]
    public async Task A_slash_at_the_end_of_a_path_is_no_way_round_a_policy()
    {
        var group = await NewGroupAsync("rg-policy-slash");
        await AssignAsync(group, RequireTag, """{"tagName":{"value":"cost-centre"}}""");
        var path = Zone(group).Replace("?", "/?", StringComparison.Ordinal);

        Assert.Equal((403, "RequestDisallowedByPolicy"), ((await client.PutAsync(path, Untagged)).Status, (await client.PutAsync(path, Untagged)).Code));
        Assert.Equal(202, (await client.PutAsync(path, Tagged)).Status);
    }

    [Fact]
    public async Task An_assignment_is_enforced_or_not_and_nothing_else()
    {
        var group = await NewGroupAsync("rg-policy-modes");
        const string parameters = """{"tagName":{"value":"cost-centre"}}""";

        var refused = await AssignAsync(group, RequireTag, parameters, ""","enforcementMode":"x" """);
        Assert.Equal((400, "InvalidRequestContent"), (refused.Status, refused.Code));
        Assert.Equal(201, (await AssignAsync(group, RequireTag, parameters, ""","enforcementMode":"DoNotEnforce" """)).Status);
        Assert.Equal(202, (await client.PutAsync(Zone(group), Untagged)).Status);
        Assert.Equal(201, (await AssignAsync(group, RequireTag, parameters, ""","enforcementMode":"default" """)).Status);
        Assert.Equal(403, (await client.PutAsync(Zone(group), Untagged)).Status);
    }

    [Fact]
    public async Task What_has_no_tags_and_no_location_is_not_judged()
    {
        var group = await NewGroupAsync("rg-policy-children");
        await client.CreateAsync(Zone(group), Tagged);
        await AssignAsync(group, RequireTag, """{"tagName":{"value":"cost-centre"}}""");

        var record = Zone(group).Replace("?", "/A/www?", StringComparison.Ordinal);
        Assert.Equal(201, (await client.PutAsync(record, """{"properties":{"ttl":60}}""")).Status);
        var link = Zone(group).Replace("?", "/virtualNetworkLinks/link?", StringComparison.Ordinal);
        var refused = await client.PutAsync(link, $$$$"""{"location":"global","properties":{"virtualNetwork":{"id":"{{{{sandbox.Ready.Resources.ClientNetwork}}}}"}}}""");
        Assert.Equal((403, "RequestDisallowedByPolicy", "link"), (refused.Status, refused.Code, (string?)refused.Body!["error"]!["target"]));
    }

    [Fact]
    public async Task A_patch_is_judged_by_what_it_would_leave()
    {
        var group = await NewGroupAsync("rg-policy-patch");
        await client.CreateAsync(Zone(group), Tagged);
        await AssignAsync(group, RequireTag, """{"tagName":{"value":"cost-centre"}}""");

        Assert.Equal(403, (await client.PatchAsync(Zone(group), """{"tags":{}}""")).Status);
        Assert.Equal(202, (await client.PatchAsync(Zone(group), "{}")).Status);
    }

    [Theory]
    [InlineData(RequireValue, """{"tagName":{"value":"env"},"tagValue":{"value":"prod"}}""", """{"location":"japaneast","tags":{"env":"test"}}""", """{"location":"japaneast","tags":{"env":"prod"}}""")]
    [InlineData(AllowedLocations, """{"listOfAllowedLocations":{"value":["Japan East"]}}""", """{"location":"westus"}""", """{"location":"japaneast"}""")]
    public async Task Values_and_locations_are_demanded_too(string definition, string parameters, string wrong, string right)
    {
        var group = await NewGroupAsync($"rg-policy-{definition[..4]}");
        await AssignAsync(group, definition, parameters);
        var path = $"{group}/providers/Microsoft.Network/applicationSecurityGroups/asg?{SandboxFixture.Network}";

        Assert.Equal((403, "RequestDisallowedByPolicy"), ((await client.PutAsync(path, wrong)).Status, (await client.PutAsync(path, wrong)).Code));
        Assert.Equal(201, (await client.PutAsync(path, right)).Status);
    }

    [Fact]
    public async Task A_policy_of_the_subscription_binds_its_groups_until_it_is_taken_away()
    {
        var (bound, spared) = (await NewGroupAsync("rg-policy-bound"), await NewGroupAsync("rg-policy-spared"));
        var subscription = $"/subscriptions/{sandbox.Ready.Subscriptions.Test}";
        await AssignAsync(subscription, RequireTag, """{"tagName":{"value":"owner"}}""", $$""","notScopes":["{{spared}}"]""");
        var assignment = $"{subscription}/providers/Microsoft.Authorization/policyAssignments/tags?{Version}";
        try
        {
            Assert.Equal(403, (await client.PutAsync(Zone(bound), Untagged)).Status);
            Assert.Equal(202, (await client.PutAsync(Zone(spared), Untagged)).Status);
            var list = await client.GetAsync($"{bound}/providers/Microsoft.Authorization/policyAssignments?{Version}");
            Assert.Equal("tags", (string?)Assert.Single(list.Body!["value"]!.AsArray())!["name"]);
            var unknown = await client.GetAsync($"{bound}/providers/Microsoft.Authorization/policyAssignments?{Version}&$filter=x eq 'y'");
            Assert.Equal((400, "InvalidFilterInQueryString"), (unknown.Status, unknown.Code));
        }
        finally
        {
            Assert.Equal(200, (await client.DeleteAsync(assignment)).Status);
        }
        Assert.Equal((404, "PolicyAssignmentNotFound"), ((await client.GetAsync(assignment)).Status, (await client.GetAsync(assignment)).Code));
        Assert.Equal(202, (await client.PutAsync(Zone(bound), Untagged)).Status);
    }

    [Theory]
    [InlineData(RequireTag, "{}", 400, "MissingPolicyParameter")]
    [InlineData("00000000-0000-0000-0000-000000000000", "{}", 404, "PolicyDefinitionNotFound")]
    public async Task An_assignment_that_makes_no_sense_is_refused(string definition, string parameters, int status, string code)
    {
        var answer = await AssignAsync(await NewGroupAsync("rg-policy-wrong"), definition, parameters);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_policy_that_is_not_enforced_denies_nothing()
    {
        var group = await NewGroupAsync("rg-policy-report");
        await AssignAsync(group, RequireTag, """{"tagName":{"value":"owner"}}""", ""","enforcementMode":"DoNotEnforce" """);

        Assert.Equal(202, (await client.PutAsync(Zone(group), Untagged)).Status);
    }

    [Fact]
    public async Task The_built_in_definitions_are_found_where_clients_look_for_them()
    {
        const string all = "/providers/Microsoft.Authorization/policyDefinitions";
        var subscription = $"/subscriptions/{sandbox.Ready.Subscriptions.Test}{all}";
        async Task<List<string?>> NamesAsync(string scope, string filter = "") => [.. (await client.GetAsync($"{scope}?{Version}{filter}"))
            .Body!["value"]!.AsArray().Select(item => (string?)item!["name"])];

        Assert.Equal([RequireTag, RequireValue, AllowedLocations], await NamesAsync(all));
        Assert.Equal([RequireTag, RequireValue, AllowedLocations], await NamesAsync(subscription));
        Assert.Equal(3, (await NamesAsync(subscription, "&$filter=policyType eq 'BuiltIn'")).Count);
        Assert.Empty(await NamesAsync(subscription, "&$filter=policyType eq 'Custom'"));
        Assert.Empty(await NamesAsync(subscription, "&$filter=atExactScope()"));
        Assert.Equal([AllowedLocations], await NamesAsync(all, "&$filter=category eq 'General'"));
        Assert.Equal(400, (await client.GetAsync($"{all}?{Version}&$filter=name eq 'x'")).Status);

        var one = await client.GetAsync($"{all}/{AllowedLocations}?{Version}");
        Assert.Equal(("Allowed locations", "BuiltIn", "Indexed", "Array"), ((string?)one.Properties["displayName"], (string?)one.Properties["policyType"],
            (string?)one.Properties["mode"], (string?)one.Properties["parameters"]!["listOfAllowedLocations"]!["type"]));
        Assert.Equal("deny", (string?)one.Properties["policyRule"]!["then"]!["effect"]);
        Assert.Equal($"{all}/{AllowedLocations}", (string?)one.Body!["id"]);
        foreach (var absent in new[] { $"{subscription}/{AllowedLocations}", $"{all}/nonsense" })
        {
            var answer = await client.GetAsync($"{absent}?{Version}");
            Assert.Equal((404, "PolicyDefinitionNotFound"), (answer.Status, answer.Code));
        }
    }
}
