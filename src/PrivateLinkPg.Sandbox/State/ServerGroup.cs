using System.Net;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>A cluster of Azure Cosmos DB for PostgreSQL.</summary>
internal sealed class ServerGroup(ResourceId id, string location, int workers) : PrivateLinkTarget(id, location)
{
    public const string ResourceType = "serverGroupsv2";
    public const string Zone = "privatelink.postgres.cosmos.azure.com";

    private const string Suffix = ".postgres.cosmos.azure.com";

    /// <summary>The 14 characters that make the cluster's host names unique.</summary>
    public string Unique { get; init; } = Guid.NewGuid().ToString("N")[..14];

    public required IPAddress PublicAddress { get; init; }

    public bool IsPublicAccessEnabled { get; set; }

    public string State { get; set; } = "Ready";

    public string PostgresqlVersion { get; init; } = "16";

    public string AdministratorLogin { get; init; } = "citus";

    public override bool IsRunning => State != "Stopped";

    public override IReadOnlyList<string> GroupIds => [.. Enumerable.Range(0, workers).Select(i => $"worker-{i}").Prepend("coordinator")];

    public override string PrivateZone => Zone;

    public override string HostName(string groupId) => groupId == "coordinator"
        ? $"c-{Name}.{Unique}{Suffix}"
        : $"w{groupId["worker-".Length..]}-{Name}.{Unique}{Suffix}";

    public override void NewETag()
    {
        // Clusters have none.
    }

    public override JsonObject Render()
    {
        var body = new JsonObject { ["id"] = Id.Value, ["name"] = Name, ["type"] = Type, ["location"] = Location };
        if (Tags is not null) body["tags"] = Tags.DeepClone();
        body["properties"] = new JsonObject
        {
            ["administratorLogin"] = AdministratorLogin,
            ["provisioningState"] = ProvisioningState,
            ["state"] = State,
            ["postgresqlVersion"] = PostgresqlVersion,
            ["citusVersion"] = "12.1",
            ["nodeCount"] = workers,
            ["coordinatorEnablePublicIpAccess"] = IsPublicAccessEnabled,
            ["nodeEnablePublicIpAccess"] = false,
            ["enableHa"] = false,
            ["serverNames"] = new JsonArray([.. GroupIds.Select(group => (JsonNode)new JsonObject
            {
                ["name"] = group == "coordinator" ? $"{Name}-c" : $"{Name}-w{group["worker-".Length..]}",
                ["fullyQualifiedDomainName"] = HostName(group),
            })]),
            ["privateEndpointConnections"] = new JsonArray([.. Connections.Values.Select(connection => (JsonNode)new JsonObject
            {
                ["id"] = connection.OwnerId.Value,
                ["properties"] = RenderConnectionProperties(connection),
            })]),
        };
        body["systemData"] = RenderSystemData();
        return body;
    }

    public override JsonObject RenderConnection(EndpointConnection connection) => new()
    {
        ["name"] = connection.TargetName,
        ["type"] = $"{Type}/privateEndpointConnections",
        ["id"] = connection.OwnerId.Value,
        ["properties"] = RenderConnectionProperties(connection),
        ["systemData"] = RenderSystemData(),
    };

    public JsonObject RenderLinkResource(string group) => new()
    {
        ["name"] = group,
        ["type"] = $"{Type}/privateLinkResources",
        ["id"] = Id.Child("privateLinkResources", group).Value,
        ["properties"] = new JsonObject
        {
            ["groupId"] = group,
            ["requiredMembers"] = new JsonArray(group),
            ["requiredZoneNames"] = new JsonArray(Zone),
        },
        ["systemData"] = RenderSystemData(),
    };

    private static JsonObject RenderConnectionProperties(EndpointConnection connection) => new()
    {
        ["groupIds"] = new JsonArray([.. (connection.GroupIds ?? []).Select(group => (JsonNode)group)]),
        ["privateEndpoint"] = Reference(connection.Endpoint.Id),
        ["privateLinkServiceConnectionState"] = connection.RenderState(),
        ["provisioningState"] = connection.ProvisioningState,
    };

    private JsonObject RenderSystemData() => new()
    {
        ["createdAt"] = Time(CreatedAt),
        ["createdBy"] = AdministratorLogin,
        ["createdByType"] = "User",
        ["lastModifiedAt"] = Time(ChangedAt),
        ["lastModifiedBy"] = AdministratorLogin,
        ["lastModifiedByType"] = "User",
    };
}
