namespace PrivateLinkPg.Arm;

/// <summary>A kind of resource that private endpoints to PostgreSQL lead to (Azure: private-link resource and DNS zone values).</summary>
/// <param name="ResourceType">Its resource type.</param>
/// <param name="ApiVersion">The api-version of it and of its connections.</param>
/// <param name="GroupId">Its sub-resource, as privateLinkResources spells it; null for a Private Link service, which has none.</param>
/// <param name="Label">What people call it.</param>
internal sealed record TargetType(ResourceType ResourceType, string ApiVersion, string? GroupId, string Label)
{
    public static readonly TargetType FlexibleServer = new(
        "Microsoft.DBforPostgreSQL/flexibleServers", ApiVersions.FlexibleServer, "postgresqlServer", "flexible server");
    public static readonly TargetType ServerGroup = new(
        "Microsoft.DBforPostgreSQL/serverGroupsv2", ApiVersions.ServerGroup, "coordinator", "Cosmos DB for PostgreSQL cluster");
    public static readonly TargetType PrivateLinkService = new(
        "Microsoft.Network/privateLinkServices", ApiVersions.Network, null, "Private Link service");

    /// <summary>The kind as users see and choose it.</summary>
    public string Kind => this == FlexibleServer ? "FlexibleServer" : this == ServerGroup ? "ServerGroup" : "PrivateLinkService";

    /// <summary>A sub-resource as Azure spells it, which refuses any other spelling.</summary>
    public string Canonical(string groupId) =>
        AzureNames.Same(groupId, GroupId) ? GroupId! : this == ServerGroup ? groupId.ToLowerInvariant() : groupId;

    /// <summary>All kinds.</summary>
    public static readonly IReadOnlyList<TargetType> All = [FlexibleServer, ServerGroup, PrivateLinkService];

    /// <summary>The private DNS zone that Azure names for this kind, or null where the provider decides.</summary>
    public string? ZoneName(AzureCloud cloud) =>
        this == FlexibleServer ? cloud.PostgreSqlPrivateZone
        : this == ServerGroup ? cloud.CosmosPrivateZone
        : null;
}
