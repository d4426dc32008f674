using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>A record set of a private zone. Every write gives it a new etag.</summary>
internal sealed class RecordSet(PrivateDnsZone zone, string type, string name)
{
    public PrivateDnsZone Zone { get; } = zone;

    public RecordKind Kind { get; } = RecordKind.Of(type);

    public string RecordType => Kind.Name;

    public string Name { get; } = name;

    public string ETag { get; private set; } = Guid.NewGuid().ToString();

    public long TimeToLive { get; set; }

    public JsonObject? Metadata { get; set; }

    /// <summary>The entries in wire form, such as {"ipv4Address": …}; for CNAME and SOA the one entry.</summary>
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
        if (Kind.Render(Records) is { } records) properties[Kind.Property] = records;
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
}
