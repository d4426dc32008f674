using System.Collections.Frozen;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>
/// The manner of a provider: how it writes JSON, and which headers it adds. All leave white space out; Microsoft.Network
/// indented until 2022, but no more in what was recorded in 2024.
/// </summary>
internal enum Wire
{
    /// <summary>The gateway and Microsoft.DBforPostgreSQL.</summary>
    Plain,

    /// <summary>Microsoft.Network: a request id of its own, and details in errors.</summary>
    Network,

    /// <summary>Private DNS: every slash escaped, the client's request id echoed, counters of its own.</summary>
    PrivateDns,
}

/// <summary>A resource type and the API versions that it answers to, newest first.</summary>
internal sealed record ResourceTypeInfo(string Namespace, string Type, IReadOnlyList<string> Versions, Wire Wire)
{
    private readonly FrozenSet<string> versions = Versions.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public string FullName => $"{Namespace}/{Type}";

    /// <summary>The type of an operation's URL, which was handed out with its version in it.</summary>
    public bool IsOperation { get; init; }

    /// <summary>It has tags and a location of its own: what policies in mode Indexed look at.</summary>
    public bool IsTracked { get; init; }

    /// <summary>ARM answers itself: nobody has to register a provider for it.</summary>
    public bool IsOfGateway => Namespace is "Microsoft.Resources" or ResourceProviders.AuthorizationNamespace or "Microsoft.Subscription";

    public bool Supports(string version) => IsOperation || versions.Contains(version);
}

/// <summary>What the imitated Azure offers.</summary>
internal static class ResourceProviders
{
    public const string Network = "Microsoft.Network";
    public const string PostgreSql = "Microsoft.DBforPostgreSQL";
    public const string AuthorizationNamespace = "Microsoft.Authorization";

    private static readonly string[] NetworkVersions =
    [
        "2025-07-01", "2025-05-01", "2025-03-01", "2025-01-01", "2024-10-01", "2024-07-01", "2024-05-01", "2024-03-01", "2024-01-01",
        "2023-11-01", "2023-09-01", "2023-06-01", "2023-05-01", "2023-04-01", "2023-02-01", "2022-11-01", "2022-09-01", "2022-07-01",
        "2022-05-01", "2022-01-01", "2021-12-01", "2021-08-01", "2021-06-01", "2021-05-01", "2021-04-01", "2021-03-01", "2021-02-01",
        "2021-01-01", "2020-11-01", "2020-08-01", "2020-07-01", "2020-06-01", "2020-05-01", "2020-04-01", "2020-03-01", "2020-01-01",
        "2019-12-01", "2019-11-01", "2019-09-01", "2019-08-01", "2019-07-01", "2019-06-01", "2019-04-01",
    ];

    private static readonly string[] PrivateDnsVersions = ["2024-06-01", "2020-06-01", "2020-01-01", "2018-09-01"];

    private static readonly string[] FlexibleServerVersions =
    [
        "2026-01-01-preview", "2025-08-01", "2025-06-01-preview", "2025-01-01-preview", "2024-11-01-preview", "2024-08-01",
        "2024-03-01-preview", "2023-12-01-preview", "2023-06-01-preview", "2023-03-01-preview", "2022-12-01", "2022-03-08-preview",
        "2022-01-20-preview", "2021-06-15-privatepreview", "2021-06-01", "2021-06-01-preview",
    ];

    private static readonly string[] ServerGroupVersions = ["2023-03-02-preview", "2022-11-08", "2020-10-05-privatepreview"];

    private static readonly string[] PolicyVersions =
    [
        "2025-03-01", "2025-01-01", "2024-05-01", "2024-04-01", "2023-04-01", "2022-06-01", "2021-06-01", "2020-09-01", "2020-03-01",
        "2019-09-01", "2019-06-01", "2019-01-01", "2018-05-01", "2018-03-01", "2016-12-01",
    ];

    private static readonly string[] ResourcesVersions =
    [
        "2025-04-01", "2025-03-01", "2024-11-01", "2024-07-01", "2024-03-01", "2023-07-01", "2022-12-01", "2022-09-01", "2022-06-01",
        "2022-05-01", "2022-01-01", "2021-04-01", "2021-01-01", "2020-10-01", "2020-09-01", "2020-08-01", "2020-06-01", "2020-05-01",
        "2020-01-01", "2019-11-01", "2019-10-01", "2019-09-01", "2019-08-01", "2019-07-01", "2019-06-01", "2019-05-10", "2019-05-01",
        "2019-03-01", "2018-11-01", "2018-09-01", "2018-08-01", "2018-07-01", "2018-06-01", "2018-05-01", "2018-02-01", "2018-01-01",
        "2017-06-01", "2017-05-10", "2017-05-01", "2017-03-01", "2016-09-01", "2016-07-01", "2016-06-01", "2016-02-01", "2015-11-01",
        "2015-01-01", "2014-04-01",
    ];

    public static readonly ResourceTypeInfo Subscriptions = Gateway("subscriptions");
    public static readonly ResourceTypeInfo Tenants = Gateway("tenants");
    public static readonly ResourceTypeInfo ResourceGroups = Gateway("subscriptions/resourceGroups");
    public static readonly ResourceTypeInfo Resources = Gateway("resources");
    public static readonly ResourceTypeInfo Providers = Gateway("providers");

    /// <summary>The tags of whatever has some.</summary>
    public static readonly ResourceTypeInfo Tags = Gateway("tags");

    /// <summary>What the caller may do.</summary>
    public static readonly ResourceTypeInfo Permissions = InAuthorization("permissions", "2022-04-01", "2018-07-01", "2015-07-01");
    public static readonly ResourceTypeInfo Locks = InAuthorization("locks", "2020-05-01", "2017-04-01", "2016-09-01");
    public static readonly ResourceTypeInfo PolicyAssignments = InAuthorization("policyAssignments", PolicyVersions);
    public static readonly ResourceTypeInfo PolicyDefinitions = InAuthorization("policyDefinitions", PolicyVersions);

    public static readonly ResourceTypeInfo RoleAssignments = InAuthorization("roleAssignments",
        "2022-04-01", "2020-10-01-preview", "2020-08-01-preview", "2020-04-01-preview", "2018-09-01-preview", "2018-07-01",
        "2018-01-01-preview", "2015-07-01");

    /// <summary>POST cancel and enable.</summary>
    public static readonly ResourceTypeInfo SubscriptionActions =
        new("Microsoft.Subscription", "subscriptions", ["2021-10-01", "2020-09-01", "2019-03-01-preview"], Wire.Plain);

    public static readonly ResourceTypeInfo VirtualNetworks = InNetwork("virtualNetworks");
    public static readonly ResourceTypeInfo Subnets = InNetwork("virtualNetworks/subnets");
    public static readonly ResourceTypeInfo Peerings = InNetwork("virtualNetworks/virtualNetworkPeerings");
    public static readonly ResourceTypeInfo NetworkInterfaces = InNetwork("networkInterfaces");
    public static readonly ResourceTypeInfo ApplicationSecurityGroups = InNetwork("applicationSecurityGroups");
    public static readonly ResourceTypeInfo NetworkSecurityGroups = InNetwork("networkSecurityGroups");
    public static readonly ResourceTypeInfo SecurityRules = InNetwork("networkSecurityGroups/securityRules");
    public static readonly ResourceTypeInfo RouteTables = InNetwork("routeTables");
    public static readonly ResourceTypeInfo Routes = InNetwork("routeTables/routes");
    public static readonly ResourceTypeInfo NatGateways = InNetwork("natGateways");
    public static readonly ResourceTypeInfo PrivateEndpoints = InNetwork("privateEndpoints");
    public static readonly ResourceTypeInfo EndpointTypes = InNetwork("locations/availablePrivateEndpointTypes");
    public static readonly ResourceTypeInfo PrivateDnsZoneGroups = InNetwork("privateEndpoints/privateDnsZoneGroups");
    public static readonly ResourceTypeInfo PrivateLinkServices = InNetwork("privateLinkServices");
    public static readonly ResourceTypeInfo ServiceConnections = InNetwork("privateLinkServices/privateEndpointConnections");
    public static readonly ResourceTypeInfo ServiceVisibility = InNetwork("locations/checkPrivateLinkServiceVisibility");
    public static readonly ResourceTypeInfo NetworkOperations = InNetwork("locations/operations");
    public static readonly ResourceTypeInfo NetworkOperationResults = InNetwork("locations/operationResults");

    public static readonly ResourceTypeInfo PrivateDnsZones = InPrivateDns("privateDnsZones");
    public static readonly ResourceTypeInfo VirtualNetworkLinks = InPrivateDns("privateDnsZones/virtualNetworkLinks");
    public static readonly ResourceTypeInfo RecordSets = InPrivateDns("privateDnsZones/A");
    public static readonly ResourceTypeInfo AllRecordSets = InPrivateDns("privateDnsZones/all");

    public static readonly ResourceTypeInfo FlexibleServers = InPostgreSql("flexibleServers");
    public static readonly ResourceTypeInfo FlexibleServerConnections = InPostgreSql("flexibleServers/privateEndpointConnections");
    public static readonly ResourceTypeInfo FlexibleServerLinkResources = InPostgreSql("flexibleServers/privateLinkResources");

    public static readonly ResourceTypeInfo ServerNameAvailability = InPostgreSql("checkNameAvailability") with { IsTracked = false };
    public static readonly ResourceTypeInfo ServerNameAvailabilityAt = InPostgreSql("locations/checkNameAvailability");

    public static readonly ResourceTypeInfo ServerGroups = InServerGroups("serverGroupsv2");
    public static readonly ResourceTypeInfo ServerGroupConnections = InServerGroups("serverGroupsv2/privateEndpointConnections");
    public static readonly ResourceTypeInfo ServerGroupLinkResources = InServerGroups("serverGroupsv2/privateLinkResources");

    /// <summary>What GET …/providers lists.</summary>
    public static readonly IReadOnlyList<ResourceTypeInfo> Published =
    [
        VirtualNetworks, Subnets, Peerings, NetworkInterfaces, ApplicationSecurityGroups,
        NetworkSecurityGroups, SecurityRules, RouteTables, Routes, NatGateways, PrivateEndpoints, PrivateDnsZoneGroups,
        PrivateLinkServices, ServiceConnections, ServiceVisibility, EndpointTypes, NetworkOperations,
        NetworkOperationResults,
        PrivateDnsZones, VirtualNetworkLinks, .. RecordKind.All.Select(kind => InPrivateDns($"privateDnsZones/{kind.Name}")), AllRecordSets,
        FlexibleServers, FlexibleServerConnections, FlexibleServerLinkResources, ServerNameAvailability, ServerNameAvailabilityAt,
        ServerGroups, ServerGroupConnections, ServerGroupLinkResources,
        Permissions, RoleAssignments, Locks, PolicyAssignments, PolicyDefinitions,
        ResourceGroups, Resources, Subscriptions, Tenants, Providers, Tags,
    ];

    public static readonly IReadOnlyList<string> Namespaces = [AuthorizationNamespace, PostgreSql, Network, "Microsoft.Resources"];

    private static ResourceTypeInfo Gateway(string type) => new("Microsoft.Resources", type, ResourcesVersions, Wire.Plain);

    private static ResourceTypeInfo InAuthorization(string type, params string[] versions) =>
        new(AuthorizationNamespace, type, versions, Wire.Plain);

    // What lies directly in a group has tags and a location; of the children only virtual network links have.
    private static ResourceTypeInfo InNetwork(string type) =>
        new(Network, type, NetworkVersions, Wire.Network) { IsTracked = !type.Contains('/') };

    private static ResourceTypeInfo InPrivateDns(string type) =>
        new(Network, type, PrivateDnsVersions, Wire.PrivateDns)
        {
            IsTracked = type is "privateDnsZones" or "privateDnsZones/virtualNetworkLinks",
        };

    private static ResourceTypeInfo InPostgreSql(string type) =>
        new(PostgreSql, type, FlexibleServerVersions, Wire.Plain) { IsTracked = !type.Contains('/') };

    private static ResourceTypeInfo InServerGroups(string type) =>
        new(PostgreSql, type, ServerGroupVersions, Wire.Plain) { IsTracked = !type.Contains('/') };
}
