using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>A type of record sets: how its records are called on the wire, and whether a set has exactly one.</summary>
internal sealed record RecordKind(string Name, string Property, bool IsSingle = false)
{
    public const string Authority = "SOA";

    public static IReadOnlyList<RecordKind> All { get; } =
    [
        new("A", "aRecords"), new("AAAA", "aaaaRecords"), new("CNAME", "cnameRecord", IsSingle: true), new("MX", "mxRecords"),
        new("PTR", "ptrRecords"), new(Authority, "soaRecord", IsSingle: true), new("SRV", "srvRecords"), new("TXT", "txtRecords"),
    ];

    /// <summary>What Azure gives a new private zone (examples of the private DNS specification).</summary>
    public static JsonObject NewAuthority() => new()
    {
        ["email"] = "azureprivatedns-host.microsoft.com",
        ["expireTime"] = 2419200,
        ["host"] = "azureprivatedns.net",
        ["minimumTtl"] = 10,
        ["refreshTime"] = 3600,
        ["retryTime"] = 300,
        ["serialNumber"] = 1,
    };

    public static RecordKind Of(string name) => All.First(kind => kind.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The property's value: a list, or the one record; null for a set that should have one and has none.</summary>
    public JsonNode? Render(JsonArray records) => IsSingle ? records.FirstOrDefault()?.DeepClone() : records.DeepClone();
}
