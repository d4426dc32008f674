using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>A record set as a client asks for it. What the client left out is null, so that PATCH can tell.</summary>
internal sealed partial record RecordSetBody(long? TimeToLive, JsonArray? Records, JsonObject? Metadata)
{
    private const int MostRecords = 20;
    private const int LongestName = 253;

    public static RecordSetBody Read(JsonObject body, string type)
    {
        var properties = body.Object("properties") ?? [];
        var ttl = properties.Number("ttl");
        if (ttl is < 1 or > int.MaxValue) throw Invalid($"The TTL '{ttl}' of a record set must be from 1 to {int.MaxValue} seconds.");
        var records = ReadRecords(properties, type);
        if (records?.Count > MostRecords)
            throw Invalid($"A record set holds at most {MostRecords} records; the request has {records.Count}.");
        return new RecordSetBody(ttl, records, (JsonObject?)properties.Object("metadata")?.DeepClone());
    }

    /// <summary>A CNAME tolerates no other type of the same name, nor at the zone's own.</summary>
    public static void DemandName(string name, PrivateDnsZone zone, string type)
    {
        var others = zone.RecordSets.Values
            .Where(record => record.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && record.RecordType != type);
        if (others.Any(record => type == "CNAME" || record.RecordType == "CNAME"))
        {
            throw Invalid(
                "The record could not be created because a CNAME record with the same name already exists in this zone, "
                + $"or because '{name}' has records of other types.");
        }
        // A star stands for a whole first label, and nowhere else.
        var relative = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        if (name is "@" or "*" || (name.Length + zone.Name.Length < LongestName && relative.Split('.').All(ValidLabel().IsMatch))) return;
        throw Invalid($"The record set name '{name}' is not valid.");
    }

    public static ArmException Invalid(string message) => new(400, "BadRequest", message);

    private static JsonArray? ReadRecords(JsonObject properties, string type)
    {
        switch (type)
        {
            case "A": return ReadAddresses(properties, "aRecords", "ipv4Address", AddressFamily.InterNetwork);
            case "AAAA": return ReadAddresses(properties, "aaaaRecords", "ipv6Address", AddressFamily.InterNetworkV6);
            case "TXT":
                if (properties.Array("txtRecords") is null) return null;
                return new JsonArray([.. properties.Objects("txtRecords").Select(item => (JsonNode)new JsonObject
                {
                    ["value"] = new JsonArray([.. (item.Texts("value") ?? []).Select(text => (JsonNode)text)]),
                })]);
            default:
                if (properties.Object("cnameRecord") is not { } alias) return null;
                return new JsonArray(new JsonObject
                {
                    ["cname"] = alias.Text("cname") ?? throw Invalid("The property 'cname' of a CNAME record is required."),
                });
        }
    }

    private static JsonArray? ReadAddresses(JsonObject properties, string property, string field, AddressFamily family)
    {
        if (properties.Array(property) is null) return null;
        var addresses = new List<string>();
        foreach (var item in properties.Objects(property))
        {
            var text = item.Text(field);
            if (!TryParse(text, family, out var address))
                throw Invalid($"The value '{text}' of the property '{field}' is not a valid IP address.");
            if (addresses.Contains(address.ToString())) throw Invalid($"The record set has the address '{address}' twice.");
            addresses.Add(address.ToString());
        }
        return new JsonArray([.. addresses.Select(address => (JsonNode)new JsonObject { [field] = address })]);
    }

    private static bool TryParse(string? text, AddressFamily family, [NotNullWhen(true)] out IPAddress? address) =>
        family == AddressFamily.InterNetwork
            ? AddressRange.TryParseAddress(text, out address)
            : IPAddress.TryParse(text, out address) && address.AddressFamily == family;

    [GeneratedRegex("^[A-Za-z0-9_-]{1,63}$")]
    private static partial Regex ValidLabel();
}
