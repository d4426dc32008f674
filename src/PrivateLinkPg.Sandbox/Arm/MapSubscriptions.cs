using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

internal sealed class MapSubscriptions(ArmRoutes routes)
{
    public void Map()
    {
        routes.Get("/tenants", ResourceProviders.Tenants, ListTenants);
        routes.Get("/subscriptions", ResourceProviders.Subscriptions, request => new ArmAnswer(200, WithCount(
            request.State.Subscriptions.Values.Where(item => request.Principal.Sees(item.Id)).Select(Render))));
        routes.Get(ArmRoutes.InSubscription, ResourceProviders.Subscriptions, request => new ArmAnswer(200, Render(request.Subscription)));
        const string actions = ArmRoutes.InSubscription + "/providers/Microsoft.Subscription";
        routes.Post(actions + "/cancel", ResourceProviders.SubscriptionActions, request => Switch(request, SubscriptionState.Warned));
        routes.Post(actions + "/enable", ResourceProviders.SubscriptionActions, request => Switch(request, SubscriptionState.Enabled));
        routes.Get(ArmRoutes.InSubscription + "/locations", ResourceProviders.Subscriptions, ListLocations);
    }

    // A cancelled subscription is Warned until it is Disabled: in both it can only be read.
    private static ArmAnswer Switch(ArmRequest request, SubscriptionState state)
    {
        request.Subscription.State = state;
        return new ArmAnswer(200, new JsonObject { ["subscriptionId"] = request.Subscription.Id });
    }

    private static ArmAnswer ListTenants(ArmRequest request) => new(200, ArmRoutes.List([new JsonObject
    {
        ["id"] = $"/tenants/{request.State.TenantId}",
        ["tenantId"] = request.State.TenantId,
        ["countryCode"] = "JP",
        ["displayName"] = "Sandbox",
        ["domains"] = new JsonArray("sandbox.example.com"),
        ["tenantCategory"] = "Home",
        ["defaultDomain"] = "sandbox.example.com",
        ["tenantType"] = "AAD",
    }]));

    private static ArmAnswer ListLocations(ArmRequest request) => new(200, ArmRoutes.List(
        Regions.Names.Select(name => (JsonNode)new JsonObject
        {
            ["id"] = $"/subscriptions/{request.Subscription.Id}/locations/{name}",
            ["name"] = name,
            ["type"] = "Region",
            ["displayName"] = Regions.DisplayName(name),
            ["regionalDisplayName"] = Regions.DisplayName(name),
            ["metadata"] = new JsonObject { ["regionType"] = "Physical", ["regionCategory"] = "Recommended" },
        })));

    private static JsonObject Render(Subscription subscription)
    {
        var body = RenderPlain(subscription);
        if (subscription.Tags is { Count: > 0 } tags) body["tags"] = tags.DeepClone();
        return body;
    }

    private static JsonObject RenderPlain(Subscription subscription) => new()
    {
        ["id"] = $"/subscriptions/{subscription.Id}",
        ["authorizationSource"] = "RoleBased",
        ["managedByTenants"] = new JsonArray(),
        ["subscriptionId"] = subscription.Id,
        ["tenantId"] = subscription.TenantId,
        ["displayName"] = subscription.DisplayName,
        ["state"] = subscription.State.ToString(),
        ["subscriptionPolicies"] = new JsonObject
        {
            ["locationPlacementId"] = "Public_2014-09-01",
            ["quotaId"] = "PayAsYouGo_2014-09-01",
            ["spendingLimit"] = "Off",
        },
    };

    private static JsonObject WithCount(IEnumerable<JsonObject> items)
    {
        var list = ArmRoutes.List(items);
        list["count"] = new JsonObject { ["type"] = "Total", ["value"] = list["value"]!.AsArray().Count };
        return list;
    }
}
