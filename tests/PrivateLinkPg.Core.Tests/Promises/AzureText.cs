using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Promises;

/// <summary>All that an Azure holds, as the text of each thing by its id.</summary>
internal static class AzureText
{
    /// <summary>Byte for byte.</summary>
    public static IReadOnlyDictionary<string, string> Of(SandboxState state) => Of(state, body => body);

    /// <summary>Without what every write leaves behind, so that something can be as it was after it was changed and changed back.</summary>
    public static IReadOnlyDictionary<string, string> Unversioned(SandboxState state) => Of(state, Stripped);

    private static Dictionary<string, string> Of(SandboxState state, Func<JsonObject, JsonObject> shown) => state.Run(
        () => state.Subscriptions.Values.SelectMany(subscription => Groups(subscription).Concat(state.InSubscription(subscription).SelectMany(Parts)))
            .ToDictionary(part => part.Id, part => shown((JsonObject)part.Body.DeepClone()).ToJsonString(), StringComparer.OrdinalIgnoreCase),
        writes: false);

    private static IEnumerable<(string Id, JsonObject Body)> Groups(Subscription subscription) => subscription.Groups.Values
        .Select(group => (group.Id.Value, new JsonObject { ["name"] = group.Name, ["location"] = group.Location, ["tags"] = group.Tags?.DeepClone() }));

    private static IEnumerable<(string Id, JsonObject Body)> Parts(ArmResource resource)
    {
        JsonObject body = resource.Render();
        if (resource is PrivateDnsZone)
        {
            // How much is in it changes with what others put into it.
            foreach (string count in body["properties"]!.AsObject().Select(pair => pair.Key).Where(key => key.StartsWith("numberOf", StringComparison.Ordinal)).ToList())
                body["properties"]!.AsObject().Remove(count);
        }
        yield return (resource.Id.Value, body);
        IEnumerable<(string Id, JsonObject Body)> children = resource switch
        {
            PrivateDnsZone zone => zone.Links.Values.Select(link => (link.Id.Value, link.Render()))
                .Concat(zone.RecordSets.Values.Select(record => (record.Id.Value, record.Render()))),
            PrivateEndpoint endpoint => endpoint.ZoneGroups.Values.Select(group => (group.Id.Value, group.Render())),
            PrivateLinkTarget target => target.Connections.Values.Select(each => (each.OwnerId.Value, target.RenderConnection(each))),
            _ => [],
        };
        foreach ((string Id, JsonObject Body) child in children) yield return child;
    }

    private static JsonObject Stripped(JsonObject body)
    {
        body.Remove("etag");
        foreach (JsonNode? child in body.Select(pair => pair.Value).ToList()) Strip(child);
        return body;

        static void Strip(JsonNode? node)
        {
            if (node is JsonObject child) Stripped(child);
            else if (node is JsonArray array) foreach (JsonNode? item in array) Strip(item);
        }
    }
}
