namespace PrivateLinkPg.Testing;

/// <summary>Where Azure itself differs from the types that Microsoft publishes, and what shows that it does.</summary>
internal static class KnownDifferences
{
    private const string ZoneGroup = "Recorded with azure-powershell: network/02.";
    private const string Computed = "Azure computes it. Exports of real interfaces show it, and Bicep refuses it in a template (BCP187, BCP037).";

    // Answers that are no resources to Bicep, so that it has no types of them.
    private static readonly HashSet<string> NoTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        "Microsoft.Authorization/permissions",
        "Microsoft.Network/virtualNetworks/CheckIPAddressAvailability",
    };

    private static readonly (string Type, Direction Direction, string Fault, string Evidence)[] All =
    [
        ("Microsoft.Network/privateEndpoints", Direction.Answer, ".properties.resourceGuid is not known",
            "Recorded with azure-cli: flexible-server/01 and others."),
        ("Microsoft.Network/privateLinkServices", Direction.Answer, ".properties.resourceGuid is not known",
            "Recorded with azure-cli: private-link-service/01 and 03."),
        ("Microsoft.Network/privateEndpoints", Direction.Answer, ".properties.ipConfigurations[].id is not known",
            "Recorded with azure-powershell: network/01; so is the next."),
        ("Microsoft.Network/privateEndpoints", Direction.Answer, ".properties.ipConfigurations[].properties.provisioningState is not known",
            "Recorded with azure-powershell: network/01."),
        ("Microsoft.Network/privateEndpoints/privateDnsZoneGroups", Direction.Answer, ".properties.privateDnsZoneConfigs[].id is not known", ZoneGroup),
        ("Microsoft.Network/privateEndpoints/privateDnsZoneGroups", Direction.Answer, ".properties.privateDnsZoneConfigs[].etag is not known", ZoneGroup),
        ("Microsoft.Network/privateEndpoints/privateDnsZoneGroups", Direction.Answer, ".properties.privateDnsZoneConfigs[].type is not known", ZoneGroup),
        ("Microsoft.Network/privateEndpoints/privateDnsZoneGroups", Direction.Answer,
            ".properties.privateDnsZoneConfigs[].properties.provisioningState is not known", ZoneGroup),
        ("Microsoft.Network/virtualNetworks", Direction.Answer, ".properties.subnets[].properties.ipamPoolPrefixAllocations is not known",
            "Recorded with azure-cli in version 2024-01-01: flexible-server/05. The types have it since 2024-05-01."),
        ("Microsoft.Network/virtualNetworks/subnets", Direction.Answer, ".properties.ipamPoolPrefixAllocations is not known",
            "The same recording."),
        ("Microsoft.Network/networkInterfaces", Direction.Answer, ".kind is not known", Computed),
        ("Microsoft.Network/networkInterfaces", Direction.Answer, ".properties.allowPort25Out is not known", Computed),
        ("Microsoft.Network/privateEndpoints", Direction.Answer, ".properties.networkInterfaces[].kind is not known", Computed),
        ("Microsoft.Network/privateEndpoints", Direction.Answer, ".properties.networkInterfaces[].properties.allowPort25Out is not known", Computed),
    ];

    public static bool IsNoType(string type) => NoTypes.Contains(type);

    public static bool Explain(string type, Direction direction, string fault) => Array.Exists(All, each =>
        type.Equals(each.Type, StringComparison.OrdinalIgnoreCase) && direction == each.Direction && Normal(fault).StartsWith(each.Fault, StringComparison.Ordinal));

    // A list's items are all alike.
    private static string Normal(string fault) =>
        System.Text.RegularExpressions.Regex.Replace(fault, @"\[\d+\]", "[]", System.Text.RegularExpressions.RegexOptions.CultureInvariant);
}
