using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Network security groups, route tables and NAT gateways, with their rules or routes.</summary>
/// <param name="routes">Where to map.</param>
/// <param name="longRunning">Starts the operations.</param>
/// <param name="type">The type, and of its rules; the latter null where it has none.</param>
/// <param name="make">Makes an empty one.</param>
/// <param name="read">Reads what is not a rule; then the rules as a whole are judged.</param>
internal sealed class MapSubnetAttachments<T>(
    ArmRoutes routes, LongRunning longRunning, (ResourceTypeInfo Own, ResourceTypeInfo? Rules) type,
    Func<ResourceId, string, T> make, Action<T, JsonObject>? read = null) where T : SubnetAttachment
{
    public void Map()
    {
        var one = $"{ArmRoutes.InGroup}/providers/{type.Own.FullName}/{{name}}";
        routes.Lists<T>(type.Own);
        routes.Get(one, type.Own, request => NetworkAnswers.Get(Find(request)));
        routes.Put(one, type.Own, Put);
        routes.Patch(one, type.Own, request => NetworkAnswers.PatchTags(request, Find(request)));
        routes.Delete(one, type.Own, Delete);
        if (type.Rules is not { } rules) return;
        var all = $"{one}/{rules.Type.Split('/')[^1]}";
        routes.Get(all, rules, request => ListRules(Find(request)));
        routes.Get(all + "/{rule}", rules, request => new ArmAnswer(200, FindRule(request)).With("ETag", Find(request).ETag));
        routes.Put(all + "/{rule}", rules, PutRule);
        routes.Delete(all + "/{rule}", rules, DeleteRule);
    }

    private ResourceId Id(ArmRequest request) => request.IdInGroup(ResourceProviders.Network, type.Own.Type, "name");

    private T Find(ArmRequest request) => request.Find<T>(Id(request));

    private JsonObject FindRule(ArmRequest request)
    {
        var (owner, name) = (Find(request), request.Value("rule"));
        return owner.RenderRule(name) ?? throw ArmErrors.NotFound(owner.Id.Child(owner.RuleType!, name));
    }

    private static ArmAnswer ListRules(T owner) => new(200, ArmRoutes.List(owner.Rules.Keys.Select(name => owner.RenderRule(name)!)));

    private ArmAnswer Put(ArmRequest request)
    {
        var id = Id(request);
        ResourceNames.DemandNetworkName(id.Name, 1, 80);
        var location = request.RequireLocation(request.Type.FullName);
        var exists = request.State.TryGet<T>(id, out var resource);
        if (resource is not null && resource.Location != location) throw ArmErrors.LocationChanged(id, resource.Location!, location);
        resource ??= make(id, location);
        NetworkAnswers.DemandMatch(request, resource, exists);
        var properties = request.Body.Object("properties") ?? [];
        var rules = ReadRules(resource, properties);
        var tags = TagRules.Read(request.Body);
        read?.Invoke(resource, properties);
        (resource.Rules, resource.Tags, resource.ChangedAt) = (rules, tags, request.Now);
        request.State.Add(resource);
        return Accept(request, resource, exists, resource.Render());
    }

    private static SortedDictionary<string, JsonObject> ReadRules(T resource, JsonObject properties)
    {
        var rules = new SortedDictionary<string, JsonObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in resource.RuleType is { } name ? properties.Objects(name) : [])
        {
            if (item.Text("name") is not { Length: > 0 } rule || !rules.TryAdd(rule, RuleBody.Read(resource, rule, item)))
                throw ArmErrors.InvalidFormat();
        }
        RuleBody.DemandPlan(rules);
        return rules;
    }

    private ArmAnswer PutRule(ArmRequest request)
    {
        var (owner, name) = (Find(request), request.Value("rule"));
        ResourceNames.DemandNetworkName(name, 1, 80);
        var exists = owner.Rules.ContainsKey(name);
        var rules = new SortedDictionary<string, JsonObject>(owner.Rules, StringComparer.OrdinalIgnoreCase)
        {
            [name] = RuleBody.Read(owner, name, request.Body),
        };
        RuleBody.DemandPlan(rules);
        owner.Rules = rules;
        owner.NewETag();
        return Accept(request, owner, exists, owner.RenderRule(name)!);
    }

    private ArmAnswer DeleteRule(ArmRequest request)
    {
        var name = request.Value("rule");
        if (!request.State.TryGet<T>(Id(request), out var owner) || !owner.Rules.ContainsKey(name)) return new ArmAnswer(204);
        return longRunning.NetworkDelete(request, owner.Location!, () =>
        {
            owner.Rules.Remove(name);
            owner.NewETag();
            return null;
        });
    }

    private ArmAnswer Accept(ArmRequest request, T resource, bool exists, JsonObject body) => longRunning.NetworkChild(
        request, body, exists ? 200 : 201, resource.Location!, exists ? null : () =>
        {
            resource.Settle();
            return null;
        }, abandon: () => resource.ProvisioningState = "Failed");

    private ArmAnswer Delete(ArmRequest request)
    {
        if (!request.State.TryGet<T>(Id(request), out var resource)) return new ArmAnswer(204);
        var state = request.State;
        if (ResourceRemoval.Obstacle(state, resource) is { } user) throw new ArmException(400, user.Code, user.Message);
        return longRunning.NetworkDelete(request, resource, resource.Location!, () =>
        {
            if (ResourceRemoval.Obstacle(state, resource) is { } obstacle) return obstacle;
            state.Remove(resource);
            return null;
        });
    }
}
