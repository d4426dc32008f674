using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>
/// A flexible server as a client asks for it: read and checked as a whole before anything changes. What was left out is null.
/// </summary>
internal sealed record FlexibleServerBody(
    string? Version, string? AdministratorLogin, string? SkuName, string? SkuTier, int? StorageSizeGb, bool? IsOpen, JsonObject? Tags)
{
    private const int SmallestStorage = 32;
    private const int LargestStorage = 65536;

    public static FlexibleServerBody Read(ArmRequest request)
    {
        var properties = request.Body.Object("properties") ?? [];
        var sku = request.Body.Object("sku");
        var storage = properties.Object("storage")?.Number("storageSizeGB");
        if (storage is < SmallestStorage or > LargestStorage)
            throw Invalid("storageSizeGB", $"{storage} is not from {SmallestStorage} to {LargestStorage}.");
        var access = properties.Object("network")?.Text("publicNetworkAccess");
        return new FlexibleServerBody(
            properties.Text("version"), properties.Text("administratorLogin"), sku?.Text("name"), sku?.Text("tier"), (int?)storage,
            access?.Equals("Enabled", StringComparison.OrdinalIgnoreCase), TagRules.Read(request.Body));
    }

    public static ArmException Invalid(string parameter, string why) =>
        new(400, "InvalidParameterValue", $"Invalid value given for parameter {parameter}: {why}");

    public void ApplyTo(FlexibleServer server)
    {
        server.SkuName = SkuName ?? server.SkuName;
        server.SkuTier = SkuTier ?? server.SkuTier;
        server.StorageSizeGb = StorageSizeGb ?? server.StorageSizeGb;
        server.Tags = Tags ?? server.Tags;
        // An injected server has no public access at all.
        if (server.DelegatedSubnet is null) server.IsPublicAccessEnabled = IsOpen ?? server.IsPublicAccessEnabled;
    }
}
