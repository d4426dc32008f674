using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>A security rule or a route as a client asks for it: the properties that the specification has, checked.</summary>
internal static partial class RuleBody
{
    private const int LowestPriority = 100;
    private const int HighestPriority = 4096;

    private static readonly string[] NextHops = ["VirtualNetworkGateway", "VnetLocal", "Internet", "VirtualAppliance", "None"];

    public static JsonObject Read(SubnetAttachment owner, string name, JsonObject body)
    {
        var properties = body.Object("properties") ?? throw ArmErrors.InvalidFormat();
        return owner is RouteTable ? ReadRoute(name, properties) : ReadRule(name, properties);
    }

    /// <summary>No two rules of a direction have one priority.</summary>
    public static void DemandPlan(SortedDictionary<string, JsonObject> rules)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, rule) in rules)
        {
            if (rule["priority"] is not { } priority) continue;
            var place = $"{rule["direction"]} {priority}";
            if (seen.TryAdd(place, name)) continue;
            throw new ArmException(400, "SecurityRuleConflict", $"Security rule {name} conflicts with rule {seen[place]}. "
                + "Rules cannot have the same Priority and Direction.");
        }
    }

    private static JsonObject ReadRule(string name, JsonObject properties)
    {
        var priority = properties.Number("priority");
        if (priority is null or < LowestPriority or > HighestPriority)
        {
            throw new ArmException(400, "SecurityRuleInvalidPriority", $"Security rule {name} has invalid priority: {priority}. "
                + $"Value must be between {LowestPriority} and {HighestPriority}.");
        }
        var rule = new JsonObject();
        Copy(properties, rule, "description");
        rule["protocol"] = Choice(name, properties, "protocol", "*", "Tcp", "Udp", "Icmp", "Esp", "Ah");
        foreach (var end in new[] { "source", "destination" })
        {
            CopyEither(name, properties, rule, $"{end}PortRange", $"{end}PortRanges");
            DemandPorts(rule, end);
            CopyEither(name, properties, rule, $"{end}AddressPrefix", $"{end}AddressPrefixes", $"{end}ApplicationSecurityGroups");
        }
        rule["access"] = Choice(name, properties, "access", "Allow", "Deny");
        rule["priority"] = priority;
        rule["direction"] = Choice(name, properties, "direction", "Inbound", "Outbound");
        return rule;
    }

    private static JsonObject ReadRoute(string name, JsonObject properties)
    {
        var prefix = properties.Text("addressPrefix");
        // A service tag, perhaps of a region, does as well as a prefix.
        var isPrefix = AddressRange.TryParse(prefix, out _, out _) || (prefix?.Contains(':') == true && IPNetwork.TryParse(prefix, out _));
        if (!isPrefix && !ServiceTag().IsMatch(prefix ?? "")) throw SubnetRules.InvalidPrefix(prefix ?? "");
        var route = new JsonObject { ["addressPrefix"] = prefix, ["nextHopType"] = Choice(name, properties, "nextHopType", NextHops) };
        if (properties.Text("nextHopIpAddress") is { Length: > 0 } hop)
        {
            if (!AddressRange.TryParseAddress(hop, out _)) throw ArmErrors.InvalidAddress(hop);
            route["nextHopIpAddress"] = hop;
        }
        route["hasBgpOverride"] = false;
        return route;
    }

    private static string Choice(string rule, JsonObject properties, string name, params string[] allowed)
    {
        var text = properties.Text(name) ?? throw Missing(rule, name);
        return Array.Find(allowed, item => item.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? throw ArmErrors.InvalidFormat();
    }

    private static void CopyEither(string rule, JsonObject from, JsonObject to, string one, params string[] many)
    {
        Copy(from, to, one);
        foreach (var name in many)
        {
            if (name.EndsWith("Groups", StringComparison.Ordinal)) _ = from.Objects(name).ToList();
            else _ = from.Texts(name);
            to[name] = from.Array(name)?.DeepClone() ?? new JsonArray();
        }
        if (to[one] is null && many.All(name => to[name] is JsonArray { Count: 0 })) throw Missing(rule, one);
        foreach (var name in many.Where(name => name.EndsWith("Groups", StringComparison.Ordinal) && to[name] is JsonArray { Count: 0 }))
            to.Remove(name);
    }

    private static void DemandPorts(JsonObject rule, string end)
    {
        var ports = rule.Texts($"{end}PortRanges")!.Concat(rule.Text($"{end}PortRange") is { } one ? [one] : []);
        if (ports.FirstOrDefault(port => !IsPortRange(port)) is not { } wrong) return;
        throw new ArmException(400, "SecurityRuleInvalidPortRange", $"Security rule has invalid Port range. Value provided: {wrong}. "
            + "Value should be an integer OR integer range with '-' delimiter. Valid range 0-65535.");
    }

    private static bool IsPortRange(string text)
    {
        if (text == "*") return true;
        var ends = text.Split('-').Select(part => ushort.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? (int?)port
            : null).ToList();
        return ends.Count <= 2 && !ends.Contains(null) && ends[0] <= ends[^1];
    }

    private static void Copy(JsonObject from, JsonObject to, string name)
    {
        if (from.Text(name) is { } text) to[name] = text;
    }

    private static ArmException Missing(string rule, string property) => new(400, "SecurityRuleParameterMissing",
        $"Required rule parameter for rule {rule} is missing: {property}.");

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9]+(\.[A-Za-z0-9]+)?\z")]
    private static partial Regex ServiceTag();
}
