using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

internal sealed class FlexibleServer(ResourceId id, string location) : PrivateLinkTarget(id, location)
{
    public const string ResourceType = "flexibleServers";

    /// <summary>Azure's ServerState.</summary>
    public static readonly string[] States =
    [
        "Ready", "Updating", "Stopping", "Stopped", "Starting", "Restarting", "Provisioning", "Disabled", "Inaccessible", "Dropping",
    ];
    public const string GroupId = "postgresqlServer";
    public const string Zone = "privatelink.postgres.database.azure.com";

    public string HostNameText => $"{Name.ToLowerInvariant()}.postgres.database.azure.com";

    /// <summary>The subnet that it is injected into; such a server takes no private endpoints.</summary>
    public Subnet? DelegatedSubnet { get; init; }

    public ResourceId? PrivateDnsZone { get; init; }

    /// <summary>
    /// The address that its public name resolves to; where nothing listens unless public access is on. That of an injected server lies
    /// in its subnet.
    /// </summary>
    public required IPAddress PublicAddress { get; init; }

    public bool IsPublicAccessEnabled { get; set; }

    /// <summary>Ready, Stopped, Updating …</summary>
    public string State { get; set; } = "Ready";

    public string Version { get; init; } = "16";

    public string AdministratorLogin { get; init; } = "";

    public string SkuName { get; set; } = "Standard_D2ds_v5";

    public string SkuTier { get; set; } = "GeneralPurpose";

    public int StorageSizeGb { get; set; } = 128;

    /// <summary>Servers that were made before Private Link came have public access and yet take no private endpoints.</summary>
    public bool IsBeforePrivateLink { get; init; }

    /// <summary>What it is a replica of; null for a primary.</summary>
    public ResourceId? Source { get; init; }

    /// <summary>The region as the provider itself spells it in this server's body.</summary>
    public required string DisplayLocation { get; init; }

    public override bool IsBeingDeleted => State == "Dropping";

    public override bool IsRunning => State is "Ready" or "Updating" or "Stopping";

    public override IReadOnlyList<string> GroupIds => DelegatedSubnet is null && !IsBeforePrivateLink ? [GroupId] : [];

    public override string PrivateZone => Zone;

    public override string HostName(string groupId) => HostNameText;

    public override IReadOnlyCollection<string> ServedNames => [HostNameText];

    public override void NewETag()
    {
        // Flexible servers have none.
    }

    public override JsonObject Render()
    {
        var body = new JsonObject
        {
            ["sku"] = new JsonObject { ["name"] = SkuName, ["tier"] = SkuTier },
            ["systemData"] = new JsonObject { ["createdAt"] = Time(CreatedAt) },
            ["properties"] = RenderProperties(),
            ["location"] = DisplayLocation,
        };
        if (Tags is not null) body["tags"] = Tags.DeepClone();
        body["id"] = Id.Value;
        body["name"] = Name;
        body["type"] = Type;
        return body;
    }

    public override JsonObject RenderConnection(EndpointConnection connection) => new()
    {
        ["properties"] = new JsonObject
        {
            ["privateEndpoint"] = Reference(connection.Endpoint.Id),
            ["privateLinkServiceConnectionState"] = connection.RenderState(),
            ["groupIds"] = new JsonArray([.. (connection.GroupIds ?? []).Select(group => (JsonNode)group)]),
            ["provisioningState"] = connection.ProvisioningState,
        },
        ["id"] = connection.OwnerId.Value,
        ["name"] = connection.TargetName,
        ["type"] = $"{Type}/privateEndpointConnections",
    };

    public JsonObject RenderLinkResource() => new()
    {
        ["properties"] = new JsonObject
        {
            ["groupId"] = GroupId,
            ["requiredMembers"] = new JsonArray(GroupId),
            ["requiredZoneNames"] = new JsonArray(Zone),
        },
        ["id"] = Id.Child("privateLinkResources", GroupId).Value,
        ["name"] = GroupId,
        ["type"] = $"{Type}/privateLinkResources",
    };

    private JsonObject RenderProperties()
    {
        var backup = CreatedAt.AddMinutes(10).ToString("yyyy-MM-ddTHH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);
        var role = Source is null ? "Primary" : "AsyncReplica";
        var capacity = Source is null ? 5 : 0;
        var properties = new JsonObject
        {
            ["replica"] = new JsonObject { ["role"] = role, ["capacity"] = capacity },
            ["storage"] = new JsonObject
            {
                ["type"] = "",
                ["iops"] = 500,
                ["tier"] = "P10",
                ["storageSizeGB"] = StorageSizeGb,
                ["autoGrow"] = "Disabled",
            },
            ["network"] = RenderNetwork(),
            ["privateEndpointConnections"] = new JsonArray([.. Connections.Values.Select(RenderConnection)]),
            ["dataEncryption"] = new JsonObject { ["type"] = "SystemManaged" },
            ["authConfig"] = new JsonObject { ["activeDirectoryAuth"] = "Disabled", ["passwordAuth"] = "Enabled" },
            ["fullyQualifiedDomainName"] = HostNameText,
            ["version"] = Version,
            ["minorVersion"] = "4",
            ["administratorLogin"] = AdministratorLogin,
            ["state"] = State,
            ["availabilityZone"] = "1",
            ["backup"] = new JsonObject
            {
                ["backupRetentionDays"] = 7,
                ["geoRedundantBackup"] = "Disabled",
                ["earliestRestoreDate"] = backup,
            },
            ["highAvailability"] = new JsonObject { ["mode"] = "Disabled", ["state"] = "NotEnabled" },
            ["maintenanceWindow"] = new JsonObject
            {
                ["customWindow"] = "Disabled",
                ["dayOfWeek"] = 0,
                ["startHour"] = 0,
                ["startMinute"] = 0,
            },
            ["replicationRole"] = role,
            ["replicaCapacity"] = capacity,
        };
        if (Source is not null) properties["sourceServerResourceId"] = Source.Value;
        return properties;
    }

    private JsonObject RenderNetwork()
    {
        var network = new JsonObject { ["publicNetworkAccess"] = IsPublicAccessEnabled ? "Enabled" : "Disabled" };
        if (DelegatedSubnet is not null) network["delegatedSubnetResourceId"] = DelegatedSubnet.Id.Value;
        if (PrivateDnsZone is not null) network["privateDnsZoneArmResourceId"] = PrivateDnsZone.Value;
        return network;
    }
}
