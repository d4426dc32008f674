using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

internal sealed class MapProviders(ArmRoutes routes)
{
    public void Map()
    {
        var type = ResourceProviders.Providers;
        routes.Get(ArmRoutes.InSubscription + "/providers", type, request => new ArmAnswer(200,
            ArmRoutes.List(ResourceProviders.Namespaces.Select(name => Render(request.Subscription, name)))));
        routes.Get(ArmRoutes.InSubscription + "/providers/{namespace}", type, request => new ArmAnswer(200,
            Render(request.Subscription, Known(request))));
        routes.Post(ArmRoutes.InSubscription + "/providers/{namespace}/register", type, request => Set(request, registered: true));
        routes.Post(ArmRoutes.InSubscription + "/providers/{namespace}/unregister", type, request => Set(request, registered: false));
    }

    private static ArmAnswer Set(ArmRequest request, bool registered)
    {
        var name = Known(request);
        if (registered) request.Subscription.RegisteredProviders.Add(name);
        else request.Subscription.RegisteredProviders.Remove(name);
        return new ArmAnswer(200, Render(request.Subscription, name));
    }

    private static string Known(ArmRequest request)
    {
        var asked = request.Value("namespace");
        return ResourceProviders.Namespaces.FirstOrDefault(name => name.Equals(asked, StringComparison.OrdinalIgnoreCase))
            ?? throw ArmErrors.UnknownNamespace(asked);
    }

    private static JsonObject Render(Subscription subscription, string name)
    {
        var isRegistered = subscription.RegisteredProviders.Contains(name)
            || name is "Microsoft.Resources" or ResourceProviders.AuthorizationNamespace;
        return new JsonObject
        {
            ["id"] = $"/subscriptions/{subscription.Id}/providers/{name}",
            ["namespace"] = name,
            ["resourceTypes"] = new JsonArray([.. ResourceProviders.Published.Where(type => type.Namespace == name).Select(RenderType)]),
            ["registrationState"] = isRegistered ? "Registered" : "NotRegistered",
            ["registrationPolicy"] = "RegistrationRequired",
        };
    }

    private static JsonNode RenderType(ResourceTypeInfo type) => new JsonObject
    {
        ["resourceType"] = type.Type,
        ["locations"] = type.Wire == Wire.PrivateDns
            ? new JsonArray("global")
            : new JsonArray([.. Regions.Names.Select(name => (JsonNode)Regions.DisplayName(name))]),
        ["apiVersions"] = new JsonArray([.. type.Versions.Select(version => (JsonNode)version)]),
        ["capabilities"] = type.IsTracked ? "SupportsTags, SupportsLocation" : "None",
    };
}
