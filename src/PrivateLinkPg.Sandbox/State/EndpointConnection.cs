using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>
/// The link between an endpoint and its target, seen from both sides. The two sides word the same state differently,
/// as recorded, so each keeps its own texts; the status is one.
/// </summary>
internal sealed class EndpointConnection(PrivateEndpoint endpoint, PrivateLinkTarget target, string name)
{
    public PrivateEndpoint Endpoint { get; } = endpoint;

    /// <summary>The target; the id stays known when the target is gone.</summary>
    public PrivateLinkTarget Target { get; } = target;

    /// <summary>The name that the consumer gave it.</summary>
    public string Name { get; } = name;

    /// <summary>The name on the target's side, made by Azure: endpoint.guid.</summary>
    public required string TargetName { get; init; }

    /// <summary>The target as the client wrote it: a resource id or an alias.</summary>
    public required string TargetReference { get; init; }

    public required bool IsManual { get; init; }

    /// <summary>As sent: null when the client sent none.</summary>
    public IReadOnlyList<string>? GroupIds { get; init; }

    /// <summary>As the consumer sent it last. What the owner was told with the request stays as it was.</summary>
    public string? RequestMessage { get; set; }

    /// <summary>Pending, Approved, Rejected or Disconnected.</summary>
    public string Status { get; set; } = "Pending";

    public string ConsumerDescription { get; set; } = "";

    public string ConsumerActions { get; set; } = "None";

    public string? OwnerDescription { get; set; }

    public string OwnerActions { get; set; } = "None";

    /// <summary>The state of the connection resource on the target's side.</summary>
    public string ProvisioningState { get; set; } = "Succeeded";

    /// <summary>The owner is taking it away: nothing is decided about it any more.</summary>
    public bool IsBeingDeleted => ProvisioningState == "Deleting";

    public long LinkIdentifier { get; init; }

    public ResourceId OwnerId => Target.Id.Child("privateEndpointConnections", TargetName);

    /// <summary>
    /// The resource by which Microsoft.Network writes to the target's provider; null for a Private Link service, which is its own.
    /// </summary>
    public ResourceId? ProxyId =>
        Target is PrivateLinkService ? null : Target.Id.Child("privateEndpointConnectionProxies", TargetName);

    public JsonObject RenderForConsumer()
    {
        var kind = IsManual ? "manualPrivateLinkServiceConnections" : "privateLinkServiceConnections";
        var properties = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["privateLinkServiceId"] = TargetReference,
        };
        if (GroupIds is not null) properties["groupIds"] = new JsonArray([.. GroupIds.Select(group => (JsonNode)group)]);
        if (RequestMessage is not null) properties["requestMessage"] = RequestMessage;
        properties["privateLinkServiceConnectionState"] = new JsonObject
        {
            ["status"] = Status,
            ["description"] = ConsumerDescription,
            ["actionsRequired"] = ConsumerActions,
        };
        return new JsonObject
        {
            ["name"] = Name,
            ["id"] = Endpoint.Id.Child(kind, Name).Value,
            ["etag"] = Endpoint.ETag,
            ["properties"] = properties,
            ["type"] = $"{Endpoint.Type}/{kind}",
        };
    }

    public JsonObject RenderState()
    {
        var state = new JsonObject { ["status"] = Status };
        if (OwnerDescription is not null) state["description"] = OwnerDescription;
        state["actionsRequired"] = OwnerActions;
        return state;
    }
}
