using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Reads the records of a set: each type has fields of its own, and every record is written back as it was understood.</summary>
internal static partial class RecordReading
{
    // Of Microsoft's documentation of TXT records.
    private const int LongestText = 255;
    private const int LongestTexts = 4096;

    /// <summary>Null when the client sent none.</summary>
    public static JsonArray? Read(JsonObject properties, RecordKind kind)
    {
        if (kind.IsSingle) return properties.Object(kind.Property) is { } one ? new JsonArray(Read(one, kind.Name)) : null;
        if (properties.Array(kind.Property) is null) return null;
        var records = properties.Objects(kind.Property).Select(item => Read(item, kind.Name)).ToList();
        var twice = records.GroupBy(record => record.ToJsonString()).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw RecordSetBody.Invalid($"The record set has the record '{twice.Key}' twice.");
        if (kind.Name == "TXT") DemandLength(records);
        return new JsonArray([.. records]);
    }

    private static JsonObject Read(JsonObject item, string type) => type switch
    {
        "A" => new() { ["ipv4Address"] = Address(item, "ipv4Address", AddressFamily.InterNetwork) },
        "AAAA" => new() { ["ipv6Address"] = Address(item, "ipv6Address", AddressFamily.InterNetworkV6) },
        "CNAME" => new() { ["cname"] = Host(item, "cname") },
        "MX" => new() { ["preference"] = Short(item, "preference"), ["exchange"] = Host(item, "exchange") },
        "PTR" => new() { ["ptrdname"] = Host(item, "ptrdname") },
        "SRV" => new()
        {
            ["priority"] = Short(item, "priority"),
            ["weight"] = Short(item, "weight"),
            ["port"] = Short(item, "port"),
            ["target"] = Host(item, "target"),
        },
        RecordKind.Authority => Authority(item),
        _ => new() { ["value"] = Texts(item) },
    };

    // What is left out stays as it was: whose set it is adds that.
    private static JsonObject Authority(JsonObject item)
    {
        var record = new JsonObject();
        if (item.Text("email") is not null) record["email"] = Host(item, "email");
        if (item.Text("host") is { } host) record["host"] = host;
        foreach (var name in new[] { "expireTime", "minimumTtl", "refreshTime", "retryTime", "serialNumber" })
        {
            if (item.Number(name) is not { } number) continue;
            record[name] = number is >= 0 and <= int.MaxValue ? number : throw Wrong(name, number.ToString());
        }
        return record;
    }

    private static string Address(JsonObject item, string field, AddressFamily family)
    {
        var text = item.Text(field);
        var isValid = family == AddressFamily.InterNetwork
            ? AddressRange.TryParseAddress(text, out var address)
            : IPAddress.TryParse(text, out address) && address.AddressFamily == family && OnlyAddress().IsMatch(text!);
        return isValid ? address!.ToString() : throw RecordSetBody.Invalid(
            $"The value '{text}' of the property '{field}' is not a valid IP address.");
    }

    // A name that DNS can carry: what it cannot would spoil every answer that has it.
    private static string Host(JsonObject item, string field) => item.Text(field) is { } text && DomainName().IsMatch(text)
        ? text
        : throw RecordSetBody.Invalid($"The property '{field}' of a record is required, and is a domain name.");

    private static JsonArray Texts(JsonObject item)
    {
        var texts = item.Texts("value");
        if (texts is null or { Count: 0 }) throw RecordSetBody.Invalid("The property 'value' of a TXT record must have a string.");
        if (texts.Find(text => text.Length > LongestText) is { } longest)
            throw RecordSetBody.Invalid($"A TXT record has a string of {longest.Length} characters; at most {LongestText} are allowed.");
        return new JsonArray([.. texts.Select(text => (JsonNode)text)]);
    }

    private static void DemandLength(List<JsonObject> records)
    {
        var length = records.Sum(record => record["value"]!.AsArray().Sum(text => ((string)text!).Length));
        if (length > LongestTexts)
            throw RecordSetBody.Invalid($"The TXT record set has {length} characters; at most {LongestTexts} are allowed.");
    }

    private static long Short(JsonObject item, string field) => item.Number(field) switch
    {
        null => throw RecordSetBody.Invalid($"The property '{field}' of a record is required."),
        { } number and >= 0 and <= ushort.MaxValue => number,
        { } number => throw Wrong(field, number.ToString()),
    };

    private static ArmException Wrong(string field, string value) =>
        RecordSetBody.Invalid($"The value '{value}' of the property '{field}' is out of range.");

    [GeneratedRegex(@"^(?=.{1,253}\.?$)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?\z")]
    private static partial Regex DomainName();

    // Neither a zone nor brackets and a port.
    [GeneratedRegex(@"^[0-9A-Fa-f:.]+\z")]
    private static partial Regex OnlyAddress();
}
