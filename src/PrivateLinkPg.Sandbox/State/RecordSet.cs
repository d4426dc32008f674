using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>A record set of a private zone. Every write gives it a new etag.</summary>
internal sealed class RecordSet(PrivateDnsZone zone, string type, string name)
{
    public PrivateDnsZone Zone { get; } = zone;

    /// <summary>A, AAAA, CNAME, TXT or SOA.</summary>
    public string RecordType { get; } = type;

    public string Name { get; } = name;

    public string ETag { get; private set; } = Guid.NewGuid().ToString();

    public long TimeToLive { get; set; }

    public JsonObject? Metadata { get; set; }

    /// <summary>The entries in wire form, such as {"ipv4Address": …}; for CNAME the one entry.</summary>
    public JsonArray Records { get; set; } = [];

    public ResourceId Id => Zone.Id.Child(RecordType, Name);

    public string FullName => Name == "@" ? $"{Zone.Name}." : $"{Name}.{Zone.Name}.";

    public void NewETag() => ETag = Guid.NewGuid().ToString();

    public JsonObject Render()
    {
        var properties = new JsonObject();
        if (Metadata is { Count: > 0 }) properties["metadata"] = Metadata.DeepClone();
        properties["fqdn"] = FullName;
        properties["ttl"] = TimeToLive;
        switch (RecordType)
        {
            case "A": properties["aRecords"] = Records.DeepClone(); break;
            case "AAAA": properties["aaaaRecords"] = Records.DeepClone(); break;
            case "TXT": properties["txtRecords"] = Records.DeepClone(); break;
            case "CNAME" when Records.Count > 0: properties["cnameRecord"] = Records[0]!.DeepClone(); break;
            case "SOA": properties["soaRecord"] = RenderAuthority(); break;
        }
        properties["isAutoRegistered"] = false;
        return new JsonObject
        {
            ["id"] = Id.Value,
            ["name"] = Name,
            ["type"] = $"Microsoft.Network/privateDnsZones/{RecordType}",
            ["etag"] = ETag,
            ["properties"] = properties,
        };
    }

    private static JsonObject RenderAuthority() => new()
    {
        ["email"] = "azureprivatedns-host.microsoft.com",
        ["expireTime"] = 2419200,
        ["host"] = "azureprivatedns.net",
        ["minimumTtl"] = 10,
        ["refreshTime"] = 3600,
        ["retryTime"] = 300,
        ["serialNumber"] = 1,
    };
}
