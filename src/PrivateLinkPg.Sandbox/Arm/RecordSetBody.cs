using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>A record set as a client asks for it. What the client left out is null, so that PATCH can tell.</summary>
internal sealed partial record RecordSetBody(long? TimeToLive, JsonArray? Records, JsonObject? Metadata)
{
    private const int MostRecords = 20;
    private const int LongestName = 253;

    public static RecordSetBody Read(JsonObject body, RecordKind kind)
    {
        var properties = body.Object("properties") ?? [];
        var ttl = properties.Number("ttl");
        if (ttl is < 1 or > int.MaxValue) throw Invalid($"The TTL '{ttl}' of a record set must be from 1 to {int.MaxValue} seconds.");
        var records = RecordReading.Read(properties, kind);
        if (records?.Count > MostRecords)
            throw Invalid($"A record set holds at most {MostRecords} records; the request has {records.Count}.");
        var metadata = properties.Object("metadata");
        foreach (var (name, _) in metadata ?? []) _ = metadata!.Text(name);
        return new RecordSetBody(ttl, records, (JsonObject?)metadata?.DeepClone());
    }

    /// <summary>Whether a record set may have this name, by itself and beside what the zone has.</summary>
    public static void DemandName(string name, PrivateDnsZone zone, string type)
    {
        if (zone.RefusalOf(type, name) is { } refusal) throw Invalid(refusal);
        if (type == RecordKind.Authority && name != "@") throw Invalid("A record set of type 'SOA' must be at the top of its zone: '@'.");
        // A star stands for a whole first label, and nowhere else.
        var relative = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        if (name is "@" or "*" || (name.Length + zone.Name.Length < LongestName && relative.Split('.').All(ValidLabel().IsMatch))) return;
        throw Invalid($"The record set name '{name}' is not valid.");
    }

    public static ArmException Invalid(string message) => new(400, "BadRequest", message);

    [GeneratedRegex("^[A-Za-z0-9_-]{1,63}$")]
    private static partial Regex ValidLabel();
}
