using System.Collections.Frozen;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>The regions that the imitated Azure has, with their display names.</summary>
internal static class Regions
{
    private static readonly (string Name, string Display)[] All =
    [
        ("australiaeast", "Australia East"), ("brazilsouth", "Brazil South"), ("canadacentral", "Canada Central"),
        ("centralindia", "Central India"), ("centralus", "Central US"), ("centraluseuap", "Central US EUAP"),
        ("eastasia", "East Asia"), ("eastus", "East US"), ("eastus2", "East US 2"), ("eastus2euap", "East US 2 EUAP"),
        ("francecentral", "France Central"), ("germanywestcentral", "Germany West Central"),
        ("japaneast", "Japan East"), ("japanwest", "Japan West"), ("koreacentral", "Korea Central"),
        ("northcentralus", "North Central US"), ("northeurope", "North Europe"), ("norwayeast", "Norway East"),
        ("southafricanorth", "South Africa North"), ("southcentralus", "South Central US"), ("southeastasia", "Southeast Asia"),
        ("swedencentral", "Sweden Central"), ("switzerlandnorth", "Switzerland North"), ("uaenorth", "UAE North"),
        ("uksouth", "UK South"), ("ukwest", "UK West"), ("westcentralus", "West Central US"), ("westeurope", "West Europe"),
        ("westus", "West US"), ("westus2", "West US 2"), ("westus3", "West US 3"),
    ];

    private static readonly FrozenDictionary<string, string> ByName =
        All.ToFrozenDictionary(region => region.Name, region => region.Display);

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(region => region.Name)];

    /// <summary>"West US" and "westus" are the same region.</summary>
    public static string Normalize(string location) => location.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    public static bool IsKnown(string normalized) => ByName.ContainsKey(normalized);

    public static string DisplayName(string normalized) => ByName.GetValueOrDefault(normalized, normalized);
}
