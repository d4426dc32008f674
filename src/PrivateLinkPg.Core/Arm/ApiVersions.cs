namespace PrivateLinkPg.Arm;

/// <summary>The api-versions that are asked for, one per provider (Microsoft's azure-rest-api-specs).</summary>
internal static class ApiVersions
{
    /// <summary>Microsoft.Network. Since 2023-09-01 many endpoints can be created in one subnet at once.</summary>
    public const string Network = "2025-01-01";
    /// <summary>Microsoft.Network where an endpoint's ipVersionType is set, which came with this version.</summary>
    public const string NetworkWithIpVersion = "2025-03-01";
    /// <summary>Microsoft.Network/privateDnsZones. First with NxDomainRedirect.</summary>
    public const string PrivateDns = "2024-06-01";
    /// <summary>Microsoft.DBforPostgreSQL/flexibleServers.</summary>
    public const string FlexibleServer = "2025-08-01";
    /// <summary>Microsoft.DBforPostgreSQL/serverGroupsv2.</summary>
    public const string ServerGroup = "2023-03-02-preview";
    /// <summary>Microsoft.Resources: resource groups and providers.</summary>
    public const string Resources = "2021-04-01";
    /// <summary>Microsoft.Authorization/permissions: what the account may do at a scope.</summary>
    public const string Permissions = "2022-04-01";
    /// <summary>Microsoft.Authorization/locks.</summary>
    public const string Locks = "2020-05-01";
    /// <summary>Subscriptions.</summary>
    public const string Subscriptions = "2022-12-01";
}
